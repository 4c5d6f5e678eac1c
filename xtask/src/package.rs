//! `cargo xtask package`: the installable package of the system that we are on.

use crate::install::npm::npm;
use crate::install::{Purpose, prepare};
use crate::places;
use crate::run::{Result, run};

pub fn package() -> Result {
    prepare(Purpose::Run)?;
    let kind = if cfg!(windows) {
        "nsis"
    } else if cfg!(target_os = "macos") {
        "dmg"
    } else {
        "deb"
    };
    run(npm().args(["exec", "--no", "--", "tauri", "build", "--bundles", kind, "--", "--profile", "dist"]))?;
    println!("The package is in {}", places::target().join("dist").join("bundle").join(kind).display());
    Ok(())
}
