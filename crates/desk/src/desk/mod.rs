//! [`Desk`]: what the shell calls. Each command finds the open vault, asks, and answers with values for the screens.

mod arranged;
mod commands;
mod core;
mod reading;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast;

use crate::vault::Vault;
use crate::view::{DeskEvent, Prefill, Status};
use crate::viewer::WorkerCommand;
use crate::{Clock, DeskError, memory};

pub(crate) use commands::viewer_error;
pub(crate) use core::{Core, lock};

/// A keyring that is open has answered by then.
const KEYRING_ANSWERS: Duration = Duration::from_secs(2);

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
        self.core.started.send_replace(true);
        tokio::spawn(crate::support::keep_sending(Arc::downgrade(&self.core)));
        tokio::spawn(crate::session::watch_idleness(Arc::downgrade(&self.core)));
    }

    /// What the app is doing once [`start`](Self::start) has asked the keyring, so that no screen shows a lock that is
    /// about to open. A keyring that asks the person in turn is not waited for.
    pub async fn first_status(&self) -> Status {
        let mut started = self.core.started.subscribe();
        let _ = tokio::time::timeout(KEYRING_ANSWERS, started.wait_for(|started| *started)).await;
        self.status()
    }

    /// The window is gone, for hours perhaps: lets go of all that only makes it quick.
    pub async fn rest(&self) {
        self.core.viewer.rest().await;
        // A closed vault holds nothing.
        let _ = self.core.ask(Vault::rest).await;
        let _ = tokio::task::spawn_blocking(memory::give_back).await;
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
