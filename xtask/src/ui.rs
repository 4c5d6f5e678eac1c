//! Builds and checks the user interface, through the scripts of `package.json`.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::install::npm::npm;
use crate::places;
use crate::run::{Result, run};

/// What the built UI is made of, from the root.
const MADE_OF: &[&str] =
    &["ui", "package.json", "package-lock.json", "vite.config.ts", "svelte.config.js", "tsconfig.json"];

/// Writes `dist/`, which the app embeds; nothing when it is newer than all it is made of.
pub fn build() -> Result {
    let built = changed(&places::root().join("dist").join("index.html"));
    let newest = MADE_OF.iter().filter_map(|path| newest_change(&places::root().join(path))).max();
    if built.is_some() && built > newest {
        return Ok(());
    }
    script("build")
}

/// Runs one of the scripts of `package.json`.
pub fn script(name: &str) -> Result {
    run(npm().args(["run", "--silent", name]))
}

fn newest_change(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return changed(path);
    }
    let inside = fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest_change(&entry.path()));
    // The folder's own time too: it tells that a file was taken away.
    inside.chain(changed(path)).max()
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|facts| facts.modified()).ok()
}
