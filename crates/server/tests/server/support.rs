//! News, and messages to the people who support the product.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, fresh_database, problem, request_id};

const CLARA: &str = "clara@the-eu.example";
const TEAM: &str = "support@coffreo.example";

async fn worlds() -> Vec<World> {
    let team = |config: &mut coffreo_server::Config| config.support_email = Some(TEAM.into());
    let mut worlds = vec![World::start_with(team).await];
    if let Ok(url) = std::env::var("COFFREO_TEST_POSTGRES") {
        let database = coffreo_server::config::Database::Postgres(fresh_database(&url).await);
        let both = |config: &mut coffreo_server::Config| {
            team(config);
            config.database = database;
        };
        worlds.push(World::start_with(both).await);
    }
    worlds
}

async fn ask(world: &World, token: Option<&str>, body: &Value) -> reqwest::Response {
    let call = world.call(Method::POST, "/v1/support").json(body);
    match token {
        Some(token) => call.bearer_auth(token).send().await.unwrap(),
        None => call.send().await.unwrap(),
    }
}

#[tokio::test]
async fn a_message_is_taken_in_once_and_reaches_the_team() {
    for world in worlds().await {
        let clara = world.sign_in(CLARA).await.access_token;
        let context = json!({"version": "0.1.0", "system": "Debian 12", "log": "line\nline"});
        let body = json!({"request_id": request_id(1), "message": "Je ne vois rien.", "context": context});
        for _ in 0..3 {
            assert_eq!(ask(&world, Some(&clara), &body).await.status(), 202);
        }
        assert_eq!(world.mails_to(TEAM).await, ["support_to_team"]);
        assert_eq!(world.mails_to(CLARA).await, ["support_received"]);

        // Without a session an address is needed, and nobody but the team is written to.
        let stranger = json!({"request_id": request_id(2), "message": "Bonjour", "email": "a@x.example"});
        assert_eq!(ask(&world, None, &stranger).await.status(), 202);
        assert_eq!(world.mails_to(TEAM).await.len(), 2);
        assert!(world.mails_to("a@x.example").await.is_empty());
        for (key, value) in [
            ("email", Value::Null),
            ("message", json!(" ")),
            ("message", json!("\u{7}")),
            ("request_id", json!("1")),
            ("context", json!({"version": "v".repeat(201), "system": ""})),
        ] {
            let mut body = stranger.clone();
            body[key] = value;
            assert_eq!(problem(ask(&world, None, &body).await).await, (400, "invalid_request".into()), "{key}");
        }
        let mut odd = stranger.clone();
        odd["email"] = json!("nobody");
        assert_eq!(problem(ask(&world, None, &odd).await).await, (422, "invalid_person".into()));
        assert_eq!(problem(ask(&world, Some("cfa_unknown"), &stranger).await).await.0, 401);
    }
}

#[tokio::test]
async fn who_writes_too_much_is_asked_to_wait() {
    let world = World::start().await;
    let body = |n: u32| json!({"request_id": request_id(n), "message": "Bonjour", "email": "a@x.example"});
    for n in 0..10 {
        assert_eq!(ask(&world, None, &body(n)).await.status(), 202);
    }
    let limited = ask(&world, None, &body(10)).await;
    assert_eq!(limited.headers()["retry-after"], "600");
    assert_eq!(problem(limited).await, (429, "too_many_attempts".into()));
    world.clock.pass(600_000);
    assert_eq!(ask(&world, None, &body(10)).await.status(), 202);
}

#[tokio::test]
async fn news_are_shown_in_the_readers_language_until_they_are_withdrawn() {
    for world in World::on_each_database().await {
        let clara = world.sign_in(CLARA).await.access_token;
        let first = world.admin().publish_news("Bonjour", "Un.\n\nDeux.", Some(("Hello", "One."))).await.unwrap();
        world.clock.pass(1);
        world.admin().publish_news("Maintenance", "Mardi.", None).await.unwrap();
        let read = |language: &'static str| {
            let call = world.call(Method::GET, "/v1/news").bearer_auth(&clara).header("accept-language", language);
            async { call.send().await.unwrap().json::<Value>().await.unwrap() }
        };
        let titles = |news: &Value| {
            let titles = news["news"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned());
            titles.collect::<Vec<_>>()
        };
        assert_eq!(titles(&read("fr").await), ["Maintenance", "Bonjour"]);
        assert_eq!(titles(&read("en-GB, fr;q=0.5").await), ["Maintenance", "Hello"]);
        world.admin().withdraw_news(&first).await.unwrap();
        assert!(world.admin().withdraw_news(&first).await.is_err());
        assert_eq!(titles(&read("fr").await), ["Maintenance"]);
        let unsigned = world.call(Method::GET, "/v1/news").send().await.unwrap();
        assert_eq!(problem(unsigned).await, (401, "unauthenticated".into()));
    }
}
