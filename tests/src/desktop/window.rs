//! The app's real window, driven by WebDriver as a person would: by role and name.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use thirtyfour::prelude::*;

use super::session::{Session, wait_until};
use crate::process::Running;

/// The window. [`Window::close`] ends the app.
pub struct Window {
    driver: WebDriver,
    server: Running,
}

/// How long a person would wait before they call it broken.
const PATIENCE: Duration = Duration::from_secs(30);

/// Finds the visible elements of a role whose accessible name contains the words, those of exactly that name first.
const FIND: &str = include_str!("find.js");

impl Window {
    /// Starts the app in the session and waits for its screens. `variables` are added to its environment.
    pub async fn start(session: &Session, program: &Path, variables: &[(&str, &str)]) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={port}")).envs(session.variables()).envs(variables.iter().copied());
        command.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
        command.env("COFFREO_LOG", "info,coffreo_desk=debug");
        let server = Running::start(&mut command)?;
        wait_until("WebKitWebDriver", || Ok(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok())).await?;
        let mut capabilities = Capabilities::new();
        let options = serde_json::json!({ "binary": program, "args": [] });
        capabilities.set("webkitgtk:browserOptions", options)?;
        let driver = WebDriver::new(&format!("http://127.0.0.1:{port}"), capabilities).await;
        let driver = driver.with_context(|| format!("the app did not start: {}", server.output()))?;
        driver.set_script_timeout(PATIENCE).await?;
        Ok(Self { driver, server })
    }

    /// The element of that role and name; waits for it.
    pub async fn find(&self, role: &str, name: &str) -> Result<WebElement> {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(element) = self.all(role, name).await?.into_iter().next() {
                return Ok(element);
            }
            if Instant::now() > until {
                bail!("no {role} «{name}» on the screen, which says:\n{}", self.text().await?);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// All elements of that role and name that are on the screen now.
    pub async fn all(&self, role: &str, name: &str) -> Result<Vec<WebElement>> {
        let found = self.driver.execute(FIND, vec![role.into(), name.into()]).await?;
        Ok(found.elements().unwrap_or_default())
    }

    /// Waits until no such element is on the screen.
    pub async fn gone(&self, role: &str, name: &str) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while !self.all(role, name).await?.is_empty() {
            if Instant::now() > until {
                bail!("{role} «{name}» stays on the screen");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Clicks it as soon as it can be clicked.
    pub async fn click(&self, role: &str, name: &str) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        loop {
            let element = self.find(role, name).await?;
            match (element.is_enabled().await, element.click().await) {
                (Ok(true), Ok(())) => return Ok(()),
                _ if Instant::now() > until => bail!("{role} «{name}» cannot be clicked"),
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Types into the field of that name, in the place of what it held.
    pub async fn fill(&self, name: &str, text: &str) -> Result<()> {
        let field = self.find("textbox", name).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver.active_element().await?.send_keys(keys).await?)
    }

    /// Waits until the screen says these words.
    pub async fn says(&self, words: &str) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        loop {
            let text = self.text().await?;
            if plain(&text).contains(&plain(words)) {
                return Ok(());
            }
            if Instant::now() > until {
                bail!("the screen does not say «{words}» but:\n{text}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// All words on the screen.
    pub async fn text(&self) -> Result<String> {
        let body = self.driver.execute("return document.body.innerText", Vec::new()).await?;
        Ok(body.json().as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page, and answers what it returns. For measuring and scrolling, not for acting.
    pub async fn script(&self, script: &str) -> Result<serde_json::Value> {
        Ok(self.driver.execute(script, Vec::new()).await?.json().clone())
    }

    /// Waits until what the page holds now is on the display: two frames have begun since, and the second was painted.
    pub async fn drawn(&self) -> Result<()> {
        let frames = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))";
        self.driver.execute_async(frames, Vec::new()).await?;
        tokio::time::sleep(Duration::from_millis(700)).await;
        Ok(())
    }

    /// Runs a script that answers by its last argument, once. For measuring.
    pub async fn measure(&self, script: &str) -> Result<serde_json::Value> {
        Ok(self.driver.execute_async(script, Vec::new()).await?.json().clone())
    }

    /// Resizes the window.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        Ok(self.driver.set_window_rect(0, 0, width, height).await?)
    }

    /// What the app has logged.
    pub fn log(&self) -> String {
        self.server.output()
    }

    /// Ends the app.
    pub async fn close(self) -> Result<()> {
        Ok(self.driver.quit().await?)
    }
}

/// Words without the differences between kinds of spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
