//! Carries what the desk tells to the window, the tray and the system's notifications.
//!
//! When something is told is decided in `coffreo_desk::digests`. One notification a kind stands at a time: a later one is
//! added to it. A click opens the document, or, where it tells of several, what waits of their kind.

mod system;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coffreo_desk::digests::{Digest, Digests, Quiet};
use coffreo_desk::view::{ArrivedDocument, DeskEvent, Kind, Phase, Settings, Wanted};
use coffreo_desk::{Clock as _, Desk, SystemClock};
use tauri::{AppHandle, Emitter as _};
use tokio::sync::broadcast::error::RecvError;

use crate::texts::Texts;
use crate::{tray, wanted, window};

/// The one event that the screens listen to; its payload is a [`DeskEvent`].
pub const DESK_EVENT: &str = "desk";

/// A computer that slept has missed its time: it is looked at again this often while something waits.
const LOOK: Duration = Duration::from_secs(60);

/// Listens to the desk until the app ends.
pub fn forward_events(app: &AppHandle, desk: &Desk) {
    let (app, desk) = (app.clone(), desk.clone());
    let mut events = desk.events();
    tauri::async_runtime::spawn(async move {
        let mut digests = Digests::default();
        let standing = Standing::default();
        loop {
            tokio::select! {
                event = events.recv() => match event {
                    Ok(event) => forward(&app, &mut digests, event),
                    // Too slow for some: the status of now stands for all that was missed.
                    Err(RecvError::Lagged(_)) => forward(&app, &mut digests, DeskEvent::Status(Box::new(desk.status()))),
                    Err(RecvError::Closed) => break,
                },
                () = due(&digests, &desk) => {}
            }
            let settings = desk.status().settings;
            for digest in digests.due(SystemClock.now(), &Quiet::here(&settings)) {
                tell(&app, &desk, settings, &standing, digest).await;
            }
        }
    });
}

fn forward(app: &AppHandle, digests: &mut Digests, event: DeskEvent) {
    match &event {
        DeskEvent::Status(status) => {
            tray::update(app, status);
            if status.phase != Phase::Open || !status.settings.notifications {
                digests.forget();
            }
        }
        DeskEvent::Arrived { kind, documents } => return digests.arrive(*kind, documents.clone()),
        // The reading of texts, which ends with this, has started workers.
        DeskEvent::DocumentsChanged { .. } if !window::is_there(app) => crate::rest(app),
        DeskEvent::DocumentsChanged { .. }
        | DeskEvent::SigningMoved
        | DeskEvent::Wanted
        | DeskEvent::RelationsChanged
        | DeskEvent::AccessLost
        | DeskEvent::NewsChanged => {}
    }
    if let Err(error) = app.emit(DESK_EVENT, event) {
        tracing::error!(%error, "the window could not be told");
    }
}

/// Waits until something may be told; for ever while nothing waits.
async fn due(digests: &Digests, desk: &Desk) {
    let now = SystemClock.now();
    match digests.next(now, &Quiet::here(&desk.status().settings)) {
        Some(next) => {
            let wait = u64::try_from(next.0 - now.0).unwrap_or(0);
            tokio::time::sleep(Duration::from_millis(wait).min(LOOK)).await;
        }
        None => std::future::pending().await,
    }
}

/// What each kind's notification tells at the moment.
#[derive(Clone, Default)]
struct Standing(Arc<Mutex<HashMap<Kind, Vec<ArrivedDocument>>>>);

impl Standing {
    fn add(&self, kind: Kind, arrived: Vec<ArrivedDocument>) -> Vec<ArrivedDocument> {
        let Ok(mut standing) = self.0.lock() else { return arrived };
        let documents = standing.entry(kind).or_default();
        documents.extend(arrived);
        documents.clone()
    }

    fn take(&self, kind: Kind) -> Vec<ArrivedDocument> {
        self.0.lock().ok().and_then(|mut standing| standing.remove(&kind)).unwrap_or_default()
    }
}

async fn tell(app: &AppHandle, desk: &Desk, settings: Settings, standing: &Standing, digest: Digest) {
    let Digest { kind, documents } = digest;
    if !settings.notifications {
        return;
    }
    // While it waited, the person may have seen some of it; a vault that was closed tells nothing.
    let documents = desk.still_new(documents).await.unwrap_or_default();
    if documents.is_empty() {
        return;
    }
    let documents = standing.add(kind, documents);
    let texts = Texts(settings.language);
    let note = system::Note {
        kind,
        title: texts.arrived(kind, documents.len()),
        text: texts.arrived_from(&documents, settings.discreet_notifications),
        action: texts.show(),
    };
    let (app, standing) = (app.clone(), standing.clone());
    system::show(note, move |clicked| {
        let told = standing.take(kind);
        if clicked {
            let wanted = match told.as_slice() {
                [only] => Wanted::Document { id: only.id.clone() },
                _ => Wanted::List { kind },
            };
            wanted::show(&app, wanted);
        }
    });
}
