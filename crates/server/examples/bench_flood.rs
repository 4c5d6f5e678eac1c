//! What other people notice while two hundred sign in at once: the 99th percentile of what an open app asks, against the
//! same with nobody signing in. Prints one JSON line a figure.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use coffreo_server::admin::Admin;
use coffreo_server::{Clock, Config, Running, Server, SystemClock, seal};
use reqwest::Client;
use serde_json::{Value, json};

const SIRET: &str = "73282932000074";
const PASSWORD: &str = "correct horse battery";
const CLARA: &str = "clara@the-eu.example";
/// People who sign in at once, again and again.
const FLOOD: usize = 200;
/// Requests that are measured.
const PROBES: usize = 1500;
const ROUNDS: usize = 3;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut config = Config::in_folder(folder.path());
    // The flood comes from one address here; what is measured is the queue behind the limits.
    (config.limits.attempts_per_address, config.limits.attempts_per_account) = (1_000_000, 1_000_000);
    seal::init(&config.seal, "Coffreo bench", SystemClock.now())?;
    let server = Server::start(config, Arc::new(SystemClock)).await?;
    let admin = Admin::new(server.store.clone(), SystemClock.now());
    admin.create_agency("BARRE").await?;
    admin.create_company("THE EU", SIRET).await?;
    for email in [CLARA, "flood@the-eu.example"] {
        admin.create_person("Clara LEGER", email, PASSWORD).await?;
        admin.grant(email, SIRET, "BARRE", "SF".parse()?, true).await?;
    }
    let http = Client::new();
    let token = sign_in(&http, &server.url(), CLARA).await?;

    let (mut quiet, mut flooded, mut signed_in) = (vec![], vec![], 0.0);
    for _ in 0..ROUNDS {
        quiet.push(p99(&http, &server, &token).await?);
        let stop = Arc::new(AtomicBool::new(false));
        let count = Arc::new(AtomicUsize::new(0));
        let flood: Vec<_> =
            (0..FLOOD).map(|_| tokio::spawn(flood(server.url(), stop.clone(), count.clone()))).collect();
        // Until the queue is full.
        while count.load(Ordering::Relaxed) < 20 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let (started, before) = (Instant::now(), count.load(Ordering::Relaxed));
        flooded.push(p99(&http, &server, &token).await?);
        signed_in = (count.load(Ordering::Relaxed) - before) as f64 / started.elapsed().as_secs_f64();
        stop.store(true, Ordering::Relaxed);
        for one in flood {
            one.await??;
        }
    }
    writeln!(std::io::stdout(), "{signed_in:.0} sign-ins a second meanwhile")?;
    report("flood_others_p99", median(flooded), "the same, with nobody signing in", median(quiet), 2.0)?;
    server.stop().await;
    Ok(())
}

/// Signs in until it is told to stop. A queue that is full is no failure: that is what it is for.
async fn flood(url: String, stop: Arc<AtomicBool>, count: Arc<AtomicUsize>) -> anyhow::Result<()> {
    let http = Client::new();
    while !stop.load(Ordering::Relaxed) {
        let body = json!({"email": "flood@the-eu.example", "password": PASSWORD, "device": "bench"});
        let answer = http.post(format!("{url}/v1/sessions")).json(&body).send().await?;
        match answer.status().as_u16() {
            200 => _ = count.fetch_add(1, Ordering::Relaxed),
            503 => tokio::time::sleep(Duration::from_millis(500)).await,
            other => anyhow::bail!("signing in was answered {other}"),
        }
    }
    Ok(())
}

/// The 99th percentile of what an open app asks: who am I, and what changed. Milliseconds.
async fn p99(http: &Client, server: &Running, token: &str) -> anyhow::Result<f64> {
    let mut took = Vec::with_capacity(PROBES);
    for i in 0..PROBES {
        let started = Instant::now();
        let call = match i % 2 {
            0 => http.get(format!("{}/v1/me", server.url())),
            _ => http.post(format!("{}/v1/changes", server.url())).json(&json!({"cursors": []})),
        };
        let answer = call.bearer_auth(token).send().await?;
        anyhow::ensure!(answer.status().is_success(), "a probe was answered {}", answer.status());
        answer.bytes().await?;
        took.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    took.sort_by(f64::total_cmp);
    Ok(took[took.len() * 99 / 100])
}

async fn sign_in(http: &Client, url: &str, email: &str) -> anyhow::Result<String> {
    let body = json!({"email": email, "password": PASSWORD, "device": "bench"});
    let tokens: Value = http.post(format!("{url}/v1/sessions")).json(&body).send().await?.json().await?;
    Ok(tokens["access_token"].as_str().unwrap_or_default().to_owned())
}

fn report(name: &str, figure: f64, yardstick: &str, yardstick_figure: f64, budget: f64) -> anyhow::Result<()> {
    let round = |value: f64| (value * 1000.0).round() / 1000.0;
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
