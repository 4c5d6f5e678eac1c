//! [`Desk`]: what the shell calls. Each command finds the open vault, asks, and answers with values for the screens.

mod arranged;
mod commands;
mod core;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::broadcast;

use crate::view::{DeskEvent, Prefill, Status};
use crate::viewer::WorkerCommand;
use crate::{Clock, DeskError};

pub(crate) use core::{Core, lock};

/// Where the desktop keeps and finds its files; given by the shell.
#[derive(Debug, Clone)]
pub struct Places {
    /// The app's own folder, made when it is missing.
    pub data: PathBuf,
    /// Where saved documents go.
    pub downloads: PathBuf,
    /// The folder with what came with the app: PDFium.
    pub resources: Option<PathBuf>,
}

/// The desktop without its window. Cheap to clone; all clones are the same desk.
#[derive(Clone)]
pub struct Desk {
    pub(crate) core: Arc<Core>,
}

impl Desk {
    /// Opens the desk: quick, without network or key derivation. [`start`](Self::start) does the rest.
    ///
    /// # Errors
    /// [`DeskError::VaultInUse`], [`DeskError::CannotWrite`], [`DeskError::DiskFull`].
    pub fn open(
        places: Places,
        clock: Arc<dyn Clock>,
        worker: WorkerCommand,
        prefill: Prefill,
    ) -> Result<Self, DeskError> {
        Ok(Self { core: Arc::new(Core::open(places, clock, worker, prefill)?) })
    }

    /// Opens the vault by the keyring where the person wants that; it is then kept up to date in the background.
    pub async fn start(&self) {
        self.open_by_keyring().await;
    }

    /// Stops what runs in the background and closes the vault.
    pub async fn shutdown(&self) {
        let _turn = self.core.turn.lock().await;
        self.core.close().await;
    }

    /// What the app is doing.
    pub fn status(&self) -> Status {
        self.core.status()
    }

    /// What happens from now on. A receiver that lags has missed something: ask for [`status`](Self::status) again.
    pub fn events(&self) -> broadcast::Receiver<DeskEvent> {
        self.core.events.subscribe()
    }

    /// Asks the server for news at once, without waiting for them.
    pub fn sync_now(&self) {
        if let Ok(opened) = self.core.opened() {
            opened.nudge.notify_one();
        }
    }
}
