//! `cargo xtask …`: what a person types to build, show, test, measure and package Coffreo Desktop.
//!
//! This file only reads the command line. Nothing here may need a system library: it must build in seconds on a machine
//! with Rust alone, since it is what installs the rest.

mod bench;
mod check;
mod demo;
mod generate;
mod install;
mod package;
mod places;
mod postgres;
mod run;
mod test;
mod ui;
mod workspace;

use std::process::ExitCode;

use install::{Purpose, prepare};
use run::Result;

const USAGE: &str = "\
cargo xtask <command>

  demo [--fresh]          show the product: server, agencies that deliver, the desktop window
  test [--only <step>]    every check and test; --list names the steps
  bench [name]            measure against the yardsticks; --list names the benchmarks
  setup                   only install what testing needs
  generate [what]         write what is generated: types, notices; icons when asked for
  package                 make the installable package of this system";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match obey(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}");
            ExitCode::FAILURE
        }
    }
}

fn obey(arguments: &[&str]) -> Result {
    match arguments {
        ["demo"] => demo::demo(false),
        ["demo", "--fresh"] => demo::demo(true),
        ["test"] => test::test(None),
        ["test", "--only", step] => test::test(Some(step)),
        ["test", "--list"] => {
            test::list();
            Ok(())
        }
        ["bench"] => bench::bench(None),
        ["bench", "--list"] => {
            bench::list();
            Ok(())
        }
        ["bench", name] => bench::bench(Some(name)),
        ["setup"] => prepare(Purpose::Test),
        ["generate"] => generate::generate(None),
        ["generate", what] => generate::generate(Some(what)),
        ["package"] => package::package(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("`{}` is not understood.\n\n{USAGE}", other.join(" ")).into()),
    }
}
