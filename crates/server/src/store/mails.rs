//! Mails that are to be sent.

use coffreo_api::account::Language;
use coffreo_domain::Timestamp;
use sqlx::any::AnyRow;

use super::outbox::{self, MessageKey};
use super::rows::Columns;
use super::{Store, StoreError, Tx};
use crate::edge::new_id;
use crate::mail::{Letter, Queued};

/// A mail that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueMail {
    /// Its name; the target is the e-mail address.
    pub key: MessageKey,
    /// A [`Queued`] letter as JSON.
    pub body: String,
}

/// A mail that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadMail {
    /// The message.
    pub id: String,
    /// To whom.
    pub address: String,
    /// Which letter: `invitation`.
    pub kind: String,
    /// How often it was tried.
    pub tries: i64,
    /// When it was given up.
    pub dead_at: Timestamp,
    /// What was wrong the last time.
    pub error: String,
}

impl Store {
    /// The mails that are due, those that have waited longest first.
    pub async fn due_mails(&self, now: Timestamp, most: i64) -> Result<Vec<DueMail>, StoreError> {
        let found = sqlx::query(
            "SELECT id, address AS target, tries, body FROM mail_messages
             WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2",
        );
        let rows = found.bind(now.0).bind(most).fetch_all(&self.read).await?;
        rows.iter().map(|row| Ok(DueMail { key: outbox::key(row)?, body: row.text("body")? })).collect()
    }

    /// The mails that were given up, oldest first.
    pub async fn dead_mails(&self) -> Result<Vec<DeadMail>, StoreError> {
        let found = sqlx::query(
            "SELECT id, address, kind, tries, dead_at, error FROM mail_messages
             WHERE dead_at IS NOT NULL ORDER BY dead_at, id",
        );
        let mail = |row: &AnyRow| {
            Ok(DeadMail {
                id: row.text("id")?,
                address: row.text("address")?,
                kind: row.text("kind")?,
                tries: row.number("tries")?,
                dead_at: row.moment("dead_at")?,
                error: row.maybe_text("error")?.unwrap_or_default(),
            })
        };
        found.fetch_all(&self.read).await?.iter().map(mail).collect()
    }
}

impl Tx {
    /// Writes a letter to an address, in a language: it is sent once the transaction has taken effect.
    pub async fn queue_mail(
        &mut self,
        to: &str,
        language: Language,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let queued = Queued { language, letter: letter.clone() };
        let body = serde_json::to_string(&queued).map_err(|_| StoreError::Damaged("a letter"))?;
        let insert = sqlx::query(
            "INSERT INTO mail_messages (id, address, kind, body, created_at, next_at, tries)
             VALUES ($1, $2, $3, $4, $5, $5, 0)",
        );
        let insert = insert.bind(new_id(now).to_string()).bind(to.to_owned()).bind(letter.kind()).bind(body);
        insert.bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }
}
