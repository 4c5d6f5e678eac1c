//! Invoices: validated, disputed, suspended or refused; the agency reads which and why.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{PASSWORD, SIRET, World, contract, invoice, lines, pdf, problem, request_id, rights};

const CLARA: &str = "clara@the-eu.example";

async fn with_invoices(world: &World, count: usize) -> (String, Vec<Value>) {
    for i in 0..count {
        world.deliver(&format!("I{i}"), invoice(&format!("FAC-{i}")), pdf(&format!("invoice {i}"))).await;
    }
    let token = world.sign_in(CLARA).await.access_token;
    let documents = world.documents(&token).await;
    (token, documents)
}

fn outcomes(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["reason"].as_str().or(line["outcome"].as_str()).unwrap()).collect()
}

fn validated() -> Value {
    json!({"status": "validated"})
}

fn disputed() -> Value {
    json!({"status": "disputed", "reasons": ["QTE_ERR", "PU_ERR"], "comment": "35 heures, pas 38"})
}

#[tokio::test]
async fn many_are_validated_with_one_password_and_the_same_request_changes_nothing_twice() {
    for world in World::on_each_database().await {
        let (token, documents) = with_invoices(&world, 30).await;
        let first = lines(world.answer(&token, &request_id(1), validated(), &documents).await).await;
        assert_eq!(outcomes(&first), vec!["answered"; 30]);
        assert!(first.iter().zip(&documents).all(|(outcome, document)| outcome["id"] == document["id"]));
        world.clock.pass(60_000);
        let again = lines(world.answer(&token, &request_id(1), validated(), &documents).await).await;
        assert_eq!(first, again);
        let other = lines(world.answer(&token, &request_id(2), validated(), &documents).await).await;
        assert_eq!(outcomes(&other), vec!["already_signed"; 30]);
        let changed = world.answer(&token, &request_id(1), disputed(), &documents).await;
        assert_eq!(problem(changed).await, (400, "invalid_request".into()), "another answer under the same name");
        for (before, now) in documents.iter().zip(world.documents(&token).await) {
            assert_eq!((&now["state"], &now["signature"]["signed_by"]), (&json!("signed"), &json!("Clara LEGER")));
            assert_eq!(now["content"], before["content"], "the agency's PDF stays the original");
        }
        let read = world.read("I7").await;
        assert_eq!((&read["answer"]["status"], &read["answer"]["code"]), (&json!("validated"), &json!(205)));
        let signed = world.call(Method::GET, "/agency/v1/documents/I7/signed.pdf").bearer_auth(&world.key).send();
        assert_eq!(problem(signed.await.unwrap()).await, (404, "not_found".into()));
        world.server.store.verify_journal().await.unwrap();
    }
}

#[tokio::test]
async fn a_disputed_invoice_waits_until_it_is_replaced_or_settled() {
    for world in World::on_each_database().await {
        let (token, documents) = with_invoices(&world, 1).await;
        let answered = lines(world.answer(&token, &request_id(1), disputed(), &documents).await).await;
        assert_eq!(outcomes(&answered), ["answered"]);
        let now = world.documents(&token).await.remove(0);
        assert_eq!((&now["state"], &now["answer"]["code"]), (&json!("pending"), &json!(207)));
        let read = world.read("I0").await;
        assert_eq!(read["answer"]["reasons"], json!(["QTE_ERR", "PU_ERR"]));
        let told = (&read["answer"]["comment"], &read["answer"]["answered_by"], &read["state"]);
        assert_eq!(told, (&json!("35 heures, pas 38"), &json!("Clara LEGER"), &json!("pending")));

        world.deliver("I0", invoice("FAC-0"), pdf("corrected")).await;
        let now = world.documents(&token).await.remove(0);
        assert_eq!((now.get("answer"), &now["version"]), (None, &json!(2)), "the corrected one is answered anew");
        let old = lines(world.answer(&token, &request_id(2), validated(), &documents).await).await;
        assert_eq!(outcomes(&old), ["changed"], "another version was shown");
        let suspended = json!({"status": "suspended", "reasons": ["JUSTIF_ABS"]});
        let again = lines(world.answer(&token, &request_id(3), suspended, std::slice::from_ref(&now)).await).await;
        assert_eq!(outcomes(&again), ["answered"]);
        let settled = lines(world.answer(&token, &request_id(4), validated(), std::slice::from_ref(&now)).await).await;
        assert_eq!(outcomes(&settled), ["answered"]);
        let late = world.deliver("I0", invoice("FAC-0"), pdf("too late")).await;
        assert_eq!(problem(late).await, (409, "already_signed".into()));
    }
}

#[tokio::test]
async fn what_is_refused_stays_refused() {
    for world in World::on_each_database().await {
        let (token, documents) = with_invoices(&world, 1).await;
        let refusal = json!({"status": "refused", "reasons": ["DOUBLON"]});
        assert_eq!(
            outcomes(&lines(world.answer(&token, &request_id(1), refusal, &documents).await).await),
            ["answered"]
        );
        assert_eq!(world.documents(&token).await[0]["state"], "refused");
        assert_eq!(world.read("I0").await["answer"]["code"], 210);
        let late = lines(world.answer(&token, &request_id(2), validated(), &documents).await).await;
        assert_eq!(outcomes(&late), ["already_refused"]);
        let other = world.deliver("I0", invoice("FAC-0"), pdf("again")).await;
        assert_eq!(problem(other).await, (409, "already_refused".into()));
        let same = world.deliver("I0", invoice("FAC-0"), pdf("invoice 0")).await;
        assert_eq!(same.status(), StatusCode::OK, "a retry of the delivery is still the same delivery");
        let back = world.call(Method::DELETE, "/agency/v1/documents/I0").bearer_auth(&world.key).send().await;
        assert_eq!(problem(back.unwrap()).await, (409, "already_refused".into()));
    }
}

#[tokio::test]
async fn wrong_hours_are_no_refusal_and_a_reason_is_needed() {
    let world = World::start().await;
    let (token, documents) = with_invoices(&world, 1).await;
    let cases = [
        (json!({"status": "refused", "reasons": ["QTE_ERR"]}), "reasons"),
        (json!({"status": "disputed"}), "reasons"),
        (json!({"status": "validated", "reasons": ["DOUBLON"]}), "reasons"),
        (json!({"status": "disputed", "reasons": ["AUTRE"]}), "comment"),
        (json!({"status": "disputed", "reasons": ["NEVER_HEARD"]}), "reasons[0]"),
        (json!({"status": "lost"}), "status"),
    ];
    for (what, field) in cases {
        let answer: Value = world.answer(&token, &request_id(1), what, &documents).await.json().await.unwrap();
        assert_eq!((&answer["code"], &answer["field"]), (&json!("invalid_request"), &json!(field)));
    }
    let wrong = json!({"status": "validated", "password": "wrong"});
    let wrong = world.answer(&token, &request_id(1), wrong, &documents).await;
    assert_eq!(problem(wrong).await, (401, "wrong_credentials".into()));
    assert_eq!(world.documents(&token).await[0]["state"], "pending");
}

#[tokio::test]
async fn contracts_are_not_answered_and_the_others_go_on() {
    for world in World::on_each_database().await {
        world.deliver("C", contract("C_00"), pdf("contract")).await;
        let (token, documents) = with_invoices(&world, 1).await;
        let answered = lines(world.answer(&token, &request_id(1), validated(), &documents).await).await;
        let mut kinds: Vec<_> = outcomes(&answered);
        kinds.sort_unstable();
        assert_eq!(kinds, ["answered", "not_an_invoice"]);
    }
}

#[tokio::test]
async fn two_people_at_once_settle_each_invoice_once() {
    for world in World::on_each_database().await {
        let (token, documents) = with_invoices(&world, 20).await;
        let admin = world.admin();
        admin.create_person("Jean DUMONT", "jean@the-eu.example", PASSWORD).await.unwrap();
        admin.grant("jean@the-eu.example", SIRET, "BARRE", rights("F"), true).await.unwrap();
        let other = world.sign_in("jean@the-eu.example").await.access_token;
        let refusal = json!({"status": "refused", "reasons": ["CALCUL_ERR"]});
        let (one, two) = (request_id(1), request_id(2));
        let (first, second) = tokio::join!(
            world.answer(&token, &one, validated(), &documents),
            world.answer(&other, &two, refusal, &documents),
        );
        let (first, second) = (lines(first).await, lines(second).await);
        for (first, second) in outcomes(&first).into_iter().zip(outcomes(&second)) {
            assert!(matches!((first, second), ("answered", "already_signed") | ("already_refused", "answered")));
        }
    }
}
