//! The desktop app's entry: the window, or, when started with the private argument, the PDF worker.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use coffreo_desk::viewer::{WORKER_ARGUMENT, run_worker};

fn main() -> std::process::ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == WORKER_ARGUMENT) {
        return run_worker();
    }
    coffreo_desktop::run()
}
