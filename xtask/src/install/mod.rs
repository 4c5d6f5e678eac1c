//! Brings what the project needs and the machine lacks: says what, then does it.
//!
//! Each part only looks at first and costs milliseconds when all is there. Nothing is installed that was not listed
//! before, and nothing outside the project's folder but by the system's own package tool.

mod debian;
pub mod npm;
mod pdfium;
mod python;
mod system;

use crate::run::Result;

/// What the machine is to be made ready for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Building the app and running it in a window.
    Run,
    /// As `Run`, where there is no display: a virtual one, and what drives and photographs the window.
    RunUnseen,
    Test,
    Bench,
    Icons,
}

/// Something that is missing.
pub struct Missing {
    /// What a person reads before it is installed.
    what: String,
    install: Box<dyn FnOnce() -> Result>,
}

impl Missing {
    fn new(what: impl Into<String>, install: impl FnOnce() -> Result + 'static) -> Self {
        Self { what: what.into(), install: Box::new(install) }
    }
}

/// Lists what is missing for `purpose` and installs it; answers at once when nothing is.
pub fn prepare(purpose: Purpose) -> Result {
    let mut missing = Vec::new();
    missing.extend(system::missing(purpose)?);
    if purpose != Purpose::Icons {
        missing.extend(npm::missing()?);
        missing.extend(pdfium::missing());
    }
    if matches!(purpose, Purpose::Test | Purpose::Bench) {
        missing.extend(python::missing_test_programs());
    }
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing here, to be installed now:");
    for one in &missing {
        println!("  - {}", one.what);
    }
    for one in missing {
        (one.install)()?;
    }
    println!("Everything is there.");
    Ok(())
}
