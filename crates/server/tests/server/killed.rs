//! kill -9 of the real server at random moments of a signing batch: nothing is lost, nothing is signed twice, nothing
//! is signed without its sealed bytes, and it opens again.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use coffreo_pades::verify;
use coffreo_server::admin::Admin;
use coffreo_server::config::{Config, Database};
use coffreo_server::events::Events;
use coffreo_server::store::Store;
use coffreo_server::{Clock, SystemClock, edge, seal};
use futures_util::StreamExt;
use reqwest::Client;
use serde_json::{Value, json};

use crate::world::{PASSWORD, SIRET, admin_basics, contract, form, lines, pdf, request_id};

const BATCH: usize = 14;

pub struct Process {
    child: Child,
    pub url: String,
}

impl Process {
    fn start(folder: &Path) -> Self {
        Self::start_on(folder, None)
    }

    /// On a database that is elsewhere.
    pub fn start_on(folder: &Path, database: Option<&str>) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_coffreo-server"))
            .envs(database.map(|url| ("COFFREO_DATABASE", url)))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .env("COFFREO_LOG", "warn")
            .env("COFFREO_ATTEMPTS_PER_ACCOUNT", "100000")
            .env("COFFREO_ATTEMPTS_PER_ADDRESS", "100000")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        assert!(url.starts_with("http://"), "the server did not open again");
        Self { child, url: url.trim().to_owned() }
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// xorshift64: the moments differ, the sequence does not.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

struct Run {
    http: Client,
    key: String,
    token: String,
    delivered: BTreeSet<String>,
    /// What was answered as signed, for good.
    signed: BTreeMap<String, String>,
}

impl Run {
    async fn post(&self, url: &str, path: &str, body: &Value) -> reqwest::Response {
        self.http.post(format!("{url}{path}")).bearer_auth(&self.token).json(body).send().await.unwrap()
    }

    async fn sign_in(&mut self, url: &str) {
        let body = json!({"email": "clara@the-eu.example", "password": PASSWORD, "device": "test"});
        let tokens: Value = self.post(url, "/v1/sessions", &body).await.json().await.unwrap();
        self.token = tokens["access_token"].as_str().unwrap().to_owned();
    }

    async fn deliver(&mut self, url: &str, round: u32) -> Vec<Value> {
        let mut documents = Vec::new();
        for i in 0..BATCH {
            let reference = format!("R{round}-{i}");
            let delivery = json!({"company_siret": SIRET, "document": contract(&reference)});
            let call = self.http.put(format!("{url}/agency/v1/documents/{reference}")).bearer_auth(&self.key);
            let answer = call.multipart(form(&delivery, pdf(&reference))).send().await.unwrap();
            let receipt: Value = answer.json().await.unwrap();
            let document = &receipt["document"];
            self.delivered.insert(document["id"].as_str().unwrap().to_owned());
            documents.push(json!({"id": document["id"], "sha256": document["sha256"]}));
        }
        documents
    }

    fn heard(&mut self, outcome: &Value) {
        assert_eq!(outcome["outcome"], "signed", "{outcome}");
        let (id, sealed) = (outcome["id"].as_str().unwrap(), outcome["sealed_sha256"].as_str().unwrap());
        let before = self.signed.insert(id.to_owned(), sealed.to_owned());
        assert!(before.is_none_or(|before| before == sealed), "a document was signed twice");
    }

    /// Reads outcomes until the server is killed, after `moment`; answers whether the batch was complete.
    async fn sign_and_kill(&mut self, process: Process, body: &Value, moment: Duration) -> bool {
        let call = self.http.post(format!("{}/v1/signatures", process.url)).bearer_auth(&self.token).json(body);
        let mut text = Vec::new();
        let reading = async {
            let Ok(answer) = call.send().await else { return };
            let mut stream = answer.bytes_stream();
            while let Some(Ok(chunk)) = stream.next().await {
                text.extend_from_slice(&chunk);
            }
        };
        // The moment is the test's subject; nothing waits for it to have been long enough.
        let _ = tokio::time::timeout(moment, reading).await;
        process.kill();
        let text = String::from_utf8(text).unwrap();
        let outcomes: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        outcomes.iter().for_each(|outcome| self.heard(outcome));
        outcomes.len() == BATCH
    }

    /// Every document is there once; what was answered as signed is signed so.
    async fn check(&self, url: &str) -> Vec<Value> {
        let changes = lines(self.post(url, "/v1/changes", &json!({"cursors": []})).await).await;
        let documents: Vec<Value> = changes.into_iter().filter(|line| line["change"] == "document").collect();
        let ids: BTreeSet<String> = documents.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!((ids.len(), &ids), (documents.len(), &self.delivered));
        for document in &documents {
            match self.signed.get(document["id"].as_str().unwrap()) {
                Some(sealed) => assert_eq!(document["content"]["sha256"], **sealed),
                None => assert!(document["state"] == "pending" || document["state"] == "signed"),
            }
        }
        documents
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_loses_nothing_and_signs_nothing_twice() {
    let rounds: u32 = std::env::var("COFFREO_KILL_ROUNDS").map_or(100, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let config = Config::in_folder(folder.path());
    seal::init(&config.seal, "Coffreo test", SystemClock.now()).unwrap();
    let database = Database::Sqlite(folder.path().join("coffreo.db"));
    let store = Store::open(&database, Events::default()).await.unwrap();
    let key = admin_basics(&Admin::new(store.clone(), SystemClock.now())).await;
    store.close().await;

    let http = Client::new();
    let mut run = Run { http, key, token: String::new(), delivered: BTreeSet::new(), signed: BTreeMap::new() };
    let mut state = 0x9e37_79b9_7f4a_7c15;
    let (mut body, mut batches, mut cut, mut whole) = (Value::Null, 0, 0, 1);
    for round in 0..rounds {
        let process = Process::start(folder.path());
        if round % 200 == 0 {
            run.sign_in(&process.url).await;
        }
        if round % 10 == 0 {
            run.check(&process.url).await;
        }
        if body.is_null() {
            let documents = run.deliver(&process.url, round).await;
            batches += 1;
            body = json!({
                "request_id": request_id(batches), "password": PASSWORD, "consent_version": "2026-11",
                "documents": documents,
            });
        }
        // The first batch is whole and says how long one takes here; the others are cut anywhere within that.
        let moment = Duration::from_micros(if round == 0 { 60_000_000 } else { random(&mut state) % whole });
        let started = Instant::now();
        match run.sign_and_kill(process, &body, moment).await {
            true => {
                whole = whole.max(started.elapsed().as_micros() as u64 * 5 / 4);
                body = Value::Null;
            }
            false => cut += 1,
        }
    }
    eprintln!("{rounds} kills, {cut} within a batch, {batches} batches, {} signatures heard", run.signed.len());

    let process = Process::start(folder.path());
    if !body.is_null() {
        let answer = run.post(&process.url, "/v1/signatures", &body).await;
        lines(answer).await.iter().for_each(|outcome| run.heard(outcome));
    }
    let documents = run.check(&process.url).await;
    let anchors = seal::read_key(&config.seal).unwrap();
    for document in documents {
        assert_eq!(document["state"], "signed");
        let sealed = document["content"]["sha256"].as_str().unwrap();
        let url = format!("{}/v1/contents/{sealed}", process.url);
        let bytes = run.http.get(url).bearer_auth(&run.token).send().await.unwrap().bytes().await.unwrap();
        assert_eq!(edge::sha256(&bytes).to_string(), sealed);
        assert_eq!(verify(&bytes, anchors.anchors()).unwrap().signatures.len(), 1);
    }
    process.kill();
    let store = Store::open(&database, Events::default()).await.unwrap();
    let entries = store.verify_journal().await.unwrap();
    assert_eq!(entries as usize, 1 + 2 * run.delivered.len(), "one grant; each document delivered and signed once");
}
