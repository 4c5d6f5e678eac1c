//! The rows, in SQLite or PostgreSQL. The only place that speaks SQL; one text for both.
//!
//! A function is one statement. Reading functions are of [`Store`], writing ones of [`Tx`]. What belongs to a person or
//! an agency has that owner in its WHERE: absent and not yours are the same `None`. Nothing here decides: rules are
//! in `coffreo-domain`, and a caller that lost a race hears [`StoreError::LostRace`].

mod accounts;
mod agencies;
mod announcements;
mod answers;
mod attempts;
mod changes;
mod companies;
mod contacts;
mod devices;
mod documents;
mod journal;
mod links;
mod listen;
mod mails;
mod mandates;
mod memberships;
mod migrate;
mod news;
mod open;
mod outbox;
mod people;
mod places;
mod relations;
mod rows;
mod second_factor;
mod sessions;
mod signatures;
mod support;
mod sweep;
mod watch;
mod webhooks;

use coffreo_domain::{PersonId, Timestamp};
use sqlx::{Any, AnyPool, Transaction};

use crate::events::{Events, Notice};
use crate::journal::Entry;

pub use accounts::{AddressChange, StoredAccount};
pub use agencies::{Agency, AgencyKey};
pub use announcements::{DueNews, DueReminder, Reader};
pub use answers::{NewAnswer, NewDownload, StoredAnswer, StoredDownload};
pub use changes::VisibleScope;
pub use companies::Company;
pub use contacts::{NewContact, PlaceNames};
pub use documents::{NewDocument, ScopeMark, StoredDocument, StoredSignature};
pub use links::{LinkKind, StoredLink};
pub use mails::{DeadMail, DueMail};
pub use mandates::{ActiveMandate, MandateSide, NewMandate, StoredMandate};
pub use memberships::{Membership, Standing};
pub use news::StoredNews;
pub use outbox::{MessageKey, Outbox};
pub use people::Person;
pub use places::{PlaceEntry, StoredPlacePerson};
pub use relations::{StoredDecline, StoredRelation};
pub use second_factor::SecondFactor;
pub use sessions::{NewSession, OpenSession, RefreshRow, SessionPerson};
pub use signatures::NewSignature;
pub use support::NewSupportRequest;
pub use webhooks::{DeadLetter, DueMessage, NewMessage, Webhook};

/// Why rows were not read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed or is not there.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// A row holds what this program never writes.
    #[error("a row of the database is damaged: {0}")]
    Damaged(&'static str),
    /// Somebody else changed the row between reading and writing: read again and decide again.
    #[error("somebody else was quicker")]
    LostRace,
    /// There is one already.
    #[error("{0} exists already")]
    Exists(&'static str),
    /// The database was made by a newer server.
    #[error("the database has schema {found}, this server knows up to {known}: use the newer server")]
    NewerSchema {
        /// The database's.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
}

impl StoreError {
    /// Whether the same may be tried again: all connections are in use, or somebody was quicker.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::PoolTimedOut) | Self::LostRace)
    }
}

/// Who looks, and when: a mandate opens some days only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
}

/// The scopes that a viewer sees: `$1` is the person, `$2` the moment. Asked by every statement about a person's
/// documents, and never joined: one scope may be opened twice.
macro_rules! seen {
    () => {
        "(SELECT scope_id FROM sees WHERE person_id = $1 AND opens_at <= $2 AND closes_at > $2)"
    };
}
use seen;

/// Which database it is, for the few things that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Sqlite,
    Postgres,
}

/// The rows.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    /// SQLite has one writing connection: two would lock each other out.
    write: AnyPool,
    read: AnyPool,
    events: Events,
}

/// Several statements that take effect together or not at all. Dropped without [`Tx::commit`], it leaves nothing.
///
/// Locks are taken in one order, so that transactions never wait in a circle: places by company and agency, then scopes
/// by rising identifier, then documents, then the journal.
pub struct Tx {
    engine: Engine,
    inner: Transaction<'static, Any>,
    events: Events,
    notices: Vec<Notice>,
}

impl Store {
    /// Starts a transaction that will write.
    ///
    /// # Errors
    /// [`StoreError::Database`]
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = match self.engine {
            Engine::Sqlite => self.write.begin_with("BEGIN IMMEDIATE").await?,
            Engine::Postgres => self.write.begin().await?,
        };
        Ok(Tx { engine: self.engine, inner, events: self.events.clone(), notices: Vec::new() })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Database`]
    pub async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.read).await?;
        Ok(())
    }

    /// Closes all connections; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

impl Tx {
    /// Makes everything of this transaction last, then tells who listens.
    ///
    /// # Errors
    /// [`StoreError::Database`]: whether it took effect is then unknown.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if self.engine == Engine::Postgres {
            for notice in &self.notices {
                listen::notify(&mut self.inner, notice).await?;
            }
        }
        self.inner.commit().await?;
        if self.engine == Engine::Sqlite {
            self.notices.into_iter().for_each(|notice| self.events.tell(notice));
        }
        Ok(())
    }

    /// Tells listeners once the transaction has taken effect.
    pub fn announce(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    /// Writes evidence.
    ///
    /// # Errors
    /// [`StoreError::Database`]
    pub async fn record(&mut self, at: Timestamp, entries: &[Entry]) -> Result<(), StoreError> {
        journal::append(&mut self.inner, at, entries).await
    }
}
