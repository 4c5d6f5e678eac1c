//! The UI's packages, as the lock file names them. Never changes the lock file.

use std::fs;

use super::Missing;
use crate::places;
use crate::run::{Result, capture, command, run};

/// The oldest Node.js that Vite 8 runs on.
const OLDEST_NODE: (u32, u32) = (20, 19);

pub fn missing() -> Result<Option<Missing>> {
    let lock = fs::read(places::root().join("package-lock.json"))
        .map_err(|error| format!("package-lock.json can't be read: {error}"))?;
    let modules = places::root().join("node_modules");
    let stamp = modules.join(".installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(None);
    }
    node_is_recent()?;
    Ok(Some(Missing::new("the UI's packages (node_modules)", move || {
        run(npm().args(["ci", "--no-audit", "--no-fund"]))?;
        fs::create_dir_all(modules)?;
        Ok(fs::write(stamp, lock)?)
    })))
}

/// npm, which is a script on Windows.
pub fn npm() -> std::process::Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

fn node_is_recent() -> Result {
    let said = capture(command("node").arg("--version"))
        .map_err(|error| format!("{error}. Install Node.js {} or newer, with npm.", OLDEST_NODE.0))?;
    let mut numbers = said.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if version < OLDEST_NODE {
        return Err(format!(
            "Node.js {} is too old: {}.{} or newer is needed",
            said.trim(),
            OLDEST_NODE.0,
            OLDEST_NODE.1
        )
        .into());
    }
    Ok(())
}
