//! The viewer with its real worker process and the real PDFium.
#![allow(clippy::unwrap_used, reason = "a failed helper is a failed test")]

mod hostile;
mod letters;
mod pages;
mod pdf;
mod samples;
#[cfg(target_os = "linux")]
mod sandbox;
mod text;

use std::time::Duration;

use coffreo_desk::viewer::{Viewer, ViewerLimits, ViewerSettings, WORKER_ARGUMENT, WorkerCommand};

fn settings() -> ViewerSettings {
    let program = env!("CARGO_BIN_EXE_coffreo-pdf-worker").into();
    ViewerSettings::new(WorkerCommand { program, args: vec![WORKER_ARGUMENT.into()] }, None)
}

fn viewer() -> Viewer {
    Viewer::new(settings())
}

/// Stops runaway pages soon, so that the tests need not wait for long.
fn impatient_viewer() -> Viewer {
    let page = Duration::from_millis(1500);
    Viewer::new(ViewerSettings { limits: ViewerLimits { page, ..ViewerLimits::default() }, ..settings() })
}

/// A `load` that has the bytes at hand.
async fn ready(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    Ok(bytes.to_vec())
}

/// A `load` that must not be needed.
async fn never() -> std::io::Result<Vec<u8>> {
    panic!("the document was loaded although it is known")
}
