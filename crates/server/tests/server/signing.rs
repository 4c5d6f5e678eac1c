//! Signing: what was shown, once, by who may.

use coffreo_pades::verify;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{PASSWORD, SIRET, World, contract, invoice, lines, pdf, problem, request_id, rights};

const CLARA: &str = "clara@the-eu.example";

async fn with_contracts(world: &World, count: usize) -> (String, Vec<Value>) {
    for i in 0..count {
        world.deliver(&format!("R{i}"), contract(&format!("C{i}_00")), pdf(&format!("number {i}"))).await;
    }
    let token = world.sign_in(CLARA).await.access_token;
    let documents = world.documents(&token).await;
    (token, documents)
}

fn outcomes(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["reason"].as_str().or(line["outcome"].as_str()).unwrap()).collect()
}

#[tokio::test]
async fn sixty_contracts_are_signed_in_order_and_the_same_request_signs_nothing_twice() {
    for world in World::on_each_database().await {
        let (token, documents) = with_contracts(&world, 60).await;
        let first = lines(world.sign(&token, &request_id(1), PASSWORD, &documents).await).await;
        assert_eq!(outcomes(&first), vec!["signed"; 60]);
        assert!(first.iter().zip(&documents).all(|(outcome, document)| outcome["id"] == document["id"]));
        let again = lines(world.sign(&token, &request_id(1), PASSWORD, &documents).await).await;
        assert_eq!(first, again);
        let other = lines(world.sign(&token, &request_id(2), PASSWORD, &documents).await).await;
        assert_eq!(outcomes(&other), vec!["already_signed"; 60]);
        let changed = world.sign(&token, &request_id(1), PASSWORD, &documents[..1]).await;
        assert_eq!(problem(changed).await, (400, "invalid_request".into()), "another request under the same name");
        for (document, outcome) in world.documents(&token).await.iter().zip(&first) {
            assert_eq!(
                (&document["state"], &document["content"]["sha256"]),
                (&json!("signed"), &outcome["sealed_sha256"])
            );
        }
        assert!(world.server.store.verify_journal().await.unwrap() >= 120);
    }
}

#[tokio::test]
async fn the_sealed_file_verifies_and_begins_with_what_was_shown() {
    for world in World::on_each_database().await {
        let (token, documents) = with_contracts(&world, 1).await;
        let signed = lines(world.sign(&token, &request_id(1), PASSWORD, &documents).await).await;
        let path = format!("/v1/contents/{}", signed[0]["sealed_sha256"].as_str().unwrap());
        let sealed = world.call(Method::GET, &path).bearer_auth(&token).send().await.unwrap().bytes().await.unwrap();
        assert!(sealed.starts_with(&pdf("number 0")));
        let report = verify(&sealed, world.sealing_key().anchors()).unwrap();
        assert_eq!(report.signatures.len(), 1);
    }
}

#[tokio::test]
async fn nothing_happens_with_a_wrong_password_or_too_many_documents() {
    for world in World::on_each_database().await {
        let (token, documents) = with_contracts(&world, 1).await;
        let wrong = world.sign(&token, &request_id(1), "wrong", &documents).await;
        assert_eq!(problem(wrong).await, (401, "wrong_credentials".into()));
        let many = vec![documents[0].clone(); 101];
        let many = world.sign(&token, &request_id(1), PASSWORD, &many).await;
        assert_eq!(problem(many).await, (422, "too_many_documents".into()));
        let twice = world.sign(&token, &request_id(1), PASSWORD, &[documents[0].clone(), documents[0].clone()]).await;
        assert_eq!(problem(twice).await, (400, "invalid_request".into()));
        assert_eq!(world.documents(&token).await[0]["state"], "pending");
    }
}

#[tokio::test]
async fn each_refusal_has_its_reason_and_the_others_go_on() {
    for world in World::on_each_database().await {
        let (token, mut documents) = with_contracts(&world, 4).await;
        world.deliver("I1", invoice("F1"), pdf("invoice")).await;
        world.deliver("R1", contract("C1_00"), pdf("number 1, again")).await;
        world.call(Method::DELETE, "/agency/v1/documents/R2").bearer_auth(&world.key).send().await.unwrap();
        let all = world.documents(&token).await;
        documents.extend(all.into_iter().filter(|one| one["facts"]["kind"] == "invoice"));
        documents.push(json!({"id": request_id(9), "original_sha256": documents[0]["original_sha256"]}));
        let answered = lines(world.sign(&token, &request_id(1), PASSWORD, &documents).await).await;
        assert_eq!(outcomes(&answered), ["signed", "changed", "withdrawn", "signed", "not_a_contract", "not_found"]);
    }
}

#[tokio::test]
async fn two_people_at_once_sign_each_document_once() {
    for world in World::on_each_database().await {
        let (token, documents) = with_contracts(&world, 30).await;
        let admin = world.admin();
        admin.create_person("Jean DUMONT", "jean@the-eu.example", PASSWORD).await.unwrap();
        admin.grant("jean@the-eu.example", SIRET, "BARRE", rights("S"), true).await.unwrap();
        let other = world.sign_in("jean@the-eu.example").await.access_token;
        let (one, two) = (request_id(1), request_id(2));
        let (first, second) = tokio::join!(
            world.sign(&token, &one, PASSWORD, &documents),
            world.sign(&other, &two, PASSWORD, &documents),
        );
        let (first, second) = (lines(first).await, lines(second).await);
        for (first, second) in outcomes(&first).into_iter().zip(outcomes(&second)) {
            assert!(matches!((first, second), ("signed", "already_signed") | ("already_signed", "signed")));
        }
    }
}
