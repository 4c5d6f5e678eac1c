//! Sessions, changes, contents and events.

use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, ETAG, IF_NONE_MATCH, RANGE};
use serde_json::{Value, json};

use crate::world::{PASSWORD, SIRET, World, contract, invoice, pdf, problem, rights};

const CLARA: &str = "clara@the-eu.example";

async fn refresh(world: &World, token: &str) -> reqwest::Response {
    let body = json!({"refresh_token": token});
    world.call(Method::POST, "/v1/sessions/refresh").json(&body).send().await.unwrap()
}

async fn me(world: &World, token: &str) -> u16 {
    world.call(Method::GET, "/v1/me").bearer_auth(token).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_stolen_refresh_token_ends_the_session() {
    for world in World::on_each_database().await {
        let tokens = world.sign_in(CLARA).await;
        let next: Value = refresh(&world, &tokens.refresh_token).await.json().await.unwrap();
        world.clock.pass(31_000);
        assert_eq!(problem(refresh(&world, &tokens.refresh_token).await).await, (401, "session_ended".into()));
        assert_eq!(me(&world, next["access_token"].as_str().unwrap()).await, 401);
        let newest = refresh(&world, next["refresh_token"].as_str().unwrap()).await;
        assert_eq!(problem(newest).await, (401, "session_ended".into()));
    }
}

#[tokio::test]
async fn a_lost_answer_may_be_asked_for_again() {
    for world in World::on_each_database().await {
        let tokens = world.sign_in(CLARA).await;
        assert_eq!(refresh(&world, &tokens.refresh_token).await.status(), 200);
        world.clock.pass(10_000);
        let again: Value = refresh(&world, &tokens.refresh_token).await.json().await.unwrap();
        let next = refresh(&world, again["refresh_token"].as_str().unwrap()).await;
        assert_eq!(next.status(), 200);
        let late = refresh(&world, &tokens.refresh_token).await;
        assert_eq!(problem(late).await, (401, "session_ended".into()), "its answer did arrive: this is a copy");
    }
}

#[tokio::test]
async fn access_ends_after_ten_minutes_at_sign_out_and_with_a_new_password() {
    for world in World::on_each_database().await {
        let tokens = world.sign_in(CLARA).await;
        assert_eq!(me(&world, &tokens.access_token).await, 200);
        world.clock.pass(10 * 60 * 1000);
        assert_eq!(me(&world, &tokens.access_token).await, 401);
        let tokens = world.sign_in(CLARA).await;
        let out = world.call(Method::DELETE, "/v1/sessions/current").bearer_auth(&tokens.access_token).send().await;
        assert_eq!(out.unwrap().status(), 204);
        assert_eq!(me(&world, &tokens.access_token).await, 401);
        let tokens = world.sign_in(CLARA).await;
        world.admin().set_password(CLARA, "another password").await.unwrap();
        assert_eq!(me(&world, &tokens.access_token).await, 401);
        assert_eq!(problem(refresh(&world, &tokens.refresh_token).await).await.0, 401);
    }
}

#[tokio::test]
async fn guessing_is_slowed_per_account_and_per_address_and_time_forgives() {
    let world = World::start_with(|config| {
        config.limits.attempts_per_account = 3;
        config.limits.attempts_per_address = 5;
    })
    .await;
    for _ in 0..3 {
        let wrong = world.try_sign_in(CLARA, "wrong").await;
        assert_eq!(problem(wrong).await, (401, "wrong_credentials".into()));
    }
    let limited = world.try_sign_in(CLARA, PASSWORD).await;
    assert_eq!(limited.headers()["retry-after"], "60");
    assert_eq!(problem(limited).await, (429, "too_many_attempts".into()), "even with the right password");
    for nobody in ["a@x.example", "b@x.example"] {
        assert_eq!(problem(world.try_sign_in(nobody, "wrong").await).await, (401, "wrong_credentials".into()));
    }
    assert_eq!(problem(world.try_sign_in("c@x.example", "wrong").await).await.0, 429, "the address is spent");
    world.clock.pass(60_000);
    assert_eq!(world.try_sign_in(CLARA, PASSWORD).await.status(), 200);
}

#[tokio::test]
async fn changes_go_on_from_the_cursor_and_lost_rights_are_told() {
    for world in World::on_each_database().await {
        let tokens = world.sign_in(CLARA).await;
        world.deliver("R1", contract("C1_00"), pdf("one")).await;
        world.deliver("R2", invoice("F1"), pdf("two")).await;
        let all = world.changes(&tokens.access_token, json!([])).await;
        let kinds: Vec<_> = all.iter().map(|line| line["change"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["scope", "document", "reached", "scope", "document", "reached", "end"]);
        let cursors: Vec<Value> = all
            .iter()
            .filter(|line| line["change"] == "reached")
            .map(|line| json!({"scope": line["scope"], "n": line["n"]}))
            .collect();
        world.deliver("R3", contract("C2_00"), pdf("three")).await;
        let news = world.changes(&tokens.access_token, json!(cursors)).await;
        let documents: Vec<_> = news.iter().filter(|line| line["change"] == "document").collect();
        assert_eq!((documents.len(), &documents[0]["facts"]["number"]), (1, &json!("C2_00")));
        world.admin().grant(CLARA, SIRET, "BARRE", rights("F"), false).await.unwrap();
        let after = world.changes(&tokens.access_token, json!(cursors)).await;
        assert_eq!(after.iter().filter(|line| line["change"] == "lost").count(), 1);
        assert_eq!(after.iter().filter(|line| line["change"] == "scope").count(), 1);
    }
}

#[tokio::test]
async fn a_long_stream_is_whole_plain_and_compressed() {
    for world in World::on_each_database().await {
        let tokens = world.sign_in(CLARA).await;
        let store = &world.server.store;
        let company = store.company_by_siret(SIRET).await.unwrap().unwrap();
        let agency = store.agency_named("BARRE").await.unwrap().unwrap();
        let facts: coffreo_api::Facts = serde_json::from_value(contract("C_00")).unwrap();
        let now = coffreo_server::Clock::now(&*world.clock);
        let mut tx = store.begin().await.unwrap();
        for i in 0..2345 {
            let mark = tx.advance_scope(company.id, agency.id, facts.kind(), now).await.unwrap();
            let new = coffreo_server::store::NewDocument {
                reference: format!("R{i}"),
                number: "C_00".into(),
                facts: serde_json::to_string(&facts).unwrap(),
                original: coffreo_domain::Sha256([7; 32]),
                original_size: 1,
                received_at: now,
            };
            let id = coffreo_domain::DocumentId(coffreo_server::edge::new_id(now));
            tx.insert_document(agency.id, id, mark, &new).await.unwrap();
        }
        tx.commit().await.unwrap();
        let plain = world.changes(&tokens.access_token, json!([])).await;
        assert_eq!(plain.len(), 2345 + 3);
        assert_eq!(plain[2346]["n"], 2345);
        let call = world.call(Method::POST, "/v1/changes").bearer_auth(&tokens.access_token);
        let compressed = call.header(ACCEPT_ENCODING, "gzip, zstd").json(&json!({"cursors": []})).send().await.unwrap();
        assert_eq!(compressed.headers()["content-encoding"], "zstd");
        let bytes = compressed.bytes().await.unwrap();
        let text = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
        assert_eq!(text.lines().count(), plain.len());
        assert!(bytes.len() * 5 < text.len());
    }
}

#[tokio::test]
async fn a_content_is_fetched_whole_in_parts_and_not_twice() {
    for world in World::on_each_database().await {
        let tokens = world.sign_in(CLARA).await;
        world.deliver("R1", contract("C1_00"), pdf("one")).await;
        let document = world.documents(&tokens.access_token).await.remove(0);
        let path = format!("/v1/contents/{}", document["original_sha256"].as_str().unwrap());
        let get = || world.call(Method::GET, &path).bearer_auth(&tokens.access_token);
        let whole = get().send().await.unwrap();
        let tag = whole.headers()[ETAG].clone();
        assert_eq!(whole.headers()["content-type"], "application/pdf");
        assert_eq!(whole.bytes().await.unwrap(), pdf("one"));
        assert_eq!(get().header(IF_NONE_MATCH, tag).send().await.unwrap().status(), 304);
        let part = get().header(RANGE, "bytes=1-4").send().await.unwrap();
        assert_eq!((part.status().as_u16(), part.bytes().await.unwrap().as_ref()), (206, &b"PDF-"[..]));
        let outside = get().header(RANGE, "bytes=999999-").send().await.unwrap();
        assert_eq!(problem(outside).await, (416, "range_not_satisfiable".into()));
        world.deliver("R1", contract("C1_00"), pdf("two")).await;
        assert_eq!(problem(get().send().await.unwrap()).await, (404, "not_found".into()), "it was replaced");
    }
}

#[tokio::test]
async fn an_open_stream_tells_what_moves_and_that_rights_changed() {
    for world in World::on_each_database().await {
        let tokens = world.sign_in(CLARA).await;
        let mut events = world.call(Method::GET, "/v1/events").bearer_auth(&tokens.access_token).send().await.unwrap();
        world.deliver("R1", contract("C1_00"), pdf("one")).await;
        let moved = String::from_utf8(events.chunk().await.unwrap().unwrap().to_vec()).unwrap();
        assert!(moved.starts_with("event: scope\n") && moved.contains("\"n\":1"), "{moved}");
        world.admin().grant(CLARA, SIRET, "BARRE", rights("S"), true).await.unwrap();
        let rights = String::from_utf8(events.chunk().await.unwrap().unwrap().to_vec()).unwrap();
        assert!(rights.starts_with("event: rights\n"), "{rights}");
        world.admin().set_password(CLARA, "another password").await.unwrap();
        assert!(events.chunk().await.unwrap().is_none(), "the stream ends with the session");
    }
}
