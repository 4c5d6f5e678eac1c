//! Carries what the desk tells to the window, the tray and the system's notifications.
//!
//! One notification a kind stands at a time: what comes while it stands is added to it. A click opens the document,
//! or, where it tells of several, the window.

mod system;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use coffreo_desk::Desk;
use coffreo_desk::view::{ArrivedDocument, DeskEvent, Kind, Settings};
use tauri::{AppHandle, Emitter as _};
use tokio::sync::broadcast::error::RecvError;

use crate::texts::Texts;
use crate::{links, tray, window};

/// The one event that the screens listen to; its payload is a [`DeskEvent`].
pub const DESK_EVENT: &str = "desk";

/// Listens to the desk until the app ends.
pub fn forward_events(app: &AppHandle, desk: &Desk) {
    let (app, desk) = (app.clone(), desk.clone());
    let mut events = desk.events();
    let standing = Standing::default();
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(event) => forward(&app, &desk, &standing, event),
                // Too slow for some: the status of now stands for all that was missed.
                Err(RecvError::Lagged(_)) => forward(&app, &desk, &standing, DeskEvent::Status(desk.status())),
                Err(RecvError::Closed) => break,
            }
        }
    });
}

fn forward(app: &AppHandle, desk: &Desk, standing: &Standing, event: DeskEvent) {
    match &event {
        DeskEvent::Status(status) => tray::update(app, status),
        DeskEvent::Arrived { kind, documents } => notify(app, desk.status().settings, standing, *kind, documents),
        DeskEvent::DocumentsChanged { .. } => {}
        DeskEvent::OpenDocument { id } => return links::open_document(app, id.clone()),
    }
    if let Err(error) = app.emit(DESK_EVENT, event) {
        tracing::error!(%error, "the window could not be told");
    }
}

/// What each kind's notification tells at the moment.
#[derive(Clone, Default)]
struct Standing(Arc<Mutex<HashMap<Kind, Vec<ArrivedDocument>>>>);

impl Standing {
    fn add(&self, kind: Kind, arrived: &[ArrivedDocument]) -> Vec<ArrivedDocument> {
        let Ok(mut standing) = self.0.lock() else { return arrived.to_vec() };
        let documents = standing.entry(kind).or_default();
        documents.extend(arrived.iter().cloned());
        documents.clone()
    }

    fn take(&self, kind: Kind) -> Vec<ArrivedDocument> {
        self.0.lock().ok().and_then(|mut standing| standing.remove(&kind)).unwrap_or_default()
    }
}

fn notify(app: &AppHandle, settings: Settings, standing: &Standing, kind: Kind, arrived: &[ArrivedDocument]) {
    if !settings.notifications || arrived.is_empty() {
        return;
    }
    let documents = standing.add(kind, arrived);
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
            match told.as_slice() {
                [only] => links::open_document(&app, only.id.clone()),
                _ => window::show(&app),
            }
        }
    });
}
