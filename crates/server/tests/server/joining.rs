//! Links from mails: joining, another password, another address. Each works once, for a time, and is sent again when asked.

use coffreo_api::account::Language;
use coffreo_api::sessions::Tokens;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::world::{PASSWORD, SIRET, World, problem, rights};

const CLARA: &str = "clara@the-eu.example";
const PAUL: &str = "paul@the-eu.example";
const NEW: &str = "quatre tortues jouent du piano";
const DAY: i64 = 24 * 60 * 60 * 1000;

async fn post(world: &World, path: &str, body: Value) -> Response {
    world.call(Method::POST, path).json(&body).send().await.unwrap()
}

async fn look(world: &World, token: &str) -> Value {
    post(world, "/v1/links/look", json!({"token": token})).await.json().await.unwrap()
}

async fn accept(world: &World, token: &str, password: &str) -> Response {
    let body = json!({"token": token, "password": password, "terms_version": "2026-11", "device": "Poste de Paul"});
    post(world, "/v1/invitations/accept", body).await
}

/// The token in the newest mail of this subject.
async fn token(world: &World, to: &str, subject: &str) -> String {
    let mail = world.mail(to, subject).await;
    let start = mail.find("cfl_").unwrap();
    mail[start..].split_whitespace().next().unwrap().to_owned()
}

async fn invite(world: &World) -> String {
    let admin = world.admin();
    admin.create_person_without_password("Paul MARTIN", PAUL, Language::Fr).await.unwrap();
    admin.grant(PAUL, SIRET, "BARRE", rights("S"), false).await.unwrap();
    admin.invite(PAUL).await.unwrap();
    token(world, PAUL, "Complétez").await
}

#[tokio::test]
async fn of_two_who_use_an_invitation_at_once_one_joins() {
    for world in World::on_each_database().await {
        let token = invite(&world).await;
        assert_eq!(problem(world.try_sign_in(PAUL, PASSWORD).await).await.1, "wrong_credentials", "not joined yet");
        let link = look(&world, &token).await;
        let assigned = json!([{"company": "THE EU", "agency": "BARRE"}]);
        assert_eq!(
            (&link["kind"], &link["state"], &link["assigned"]),
            (&json!("invitation"), &json!("usable"), &assigned)
        );
        assert_eq!((&link["email"], &link["terms_version"]), (&json!(PAUL), &json!("2026-11")));

        let both = tokio::join!(accept(&world, &token, NEW), accept(&world, &token, NEW));
        let (won, lost) = if both.0.status() == 200 { both } else { (both.1, both.0) };
        assert_eq!(problem(lost).await, (409, "link_used".into()));
        let tokens: Tokens = won.json().await.unwrap();
        let account = world.call(Method::GET, "/v1/account").bearer_auth(&tokens.access_token).send().await.unwrap();
        let account: Value = account.json().await.unwrap();
        let accepted_at = coffreo_server::Clock::now(&*world.clock).0;
        assert_eq!(account["terms"], json!({"version": "2026-11", "accepted_at": accepted_at}));
        assert_eq!(look(&world, &token).await["state"], "used");
        assert_eq!(world.try_sign_in(PAUL, NEW).await.status(), 200);
        assert!(world.server.store.verify_journal().await.is_ok());
    }
}

#[tokio::test]
async fn an_invitation_that_expired_is_sent_anew_and_the_older_one_stays_closed() {
    for world in World::on_each_database().await {
        let first = invite(&world).await;
        world.clock.pass(14 * DAY);
        assert_eq!(look(&world, &first).await["state"], "expired");
        assert_eq!(problem(accept(&world, &first, NEW).await).await, (409, "link_expired".into()));
        let mails = world.mails(PAUL, "Complétez").len();
        assert_eq!(post(&world, "/v1/links/renew", json!({"token": first})).await.status(), 202);
        while world.mails(PAUL, "Complétez").len() == mails {
            world.server.send_mails().await.unwrap();
            tokio::task::yield_now().await;
        }
        let second = token(&world, PAUL, "Complétez").await;
        assert_ne!(first, second);
        for (password, code) in [("court", "password_too_short"), ("PaulMartin2026", "password_too_weak")] {
            assert_eq!(problem(accept(&world, &second, password).await).await, (422, code.into()));
        }
        let body = json!({"token": second, "password": NEW, "terms_version": "2019-01", "device": "x"});
        assert_eq!(problem(post(&world, "/v1/invitations/accept", body).await).await, (409, "terms_changed".into()));
        assert_eq!(accept(&world, &second, NEW).await.status(), 200);
        assert_eq!(problem(accept(&world, &first, NEW).await).await, (409, "link_expired".into()));
        assert_eq!(problem(accept(&world, "cfl_unknown", NEW).await).await, (404, "not_found".into()));
        assert_eq!(post(&world, "/v1/links/renew", json!({"token": "cfl_unknown"})).await.status(), 202);
    }
}

#[tokio::test]
async fn asking_for_another_password_never_tells_who_has_an_account() {
    for world in World::on_each_database().await {
        let mut answers = Vec::new();
        for email in [CLARA, "nobody@the-eu.example"] {
            let answer = post(&world, "/v1/password-resets", json!({"email": email})).await;
            let status = answer.status().as_u16();
            let mut headers: Vec<String> = answer.headers().keys().map(ToString::to_string).collect();
            headers.sort();
            answers.push((status, headers, answer.text().await.unwrap()));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0].0, 202);

        let (here, elsewhere) = (world.sign_in(CLARA).await, world.sign_in(CLARA).await);
        let token = token(&world, CLARA, "Choisissez").await;
        assert!(world.mails("nobody@the-eu.example", "").is_empty());
        let body = json!({"token": token, "password": NEW});
        assert_eq!(post(&world, "/v1/password-resets/complete", body.clone()).await.status(), 204);
        assert_eq!(problem(post(&world, "/v1/password-resets/complete", body).await).await, (409, "link_used".into()));
        for tokens in [here, elsewhere] {
            let me = world.call(Method::GET, "/v1/me").bearer_auth(&tokens.access_token).send().await.unwrap();
            assert_eq!(me.status(), 401, "every session ends");
        }
        assert_eq!(world.try_sign_in(CLARA, PASSWORD).await.status(), 401);
        assert_eq!(world.try_sign_in(CLARA, NEW).await.status(), 200);
        world.mail(CLARA, "Votre mot de passe a changé").await;
    }
}

#[tokio::test]
async fn a_mailbox_is_not_flooded_by_strangers_who_ask() {
    let world = World::start().await;
    for _ in 0..20 {
        assert_eq!(post(&world, "/v1/password-resets", json!({"email": CLARA})).await.status(), 202);
    }
    let late = post(&world, "/v1/password-resets", json!({"email": CLARA})).await;
    assert_eq!(problem(late).await, (429, "too_many_attempts".into()));
    while world.mails(CLARA, "Choisissez").len() < 3 {
        world.server.send_mails().await.unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(world.mails(CLARA, "Choisissez").len(), 3);
}

#[tokio::test]
async fn an_address_changes_when_both_have_confirmed() {
    for world in World::on_each_database().await {
        let access = world.sign_in(CLARA).await.access_token;
        let change = |email: &'static str, password: &'static str| {
            let call = world.call(Method::POST, "/v1/account/email").bearer_auth(&access);
            async move { call.json(&json!({"email": email, "password": password})).send().await.unwrap() }
        };
        assert_eq!(problem(change("new@the-eu.example", "wrong").await).await, (401, "wrong_credentials".into()));
        assert_eq!(problem(change("nowhere", PASSWORD).await).await, (400, "invalid_request".into()));
        assert_eq!(change("new@the-eu.example", PASSWORD).await.status(), 202);
        let old = token(&world, CLARA, "Confirmez").await;
        let new = token(&world, "new@the-eu.example", "Confirmez").await;
        let confirm = async |token: &str| -> Value {
            post(&world, "/v1/address-changes/confirm", json!({"token": token})).await.json().await.unwrap()
        };
        assert_eq!(confirm(&new).await["confirmed"], false);
        assert_eq!(world.try_sign_in("new@the-eu.example", PASSWORD).await.status(), 401, "the old one is missing");
        assert_eq!(confirm(&new).await["code"], "link_used");
        assert_eq!(confirm(&old).await["confirmed"], true);
        assert_eq!(world.try_sign_in("new@the-eu.example", PASSWORD).await.status(), 200);
        assert_eq!(world.try_sign_in(CLARA, PASSWORD).await.status(), 401);
        world.mail(CLARA, "Votre adresse").await;
        world.mail("new@the-eu.example", "Votre adresse").await;

        // An address that has an account: nobody is told but its owner, and nothing changes.
        world.admin().create_person("Paul", PAUL, PASSWORD).await.unwrap();
        world.clock.pass(1000);
        assert_eq!(change(PAUL, PASSWORD).await.status(), 202);
        while world.mails("new@the-eu.example", "Confirmez").len() < 2 {
            world.server.send_mails().await.unwrap();
            tokio::task::yield_now().await;
        }
        let old = token(&world, "new@the-eu.example", "Confirmez").await;
        assert_eq!(confirm(&old).await["confirmed"], false);
        world.mail(PAUL, "Cette adresse a déjà un compte").await;
        assert!(world.mails(PAUL, "Confirmez").is_empty());
    }
}

#[tokio::test]
async fn everything_a_link_does_works_on_a_page_without_script() {
    let world = World::start().await;
    let token = invite(&world).await;
    let form = async |path: &str, fields: &[(&str, &str)]| {
        let answer = world.call(Method::POST, path).form(fields).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let path = format!("/join/{token}");
    let page = world.call(Method::GET, &path).send().await.unwrap();
    assert_eq!(page.headers()["referrer-policy"], "no-referrer");
    assert!(page.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    let page = page.text().await.unwrap();
    assert!(page.contains("Bonjour Paul MARTIN,") && page.contains("THE EU par l’agence BARRE"), "{page}");
    assert!(page.contains(&format!("&amp;token={token}")) && page.contains("coffreo://join?server=http%3A%2F%2F"));
    assert!(!page.contains("<script") && page.contains("Conditions générales"));

    let (status, page) = form(&path, &[("password", NEW), ("again", "autre"), ("terms", "2026-11")]).await;
    assert!(status == 422 && page.contains("Les deux mots de passe diffèrent."), "{page}");
    let (status, page) = form(&path, &[("password", NEW), ("again", NEW)]).await;
    assert!(status == 422 && page.contains("Acceptez les conditions"), "{page}");
    let (status, page) =
        form(&path, &[("password", "azertyuiop12"), ("again", "azertyuiop12"), ("terms", "2026-11")]).await;
    assert!(status == 422 && page.contains("se devine facilement"), "{page}");
    let (status, page) = form(&path, &[("password", NEW), ("again", NEW), ("terms", "2026-11")]).await;
    assert!(status == 200 && page.contains("Votre compte est prêt"), "{page}");
    assert_eq!(world.try_sign_in(PAUL, NEW).await.status(), 200);
    let again = world.call(Method::GET, &path).send().await.unwrap().text().await.unwrap();
    assert!(again.contains("Ce lien a déjà servi"), "{again}");
    assert_eq!(world.call(Method::GET, "/join/cfl_<b>").send().await.unwrap().status(), 404);

    post(&world, "/v1/password-resets", json!({"email": PAUL})).await;
    let reset = self::token(&world, PAUL, "Choisissez").await;
    world.clock.pass(60 * 60 * 1000);
    let english =
        world.call(Method::GET, &format!("/reset/{reset}")).header("accept-language", "en").send().await.unwrap();
    assert!(english.text().await.unwrap().contains("This link has expired"));
    let (status, _) = form(&format!("/renew/{reset}"), &[]).await;
    assert_eq!(status, 200);
}
