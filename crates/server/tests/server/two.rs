//! Two server processes on one PostgreSQL and one folder of files: what one of them takes, the other tells at once.

use coffreo_server::admin::Admin;
use coffreo_server::config::{Config, Database};
use coffreo_server::events::Events;
use coffreo_server::store::Store;
use coffreo_server::{Clock, SystemClock, seal};
use serde_json::{Value, json};

use crate::killed::Process;
use crate::world::{PASSWORD, SIRET, admin_basics, contract, form, fresh_database, lines, pdf, request_id};

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_database_tell_each_other() {
    let Ok(url) = std::env::var("COFFREO_TEST_POSTGRES") else {
        return eprintln!("COFFREO_TEST_POSTGRES is not set: two processes are not tested");
    };
    let url = fresh_database(&url).await;
    let folder = tempfile::tempdir().unwrap();
    seal::init(&Config::in_folder(folder.path()).seal, "Coffreo test", SystemClock.now()).unwrap();
    let store = Store::open(&Database::Postgres(url.clone()), Events::default()).await.unwrap();
    let key = admin_basics(&Admin::new(store.clone(), SystemClock.now())).await;
    let one = Process::start_on(folder.path(), Some(&url));
    let two = Process::start_on(folder.path(), Some(&url));

    let http = reqwest::Client::new();
    let post = |url: String, token: &str, body: Value| http.post(url).bearer_auth(token.to_owned()).json(&body).send();
    let body = json!({"email": "clara@the-eu.example", "password": PASSWORD, "device": "test"});
    let tokens: Value = post(format!("{}/v1/sessions", one.url), "", body).await.unwrap().json().await.unwrap();
    let token = tokens["access_token"].as_str().unwrap();
    let listen = |server: &str| http.get(format!("{server}/v1/events")).bearer_auth(token).send();
    let (mut on_one, mut on_two) = (listen(&one.url).await.unwrap(), listen(&two.url).await.unwrap());

    let delivery = json!({"company_siret": SIRET, "document": contract("C_00")});
    let call = http.put(format!("{}/agency/v1/documents/R1", one.url)).bearer_auth(&key);
    let receipt: Value = call.multipart(form(&delivery, pdf("one"))).send().await.unwrap().json().await.unwrap();
    let heard = String::from_utf8(on_two.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    assert!(heard.starts_with("event: scope\n") && heard.contains("\"n\":1"), "{heard}");

    let document = json!({"id": receipt["document"]["id"], "sha256": receipt["document"]["sha256"]});
    let body = json!({
        "request_id": request_id(1), "password": PASSWORD, "consent_version": "2026-11", "documents": [document],
    });
    let signed = lines(post(format!("{}/v1/signatures", two.url), token, body).await.unwrap()).await;
    assert_eq!(signed[0]["outcome"], "signed");
    let mut heard = String::new();
    while !heard.contains("\"n\":2") {
        heard.push_str(std::str::from_utf8(&on_one.chunk().await.unwrap().unwrap()).unwrap());
    }
    let read = http.get(format!("{}/agency/v1/documents/R1", one.url)).bearer_auth(&key).send().await.unwrap();
    assert_eq!(read.json::<Value>().await.unwrap()["signature"]["sha256"], signed[0]["sealed_sha256"]);
    one.kill();
    two.kill();
    assert_eq!(store.verify_journal().await.unwrap(), 3, "one grant, one delivery, one signature, in one chain");
}
