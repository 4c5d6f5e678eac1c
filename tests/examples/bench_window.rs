//! *Next document* in the real window.
//!
//! Each figure is a line of JSON on the output. `COFFREO_BENCH_DOCUMENTS` is how many documents the vault holds
//! (2,000 unless told): they come through the agencies' own interface, one by one.

use std::path::Path;

use anyhow::{Context as _, Result};
use coffreo_samples::Generator;
use coffreo_tests::desktop::{Home, Session, Window, program};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD, Town, now};
use serde_json::json;

const TURNS: usize = 40;
const SIZE: (u32, u32) = (1280, 800);

#[tokio::main]
async fn main() -> Result<()> {
    let documents = std::env::var("COFFREO_BENCH_DOCUMENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(2000);
    let folder = tempfile::tempdir()?;
    let town = Town::found(&folder.path().join("server")).await?;
    deliver(&town, documents).await?;
    let home = Home::new(folder.path().join("home"))?;
    let app = program("coffreo")?;
    settle(&home, &app, &town, documents).await?;

    let mut turns = next_documents(&home, &app).await?;
    turns.sort_by(f64::total_cmp);
    tell("next document, prefetched, p95", turns[turns.len() * 95 / 100], "ms", "50 ms", 50.0, 1.0);
    Ok(())
}

/// Facts of their own, and the PDFs of the first thirty.
async fn deliver(town: &Town, documents: u64) -> Result<()> {
    let generator = Generator::new(11, now().paris_day());
    let printed: Vec<_> = (0..30).filter(|i| i % 17 != 11).map(|i| generator.contract(i)).collect();
    for i in 0..documents {
        let mut sample = printed[(i as usize) % printed.len()].clone();
        sample.facts = generator.contract_facts(i);
        sample.agency_index = (i % 3) as usize;
        sample.reference = format!("bench-{i}");
        town.deliver(&sample).await?;
    }
    Ok(())
}

/// Signs in once and keeps the key in the keyring, so that later starts go straight to the list.
async fn settle(home: &Home, app: &Path, town: &Town, documents: u64) -> Result<()> {
    let session = Session::start(home, None, SIZE).await?;
    let url = town.url()?;
    let window = Window::start(&session, app, &[("COFFREO_SERVER", &url), ("COFFREO_EMAIL", CLARA)]).await?;
    window.click("checkbox", "Rester connecté sur cet ordinateur").await?;
    window.fill("Mot de passe", CLARAS_PASSWORD).await?;
    window.click("button", "Se connecter").await?;
    let all = format!(
        "return document.body.innerText.includes('{documents} documents') || /Synchronisé/.test(document.body.innerText)"
    );
    while window.script(&all).await? != json!(true) {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    window.close().await
}

/// Milliseconds from the key to the next document's first page on the screen.
async fn next_documents(home: &Home, app: &Path) -> Result<Vec<f64>> {
    let session = Session::start(home, None, SIZE).await?;
    let window = Window::start(&session, app, &[]).await?;
    window.click("button", "Ouvrir CMDE-").await?;
    window.find("img", "Page 1").await?;
    let mut turns = Vec::new();
    for _ in 0..TURNS {
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        turns.push(window.measure(NEXT).await?.as_f64().context("milliseconds")?);
    }
    window.close().await?;
    Ok(turns)
}

const NEXT: &str = "const done = arguments[arguments.length - 1];
const source = () => document.querySelector('[data-page=\"1\"] img')?.src;
const before = source(), from = performance.now();
const look = () => {
  if (source() && source() !== before) requestAnimationFrame(() => done(performance.now() - from));
  else if (performance.now() - from > 5000) done(5000);
  else requestAnimationFrame(look);
};
const named = (button) => (button.ariaLabel ?? button.textContent).includes('Document suivant');
[...document.querySelectorAll('button')].find(named).click();
look();";

fn tell(name: &str, figure: f64, unit: &str, yardstick: &str, yardstick_figure: f64, budget: f64) {
    let ratio = figure / yardstick_figure;
    let line = json!({
        "name": name, "figure": figure, "unit": unit, "yardstick": yardstick,
        "yardstick_figure": yardstick_figure, "ratio": ratio, "budget": budget, "met": ratio <= budget,
    });
    println!("{line}");
}
