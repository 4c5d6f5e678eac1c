//! The PDF worker as a program of its own, for tests and benchmarks; the app starts itself as its worker instead.

use std::process::ExitCode;

use coffreo_desk::viewer::{WORKER_ARGUMENT, run_worker};

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == WORKER_ARGUMENT) {
        return run_worker();
    }
    eprintln!("coffreo-pdf-worker is started by the app, with {WORKER_ARGUMENT}");
    ExitCode::FAILURE
}
