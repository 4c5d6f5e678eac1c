//! The one window. Closing it frees its memory; it is made anew when it is asked for.

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Wry};
use tauri_plugin_window_state::StateFlags;

/// The window's label, which the capability names.
pub const MAIN: &str = "main";

/// Remembers the window's place, size and state from one time to the next.
pub fn remembering() -> TauriPlugin<Wry> {
    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    tauri_plugin_window_state::Builder::new().with_state_flags(flags).with_filename("window.json").build()
}

/// Brings the window to the front, making it where there is none.
pub fn show(app: &AppHandle) {
    let window = match app.get_webview_window(MAIN) {
        Some(window) => Ok(window),
        None => make(app),
    };
    let shown = window.and_then(|window| {
        window.unminimize()?;
        window.show()?;
        window.set_focus()
    });
    if let Err(error) = shown {
        tracing::error!(%error, "the window could not be shown");
    }
}

fn make(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Coffreo")
        .inner_size(1280.0, 800.0)
        .min_inner_size(480.0, 400.0)
        .center()
        .zoom_hotkeys_enabled(true)
        .on_navigation(is_ours)
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
        .build()
}

/// Whether there is a window.
pub fn is_there(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some()
}

/// The screens never leave the app: no remote page is ever loaded into the window.
fn is_ours(url: &tauri::Url) -> bool {
    let development = cfg!(debug_assertions) && url.host_str() == Some("localhost");
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost") || development
}
