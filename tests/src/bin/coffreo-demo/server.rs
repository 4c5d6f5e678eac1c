//! The real server program, beside this one: its administration and its serving.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use coffreo_tests::desktop::program;
use coffreo_tests::process::Running;
use serde_json::Value;

use crate::executable;
use crate::folder::Folder;

/// A serving server.
pub struct Server {
    /// Its address, without a trailing slash.
    pub url: String,
    running: Running,
}

impl Server {
    /// Serves the folder on a port of this computer and waits until it listens.
    pub async fn start(folder: &Folder, port: u16) -> Result<Self> {
        let ready = folder.server().join("ready");
        if ready.exists() {
            std::fs::remove_file(&ready)?;
        }
        let mut command = command(folder)?;
        command.args(["serve", "--listen"]).arg(format!("127.0.0.1:{port}")).arg("--ready-file").arg(&ready);
        // Nobody waits a quarter of an hour to see the mail of new documents.
        command.env("COFFREO_MAIL_NEWS_AFTER", "60");
        let mut running = Running::start(&mut command)?;
        loop {
            if let Ok(url) = std::fs::read_to_string(&ready) {
                return Ok(Self { url: url.trim().trim_end_matches('/').to_owned(), running });
            }
            if running.has_ended() {
                // Its last words may still be on their way through the pipe.
                tokio::time::sleep(Duration::from_millis(100)).await;
                bail!("the server did not start; is another demo running in this folder?\n{}", running.output());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether it ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.running.has_ended()
    }

    /// What it logged.
    pub fn output(&self) -> String {
        self.running.output()
    }
}

/// Runs one of the server's administration commands and answers its JSON. `input` goes to its standard input.
pub fn administer(folder: &Folder, arguments: &[&str], input: &str) -> Result<Value> {
    let mut child = command(folder)?
        .arg("--json")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // Taken out and dropped, so that the server sees the end of it.
    child.stdin.take().context("a pipe to the server")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("coffreo-server {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("an odd answer of the server's administration")
}

fn command(folder: &Folder) -> Result<Command> {
    let mut command = Command::new(program(&executable("coffreo-server"))?);
    command.arg("--data").arg(folder.server());
    Ok(command)
}
