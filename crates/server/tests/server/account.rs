//! One's own account: data, password, second factor, sessions, and being let in although strangers try.

use coffreo_api::sessions::Tokens;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::world::{PASSWORD, World, problem};

const CLARA: &str = "clara@the-eu.example";
const NEW: &str = "quatre tortues jouent du piano";

async fn ask(world: &World, method: Method, path: &str, access: &str, body: Value) -> Response {
    world.call(method, path).bearer_auth(access).json(&body).send().await.unwrap()
}

async fn account(world: &World, access: &str) -> Value {
    ask(world, Method::GET, "/v1/account", access, json!(null)).await.json().await.unwrap()
}

async fn lives(world: &World, access: &str) -> bool {
    world.call(Method::GET, "/v1/me").bearer_auth(access).send().await.unwrap().status() == 200
}

async fn sign_in(world: &World, more: Value) -> Response {
    let mut body = json!({"email": CLARA, "password": PASSWORD, "device": "Poste de Clara"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.call(Method::POST, "/v1/sessions").json(&body).send().await.unwrap()
}

#[tokio::test]
async fn what_is_ones_own_is_changed_piece_by_piece() {
    for world in World::on_each_database().await {
        let access = world.sign_in(CLARA).await.access_token;
        let before = account(&world, &access).await;
        assert_eq!((&before["language"], &before["second_factor"]), (&json!("fr"), &json!(false)));
        assert_eq!(before["mails"], json!({"new_documents": true, "reminders": true}));
        let change = async |body: Value| ask(&world, Method::PATCH, "/v1/account", &access, body).await;
        let changed = change(json!({"phone": "06 12 34 56 78", "language": "en"})).await;
        let changed: Value = changed.json().await.unwrap();
        assert_eq!((&changed["phone"], &changed["name"]), (&json!("+33612345678"), &before["name"]));
        let off = json!({"new_documents": false, "reminders": true});
        change(json!({"name": " Clara  LÉGER ", "phone": "", "mails": off})).await;
        let after = account(&world, &access).await;
        assert_eq!((&after["name"], &after["mails"]), (&json!("Clara  LÉGER"), &off));
        assert!(after.get("phone").is_none() && after["language"] == "en");
        for (field, value) in [("phone", "12"), ("name", ""), ("language", "de"), ("email", "x@y.example")] {
            let refused = change(json!({field: value})).await;
            assert_eq!(problem(refused).await, (400, "invalid_request".into()), "{field}");
        }
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_is_told_by_mail() {
    for world in World::on_each_database().await {
        let (here, elsewhere) = (world.sign_in(CLARA).await, world.sign_in(CLARA).await);
        let mut events =
            world.call(Method::GET, "/v1/events").bearer_auth(&elsewhere.access_token).send().await.unwrap();
        let change = async |old: &str, new: &str| {
            ask(&world, Method::POST, "/v1/account/password", &here.access_token, json!({"old": old, "new": new})).await
        };
        assert_eq!(problem(change("wrong", NEW).await).await, (401, "wrong_credentials".into()));
        assert_eq!(problem(change(PASSWORD, "ClaraLeger2026").await).await, (422, "password_too_weak".into()));
        assert_eq!(change(PASSWORD, NEW).await.status(), 204);
        assert!(lives(&world, &here.access_token).await && !lives(&world, &elsewhere.access_token).await);
        while events.chunk().await.unwrap().is_some() {}
        assert_eq!(world.try_sign_in(CLARA, PASSWORD).await.status(), 401);
        assert_eq!(world.try_sign_in(CLARA, NEW).await.status(), 200);
        let mail = world.mail(CLARA, "Votre mot de passe a changé").await;
        assert!(mail.contains("Clara LEGER") && !mail.contains("unsubscribe"), "{mail}");
    }
}

#[tokio::test]
async fn sessions_are_seen_with_their_device_and_ended_one_or_all_others() {
    for world in World::on_each_database().await {
        let tokens: Tokens = sign_in(&world, json!({})).await.json().await.unwrap();
        world.clock.pass(1000);
        let (second, third) = (world.sign_in(CLARA).await, world.sign_in(CLARA).await);
        let list = async |access: &str| -> Vec<Value> {
            let list = ask(&world, Method::GET, "/v1/sessions", access, json!(null)).await;
            list.json::<Value>().await.unwrap()["sessions"].as_array().unwrap().clone()
        };
        let all = list(&tokens.access_token).await;
        assert_eq!(all.len(), 3);
        let own = all.iter().find(|one| one["current"] == true).unwrap();
        assert_eq!((&own["device"], &own["address"]), (&json!("Poste de Clara"), &json!("127.0.0.1")));
        let other = list(&second.access_token).await.into_iter().find(|one| one["current"] == true).unwrap();
        let path = format!("/v1/sessions/{}/end", other["id"].as_str().unwrap());
        world.admin().create_person("Paul", "paul@the-eu.example", PASSWORD).await.unwrap();
        let paul = world.sign_in("paul@the-eu.example").await.access_token;
        let theirs = ask(&world, Method::POST, &path, &paul, json!(null)).await;
        assert_eq!(problem(theirs).await, (404, "not_found".into()), "somebody else's session");
        assert_eq!(ask(&world, Method::POST, &path, &tokens.access_token, json!(null)).await.status(), 204);
        assert!(!lives(&world, &second.access_token).await && lives(&world, &third.access_token).await);
        let others = ask(&world, Method::POST, "/v1/sessions/end-others", &tokens.access_token, json!(null)).await;
        assert_eq!(others.status(), 204);
        assert!(lives(&world, &tokens.access_token).await && !lives(&world, &third.access_token).await);
        assert_eq!(list(&tokens.access_token).await.len(), 1);
    }
}

#[tokio::test]
async fn a_code_is_asked_for_taken_once_and_a_recovery_code_too() {
    for world in World::on_each_database().await {
        let access = world.sign_in(CLARA).await.access_token;
        let post = async |path: &str, body: Value| ask(&world, Method::POST, path, &access, body).await;
        let wrong = post("/v1/account/second-factor", json!({"password": "wrong"})).await;
        assert_eq!(problem(wrong).await.1, "wrong_credentials");
        let none = post("/v1/account/second-factor/confirm", json!({"code": "000000"})).await;
        assert_eq!(problem(none).await, (409, "second_factor_state".into()));
        let new = post("/v1/account/second-factor", json!({"password": PASSWORD})).await;
        let new: Value = new.json().await.unwrap();
        let app = totp_rs::Totp::from_url(new["uri"].as_str().unwrap()).unwrap();
        let code =
            || app.generate(u64::try_from(coffreo_server::Clock::now(&*world.clock).0 / 1000).unwrap()).to_string();
        assert_eq!(world.try_sign_in(CLARA, PASSWORD).await.status(), 200, "nothing is asked before it is confirmed");
        let first = code();
        let recovery = post("/v1/account/second-factor/confirm", json!({"code": first})).await;
        let recovery: Value = recovery.json().await.unwrap();
        assert_eq!(recovery["recovery_codes"].as_array().unwrap().len(), 10);
        let twice = post("/v1/account/second-factor", json!({"password": PASSWORD})).await;
        assert_eq!(problem(twice).await, (409, "second_factor_state".into()));

        let needed = world.try_sign_in(CLARA, PASSWORD).await;
        assert_eq!(problem(needed).await, (401, "second_factor_required".into()));
        let replayed = sign_in(&world, json!({"code": first})).await;
        assert_eq!(problem(replayed).await, (401, "wrong_code".into()), "the code that confirmed is spent");
        world.clock.pass(30_000);
        let second = code();
        assert_eq!(sign_in(&world, json!({"code": second})).await.status(), 200);
        assert_eq!(problem(sign_in(&world, json!({"code": second})).await).await, (401, "wrong_code".into()));
        let one = recovery["recovery_codes"][0].as_str().unwrap().to_lowercase().replace('-', " ");
        assert_eq!(sign_in(&world, json!({"code": one})).await.status(), 200);
        assert_eq!(problem(sign_in(&world, json!({"code": one})).await).await, (401, "wrong_code".into()));
        for _ in 0..4 {
            assert_eq!(problem(sign_in(&world, json!({"code": "000000"})).await).await, (401, "wrong_code".into()));
        }
        world.clock.pass(30_000);
        let limited = sign_in(&world, json!({"code": code()})).await;
        assert_eq!(
            problem(limited).await,
            (429, "too_many_attempts".into()),
            "codes are not guessed one after another"
        );
        world.mail(CLARA, "Second facteur activé").await;

        let access = access.clone();
        let off = json!({"password": PASSWORD});
        let removed = ask(&world, Method::POST, "/v1/account/second-factor/remove", &access, off).await;
        assert_eq!(removed.status(), 204);
        assert_eq!(world.try_sign_in(CLARA, PASSWORD).await.status(), 200);
        world.mail(CLARA, "Second facteur désactivé").await;
    }
}

#[tokio::test]
async fn strangers_lock_nobody_out_of_a_computer_that_is_known() {
    let few = |config: &mut coffreo_server::Config| {
        config.limits.attempts_per_account = 3;
        config.limits.attempts_per_address = 4;
    };
    let world = World::start_with(few).await;
    let tokens: Tokens = sign_in(&world, json!({})).await.json().await.unwrap();
    let device = tokens.device_token.unwrap();
    for _ in 0..3 {
        assert_eq!(world.try_sign_in(CLARA, "wrong").await.status(), 401);
    }
    assert_eq!(world.try_sign_in(CLARA, PASSWORD).await.status(), 429, "from anywhere else it is locked");
    let made_up = sign_in(&world, json!({"known_device": "cfd_made_up"})).await;
    assert_eq!(made_up.status(), 429);
    let known = sign_in(&world, json!({"known_device": device})).await;
    assert_eq!(known.status(), 200, "account and address are both spent, by strangers");
    let known: Tokens = known.json().await.unwrap();
    assert!(known.device_token.is_none(), "it has its token already");
    // What is done with the session goes on too.
    let change = json!({"old": PASSWORD, "new": NEW});
    let changed = ask(&world, Method::POST, "/v1/account/password", &known.access_token, change).await;
    assert_eq!(changed.status(), 204);
    for _ in 0..3 {
        let wrong = sign_in(&world, json!({"known_device": device})).await;
        assert_eq!(problem(wrong).await, (401, "wrong_credentials".into()));
    }
    assert_eq!(sign_in(&world, json!({"known_device": device})).await.status(), 429, "nor is it a way to guess");
}

#[tokio::test]
async fn a_new_computer_is_told_by_mail_and_the_first_and_known_ones_are_not() {
    for world in World::on_each_database().await {
        let first: Tokens = sign_in(&world, json!({})).await.json().await.unwrap();
        let known = json!({"known_device": first.device_token.unwrap()});
        assert_eq!(sign_in(&world, known).await.status(), 200);
        world.server.send_mails().await.unwrap();
        assert!(world.mails(CLARA, "Connexion").is_empty());
        sign_in(&world, json!({"device": "Inconnu"})).await;
        let mail = world.mail(CLARA, "Connexion depuis un nouvel appareil").await;
        assert!(mail.contains("«\u{202f}Inconnu\u{202f}»") && mail.contains("127.0.0.1"), "{mail}");
    }
}
