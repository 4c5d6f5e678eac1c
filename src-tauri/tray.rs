//! The tray icon: the way back to the window, and what waits.

use std::sync::Mutex;

use coffreo_desk::Desk;
use coffreo_desk::view::{Kind, Language, Phase, Status, Wanted};
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager as _, Wry};

use crate::texts::Texts;
use crate::{wanted, window};

const ID: &str = "coffreo";
const QUIET: Image<'_> = tauri::include_image!("icons/tray.png");
const PENDING: Image<'_> = tauri::include_image!("icons/tray-pending.png");

/// The entries whose words change with the status.
struct Entries {
    open: MenuItem<Wry>,
    contracts: MenuItem<Wry>,
    invoices: MenuItem<Wry>,
    synchronise: MenuItem<Wry>,
    lock: MenuItem<Wry>,
    quit: MenuItem<Wry>,
    /// What they say at the moment.
    said: Mutex<Option<Saying>>,
}

/// What words and icon depend on. Linux writes a file for each icon that is set: it is not done for nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Saying {
    language: Language,
    open: bool,
    contracts: i64,
    invoices: i64,
}

/// Shows the icon.
pub fn set_up(app: &AppHandle) -> tauri::Result<()> {
    let entry = |id: &str| MenuItem::with_id(app, id, "", true, None::<&str>);
    let entries = Entries {
        open: entry("open")?,
        contracts: entry("contracts")?,
        invoices: entry("invoices")?,
        synchronise: entry("synchronise")?,
        lock: entry("lock")?,
        quit: entry("quit")?,
        said: Mutex::new(None),
    };
    let menu = Menu::with_items(
        app,
        &[
            &entries.open,
            &entries.contracts,
            &entries.invoices,
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
    update(app, &app.state::<Desk>().status());
    Ok(())
}

/// Puts the status into words and icon.
pub fn update(app: &AppHandle, status: &Status) {
    // Not there yet: it begins with the status of its moment.
    let Some(entries) = app.try_state::<Entries>() else { return };
    let pending = |kind| status.counts.iter().find(|counts| counts.kind == kind).map_or(0, |counts| counts.pending);
    let saying = Saying {
        language: status.settings.language,
        open: status.phase == Phase::Open,
        contracts: pending(Kind::Contract),
        invoices: pending(Kind::Invoice),
    };
    if entries.said.lock().is_ok_and(|mut said| said.replace(saying) == Some(saying)) {
        return;
    }
    if let Err(error) = say(app, &entries, saying) {
        tracing::warn!(%error, "the tray could not be brought up to date");
    }
}

fn say(app: &AppHandle, entries: &Entries, saying: Saying) -> tauri::Result<()> {
    let Saying { language, open, contracts, invoices } = saying;
    let texts = Texts(language);
    let waiting = |kind, pending| texts.waiting(kind, open.then_some(pending));
    let waiting = [waiting(Kind::Contract, contracts), waiting(Kind::Invoice, invoices)];
    entries.open.set_text(texts.open())?;
    for (entry, text) in [(&entries.contracts, &waiting[0]), (&entries.invoices, &waiting[1])] {
        entry.set_text(text)?;
        entry.set_enabled(open)?;
    }
    entries.synchronise.set_text(texts.synchronise())?;
    entries.synchronise.set_enabled(open)?;
    entries.lock.set_text(texts.lock())?;
    entries.lock.set_enabled(open)?;
    entries.quit.set_text(texts.quit())?;
    let Some(tray) = app.tray_by_id(ID) else { return Ok(()) };
    let all = contracts + invoices;
    tray.set_icon(Some(if all > 0 { PENDING } else { QUIET }))?;
    let tip = if open { format!("Coffreo\n{}", waiting.join("\n")) } else { "Coffreo".to_owned() };
    tray.set_tooltip(Some(tip))?;
    // Linux shows a title beside the icon instead of a tooltip.
    tray.set_title((open && all > 0).then(|| all.to_string()))
}

fn act(app: &AppHandle, entry: &str) {
    let desk = app.state::<Desk>().inner().clone();
    match entry {
        "open" => window::show(app),
        "contracts" => wanted::show(app, Wanted::List { kind: Kind::Contract }),
        "invoices" => wanted::show(app, Wanted::List { kind: Kind::Invoice }),
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
