//! `cargo xtask demo`: builds what is shown, then hands over to `coffreo-demo`.
//!
//! It only brings the programs together; what is delivered and by whom is the demo's own business.

use std::env;

use crate::install::{Purpose, prepare};
use crate::run::{Result, command, hand_over};
use crate::workspace::build_programs;
use crate::{places, ui};

/// Shows the product. `fresh` forgets what an earlier demo left.
pub fn demo(fresh: bool) -> Result {
    let seen = has_display();
    if !seen {
        println!("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): the window will open on a");
        println!("virtual one, and the demo will walk through the main job by itself.");
    }
    prepare(if seen { Purpose::Run } else { Purpose::RunUnseen })?;
    ui::build()?;
    build_programs()?;

    let folder = places::target().join("demo");
    let mut demo = command(places::debug_program("coffreo-demo"));
    demo.env("COFFREO_PDFIUM", places::pdfium_library()).arg("--folder").arg(&folder);
    if fresh {
        demo.arg("--fresh");
    }
    if !seen {
        let screenshots = places::target().join("demo-screenshots");
        println!("Screenshots will be in {}", screenshots.display());
        demo.arg("--walk").arg(screenshots);
    }
    hand_over(&mut demo)
}

/// Windows and macOS always have one; elsewhere the session says so.
fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
