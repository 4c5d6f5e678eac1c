//! Cargo's work on the whole workspace, always asked for in the same way.
//!
//! One selection of packages means one set of features, so that demo, tests and generators share what was built. xtask
//! itself is left out: Windows can't replace a program that runs.

use std::process::Command;

use crate::run::{Result, cargo, run};

/// `cargo <verb>` for every package but xtask, with the lock file as it is.
pub fn cargo_for_all(verb: &str) -> Command {
    let mut cargo = cargo();
    cargo.args([verb, "--locked", "--workspace", "--exclude", "xtask"]);
    cargo
}

/// Builds the app, the server, the demo and the generator of types.
///
/// The generator is an example and so drags in what tests depend on: the features are then those of `cargo test`, which
/// would else build half of everything again.
pub fn build_programs() -> Result {
    run(cargo_for_all("build").args(["--bins", "--example", "generate_types"]))
}
