//! Cold start and idle memory of the real window with 100,000 documents, against an empty Tauri window in the same run.
//!
//! Nothing drives the windows: a start is over when the middle of the display shows what it stays at. The keyring opens
//! the vault, the server is there. Each figure is a line of JSON on the output. `COFFREO_BENCH_DOCUMENTS` (100000) says
//! how many documents the vault holds.

mod crowd;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use coffreo_tests::desktop::{Home, Session, program};
use coffreo_tests::process::Running;
use coffreo_tests::town::Town;
use serde_json::json;

const STARTS: usize = 5;
/// So many of the starts go on to be idle.
const IDLE: usize = 2;
const SIZE: (u32, u32) = (1280, 800);
/// The middle of the window, where the list is: left, top, width, height in pixels.
const MIDDLE: (u64, u64, u64, u64) = (220, 220, 1040, 480);
/// After this long nothing changes any more.
const WATCHED: Duration = Duration::from_secs(8);
/// So long after its start an app is idle.
const SETTLED: Duration = Duration::from_secs(15);

#[tokio::main]
async fn main() -> Result<()> {
    let documents = std::env::var("COFFREO_BENCH_DOCUMENTS").ok().and_then(|text| text.parse().ok());
    let folder = tempfile::tempdir()?;
    let town = Town::found(&folder.path().join("server")).await?;
    let home = Home::new(folder.path().join("home"))?;
    let app = program("coffreo")?;
    let empty = program("examples/empty_window").or_else(|_| program("empty_window"))?;
    crowd::settle(&home, &app, &town, documents.unwrap_or(100_000)).await?;

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut our_memory, mut their_memory, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..STARTS {
        let (ms, running) = start(&home, &app).await?;
        ours.push(ms);
        if turn < IDLE {
            our_memory.push(running.idle().await?);
        }
        drop(running);
        let (ms, running) = start(&home, &empty).await?;
        theirs.push(ms);
        if turn < IDLE {
            their_memory.push(running.idle().await?);
        }
    }
    for _ in 0..IDLE {
        hidden.push(in_tray(&home, &app, &empty).await?);
    }
    tell("cold start to usable list", median(&mut ours), "ms", "empty window", median(&mut theirs), 1.25);
    let (with, bare) = (median(&mut our_memory), median(&mut their_memory));
    tell("idle memory with window (PSS)", with, "MiB", "empty window", bare, 1.15);
    tell("idle memory without window (PSS)", median(&mut hidden), "MiB", "60 MiB", 60.0, 1.0);
    Ok(())
}

/// A program in a session of its own.
struct Started {
    // Dropped in this order.
    program: Running,
    session: Session,
    at: Instant,
}

impl Started {
    async fn new(home: &Home, program: &Path) -> Result<Self> {
        Self::within(Session::start(home, None, SIZE).await?, program, &[])
    }

    fn within(session: Session, program: &Path, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new(program);
        command.args(arguments).envs(session.variables());
        let at = Instant::now();
        Ok(Self { program: Running::start(&mut command)?, session, at })
    }

    /// MiB of the program and all that it started, once it is idle.
    async fn idle(&self) -> Result<f64> {
        tokio::time::sleep(SETTLED.saturating_sub(self.at.elapsed())).await;
        Ok(pss(self.program.id()) + pss_of_children(self.program.id()))
    }
}

/// Milliseconds from the start of the program until the middle of its window is as it stays.
async fn start(home: &Home, program: &Path) -> Result<(f64, Started)> {
    let started = Started::new(home, program).await?;
    let screen = started.session.screen()?;
    let (mut seen, mut since, mut changes) = (screen.look(MIDDLE)?, Duration::ZERO, 0);
    while started.at.elapsed() < WATCHED {
        let now = screen.look(MIDDLE)?;
        if now != seen {
            (seen, since, changes) = (now, started.at.elapsed(), changes + 1);
        }
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    ensure!(changes > 0, "{} showed nothing: {}", program.display(), started.program.output());
    if let Some(folder) = std::env::var_os("COFFREO_BENCH_PICTURES") {
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        started.session.screenshot(&Path::new(&folder).join(format!("{name}.png")))?;
    }
    let ms = since.as_secs_f64() * 1000.0;
    eprintln!("{}: {ms:.0} ms, {changes} changes", program.display());
    Ok((ms, started))
}

/// MiB of the app in the tray of a session in which GTK has run before, as the one who shows the tray does: the first
/// program of GTK's on a display loads the whole of OpenGL to look for visuals (`GDK_VISUALS`), whatever it then does.
async fn in_tray(home: &Home, app: &Path, other: &Path) -> Result<f64> {
    let session = Session::start(home, None, SIZE).await?;
    let mut command = Command::new(other);
    let other = Running::start(command.envs(session.variables()))?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    drop(other);
    Started::within(session, app, &["--hidden"])?.idle().await
}

fn pss_of_children(process: u32) -> f64 {
    children(process).into_iter().map(|child| pss(child) + pss_of_children(child)).sum()
}

/// Each thread has children of its own.
fn children(process: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|text| text.parse().ok()).collect::<Vec<_>>()).collect()
}

/// Proportional set size, MiB.
fn pss(process: u32) -> f64 {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
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
