//! The UI's TypeScript types, written by the desk crate from its own Rust types.

use crate::places;
use crate::run::{Result, command, run};
use crate::workspace::build_programs;

/// Where the UI finds them, from the root.
const FILE: &str = "ui/backend/types.ts";

pub fn write() -> Result {
    run(&mut generator()?)
}

/// Fails when the committed types are not those that Rust has now.
pub fn check() -> Result {
    run(generator()?.arg("--check"))
        .map_err(|error| format!("{error}\nWrite them with: cargo xtask generate types").into())
}

fn generator() -> Result<std::process::Command> {
    build_programs()?;
    let program = format!("generate_types{}", std::env::consts::EXE_SUFFIX);
    let mut generator = command(places::target().join("debug").join("examples").join(program));
    generator.arg(FILE);
    Ok(generator)
}
