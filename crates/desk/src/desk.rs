//! [`Desk`]: what the shell calls.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::broadcast;

use crate::view::{
    Connection, DeskEvent, DocumentView, ListPage, ListQuery, Neighbours, Outline, Phase, Prefill, SavedFile, Settings,
    SignOutcome, Status,
};
use crate::viewer::{PageImage, Viewer, ViewerSettings, WorkerCommand};
use crate::{Clock, DeskError, Password};

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
    inner: Arc<Inner>,
}

struct Inner {
    #[expect(dead_code, reason = "the skeleton")]
    places: Places,
    clock: Arc<dyn Clock>,
    #[expect(dead_code, reason = "the skeleton")]
    viewer: Viewer,
    prefill: Prefill,
    events: broadcast::Sender<DeskEvent>,
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
        let viewer = Viewer::new(ViewerSettings::new(worker, places.resources.clone()));
        let (events, _) = broadcast::channel(256);
        Ok(Self { inner: Arc::new(Inner { places, clock, viewer, prefill, events }) })
    }

    /// Opens the vault by the keyring where the person wants that, then keeps it up to date in the background.
    pub async fn start(&self) {}

    /// Stops what runs in the background and closes the vault.
    pub async fn shutdown(&self) {}

    /// What the app is doing.
    pub fn status(&self) -> Status {
        Status {
            phase: Phase::SignedOut,
            account: None,
            connection: Connection::Offline { since: self.inner.clock.now().0 },
            last_sync_at: None,
            counts: Vec::new(),
            settings: Settings::default(),
            prefill: self.inner.prefill.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// What happens from now on. A receiver that lags has missed something: ask for [`status`](Self::status) again.
    pub fn events(&self) -> broadcast::Receiver<DeskEvent> {
        self.inner.events.subscribe()
    }

    /// Signs in and opens the account's vault, made new where there is none. `keep`: the keyring opens it next time.
    pub async fn sign_in(
        &self,
        server: &str,
        email: &str,
        password: Password,
        keep: bool,
    ) -> Result<Status, DeskError> {
        let _ = (server, email, password, keep);
        Err(DeskError::ServerUnreachable)
    }

    /// Opens the vault with the password, offline too.
    pub async fn unlock(&self, password: Password) -> Result<Status, DeskError> {
        let _ = password;
        Err(DeskError::Locked)
    }

    /// Closes the vault. What the keyring holds stays.
    pub async fn lock(&self) -> Result<Status, DeskError> {
        Ok(self.status())
    }

    /// Ends the session. `forget`: also removes this computer's copy.
    pub async fn sign_out(&self, forget: bool) -> Result<Status, DeskError> {
        let _ = forget;
        Ok(self.status())
    }

    /// Keeps the person's choices.
    pub async fn save_settings(&self, settings: Settings) -> Result<Status, DeskError> {
        let _ = settings;
        Ok(self.status())
    }

    /// Asks the server for news at once, without waiting for them.
    pub fn sync_now(&self) {}

    /// A page of the list.
    pub async fn list(&self, query: ListQuery) -> Result<ListPage, DeskError> {
        let _ = query;
        Err(DeskError::Locked)
    }

    /// The identifiers of the whole list, in its order, at most 10,000.
    pub async fn list_ids(&self, query: ListQuery) -> Result<Vec<String>, DeskError> {
        let _ = query;
        Err(DeskError::Locked)
    }

    /// One document.
    pub async fn document(&self, id: &str) -> Result<DocumentView, DeskError> {
        let _ = id;
        Err(DeskError::Locked)
    }

    /// The document's place in a list.
    pub async fn neighbours(&self, id: &str, query: ListQuery) -> Result<Neighbours, DeskError> {
        let _ = (id, query);
        Err(DeskError::Locked)
    }

    /// The pages of its PDF.
    pub async fn outline(&self, id: &str) -> Result<Outline, DeskError> {
        let _ = id;
        Err(DeskError::Locked)
    }

    /// One page of its PDF, from 0; scale 1000 is 72 DPI. `sha256` as the outline said.
    pub async fn page(&self, id: &str, sha256: &str, page: u32, scale_milli: u32) -> Result<Arc<PageImage>, DeskError> {
        let _ = (id, sha256, page, scale_milli);
        Err(DeskError::Locked)
    }

    /// Remembers that this version was opened here.
    pub async fn mark_opened(&self, id: &str) -> Result<(), DeskError> {
        let _ = id;
        Err(DeskError::Locked)
    }

    /// Signs 1 to 100 documents. `request_id` is a UUID, one a press of the button: a repetition signs nothing twice.
    /// Answers one outcome a document, in the order given; `on_outcome` hears each as it comes.
    ///
    /// # Errors
    /// Before anything is signed: [`DeskError::WrongCredentials`], [`DeskError::InvalidSelection`] and the like.
    pub async fn sign(
        &self,
        ids: &[String],
        password: Password,
        request_id: &str,
        on_outcome: impl FnMut(SignOutcome) + Send,
    ) -> Result<Vec<SignOutcome>, DeskError> {
        let _ = (ids, password, request_id, on_outcome);
        Err(DeskError::Locked)
    }

    /// Saves one document as PDF, or several as one zip, into the downloads folder. Never overwrites.
    pub async fn save(&self, ids: &[String]) -> Result<SavedFile, DeskError> {
        let _ = ids;
        Err(DeskError::Locked)
    }

    /// For *Copier le diagnostic*: English, without names, contents or secrets.
    pub async fn diagnostics(&self) -> String {
        format!("Coffreo {}", env!("CARGO_PKG_VERSION"))
    }
}
