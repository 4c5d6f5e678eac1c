//! Starting with the person's session, in the tray: an entry that the system keeps, and the person may remove there.

use coffreo_desk::Desk;
use coffreo_desk::view::Settings;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::{Error, ManagerExt as _};

use crate::arguments;

/// The plugin that writes the entry.
pub fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_autostart::Builder::new().arg(arguments::HIDDEN).build()
}

/// Somebody who removed the entry by the system's own means has changed the choice.
pub async fn notice_removal(app: &AppHandle, desk: &Desk) {
    let settings = desk.status().settings;
    if settings.start_with_session && app.autolaunch().is_enabled().is_ok_and(|enabled| !enabled) {
        let changed = desk.save_settings(Settings { start_with_session: false, ..settings }).await;
        if let Err(error) = changed {
            tracing::warn!(%error, "that the app no longer starts with the session is not kept");
        }
    }
}

/// Makes or removes the entry where the choice changed.
///
/// # Errors
/// When the system does not take it.
pub fn follow(app: &AppHandle, before: Settings, after: Settings) -> Result<(), Error> {
    match (before.start_with_session, after.start_with_session) {
        (false, true) => app.autolaunch().enable(),
        (true, false) => app.autolaunch().disable(),
        _ => Ok(()),
    }
}
