//! Agencies are told what became of their documents: signed, at least once, and never inside the server's own network.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{PASSWORD, World, contract, fresh_database, invoice, lines, pdf, problem, request_id};

/// What came in: identifier, moment, signature, body.
type Heard = Arc<Mutex<Vec<(String, i64, String, String)>>>;

/// A receiver that answers what it is told to, and then 204.
struct Erp {
    url: String,
    heard: Heard,
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Erp {
    async fn start() -> Self {
        let (heard, answers) = (Heard::default(), Arc::<Mutex<Vec<u16>>>::default());
        let hear = |State((heard, answers)): State<(Heard, Arc<Mutex<Vec<u16>>>)>, headers: HeaderMap, body: String| async move {
            let text = |name: &str| headers[name].to_str().unwrap().to_owned();
            let at = text("webhook-timestamp").parse().unwrap();
            heard.lock().unwrap().push((text("webhook-id"), at, text("webhook-signature"), body));
            StatusCode::from_u16(answers.lock().unwrap().pop().unwrap_or(204)).unwrap()
        };
        let router = Router::new().route("/hook", post(hear)).with_state((heard.clone(), answers.clone()));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, router).await });
        Self { url, heard, answers }
    }

    /// Next it answers these, the last one first.
    fn will_answer(&self, answers: &[u16]) {
        *self.answers.lock().unwrap() = answers.to_vec();
    }

    fn heard(&self) -> Vec<(String, i64, String, String)> {
        self.heard.lock().unwrap().clone()
    }
}

async fn worlds() -> Vec<World> {
    let private = |config: &mut coffreo_server::Config| config.webhook_private_addresses = true;
    let mut worlds = vec![World::start_with(private).await];
    if let Ok(url) = std::env::var("COFFREO_TEST_POSTGRES") {
        let database = coffreo_server::config::Database::Postgres(fresh_database(&url).await);
        let both = |config: &mut coffreo_server::Config| {
            private(config);
            config.database = database;
        };
        worlds.push(World::start_with(both).await);
    }
    worlds
}

async fn register(world: &World, url: &str) -> reqwest::Response {
    let call = world.call(Method::POST, "/agency/v1/webhooks").bearer_auth(&world.key);
    call.json(&json!({"url": url})).send().await.unwrap()
}

async fn dispute(world: &World, request: u32, reference: &str) {
    world.deliver(reference, invoice(reference), pdf(reference)).await;
    let token = world.sign_in("clara@the-eu.example").await.access_token;
    let documents = world.documents(&token).await;
    let document = documents.into_iter().find(|one| one["facts"]["number"] == reference).unwrap();
    let what = json!({"status": "disputed", "reasons": ["QTE_ERR"]});
    let answered = lines(world.answer(&token, &request_id(request), what, &[document]).await).await;
    assert_eq!(answered[0]["outcome"], "answered");
}

/// Sends until nothing is due; the server's own sender may be quicker with some of it.
async fn settle(world: &World, erp: &Erp, count: usize) {
    while erp.heard().len() < count {
        world.server.send_webhooks().await.unwrap();
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_agency_that_fails_first_is_told_again_and_can_check_who_tells() {
    for world in worlds().await {
        let erp = Erp::start().await;
        let made: Value = register(&world, &erp.url).await.json().await.unwrap();
        let secret = made["secret"].as_str().unwrap();
        assert!(secret.starts_with("whsec_"));
        let list = world.call(Method::GET, "/agency/v1/webhooks").bearer_auth(&world.key).send().await.unwrap();
        let list: Value = list.json().await.unwrap();
        assert_eq!((&list["webhooks"][0]["id"], list["webhooks"][0].get("secret")), (&made["id"], None));

        erp.will_answer(&[503, 500]);
        dispute(&world, 1, "I1").await;
        settle(&world, &erp, 1).await;
        for heard in 2..=3 {
            // Five seconds and a fifth more at most after the first failure, a minute and a fifth after the second.
            let before = erp.heard().len();
            world.clock.pass(1_000);
            world.server.send_webhooks().await.unwrap();
            assert_eq!(erp.heard().len(), before, "not so soon");
            // Second by second: the failure before is written down after it was heard, perhaps only now.
            while erp.heard().len() < heard {
                world.clock.pass(1_000);
                world.server.send_webhooks().await.unwrap();
                tokio::task::yield_now().await;
            }
        }
        world.clock.pass(10 * 24 * 60 * 60 * 1000);
        assert_eq!(world.server.send_webhooks().await.unwrap(), 0, "what was taken in is not told again");
        let heard = erp.heard();
        assert_eq!(heard.len(), 3);
        for (id, at, signature, body) in &heard {
            assert_eq!((id, body), (&heard[0].0, &heard[0].3), "the same message under the same identifier");
            assert_eq!(coffreo_server::webhooks::signature(secret, id, *at, body).as_ref(), Some(signature));
        }
        let told: Value = serde_json::from_str(&heard[0].3).unwrap();
        assert_eq!(
            (&told["type"], &told["timestamp"]),
            (&json!("invoice.disputed"), &json!("2026-11-24T10:00:00.000Z"))
        );
        assert_eq!(told["data"], world.read("I1").await, "the document as the agency would read it");
    }
}

#[tokio::test]
async fn a_signature_is_told_with_the_hash_of_the_sealed_pdf() {
    for world in worlds().await {
        let erp = Erp::start().await;
        register(&world, &erp.url).await;
        world.deliver("C", contract("C_00"), pdf("contract")).await;
        let token = world.sign_in("clara@the-eu.example").await.access_token;
        let documents = world.documents(&token).await;
        let signed = lines(world.sign(&token, &request_id(1), PASSWORD, &documents).await).await;
        settle(&world, &erp, 1).await;
        let told: Value = serde_json::from_str(&erp.heard()[0].3).unwrap();
        assert_eq!(told["type"], "contract.signed");
        assert_eq!(told["data"]["signature"]["sha256"], signed[0]["sealed_sha256"]);
        assert_eq!(told["data"], world.read("C").await);
    }
}

#[tokio::test]
async fn what_is_given_up_is_shown_to_the_administrator_and_sent_again_when_asked() {
    for world in worlds().await {
        let erp = Erp::start().await;
        register(&world, &erp.url).await;
        erp.will_answer(&[500; 10]);
        dispute(&world, 1, "I1").await;
        for heard in 1..=10 {
            settle(&world, &erp, heard).await;
            world.clock.pass(25 * 60 * 60 * 1000);
        }
        while world.admin().dead_letters().await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(world.server.send_webhooks().await.unwrap(), 0);
        let dead = world.admin().dead_letters().await.unwrap().remove(0);
        let known = (dead.agency.as_str(), dead.kind.as_str(), dead.tries, dead.error.as_str());
        assert_eq!(known, ("BARRE", "invoice.disputed", 10, "answered 500"));
        assert!(world.admin().resend(Some("msg_unknown")).await.is_err());
        assert_eq!(world.admin().resend(Some(&dead.id)).await.unwrap(), 1);
        settle(&world, &erp, 11).await;
        while !world.admin().dead_letters().await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(erp.heard()[10].0, dead.id);
    }
}

#[tokio::test]
async fn an_address_of_the_servers_own_network_is_not_told_at() {
    let world = World::start().await;
    for inside in ["http://127.0.0.1:1/", "https://10.0.0.1/", "https://169.254.169.254/", "http://erp.example.com/"] {
        let refused = register(&world, inside).await;
        assert_eq!(problem(refused).await, (422, "webhook_refused".into()), "{inside}");
    }
    // A name that leads inside passes at first and is stopped at the connection.
    let made: Value = register(&world, "https://coffreo.localhost.example.invalid/").await.json().await.unwrap();
    dispute(&world, 1, "I1").await;
    assert_eq!(world.server.send_webhooks().await.unwrap(), 0);
    let path = format!("/agency/v1/webhooks/{}", made["id"].as_str().unwrap());
    let removed = world.call(Method::DELETE, &path).bearer_auth(&world.key).send().await.unwrap();
    assert_eq!(removed.status(), 204);
}

#[tokio::test]
async fn who_answers_gone_is_not_told_again() {
    let world = worlds().await.remove(0);
    let erp = Erp::start().await;
    register(&world, &erp.url).await;
    erp.will_answer(&[410]);
    dispute(&world, 1, "I1").await;
    settle(&world, &erp, 1).await;
    while world.admin().dead_letters().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(world.admin().dead_letters().await.unwrap()[0].error, "answered 410 Gone");
}
