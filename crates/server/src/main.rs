//! The server's program: reads the command line and does what it says.

use std::process::ExitCode;

use clap::Parser;
use coffreo_server::admin::cli::{Cli, run};

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("coffreo-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}
