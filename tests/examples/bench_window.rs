//! The real window: the next document, a scan of 200 pages, and scrolling through 100,000 documents.
//!
//! Each figure is a line of JSON on the output. `COFFREO_BENCH_DOCUMENTS` is how many documents the vault holds
//! (2,000 unless told): they come through the agencies' own interface, one by one.

#[path = "bench_start/crowd.rs"]
mod crowd;

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use coffreo_samples::Generator;
use coffreo_tests::desktop::{Home, Session, Window, program};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD, Town, now};
use serde_json::json;

const TURNS: usize = 40;
const SCAN_PAGES: usize = 200;
/// Documents of the list that is scrolled.
const CROWD: u64 = 100_000;
const SIZE: (u32, u32) = (1280, 800);

#[tokio::main]
async fn main() -> Result<()> {
    let documents = std::env::var("COFFREO_BENCH_DOCUMENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(2000);
    let folder = tempfile::tempdir()?;
    let town = Town::found(&folder.path().join("server")).await?;
    deliver(&town, documents).await?;
    let scan = deliver_scan(&town, folder.path()).await?;
    let home = Home::new(folder.path().join("home"))?;
    let app = program("coffreo")?;
    settle(&home, &app, &town, documents).await?;

    let mut turns = next_documents(&home, &app).await?;
    turns.sort_by(f64::total_cmp);
    tell("next document, prefetched, p95", turns[turns.len() * 95 / 100], "ms", "50 ms", 50.0, 1.0);
    let opened = open_scan(&home, &app, &scan).await?;
    tell("open a scan of 200 pages", opened, "ms", "150 ms", 150.0, 1.0);
    scroll(folder.path(), &app).await
}

/// A scan of 200 pages, on a contract of its own. Answers its number.
async fn deliver_scan(town: &Town, folder: &Path) -> Result<String> {
    let mut sample = Generator::new(12, now().paris_day()).scanned(11);
    let (short, long) = (folder.join("short.pdf"), folder.join("long.pdf"));
    std::fs::write(&short, &sample.pdf)?;
    let count = Command::new("qpdf").arg("--show-npages").arg(&short).output().context("qpdf is not installed")?;
    let pages: usize = String::from_utf8_lossy(&count.stdout).trim().parse()?;
    let mut joined = Command::new("qpdf");
    joined.args(["--empty", "--pages"]);
    for _ in 0..SCAN_PAGES.div_ceil(pages) {
        joined.arg(&short);
    }
    ensure!(joined.arg("--").arg(&long).status()?.success(), "qpdf did not join the pages");
    sample.pdf = std::fs::read(long)?;
    sample.reference = "bench-scan".into();
    town.deliver(&sample).await?;
    Ok(sample.facts.number().to_owned())
}

/// Milliseconds from the click to the scan's first page on the screen.
async fn open_scan(home: &Home, app: &Path, number: &str) -> Result<f64> {
    let session = Session::start(home, None, SIZE).await?;
    let window = Window::start(&session, app, &[]).await?;
    window.fill("Rechercher", number).await?;
    window.find("row", number).await?;
    while window.all("row", "CMDE-").await?.len() != 1 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let opened = window.measure(OPEN).await?.as_f64().context("milliseconds")?;
    window.close().await?;
    Ok(opened)
}

const OPEN: &str = "const done = arguments[arguments.length - 1];
const from = performance.now();
const drawn = () => document.querySelector('[data-page=\"1\"] img')?.complete;
const look = () => {
  if (drawn()) requestAnimationFrame(() => done(performance.now() - from));
  else if (performance.now() - from > 20000) done(20000);
  else requestAnimationFrame(look);
};
document.querySelector('tbody tr[data-id]').click();
look();";

/// The time between frames while the list goes by, page after page, beside that of the same window at rest.
async fn scroll(folder: &Path, app: &Path) -> Result<()> {
    let town = Town::found(&folder.join("crowd")).await?;
    let home = Home::new(folder.join("crowded"))?;
    crowd::settle(&home, app, &town, CROWD).await?;
    let session = Session::start(&home, None, SIZE).await?;
    let window = Window::start(&session, app, &[]).await?;
    window.click("button", "Archivé").await?;
    window.find("button", "Page suivante").await?;
    window.drawn().await?;
    let at_rest = frames(&window, "() => {}").await?;
    let scrolling = frames(&window, SCROLL).await?;
    window.close().await?;
    let p95 = |times: &[f64]| times[times.len() * 95 / 100];
    let median = |times: &[f64]| times[times.len() / 2];
    tell("scroll 100,000 documents, frame, median", median(&scrolling), "ms", "at rest", median(&at_rest), 1.1);
    tell("scroll 100,000 documents, frame, p95", p95(&scrolling), "ms", "at rest", p95(&at_rest), 1.5);
    Ok(())
}

/// Milliseconds between 300 frames, rising, in each of which `act` is done.
async fn frames(window: &Window, act: &str) -> Result<Vec<f64>> {
    let script = format!(
        "const done = arguments[arguments.length - 1], act = {act}, times = [];
        let before = performance.now();
        const frame = () => {{
          const now = performance.now();
          times.push(now - before);
          before = now;
          act();
          if (times.length < 301) requestAnimationFrame(frame); else done(times.slice(1));
        }};
        requestAnimationFrame(frame);"
    );
    let times = window.measure(&script).await?;
    let mut times: Vec<f64> = times.as_array().context("times")?.iter().filter_map(serde_json::Value::as_f64).collect();
    ensure!(times.len() == 300, "{} frames", times.len());
    times.sort_by(f64::total_cmp);
    Ok(times)
}

/// Two rows a frame; at the end of a page, the next.
const SCROLL: &str = "() => {
  const pane = document.querySelector('.scroll');
  if (pane.scrollTop + pane.clientHeight < pane.scrollHeight - 1) return pane.scrollBy(0, 64);
  [...document.querySelectorAll('button')].find((one) => one.ariaLabel === 'Page suivante')?.click();
  pane.scrollTop = 0;
}";

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
