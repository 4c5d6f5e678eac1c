//! What all clones of a desk share.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use coffreo_api::relations::{Relation, RelationState};
use coffreo_domain::Sha256;
use tokio::sync::{broadcast, watch};

use super::Places;
use crate::accounts::Accounts;
use crate::joining::Link;
use crate::session::Opened;
use crate::signing::SigningRun;
use crate::vault::{Vault, VaultError, make_folder};
use crate::view::{Account, Connection, DeskEvent, KindCounts, Phase, Prefill, Status};
use crate::viewer::{Viewer, ViewerSettings, WorkerCommand};
use crate::{Clock, DeskError};

/// The state of the desk.
pub(crate) struct Core {
    pub places: Places,
    pub clock: Arc<dyn Clock>,
    pub viewer: Viewer,
    prefill: Prefill,
    pub events: broadcast::Sender<DeskEvent>,
    /// Whether the keyring has been asked.
    pub started: watch::Sender<bool>,
    /// Held through signing in, unlocking, locking and signing out: one at a time.
    pub turn: tokio::sync::Mutex<()>,
    pub accounts: Mutex<Accounts>,
    state: Mutex<State>,
    /// The SHA-256 of each document as the screens were given it; see `signing`.
    pub shown: Mutex<HashMap<String, Sha256>>,
    pub signing: SigningRun,
    /// Set, it stops the export that began last.
    pub export: Mutex<Arc<AtomicBool>>,
    /// What is being rendered ahead; the next wish replaces it.
    pub ahead: Mutex<Option<tokio::task::AbortHandle>>,
    /// Copies of documents that other programs have open; gone when the vault closes.
    pub copies: Mutex<Option<tempfile::TempDir>>,
    /// The link that was opened and is not done with. Its token never reaches a screen.
    pub link: Mutex<Option<Link>>,
    /// When the person last used the app: ms.
    used_at: AtomicI64,
    /// Asks for the messages to the support to be sent that were written while no vault was open.
    pub messages: tokio::sync::Notify,
    /// Keeps a second copy of the app out of the folder; the system lets go of it with the process.
    _alone: File,
}

struct State {
    opened: Option<Arc<Opened>>,
    connection: Connection,
    counts: Vec<KindCounts>,
    last_sync_at: Option<i64>,
    name: Option<String>,
    relations: Vec<Relation>,
    unread_news: u32,
    /// Of the last status that was read.
    revision: u64,
}

impl Core {
    pub fn open(
        places: Places,
        clock: Arc<dyn Clock>,
        worker: WorkerCommand,
        prefill: Prefill,
    ) -> Result<Self, DeskError> {
        make_folder(&places.data).map_err(VaultError::from)?;
        let alone = File::options().write(true).create(true).truncate(false).open(places.data.join("instance.lock"));
        let alone = alone.map_err(VaultError::from)?;
        match alone.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DeskError::VaultInUse),
            Err(TryLockError::Error(error)) => return Err(VaultError::from(error).into()),
        }
        let viewer = Viewer::new(ViewerSettings::new(worker, places.resources.clone()));
        let accounts = Mutex::new(Accounts::read(&places.data));
        let state = Mutex::new(State::closed(clock.now().0, 0));
        let (events, _) = broadcast::channel(256);
        let (started, _) = watch::channel(false);
        let (turn, shown) = (tokio::sync::Mutex::default(), Mutex::default());
        let signing = SigningRun::default();
        let (ahead, copies, link) = (Mutex::default(), Mutex::default(), Mutex::default());
        let (used_at, export) = (AtomicI64::new(clock.now().0), Mutex::default());
        Ok(Self {
            places,
            clock,
            viewer,
            prefill,
            events,
            started,
            turn,
            accounts,
            state,
            shown,
            signing,
            export,
            ahead,
            copies,
            link,
            used_at,
            messages: tokio::sync::Notify::new(),
            _alone: alone,
        })
    }

    /// The open vault with its session.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub fn opened(&self) -> Result<Arc<Opened>, DeskError> {
        lock(&self.state).opened.clone().ok_or(DeskError::Locked)
    }

    /// Asks the vault on a thread that may block.
    pub async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Vault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, DeskError> {
        self.opened()?.ask(ask).await
    }

    /// Makes this the open vault.
    pub async fn set_opened(&self, opened: Arc<Opened>) -> Result<(), DeskError> {
        let (name, last_sync_at) = opened.remembered().await?;
        let (relations, unread_news) = opened.remembered_people().await?;
        self.used();
        {
            let mut state = lock(&self.state);
            let closed = State::closed(self.clock.now().0, state.revision);
            *state = State { name, last_sync_at, relations, unread_news, opened: Some(opened), ..closed };
        }
        self.recount().await;
        Ok(())
    }

    /// Closes the vault, if one is open.
    pub async fn close(&self) {
        let opened = {
            let mut state = lock(&self.state);
            let opened = state.opened.take();
            *state = State::closed(self.clock.now().0, state.revision);
            opened
        };
        lock(&self.shown).clear();
        if let Some(ahead) = lock(&self.ahead).take() {
            ahead.abort();
        }
        drop(lock(&self.copies).take());
        if let Some(opened) = opened {
            opened.close().await;
        }
        self.tell_status();
    }

    /// The counts anew, then tells the frame.
    pub async fn recount(&self) {
        let now = self.clock.now().0;
        if let Ok(counts) = self.ask(move |vault| vault.counts(now)).await {
            lock(&self.state).counts = counts;
        }
        self.tell_status();
    }

    /// Tells the frame when the connection changed.
    pub fn set_connection(&self, connection: Connection) {
        let changed = {
            let mut state = lock(&self.state);
            let changed = !state.connection.is_still(&connection);
            if changed {
                state.connection = connection;
            }
            changed
        };
        if changed {
            self.tell_status();
        }
    }

    pub fn connection(&self) -> Connection {
        lock(&self.state).connection.clone()
    }

    pub fn set_last_sync(&self, at: i64) {
        lock(&self.state).last_sync_at = Some(at);
    }

    pub fn set_name(&self, name: &str) {
        lock(&self.state).name = Some(name.to_owned());
    }

    /// The person's relations as they are known now.
    pub fn relations(&self) -> Vec<Relation> {
        lock(&self.state).relations.clone()
    }

    /// Answers whether they differ from those before.
    pub fn set_relations(&self, relations: Vec<Relation>) -> bool {
        let mut state = lock(&self.state);
        let changed = state.relations != relations;
        state.relations = relations;
        changed
    }

    pub fn set_unread_news(&self, unread: u32) {
        lock(&self.state).unread_news = unread;
    }

    /// The person does something.
    pub fn used(&self) {
        self.used_at.store(self.clock.now().0, Ordering::Relaxed);
    }

    /// Milliseconds since the person last did something.
    pub fn idle(&self) -> i64 {
        self.clock.now().0.saturating_sub(self.used_at.load(Ordering::Relaxed))
    }

    pub fn tell(&self, event: DeskEvent) {
        // Nobody listening is well.
        let _ = self.events.send(event);
    }

    pub fn tell_status(&self) {
        self.tell(DeskEvent::Status(Box::new(self.status())));
    }

    pub fn status(&self) -> Status {
        // Both are held at once, so that a greater revision knows all that a smaller one knew.
        let accounts = lock(&self.accounts);
        let link = lock(&self.link).as_ref().map(Link::shown);
        let mut state = lock(&self.state);
        state.revision += 1;
        let phase = match (&state.opened, &accounts.current) {
            (Some(_), _) => Phase::Open,
            (None, Some(_)) => Phase::Locked,
            (None, None) => Phase::SignedOut,
        };
        let last = accounts.current.as_ref().or(accounts.last.as_ref());
        let or_last = |given: &str, last: Option<&String>| {
            if given.is_empty() { last.cloned().unwrap_or_default() } else { given.to_owned() }
        };
        Status {
            revision: state.revision,
            phase,
            account: accounts.current.as_ref().map(|account| Account {
                id: account.name(),
                server: account.server.clone(),
                email: account.email.clone(),
                name: state.name.clone(),
            }),
            connection: state.connection.clone(),
            last_sync_at: state.last_sync_at,
            counts: state.counts.clone(),
            settings: accounts.settings(),
            prefill: Prefill {
                server: or_last(&self.prefill.server, last.map(|account| &account.server)),
                email: or_last(&self.prefill.email, last.map(|account| &account.email)),
            },
            version: env!("CARGO_PKG_VERSION").to_owned(),
            accounts: accounts.shown(),
            link,
            administers: state.relations.iter().any(administers),
            relations_waiting: state.relations.iter().filter(|relation| waits(relation)).count() as u32,
            unread_news: state.unread_news,
        }
    }

    /// The server may have said another address of the person: the account stays, and its folder.
    ///
    /// # Errors
    /// [`DeskError::CannotWrite`], [`DeskError::DiskFull`].
    pub fn follow_address(&self, opened: &Opened) -> Result<(), DeskError> {
        let (id, email) = (opened.account.name(), opened.email());
        let known = lock(&self.accounts).current.as_ref().is_some_and(|account| account.email == email);
        if known {
            return Ok(());
        }
        self.change_accounts(|accounts| accounts.change(&id, |account| account.email.clone_from(&email)))?;
        self.tell_status();
        Ok(())
    }

    /// Changes `accounts.json`.
    pub fn change_accounts(&self, change: impl FnOnce(&mut Accounts)) -> Result<(), DeskError> {
        let mut accounts = lock(&self.accounts);
        let mut changed = accounts.clone();
        change(&mut changed);
        changed.write(&self.places.data).map_err(VaultError::from)?;
        *accounts = changed;
        Ok(())
    }
}

impl State {
    fn closed(since: i64, revision: u64) -> Self {
        let connection = Connection::Offline { since };
        Self {
            opened: None,
            connection,
            counts: Vec::new(),
            last_sync_at: None,
            name: None,
            relations: Vec::new(),
            unread_news: 0,
            revision,
        }
    }
}

fn waits(relation: &Relation) -> bool {
    relation.state == RelationState::Waiting
}

fn administers(relation: &Relation) -> bool {
    relation.state == RelationState::Confirmed && relation.rights.contains('A')
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
