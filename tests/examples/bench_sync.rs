//! Measures the first synchronisation, encrypted and durable, against `curl --parallel` writing the same PDFs as plain
//! files from the same server. Prints one JSON object a line.
//!
//! `cargo run --release -p coffreo-tests --example bench_sync` ; `COFFREO_BENCH_DOCUMENTS` (10000) says how many.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use coffreo_api::changes::Change;
use coffreo_api::sessions::Tokens;
use coffreo_desk::view::{Connection, Prefill};
use coffreo_desk::viewer::{WORKER_ARGUMENT, WorkerCommand, run_worker};
use coffreo_desk::{Desk, Places, SystemClock};
use coffreo_samples::{Generator, Sample, fake_pdf};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD, Town, now};

/// Deliveries under way at once.
const AT_ONCE: u64 = 8;
const SIZE: usize = 100 * 1024;

fn main() -> Result<()> {
    if std::env::args().nth(1).is_some_and(|argument| argument == WORKER_ARGUMENT) {
        run_worker();
        return Ok(());
    }
    tokio::runtime::Runtime::new()?.block_on(measure())
}

async fn measure() -> Result<()> {
    let documents =
        std::env::var("COFFREO_BENCH_DOCUMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir()?;
    let town = Arc::new(Town::found(&folder.path().join("server")).await?);
    let lanes = (0..AT_ONCE).map(|lane| {
        let town = Arc::clone(&town);
        tokio::spawn(async move {
            for i in (lane..documents).step_by(AT_ONCE as usize) {
                town.deliver(&sample(i)).await?;
            }
            anyhow::Ok(())
        })
    });
    for lane in lanes.collect::<Vec<_>>() {
        lane.await??;
    }
    let curl = curl(&town.url()?, folder.path(), documents).await?;
    let ours = desk(&town.url()?, folder.path(), documents).await?;
    let ratio = ours / curl;
    let rounded = |number: f64| (number * 100.0).round() / 100.0;
    let line = serde_json::json!({
        "name": format!("first sync of {documents} × 100 KB"),
        "figure": rounded(ours),
        "unit": "s",
        "yardstick": "curl --parallel, plain files",
        "yardstick_figure": rounded(curl),
        "ratio": rounded(ratio),
        "budget": 1.5,
        "met": ratio <= 1.5,
    });
    println!("{line}");
    Ok(())
}

fn sample(i: u64) -> Sample {
    let generator = Generator::new(3, now().paris_day());
    let mut sample = generator.invoice(0);
    sample.facts = generator.contract_facts(i);
    sample.reference = format!("bench-{i}");
    sample.pdf = fake_pdf(SIZE, i);
    sample
}

/// From the sign-in until every PDF is kept; the text index is filled afterwards, in the background.
async fn desk(url: &str, folder: &Path, documents: u64) -> Result<f64> {
    let folder = folder.join("desk");
    let places = Places { data: folder.join("data"), downloads: folder.join("downloads"), resources: None };
    let desk = Desk::open(places, Arc::new(SystemClock), WorkerCommand::this_program()?, Prefill::default())?;
    let start = Instant::now();
    let mut events = desk.events();
    desk.sign_in(url, CLARA, CLARAS_PASSWORD.into(), false).await?;
    while desk.status().connection != Connection::Online {
        let _ = events.recv().await;
    }
    let took = start.elapsed().as_secs_f64();
    let diagnostics = desk.diagnostics().await;
    ensure!(diagnostics.contains("PDFs not here yet: 0"), "{diagnostics}");
    let kept: i64 = desk.status().counts.iter().map(|counts| counts.pending + counts.archived).sum();
    ensure!(kept == documents as i64, "{kept} of {documents}");
    desk.shutdown().await;
    Ok(took)
}

/// The same files by curl, eight at a time.
async fn curl(url: &str, folder: &Path, documents: u64) -> Result<f64> {
    let client = reqwest::Client::new();
    let sign_in = serde_json::json!({ "email": CLARA, "password": CLARAS_PASSWORD, "device": "curl" });
    let tokens = client.post(format!("{url}/v1/sessions")).json(&sign_in).send().await?.error_for_status()?;
    let tokens: Tokens = serde_json::from_str(&tokens.text().await?)?;
    let asked = client.post(format!("{url}/v1/changes")).bearer_auth(&tokens.access_token);
    let asked = asked.json(&serde_json::json!({ "cursors": [] })).send().await?.error_for_status()?;
    let files = folder.join("curl");
    std::fs::create_dir_all(&files)?;
    let mut list = String::new();
    for line in asked.text().await?.lines() {
        if let Change::Document(document) = serde_json::from_str(line)? {
            let sha256 = document.content.sha256;
            let path = files.join(&sha256).display().to_string();
            writeln!(list, "url = \"{url}/v1/contents/{sha256}\"\noutput = \"{path}\"")?;
        }
    }
    let config = folder.join("curl.txt");
    std::fs::write(&config, list)?;
    let start = Instant::now();
    let fetched = std::process::Command::new("curl")
        .args(["--silent", "--fail", "--parallel", "--parallel-max", "8", "--config"])
        .arg(&config)
        .args(["--header", &format!("Authorization: Bearer {}", tokens.access_token)])
        .status()
        .context("curl")?;
    let took = start.elapsed().as_secs_f64();
    ensure!(fetched.success(), "curl: {fetched}");
    ensure!(std::fs::read_dir(&files)?.count() as u64 == documents, "curl fetched all");
    std::fs::remove_dir_all(&files)?;
    Ok(took)
}
