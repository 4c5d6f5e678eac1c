//! The real window: stories of a day at work, told by pressing what a person presses.

mod accessible;
mod batch;
mod documents;
mod invoices;
mod job;
mod keyboard;
mod screens;

use std::path::{Path, PathBuf};

use anyhow::Result;
use coffreo_samples::{guide_contracts, guide_invoices};
use coffreo_tests::desktop::{Home, Session, Window, program};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD, Town, now};
use coffreo_tests::walk::Stage;
use tokio::sync::Mutex;

/// A person looks at one window at a time, and so do two cores.
static AT_THE_WINDOW: Mutex<()> = Mutex::const_new(());

/// Where the pictures of the last run are kept.
fn pictures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots").join(name)
}

/// A town with the guide's documents, and Clara before her desktop.
async fn set_stage(folder: &Path) -> Result<(Town, Stage)> {
    let town = Town::found(&folder.join("server")).await?;
    let today = now().paris_day();
    for sample in guide_contracts(today).iter().chain(&guide_invoices(today)) {
        town.deliver(sample).await?;
    }
    let stage = Stage {
        home: Home::new(folder.join("home"))?,
        program: program("coffreo")?,
        server: town.url()?,
        email: CLARA.to_owned(),
        password: CLARAS_PASSWORD.to_owned(),
        size: (1280, 800),
    };
    Ok((town, stage))
}

/// Starts the app, signs in, and waits for the first documents.
async fn enter(stage: &Stage) -> Result<(Session, Window)> {
    let (session, window) = stage.open().await?;
    window.fill("Mot de passe", &stage.password).await?;
    window.click("button", "Se connecter").await?;
    window.find("row", "CMDE-").await?;
    Ok((session, window))
}

/// Sets language and theme as the settings do, without walking there for each picture.
async fn choose(window: &Window, language: &str, theme: &str) -> Result<()> {
    let settings = serde_json::json!({ "settings": {
        "language": language, "theme": theme, "notifications": true, "discreet_notifications": false,
        "keep_unlocked": false, "single_keys": true, "quiet_hours": false, "quiet_from": 0, "quiet_until": 0,
        "start_with_session": false,
    }});
    window.script(&format!("window.__TAURI_INTERNALS__.invoke('save_settings', {settings})")).await?;
    let title = if language == "en" { "Search" } else { "Rechercher" };
    window.find("textbox", title).await.map(drop)
}
