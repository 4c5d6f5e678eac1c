//! A person's desktop: a display, a session bus with a notification daemon and a secret service, a home folder, and the
//! app in a real window, driven by WebDriver.
//!
//! Each start of the app gets a session of its own: a bus or a display that an app before is still leaving makes the
//! next one hang.

mod screen;
mod session;
mod window;

pub use screen::Screen;
pub use session::{Home, Session};
pub use window::Window;

use std::path::PathBuf;

use anyhow::{Context as _, Result};

/// A program of this workspace, built beside the running one.
pub fn program(name: &str) -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    let found = this.ancestors().skip(1).take(3).map(|folder| folder.join(name)).find(|path| path.is_file());
    found.with_context(|| format!("{name} is not built: run the tests with `cargo xtask test`"))
}
