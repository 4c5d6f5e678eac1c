//! `cargo xtask package`: the installable package of the system that we are on.
//!
//! What is packaged is what was tested and measured: the same selection of packages, built for release.

use crate::install::npm::npm;
use crate::install::{Purpose, prepare};
use crate::run::{Result, run};
use crate::workspace::cargo_for_all;
use crate::{places, ui};

/// What can be made without fetching anything. Tauri makes AppImages with a program that it downloads.
const KIND: &str = if cfg!(windows) {
    "nsis"
} else if cfg!(target_os = "macos") {
    "dmg"
} else {
    "deb"
};

pub fn package() -> Result {
    prepare(Purpose::Run)?;
    ui::build()?;
    run(cargo_for_all("build").args(["--release", "--bins"]))?;
    run(npm().args(["exec", "--no", "--", "tauri", "bundle", "--bundles", KIND]))?;
    println!("The package is in {}", places::target().join("release").join("bundle").join(KIND).display());
    Ok(())
}
