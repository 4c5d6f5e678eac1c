//! Debian's packages, by apt. Asks for root's rights only when something is missing.

use super::Missing;
use crate::run::{Result, capture, command, is_installed, run};

pub fn missing(mut wanted: Vec<&'static str>) -> Result<Option<Missing>> {
    wanted.sort_unstable();
    wanted.dedup();
    if !is_installed("dpkg-query") {
        println!("This is no Debian: what Debian calls {} is taken to be there.", wanted.join(", "));
        return Ok(None);
    }
    let missing = not_installed(wanted);
    if missing.is_empty() {
        return Ok(None);
    }
    let what = format!("Debian packages, by apt: {}", missing.join(" "));
    Ok(Some(Missing::new(what, move || {
        run(apt()?.args(["update", "-q"]))?;
        run(apt()?.args(["install", "-q", "-y", "--no-install-recommends"]).args(missing))
    })))
}

/// dpkg-query fails when it does not know one of the names, but still answers for the others.
fn not_installed(wanted: Vec<&'static str>) -> Vec<&'static str> {
    let mut query = command("dpkg-query");
    query.args(["--show", "--showformat=${Package} ${db:Status-Status}\n"]).args(&wanted);
    let answer = query.output().map(|output| output.stdout).unwrap_or_default();
    let answer = String::from_utf8_lossy(&answer);
    let installed = |name: &&str| answer.lines().any(|line| line.split_once(' ') == Some((*name, "installed")));
    wanted.into_iter().filter(|name| !installed(name)).collect()
}

/// apt-get as root, through sudo where we are somebody else.
fn apt() -> Result<std::process::Command> {
    let root = capture(command("id").arg("-u"))?.trim() == "0";
    if !root && !is_installed("sudo") {
        return Err("only root may install packages: run this once as root, or install sudo".into());
    }
    let mut apt = command(if root { "env" } else { "sudo" });
    if !root {
        apt.arg("env");
    }
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Ok(apt)
}
