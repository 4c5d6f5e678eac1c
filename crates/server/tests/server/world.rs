//! A server in a folder of its own, with an agency, a company and people, and the calls that tests make.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use coffreo_api::sessions::Tokens;
use coffreo_domain::{Rights, Timestamp};
use coffreo_server::admin::Admin;
use coffreo_server::config::Database;
use coffreo_server::{Clock, Config, Running, Server, seal};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

pub const SIRET: &str = "73282932000074";
pub const OTHER_SIRET: &str = "10000000900009";
pub const PASSWORD: &str = "correct horse battery";

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

impl TestClock {
    pub fn at(moment: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(moment)))
    }

    pub fn pass(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

/// 2026-11-24T10:00:00Z
pub const START: i64 = 1_795_514_400_000;

pub struct World {
    pub server: Running,
    pub http: Client,
    pub clock: Arc<TestClock>,
    pub key: String,
    pub folder: tempfile::TempDir,
    /// Where it is not the embedded one.
    pub database: Option<String>,
}

impl World {
    /// Agency BARRE, company THE EU, Clara who signs and sees invoices.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same on SQLite, and on PostgreSQL where there is one.
    pub async fn on_each_database() -> Vec<Self> {
        let mut worlds = vec![Self::start().await];
        match std::env::var("COFFREO_TEST_POSTGRES") {
            Ok(url) => {
                let database = Database::Postgres(fresh_database(&url).await);
                worlds.push(Self::start_with(|config| config.database = database).await);
            }
            Err(_) => eprintln!("COFFREO_TEST_POSTGRES is not set: PostgreSQL is left out"),
        }
        worlds
    }

    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::in_folder(folder.path());
        change(&mut config);
        let database = match &config.database {
            Database::Sqlite(_) => None,
            Database::Postgres(url) => Some(url.clone()),
        };
        let clock = TestClock::at(START);
        seal::init(&config.seal, "Coffreo test", clock.now()).unwrap();
        let server = Server::start(config, clock.clone()).await.unwrap();
        let admin = Admin::new(server.store.clone(), clock.now());
        let key = admin_basics(&admin).await;
        Self { server, http: Client::builder().no_zstd().build().unwrap(), clock, key, folder, database }
    }

    pub fn admin(&self) -> Admin {
        Admin::new(self.server.store.clone(), self.clock.now())
    }

    pub fn sealing_key(&self) -> coffreo_pades::SealingKey {
        seal::read_key(&Config::in_folder(self.folder.path()).seal).unwrap()
    }

    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.server.url()))
    }

    pub async fn deliver(&self, reference: &str, facts: Value, pdf: Vec<u8>) -> Response {
        self.deliver_to(&self.key, SIRET, reference, facts, pdf).await
    }

    pub async fn deliver_to(&self, key: &str, siret: &str, reference: &str, facts: Value, pdf: Vec<u8>) -> Response {
        let delivery = json!({"company_siret": siret, "document": facts});
        let call = self.call(Method::PUT, &format!("/agency/v1/documents/{reference}")).bearer_auth(key);
        call.multipart(form(&delivery, pdf)).send().await.unwrap()
    }

    /// Delivers a document that names people.
    pub async fn deliver_for(
        &self,
        key: &str,
        siret: &str,
        reference: &str,
        facts: Value,
        pdf: Vec<u8>,
        people: &Value,
    ) -> Response {
        let delivery = json!({"company_siret": siret, "document": facts, "people": people});
        let call = self.call(Method::PUT, &format!("/agency/v1/documents/{reference}")).bearer_auth(key);
        call.multipart(form(&delivery, pdf)).send().await.unwrap()
    }

    /// What is answered to whoever has the token or key.
    pub async fn get(&self, token: &str, path: &str) -> Value {
        let answer = self.call(Method::GET, path).bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    pub async fn post(&self, token: &str, path: &str, body: &Value) -> Response {
        self.call(Method::POST, path).bearer_auth(token).json(body).send().await.unwrap()
    }

    pub fn now(&self) -> i64 {
        coffreo_server::Clock::now(&*self.clock).0
    }

    /// What was written to an address, by name, in the order of the alphabet: the clock stands.
    pub async fn mails_to(&self, address: &str) -> Vec<String> {
        let kinds = "SELECT kind AS text FROM mail_messages WHERE address = $1 ORDER BY kind";
        self.texts(kinds, address).await
    }

    /// The first session of a person.
    pub async fn session_of(&self, email: &str) -> String {
        let person = self.server.store.person_by_email(email).await.unwrap().unwrap().id.to_string();
        self.texts("SELECT id AS text FROM sessions WHERE person_id = $1 ORDER BY id", &person).await.remove(0)
    }

    /// The journal's entries about a document or person, oldest first.
    pub async fn journal_of(&self, subject: &str) -> Vec<Value> {
        let bodies = self.texts("SELECT body AS text FROM journal WHERE subject = $1 ORDER BY seq", subject).await;
        bodies.iter().map(|body| serde_json::from_str(body).unwrap()).collect()
    }

    async fn texts(&self, query: &'static str, about: &str) -> Vec<String> {
        use sqlx::{AnyConnection, Connection, Row};
        let embedded = || format!("sqlite:{}", self.folder.path().join("coffreo.db").display());
        let url = self.database.clone().unwrap_or_else(embedded);
        let mut connection = AnyConnection::connect(&url).await.unwrap();
        let rows = sqlx::query(query).bind(about.to_owned()).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| row.get("text")).collect()
    }

    pub async fn sign_in(&self, email: &str) -> Tokens {
        let answer = self.try_sign_in(email, PASSWORD).await;
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    }

    pub async fn try_sign_in(&self, email: &str, password: &str) -> Response {
        let body = json!({"email": email, "password": password, "device": "test"});
        self.call(Method::POST, "/v1/sessions").json(&body).send().await.unwrap()
    }

    /// All lines of the changes after the cursors.
    pub async fn changes(&self, token: &str, cursors: Value) -> Vec<Value> {
        let call = self.call(Method::POST, "/v1/changes").bearer_auth(token).json(&json!({"cursors": cursors}));
        lines(call.send().await.unwrap()).await
    }

    /// The documents that a person sees.
    pub async fn documents(&self, token: &str) -> Vec<Value> {
        let lines = self.changes(token, json!([])).await;
        lines.into_iter().filter(|line| line["change"] == "document").collect()
    }

    pub async fn sign(&self, token: &str, request: &str, password: &str, documents: &[Value]) -> Response {
        let documents: Vec<Value> =
            documents.iter().map(|one| json!({"id": one["id"], "sha256": one["original_sha256"]})).collect();
        let body = json!({
            "request_id": request, "password": password, "consent_version": "2026-11", "documents": documents,
        });
        self.call(Method::POST, "/v1/signatures").bearer_auth(token).json(&body).send().await.unwrap()
    }

    /// Answers invoices as `what` says: status, reasons, comment.
    pub async fn answer(&self, token: &str, request: &str, what: Value, documents: &[Value]) -> Response {
        let documents: Vec<Value> =
            documents.iter().map(|one| json!({"id": one["id"], "sha256": one["original_sha256"]})).collect();
        let mut body = json!({
            "request_id": request, "password": PASSWORD, "consent_version": "2026-11", "documents": documents,
        });
        body.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        self.call(Method::POST, "/v1/answers").bearer_auth(token).json(&body).send().await.unwrap()
    }

    /// Tells that the documents were saved at a moment.
    pub async fn downloaded(&self, token: &str, at: i64, documents: &[Value]) -> Response {
        let saved = |one: &Value| json!({"id": one["id"], "sha256": one["original_sha256"], "at": at});
        let body = json!({"documents": documents.iter().map(saved).collect::<Vec<_>>()});
        self.call(Method::POST, "/v1/downloads").bearer_auth(token).json(&body).send().await.unwrap()
    }

    /// The newest mail to an address whose subject begins so, as its plain text; waits until there is one.
    pub async fn mail(&self, to: &str, subject: &str) -> String {
        loop {
            self.server.send_mails().await.unwrap();
            if let Some(mail) = self.mails(to, subject).pop() {
                return mail;
            }
            tokio::task::yield_now().await;
        }
    }

    /// The mails to an address whose subjects begin so, oldest first, as plain text.
    pub fn mails(&self, to: &str, subject: &str) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path().join("mail")).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "eml")).collect();
        files.sort();
        let read = |file: std::path::PathBuf| {
            let bytes = std::fs::read(file).unwrap();
            let mail = mail_parser::MessageParser::default().parse(&bytes).unwrap();
            let fits = mail.to().unwrap().first().unwrap().address() == Some(to)
                && mail.subject().unwrap().starts_with(subject);
            fits.then(|| mail.body_text(0).unwrap().into_owned())
        };
        files.into_iter().filter_map(read).collect()
    }

    /// The document as its agency reads it.
    pub async fn read(&self, reference: &str) -> Value {
        self.read_as(&self.key, reference).await
    }

    /// The same of another agency.
    pub async fn read_as(&self, key: &str, reference: &str) -> Value {
        let call = self.call(Method::GET, &format!("/agency/v1/documents/{reference}")).bearer_auth(key);
        call.send().await.unwrap().json().await.unwrap()
    }
}

/// What every world has; answers the agency's key.
pub async fn admin_basics(admin: &Admin) -> String {
    admin.create_agency("BARRE").await.unwrap();
    admin.create_company("THE EU", SIRET).await.unwrap();
    admin.create_person("Clara LEGER", "clara@the-eu.example", PASSWORD).await.unwrap();
    admin.grant("clara@the-eu.example", SIRET, "BARRE", rights("SF"), true).await.unwrap();
    admin.create_agency_key("BARRE", "test").await.unwrap().secret
}

pub fn rights(letters: &str) -> Rights {
    letters.parse().unwrap()
}

pub fn request_id(n: u32) -> String {
    format!("00000000-0000-4000-8000-{n:012}")
}

pub fn form(delivery: &Value, pdf: Vec<u8>) -> Form {
    let json = Part::text(delivery.to_string()).mime_str("application/json").unwrap();
    Form::new().part("delivery", json).part("pdf", Part::bytes(pdf).mime_str("application/pdf").unwrap())
}

pub async fn lines(answer: Response) -> Vec<Value> {
    assert_eq!(answer.status(), 200);
    answer.text().await.unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Status and code of a problem.
pub async fn problem(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["status"], status);
    (status, body["code"].as_str().unwrap().to_owned())
}

pub fn contract(number: &str) -> Value {
    json!({
        "kind": "contract", "number": number,
        "employee": {"first_name": "Anaïs", "last_name": "ROUSSEAU"}, "qualification": "Horloger",
        "recourse": {"ground": "L1251-6-2", "justification": "Accroissement temporaire d'activité"},
        "term": {"starts_on": "2026-11-23", "ends_on": "2026-11-27"}, "pay_rate": 1700, "bill_rate": 3200,
        "position": {"status": "non_executive", "characteristics": "Réparation de montres"},
        "site": {"street": "140 route du Goulet", "postcode": "56580", "city": "CREDIN"},
    })
}

pub fn invoice(number: &str) -> Value {
    json!({
        "kind": "invoice", "number": number, "issued_on": "2026-10-27", "due_on": "2026-11-24",
        "week": {"year": 2026, "week": 43}, "net": 48200, "vat": 9600, "gross": 57800,
    })
}

/// A small PDF of one page that says `text`.
pub fn pdf(text: &str) -> Vec<u8> {
    pdf_with(text, "")
}

/// The same with more in its catalogue.
pub fn pdf_with(text: &str, catalogue: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let objects = [
        format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1{font}>>>>>>"),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut out = String::from("%PDF-1.7\n");
    let mut table = String::from("xref\n0 5\n0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = out.len();
    out.push_str(&format!("{table}trailer<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    out.into_bytes()
}

/// The databases to run on: SQLite always, PostgreSQL where the variable names a server; a fresh one each time.
pub async fn databases(folder: &std::path::Path) -> Vec<Database> {
    let mut databases = vec![Database::Sqlite(folder.join("story.db"))];
    match std::env::var("COFFREO_TEST_POSTGRES") {
        Ok(url) => databases.push(Database::Postgres(fresh_database(&url).await)),
        Err(_) => eprintln!("COFFREO_TEST_POSTGRES is not set: PostgreSQL is left out"),
    }
    databases
}

pub async fn fresh_database(url: &str) -> String {
    use sqlx::{AnyConnection, AssertSqlSafe, Connection};
    sqlx::any::install_default_drivers();
    let name = format!("coffreo_{}", uuid::Uuid::new_v4().simple());
    let mut connection = AnyConnection::connect(url).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.unwrap();
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (server, _) = base.rsplit_once('/').unwrap();
    if query.is_empty() { format!("{server}/{name}") } else { format!("{server}/{name}?{query}") }
}
