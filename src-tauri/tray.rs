//! The tray icon: the way back to the window, and what waits.

use coffreo_desk::Desk;
use coffreo_desk::view::{Kind, Phase, Status};
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager as _, Wry};

use crate::texts::Texts;
use crate::window;

const ID: &str = "coffreo";
const QUIET: Image<'_> = tauri::include_image!("icons/tray.png");
const PENDING: Image<'_> = tauri::include_image!("icons/tray-pending.png");

/// The entries whose words change with the status.
struct Entries {
    open: MenuItem<Wry>,
    waiting: MenuItem<Wry>,
    synchronise: MenuItem<Wry>,
    lock: MenuItem<Wry>,
    quit: MenuItem<Wry>,
}

/// Shows the icon.
pub fn set_up(app: &AppHandle) -> tauri::Result<()> {
    let status = app.state::<Desk>().status();
    let entry = |id: &str| MenuItem::with_id(app, id, "", true, None::<&str>);
    let entries = Entries {
        open: entry("open")?,
        waiting: entry("waiting")?,
        synchronise: entry("synchronise")?,
        lock: entry("lock")?,
        quit: entry("quit")?,
    };
    let menu = Menu::with_items(
        app,
        &[
            &entries.open,
            &entries.waiting,
            &PredefinedMenuItem::separator(app)?,
            &entries.synchronise,
            &entries.lock,
            &PredefinedMenuItem::separator(app)?,
            &entries.quit,
        ],
    )?;
    TrayIconBuilder::with_id(ID)
        .icon(QUIET)
        .tooltip("Coffreo")
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| act(app, event.id().as_ref()))
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event {
                window::show(tray.app_handle());
            }
        })
        .build(app)?;
    app.manage(entries);
    update(app, &status);
    Ok(())
}

/// Puts the status into words and icon.
pub fn update(app: &AppHandle, status: &Status) {
    let texts = Texts(status.settings.language);
    let pending = status.counts.iter().find(|counts| counts.kind == Kind::Contract).map_or(0, |counts| counts.pending);
    let waiting = texts.to_sign(pending);
    let open = status.phase == Phase::Open;
    let entries = app.state::<Entries>();
    let shown = (|| {
        entries.open.set_text(texts.open())?;
        entries.waiting.set_text(&waiting)?;
        entries.waiting.set_enabled(open)?;
        entries.synchronise.set_text(texts.synchronise())?;
        entries.synchronise.set_enabled(open)?;
        entries.lock.set_text(texts.lock())?;
        entries.lock.set_enabled(open)?;
        entries.quit.set_text(texts.quit())?;
        if let Some(tray) = app.tray_by_id(ID) {
            tray.set_icon(Some(if pending > 0 { PENDING } else { QUIET }))?;
            tray.set_tooltip(Some(if open { format!("Coffreo – {waiting}") } else { "Coffreo".to_owned() }))?;
            // Linux shows a title beside the icon instead of a tooltip.
            tray.set_title((open && pending > 0).then(|| pending.to_string()))?;
        }
        tauri::Result::Ok(())
    })();
    if let Err(error) = shown {
        tracing::warn!(%error, "the tray could not be brought up to date");
    }
}

fn act(app: &AppHandle, entry: &str) {
    let desk = app.state::<Desk>().inner().clone();
    match entry {
        "open" | "waiting" => window::show(app),
        "synchronise" => desk.sync_now(),
        "lock" => {
            tauri::async_runtime::spawn(async move { desk.lock().await });
        }
        "quit" => app.exit(0),
        _ => {}
    }
}

/// Whether somebody can see the icon. Without that, closing the window must end the app: there would be no way back.
pub fn is_visible(_app: &AppHandle) -> bool {
    host::is_there()
}

#[cfg(target_os = "linux")]
mod host {
    use std::process::{Command, Stdio};

    /// Some desktops show no tray icons. The one who shows them owns this name on the session bus.
    pub fn is_there() -> bool {
        let call = "org.freedesktop.DBus.NameHasOwner";
        let answer = Command::new("dbus-send")
            .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus", call])
            .arg("string:org.kde.StatusNotifierWatcher")
            .stdin(Stdio::null())
            .output();
        answer.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("boolean true"))
    }
}

#[cfg(not(target_os = "linux"))]
mod host {
    pub fn is_there() -> bool {
        true
    }
}
