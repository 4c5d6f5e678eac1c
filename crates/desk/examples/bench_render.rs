//! How fast the viewer's worker makes a page at 144 DPI: the rendering alone against `mutool draw` without output and
//! PDFium bare in this process; with its encoding, against `mutool draw` to PNG.
//! Rounds take turns, so that a noisy machine disturbs all alike; medians are told. Ends with one line of JSON.
//!
//! Run it with `--release`; `mutool` must be installed.

use std::collections::BTreeMap;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use coffreo_desk::viewer::{Viewer, ViewerSettings, WORKER_ARGUMENT, WorkerCommand, library, run_worker};
use coffreo_samples::{Generator, guide_contracts};
use jiff::civil::date;
use pdfium_render::prelude::{PdfDocument, PdfRenderConfig, Pdfium, PdfiumLibraryConfig};

const ROUNDS: u32 = 15;
const SCALE_MILLI: u32 = 2000;
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == WORKER_ARGUMENT) {
        return run_worker();
    }
    match measure_all() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("the benchmark failed: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all budgets are met.
fn measure_all() -> Result<bool, Failure> {
    let library = library::find(None).map_err(|places| format!("no PDFium in {places:?}"))?;
    let config = PdfiumLibraryConfig::new().set_renderer_anti_grain_geometry();
    let pdfium = Pdfium::new_with_config(Pdfium::bind_to_library(library)?, config);
    let today = date(2026, 11, 24);
    let contract = guide_contracts(today).into_iter().next().ok_or("the guide has no contract")?.pdf;
    let scanned = Generator::new(1, today).scanned(1).pdf;
    let mut met = true;
    for (name, pdf) in [("contract", contract), ("scanned contract", scanned)] {
        let times = measure(&pdfium, &pdf)?;
        let compared = [
            ("worker render", "mutool draw", 0.5),
            ("worker encoded", "mutool draw to PNG", 0.5),
            ("worker render", "pdfium bare", 1.3),
        ];
        for (what, yardstick, budget) in compared {
            let (figure, yardstick_figure) = (times[what], times[yardstick]);
            let ratio = figure / yardstick_figure;
            let line = serde_json::json!({
                "name": format!("page of a {name}, {what}"), "figure": figure, "unit": "ms",
                "yardstick": yardstick, "yardstick_figure": yardstick_figure, "ratio": ratio, "budget": budget,
                "met": ratio <= budget,
            });
            println!("{line}");
            met &= ratio <= budget;
        }
        println!(
            "{name}: with its encoding {:.1} ms; asked to have, {:.1} ms",
            times["worker encoded"], times["app has it"]
        );
    }
    Ok(met)
}

/// Median milliseconds a page, by what was measured.
fn measure(pdfium: &Pdfium, pdf: &[u8]) -> Result<BTreeMap<&'static str, f64>, Failure> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), pdf)?;
    let null = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let document = pdfium.load_pdf_from_byte_slice(pdf, None)?;
    let pages = u32::try_from(document.pages().len())?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut settings = ViewerSettings::new(WorkerCommand::this_program()?, None);
    settings.limits.cached_page_bytes = 0;
    let viewer = Viewer::new(settings);
    let mut times: BTreeMap<&'static str, Vec<Duration>> = BTreeMap::new();
    let mut keep = |what, time| times.entry(what).or_default().push(time);
    for round in 0..=ROUNDS {
        let (mutool, mutool_png) = (mutool(&file, &[])? / pages, mutool(&file, &["-F", "png", "-o", null])? / pages);
        for page in 0..pages {
            let bare = bare(&document, page)?;
            // Two scales that differ by nothing to see, so that no page comes from memory.
            let scale = SCALE_MILLI + round % 2;
            let start = Instant::now();
            let load = || std::future::ready(Ok::<_, std::io::Error>(pdf.to_vec()));
            let image = runtime.block_on(viewer.page("document", page, scale, load))?;
            let app = start.elapsed();
            if round == 0 {
                continue; // to get warm
            }
            keep("mutool draw", mutool);
            keep("mutool draw to PNG", mutool_png);
            keep("pdfium bare", bare);
            keep("worker render", image.rendered_in);
            keep("worker encoded", image.rendered_in + image.encoded_in);
            keep("app has it", app);
        }
    }
    Ok(times.into_iter().map(|(what, times)| (what, median_ms(times))).collect())
}

/// One run over all pages, its start included.
fn mutool(file: &tempfile::NamedTempFile, output: &[&str]) -> Result<Duration, Failure> {
    let mut mutool = Command::new("mutool");
    mutool.args(["draw", "-q", "-r", "144"]).args(output).arg(file.path());
    let start = Instant::now();
    if !mutool.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success() {
        return Err("mutool draw failed".into());
    }
    Ok(start.elapsed())
}

fn bare(document: &PdfDocument<'_>, page: u32) -> Result<Duration, Failure> {
    let start = Instant::now();
    let page = document.pages().get(i32::try_from(page)?)?;
    let scale = SCALE_MILLI as f32 / 1000.0;
    let bitmap = page.render_with_config(&PdfRenderConfig::new().scale_page_by_factor(scale))?;
    let time = start.elapsed();
    drop(bitmap);
    Ok(time)
}

fn median_ms(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
