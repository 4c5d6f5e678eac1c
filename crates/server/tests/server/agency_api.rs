//! What an agency's ERP can rely on.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{OTHER_SIRET, PASSWORD, SIRET, World, contract, invoice, pdf, problem, request_id};

#[tokio::test]
async fn the_same_delivery_again_changes_nothing() {
    for world in World::on_each_database().await {
        let first = world.deliver("R1", contract("C_00"), pdf("one")).await;
        assert_eq!(first.status(), StatusCode::CREATED);
        let first: Value = first.json().await.unwrap();
        let again = world.deliver("R1", contract("C_00"), pdf("one")).await;
        assert_eq!(again.status(), StatusCode::OK);
        let again: Value = again.json().await.unwrap();
        assert_eq!((&first["outcome"], &again["outcome"]), (&json!("created"), &json!("unchanged")));
        assert_eq!(first["document"], again["document"]);
    }
}

#[tokio::test]
async fn twenty_deliveries_of_one_reference_at_once_make_one_document() {
    for world in World::on_each_database().await {
        let deliveries = (0..20).map(|_| world.deliver("R1", contract("C_00"), pdf("one")));
        let answers = futures_util::future::join_all(deliveries).await;
        assert_eq!(answers.iter().filter(|answer| answer.status() == StatusCode::CREATED).count(), 1);
        assert!(answers.iter().all(|answer| answer.status().is_success()));
        let tokens = world.sign_in("clara@the-eu.example").await;
        assert_eq!(world.documents(&tokens.access_token).await.len(), 1);
    }
}

#[tokio::test]
async fn a_new_version_of_a_pending_document_takes_its_place() {
    for world in World::on_each_database().await {
        world.deliver("R1", contract("C_00"), pdf("one")).await;
        let second: Value = world.deliver("R1", contract("C_00"), pdf("two")).await.json().await.unwrap();
        assert_eq!((&second["outcome"], &second["document"]["version"]), (&json!("replaced"), &json!(2)));
        let tokens = world.sign_in("clara@the-eu.example").await;
        let documents = world.documents(&tokens.access_token).await;
        assert_eq!((documents.len(), &documents[0]["n"], &documents[0]["version"]), (1, &json!(2), &json!(2)));
    }
}

#[tokio::test]
async fn what_was_withdrawn_is_forgotten_and_does_not_come_back() {
    for world in World::on_each_database().await {
        world.deliver("R1", contract("C_00"), pdf("one")).await;
        for _ in 0..2 {
            let answer = world.call(Method::DELETE, "/agency/v1/documents/R1").bearer_auth(&world.key).send().await;
            assert_eq!(answer.unwrap().json::<Value>().await.unwrap()["state"], "withdrawn");
        }
        let again = world.deliver("R1", contract("C_00"), pdf("one")).await;
        assert_eq!(problem(again).await, (409, "withdrawn".into()));
        let tokens = world.sign_in("clara@the-eu.example").await;
        let changes = world.changes(&tokens.access_token, json!([])).await;
        assert_eq!(changes[1]["change"], "withdrawn");
    }
}

#[tokio::test]
async fn what_is_signed_stays_and_its_pdf_can_be_fetched() {
    for world in World::on_each_database().await {
        world.deliver("R1", contract("C_00"), pdf("one")).await;
        let signed = || world.call(Method::GET, "/agency/v1/documents/R1/signed.pdf").bearer_auth(&world.key).send();
        assert_eq!(problem(signed().await.unwrap()).await, (409, "not_signed_yet".into()));
        let tokens = world.sign_in("clara@the-eu.example").await;
        let documents = world.documents(&tokens.access_token).await;
        world.sign(&tokens.access_token, &request_id(1), PASSWORD, &documents).await.text().await.unwrap();
        let bytes = signed().await.unwrap().bytes().await.unwrap();
        assert!(bytes.starts_with(&pdf("one")) && bytes.len() > pdf("one").len());
        let unchanged: Value = world.deliver("R1", contract("C_00"), pdf("one")).await.json().await.unwrap();
        assert_eq!(unchanged["outcome"], "unchanged", "a retry after the signature is still the same delivery");
        assert_eq!(unchanged["document"]["signature"]["signed_by"], "Clara LEGER");
        let other = world.deliver("R1", contract("C_00"), pdf("two")).await;
        assert_eq!(problem(other).await, (409, "already_signed".into()));
        let withdrawn = world.call(Method::DELETE, "/agency/v1/documents/R1").bearer_auth(&world.key).send().await;
        assert_eq!(problem(withdrawn.unwrap()).await, (409, "already_signed".into()));
    }
}

#[tokio::test]
async fn a_wrong_fact_is_told_by_its_field() {
    for world in World::on_each_database().await {
        let mut facts = contract("C_00");
        facts["term"]["ends_on"] = json!("2026-11-01");
        let answer: Value = world.deliver("R1", facts, pdf("one")).await.json().await.unwrap();
        assert_eq!((&answer["code"], &answer["field"]), (&json!("invalid_facts"), &json!("contract.term.ends_on")));
        let mut unknown = contract("C_00");
        unknown["salary"] = json!(1);
        let answer = world.deliver("R1", unknown, pdf("one")).await;
        assert_eq!(problem(answer).await, (400, "invalid_request".into()));
        let answer = world.deliver_to(&world.key, OTHER_SIRET, "R1", contract("C_00"), pdf("one")).await;
        assert_eq!(problem(answer).await, (422, "unknown_company".into()));
    }
}

#[tokio::test]
async fn a_reference_belongs_to_one_kind_and_company_and_a_key_to_one_agency() {
    for world in World::on_each_database().await {
        world.deliver("R1", contract("C_00"), pdf("one")).await;
        assert_eq!(problem(world.deliver("R1", invoice("F"), pdf("one")).await).await, (409, "reference_taken".into()));
        let admin = world.admin();
        admin.create_agency("OTHER").await.unwrap();
        let other = admin.create_agency_key("OTHER", "").await.unwrap();
        let theirs = world.deliver_to(&other.secret, SIRET, "R1", contract("C_00"), pdf("two")).await;
        assert_eq!(theirs.status(), StatusCode::CREATED, "another agency's R1 is another document");
        admin.revoke_agency_key("OTHER", &other.id).await.unwrap();
        let refused = world.deliver_to(&other.secret, SIRET, "R2", contract("C_00"), pdf("two")).await;
        assert_eq!(problem(refused).await, (401, "unauthenticated".into()));
    }
}

#[tokio::test]
async fn every_error_is_a_problem_and_the_description_is_served() {
    for world in World::on_each_database().await {
        let call = |method, path| world.call(method, path).send();
        assert_eq!(problem(call(Method::GET, "/nowhere").await.unwrap()).await, (404, "not_found".into()));
        assert_eq!(problem(call(Method::PATCH, "/v1/me").await.unwrap()).await, (405, "method_not_allowed".into()));
        let text = world.call(Method::POST, "/v1/sessions").body("x").send().await.unwrap();
        assert_eq!(problem(text).await, (415, "unsupported_media_type".into()));
        let large = world.call(Method::POST, "/v1/sessions").json(&"x".repeat(300_000)).send().await.unwrap();
        assert_eq!(problem(large).await, (413, "too_large".into()));
        let description: Value = call(Method::GET, "/agency/v1/openapi.json").await.unwrap().json().await.unwrap();
        assert!(description["paths"]["/agency/v1/documents/{reference}"]["put"].is_object(), "{description}");
        assert_eq!(call(Method::GET, "/agency/v1/docs").await.unwrap().status(), 200);
        for path in ["/health", "/ready"] {
            assert_eq!(call(Method::GET, path).await.unwrap().status(), 200);
        }
    }
}
