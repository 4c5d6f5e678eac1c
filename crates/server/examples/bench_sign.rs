//! Signs a hundred contracts of 100 KB over real HTTP, from the click until the last outcome is read: sealed, self-checked,
//! durable. What the password's hash takes is measured beside it and left out of the comparison with 100 SHA-256 and 100
//! P-256 signatures; it is part of that with pyHanko, where `COFFREO_PYHANKO` names a Python that has it. Prints one JSON
//! line a figure.

use std::io::Write;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use coffreo_server::admin::Admin;
use coffreo_server::passwords::{self, Passwords};
use coffreo_server::{Clock, Config, Server, SystemClock, edge, seal};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

const COUNT: usize = 100;
const SIZE: usize = 100_000;
const ROUNDS: usize = 5;
const SIRET: &str = "73282932000074";
const PASSWORD: &str = "correct horse battery";
const EMAIL: &str = "clara@the-eu.example";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let config = Config::in_folder(folder.path());
    seal::init(&config.seal, "Coffreo bench", SystemClock.now())?;
    let key = seal::read_key(&config.seal)?;
    let server = Server::start(config, Arc::new(SystemClock)).await?;
    let admin = Admin::new(server.store.clone(), SystemClock.now());
    admin.create_agency("BARRE").await?;
    admin.create_company("THE EU", SIRET).await?;
    admin.create_person("Clara LEGER", EMAIL, PASSWORD).await?;
    admin.grant(EMAIL, SIRET, "BARRE", "S".parse()?, true).await?;
    let agency_key = admin.create_agency_key("BARRE", "bench").await?.secret;
    let http = reqwest::Client::new();
    let body = json!({"email": EMAIL, "password": PASSWORD, "device": "bench"});
    let tokens: Value = http.post(format!("{}/v1/sessions", server.url())).json(&body).send().await?.json().await?;
    let token = tokens["access_token"].as_str().unwrap_or_default();

    let (mut signing, mut sealing, mut primitives, mut delivering) = (vec![], vec![], vec![], vec![]);
    let mut pdfs = Vec::new();
    for round in 0..ROUNDS {
        pdfs = (0..COUNT).map(|i| pdf(&format!("{round} {i}"))).collect::<Vec<_>>();
        let started = Instant::now();
        let mut documents = Vec::new();
        for (i, pdf) in pdfs.iter().enumerate() {
            let delivery = json!({"company_siret": SIRET, "document": contract(&format!("C{round}-{i}"))}).to_string();
            let json = Part::text(delivery).mime_str("application/json")?;
            let form = Form::new().part("delivery", json).part("pdf", Part::bytes(pdf.clone()));
            let url = format!("{}/agency/v1/documents/R{round}-{i}", server.url());
            let receipt: Value = http.put(url).bearer_auth(&agency_key).multipart(form).send().await?.json().await?;
            documents.push(json!({"id": receipt["document"]["id"], "sha256": receipt["document"]["sha256"]}));
        }
        delivering.push(started.elapsed().as_secs_f64() * 1000.0);
        let body = json!({
            "request_id": edge::new_id(SystemClock.now()).to_string(), "password": PASSWORD,
            "consent_version": "2026-11", "documents": documents,
        });
        let started = Instant::now();
        let answer = http.post(format!("{}/v1/signatures", server.url())).bearer_auth(token).json(&body).send().await?;
        let text = answer.text().await?;
        signing.push(started.elapsed().as_secs_f64() * 1000.0);
        anyhow::ensure!(text.matches("\"signed\"").count() == COUNT, "not all were signed: {text}");
        sealing.push(seal_all(&key, &pdfs)?);
        primitives.push(primitives_of(&pdfs)?);
    }
    let (primitives, signing, password) = (median(primitives), median(signing), password().await?);
    writeln!(std::io::stdout(), "{signing:.1} ms with the password's hash, which takes {password:.1} ms")?;
    report("sign_100_server", signing - password, "100 sha256 + 100 p256", primitives, 3.0)?;
    report("sign_100_sealing_only", median(sealing), "100 sha256 + 100 p256", primitives, 3.0)?;
    report("deliver_100", median(delivering), "300 documents a second", COUNT as f64 / 300.0 * 1000.0, 1.0)?;
    if let Ok(python) = std::env::var("COFFREO_PYHANKO") {
        let pyhanko = pyhanko(&python, folder.path(), &pdfs)?;
        report("sign_100_against_pyhanko", signing, "pyHanko P-256, the same 100", pyhanko, 0.1)?;
    }
    server.stop().await;
    Ok(())
}

/// What the server spends on one password: milliseconds.
async fn password() -> anyhow::Result<f64> {
    let (passwords, hash) = (Passwords::new()?, passwords::hash(PASSWORD)?);
    let mut figures = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        anyhow::ensure!(passwords.check(PASSWORD.to_owned(), Some(hash.clone())).await?, "the password is right");
        figures.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(median(figures))
}

fn seal_all(key: &coffreo_pades::SealingKey, pdfs: &[Vec<u8>]) -> anyhow::Result<f64> {
    let signer = seal::Signer { name: "Clara LEGER".into(), company: "THE EU".into(), at: SystemClock.now() };
    let started = Instant::now();
    for pdf in pdfs {
        seal::apply_hashed(key, pdf, &signer)?;
    }
    Ok(started.elapsed().as_secs_f64() * 1000.0)
}

fn primitives_of(pdfs: &[Vec<u8>]) -> anyhow::Result<f64> {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)?;
    let started = Instant::now();
    for pdf in pdfs {
        let digest = edge::sha256(pdf);
        key.sign(&random, &digest.0)?;
    }
    Ok(started.elapsed().as_secs_f64() * 1000.0)
}

/// Signs the same files in one pyHanko process, its start and imports left out.
fn pyhanko(python: &str, folder: &std::path::Path, pdfs: &[Vec<u8>]) -> anyhow::Result<f64> {
    const SCRIPT: &str = r#"
import io, sys, time
from pyhanko.sign import signers
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
folder, count = sys.argv[1], int(sys.argv[2])
signer = signers.SimpleSigner.load(f"{folder}/seal/key.pem", f"{folder}/seal/signer.pem")
pdfs = [open(f"{folder}/bench-{i}.pdf", "rb").read() for i in range(count)]
started = time.perf_counter()
for i, pdf in enumerate(pdfs):
    out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)),
        signers.PdfSignatureMetadata(field_name="Signature1"), signer=signer)
    open(f"{folder}/signed-{i}.pdf", "wb").write(out.getbuffer())
print((time.perf_counter() - started) * 1000)
"#;
    let chain = std::fs::read_to_string(folder.join("seal/chain.pem"))?;
    let end = "-----END CERTIFICATE-----";
    let first = chain.find(end).map_or(chain.as_str(), |at| &chain[..at + end.len()]);
    std::fs::write(folder.join("seal/signer.pem"), first)?;
    for (i, pdf) in pdfs.iter().enumerate() {
        std::fs::write(folder.join(format!("bench-{i}.pdf")), pdf)?;
    }
    let done = Command::new(python).args(["-c", SCRIPT]).arg(folder).arg(pdfs.len().to_string()).output()?;
    anyhow::ensure!(done.status.success(), "pyHanko: {}", String::from_utf8_lossy(&done.stderr));
    Ok(String::from_utf8(done.stdout)?.trim().parse()?)
}

fn report(name: &str, figure: f64, yardstick: &str, yardstick_figure: f64, budget: f64) -> anyhow::Result<()> {
    let round = |value: f64| (value * 100.0).round() / 100.0;
    let ratio = figure / yardstick_figure;
    let line = json!({
        "name": name, "figure": round(figure), "unit": "ms", "yardstick": yardstick,
        "yardstick_figure": round(yardstick_figure), "ratio": round(ratio), "budget": budget, "met": ratio <= budget,
    });
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn contract(number: &str) -> Value {
    json!({
        "kind": "contract", "number": number, "employee": {"first_name": "Anaïs", "last_name": "ROUSSEAU"},
        "qualification": "Horloger", "recourse": {"ground": "L1251-6-2", "justification": "Accroissement"},
        "term": {"starts_on": "2026-11-23", "ends_on": "2026-11-27"}, "pay_rate": 1700, "bill_rate": 3200,
        "position": {"status": "non_executive", "characteristics": "Montres"},
        "site": {"street": "140 route du Goulet", "postcode": "56580", "city": "CREDIN"},
    })
}

/// A PDF of one page and about 100 KB.
fn pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET\n{}", "% padding\n".repeat(SIZE / 10));
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
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
