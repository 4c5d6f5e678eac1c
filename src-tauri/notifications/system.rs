//! The system's notification service. Absent or refusing, it costs a line in the log and nothing else.

use coffreo_desk::view::Kind;
use notify_rust::Notification;

/// What is shown.
pub struct Note {
    /// A later note of the same kind takes the place of the earlier.
    pub kind: Kind,
    /// One line.
    pub title: String,
    /// A few lines.
    pub text: String,
    /// The label of what a click does.
    pub action: &'static str,
}

/// Shows the note on a thread of its own, and says there whether it was clicked or went away.
pub fn show(note: Note, ended: impl FnOnce(bool) + Send + 'static) {
    let spawned = std::thread::Builder::new().name("notification".into()).spawn(move || match raise(&note) {
        Ok(handle) => wait(handle, note.kind, ended),
        Err(error) => tracing::warn!(%error, "the system shows no notification"),
    });
    if let Err(error) = spawned {
        tracing::warn!(%error, "no thread for a notification");
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use std::sync::Mutex;

    use super::{Kind, Note, Notification};

    /// The service's identifiers of the notes that stand, by kind.
    static STANDING: Mutex<[Option<u32>; 2]> = Mutex::new([None, None]);

    pub fn raise(note: &Note) -> notify_rust::error::Result<notify_rust::NotificationHandle> {
        let mut notification = Notification::new();
        notification
            .appname("Coffreo")
            .summary(&note.title)
            .body(&note.text)
            .icon("coffreo")
            .hint(notify_rust::Hint::DesktopEntry("Coffreo".into()))
            .action("default", note.action);
        if let Some(id) = standing(note.kind, None) {
            notification.id(id);
        }
        let handle = notification.show()?;
        standing(note.kind, Some(handle.id()));
        Ok(handle)
    }

    pub fn wait(handle: notify_rust::NotificationHandle, kind: Kind, ended: impl FnOnce(bool)) {
        let id = handle.id();
        let mut clicked = None;
        handle.wait_for_action(|action| clicked = Some(action == "default"));
        forget(kind, id);
        ended(clicked.unwrap_or(false));
    }

    fn standing(kind: Kind, id: Option<u32>) -> Option<u32> {
        let mut standing = STANDING.lock().ok()?;
        let place = &mut standing[kind as usize];
        std::mem::replace(place, id.or(*place))
    }

    fn forget(kind: Kind, id: u32) {
        if let Ok(mut standing) = STANDING.lock() {
            let place = &mut standing[kind as usize];
            if *place == Some(id) {
                *place = None;
            }
        }
    }
}

/// On Windows and macOS the system itself brings the app to the front when a note is clicked.
#[cfg(not(target_os = "linux"))]
mod platform {
    use super::{Kind, Note, Notification};

    pub fn raise(note: &Note) -> notify_rust::error::Result<()> {
        Notification::new().appname("Coffreo").summary(&note.title).body(&note.text).show().map(drop)
    }

    pub fn wait((): (), _kind: Kind, ended: impl FnOnce(bool)) {
        ended(false);
    }
}

use platform::{raise, wait};
