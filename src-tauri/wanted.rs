//! What a notification, a link or the tray wants to be shown: it waits until the screens are there and ask for it.

use std::sync::Mutex;

use coffreo_desk::view::{DeskEvent, Wanted};
use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::notifications::DESK_EVENT;
use crate::window;

#[derive(Default)]
struct Waiting(Mutex<Option<Wanted>>);

/// Makes the place where it waits.
pub fn set_up(app: &AppHandle) {
    app.manage(Waiting::default());
}

/// Brings the window to show it. A window that is still being made, or that is locked, asks for it when it is ready
/// ([`take`]).
pub fn show(app: &AppHandle, wanted: Wanted) {
    if let Ok(mut waiting) = app.state::<Waiting>().0.lock() {
        *waiting = Some(wanted);
    }
    window::show(app);
    if let Err(error) = app.emit(DESK_EVENT, DeskEvent::Wanted) {
        tracing::error!(%error, "the window could not be told what is wanted");
    }
}

/// What is wanted and no screen has shown yet.
pub fn take(app: &AppHandle) -> Option<Wanted> {
    app.state::<Waiting>().0.lock().ok()?.take()
}
