//! Who took an invoice first: the whole company knows.

use serde_json::{Value, json};

use crate::world::{PASSWORD, SIRET, START, World, contract, invoice, pdf, problem, rights};

const JEAN: &str = "jean@the-eu.example";

#[tokio::test]
async fn the_first_who_tells_stays_and_the_company_sees_it() {
    for world in World::on_each_database().await {
        world.deliver("C", contract("C_00"), pdf("contract")).await;
        world.deliver("I", invoice("F"), pdf("invoice")).await;
        let clara = world.sign_in("clara@the-eu.example").await.access_token;
        let admin = world.admin();
        admin.create_person("Jean DUMONT", JEAN, PASSWORD).await.unwrap();
        admin.grant(JEAN, SIRET, "BARRE", rights("F"), true).await.unwrap();
        let jean = world.sign_in(JEAN).await.access_token;
        let documents = world.documents(&clara).await;
        let invoice_of =
            |documents: Vec<Value>| documents.into_iter().find(|one| one["facts"]["kind"] == "invoice").unwrap();
        world.clock.pass(60_000);
        // Clara saved it offline half a minute ago, her contract too.
        let told: Value = world.downloaded(&clara, START + 30_000, &documents).await.json().await.unwrap();
        let mark = json!({"id": invoice_of(documents.clone())["id"], "downloaded_at": START + 30_000, "downloaded_by": "Clara LEGER"});
        assert_eq!(told["documents"], json!([mark]), "contracts are not marked");
        let seen = invoice_of(world.documents(&jean).await);
        assert_eq!(seen["download"], json!({"downloaded_at": START + 30_000, "downloaded_by": "Clara LEGER"}));

        let late: Value = world.downloaded(&jean, START, std::slice::from_ref(&seen)).await.json().await.unwrap();
        assert_eq!(late["documents"], json!([mark]), "who comes later hears who was first");
        assert_eq!(invoice_of(world.documents(&jean).await)["n"], seen["n"], "nothing moves when nothing changes");

        world.deliver("I", invoice("F"), pdf("corrected")).await;
        let corrected = invoice_of(world.documents(&clara).await);
        assert!(corrected.get("download").is_none(), "nobody took the new version");
        let old: Value = world.downloaded(&clara, START, std::slice::from_ref(&seen)).await.json().await.unwrap();
        assert_eq!(old["documents"], json!([]));
        let odd: Value =
            world.downloaded(&clara, i64::MAX, std::slice::from_ref(&corrected)).await.json().await.unwrap();
        assert_eq!(odd["documents"][0]["downloaded_at"], START + 60_000, "a clock that is wrong is brought to ours");
    }
}

#[tokio::test]
async fn a_request_that_is_not_as_documented_is_told() {
    let world = World::start().await;
    let clara = world.sign_in("clara@the-eu.example").await.access_token;
    assert_eq!(problem(world.downloaded(&clara, 0, &[]).await).await, (400, "invalid_request".into()));
    let odd = [json!({"id": "x", "original_sha256": "y"})];
    assert_eq!(problem(world.downloaded(&clara, 0, &odd).await).await, (400, "invalid_request".into()));
}
