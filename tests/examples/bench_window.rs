//! Cold start, idle memory and *next document* in the real window, against an empty Tauri window in the same run.
//!
//! Each figure is a line of JSON on the output. `COFFREO_BENCH_DOCUMENTS` is how many documents the vault holds
//! (2,000 unless told): they come through the agencies' own interface, one by one.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};
use coffreo_samples::Generator;
use coffreo_tests::desktop::{Home, Session, Window, program};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD, Town, now};
use serde_json::json;

const STARTS: usize = 5;
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
    let empty = program("examples/empty_window").or_else(|_| program("empty_window"))?;
    settle(&home, &app, &town, documents).await?;

    let list = "return document.querySelectorAll('tbody tr').length > 1";
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut our_memory, mut their_memory) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let (ms, mib) = start(&home, &app, list).await?;
        ours.push(ms);
        our_memory.push(mib);
        let (ms, mib) = start(&home, &empty, "return !!document.getElementById('here')").await?;
        theirs.push(ms);
        their_memory.push(mib);
    }
    tell("cold start to usable list", median(&mut ours), "ms", "empty window", median(&mut theirs), 1.25);
    let (with, bare) = (median(&mut our_memory), median(&mut their_memory));
    tell("idle memory with window (PSS)", with, "MiB", "empty window", bare, 1.15);
    tell("idle memory without window (PSS)", hidden(&home, &app).await?, "MiB", "60 MiB", 60.0, 1.0);
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

/// Milliseconds until it holds, and the memory ten seconds later.
async fn start(home: &Home, program: &Path, holds: &str) -> Result<(f64, f64)> {
    let session = Session::start(home, None, SIZE).await?;
    let from = Instant::now();
    let window = Window::start(&session, program, &[]).await?;
    while window.script(holds).await? != json!(true) {}
    let took = from.elapsed().as_secs_f64() * 1000.0;
    tokio::time::sleep(std::time::Duration::from_secs(10)).await;
    let memory = pss_of_tree(window.driver_process())?;
    window.close().await?;
    Ok((took, memory))
}

async fn hidden(home: &Home, app: &Path) -> Result<f64> {
    let session = Session::start(home, None, SIZE).await?;
    let mut child = std::process::Command::new(app).arg("--hidden").envs(session.variables()).spawn()?;
    tokio::time::sleep(std::time::Duration::from_secs(15)).await;
    let memory = pss(child.id())? + pss_of_tree(child.id())?;
    child.kill()?;
    child.wait()?;
    Ok(memory)
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

fn pss_of_tree(process: u32) -> Result<f64> {
    let children = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children"))?;
    let mut sum = 0.0;
    for child in children.split_whitespace().filter_map(|text| text.parse::<u32>().ok()) {
        sum += pss(child)? + pss_of_tree(child)?;
    }
    Ok(sum)
}

/// Proportional set size, MiB.
fn pss(process: u32) -> Result<f64> {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kib.unwrap_or(0.0) / 1024.0)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn tell(name: &str, figure: f64, unit: &str, yardstick: &str, yardstick_figure: f64, budget: f64) {
    let ratio = figure / yardstick_figure;
    let line = json!({
        "name": name, "figure": figure, "unit": unit, "yardstick": yardstick,
        "yardstick_figure": yardstick_figure, "ratio": ratio, "budget": budget, "met": ratio <= budget,
    });
    println!("{line}");
}
