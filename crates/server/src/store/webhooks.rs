//! Where agencies are told, and what they are still to be told.

use coffreo_domain::{AgencyId, Timestamp};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use super::outbox::{self, MessageKey};
use super::rows::{Columns, many};
use super::{Store, StoreError, Tx};

/// An address that an agency is told at. Its secret is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Identifier.
    pub id: String,
    /// Where messages are posted.
    pub url: String,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// A message that is due.
#[derive(Clone, PartialEq, Eq)]
pub struct DueMessage {
    /// Its name; the target is the address's identifier.
    pub key: MessageKey,
    /// Where.
    pub url: String,
    /// What it is signed with.
    pub secret: String,
    /// What is told, as JSON.
    pub body: String,
}

/// Without the secret.
impl std::fmt::Debug for DueMessage {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DueMessage").field("key", &self.key).finish_non_exhaustive()
    }
}

/// A message that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The message.
    pub id: String,
    /// The address's identifier.
    pub webhook: String,
    /// The agency's name.
    pub agency: String,
    /// Where it was to go.
    pub url: String,
    /// What it tells: `invoice.refused`.
    pub kind: String,
    /// How often it was tried.
    pub tries: i64,
    /// When it was given up.
    pub dead_at: Timestamp,
    /// What was wrong the last time.
    pub error: String,
}

/// A message to be told to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The message; the same for every address it goes to.
    pub id: String,
    /// The address's identifier.
    pub webhook: String,
    /// What it tells.
    pub kind: &'static str,
    /// As JSON.
    pub body: String,
}

impl Store {
    /// The addresses of an agency, oldest first.
    pub async fn webhooks(&self, agency: AgencyId) -> Result<Vec<Webhook>, StoreError> {
        let found =
            sqlx::query("SELECT id, url, created_at FROM webhooks WHERE agency_id = $1 ORDER BY created_at, id");
        let rows = found.bind(agency.to_string()).fetch_all(&self.read).await?;
        let webhook = |row: &AnyRow| {
            Ok(Webhook { id: row.text("id")?, url: row.text("url")?, created_at: row.moment("created_at")? })
        };
        rows.iter().map(webhook).collect()
    }

    /// The messages that are due, those that have waited longest first.
    pub async fn due_messages(&self, now: Timestamp, most: i64) -> Result<Vec<DueMessage>, StoreError> {
        let found = sqlx::query(
            "SELECT m.id, m.webhook_id AS target, w.url, w.secret, m.body, m.tries
             FROM webhook_messages m JOIN webhooks w ON w.id = m.webhook_id
             WHERE m.next_at <= $1 ORDER BY m.next_at, m.id LIMIT $2",
        );
        let rows = found.bind(now.0).bind(most).fetch_all(&self.read).await?;
        let message = |row: &AnyRow| {
            Ok(DueMessage {
                key: outbox::key(row)?,
                url: row.text("url")?,
                secret: row.text("secret")?,
                body: row.text("body")?,
            })
        };
        rows.iter().map(message).collect()
    }

    /// The messages that were given up, oldest first.
    pub async fn dead_letters(&self) -> Result<Vec<DeadLetter>, StoreError> {
        let found = sqlx::query(
            "SELECT m.id, m.webhook_id, a.name AS agency, w.url, m.kind, m.tries, m.dead_at, m.error
             FROM webhook_messages m JOIN webhooks w ON w.id = m.webhook_id JOIN agencies a ON a.id = w.agency_id
             WHERE m.dead_at IS NOT NULL ORDER BY m.dead_at, m.id",
        );
        let rows = found.fetch_all(&self.read).await?;
        let letter = |row: &AnyRow| {
            Ok(DeadLetter {
                id: row.text("id")?,
                webhook: row.text("webhook_id")?,
                agency: row.text("agency")?,
                url: row.text("url")?,
                kind: row.text("kind")?,
                tries: row.number("tries")?,
                dead_at: row.moment("dead_at")?,
                error: row.maybe_text("error")?.unwrap_or_default(),
            })
        };
        rows.iter().map(letter).collect()
    }
}

impl Tx {
    /// Registers an address.
    pub async fn insert_webhook(
        &mut self,
        agency: AgencyId,
        webhook: &Webhook,
        secret: &str,
    ) -> Result<(), StoreError> {
        let insert =
            sqlx::query("INSERT INTO webhooks (id, agency_id, url, secret, created_at) VALUES ($1, $2, $3, $4, $5)");
        let insert = insert.bind(webhook.id.clone()).bind(agency.to_string()).bind(webhook.url.clone());
        insert.bind(secret).bind(webhook.created_at.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Removes an address of an agency, with what it was still to be told. `false` when it has no such address.
    pub async fn delete_webhook(&mut self, agency: AgencyId, id: &str) -> Result<bool, StoreError> {
        let delete = sqlx::query("DELETE FROM webhooks WHERE agency_id = $1 AND id = $2");
        let delete = delete.bind(agency.to_string()).bind(id).execute(&mut *self.inner).await?;
        Ok(delete.rows_affected() == 1)
    }

    /// The identifiers of an agency's addresses, as the transaction sees them.
    pub async fn webhook_ids(&mut self, agency: AgencyId) -> Result<Vec<String>, StoreError> {
        let found = sqlx::query("SELECT id FROM webhooks WHERE agency_id = $1");
        let rows = found.bind(agency.to_string()).fetch_all(&mut *self.inner).await?;
        rows.iter().map(|row| row.text("id")).collect()
    }

    /// Adds messages, due at once.
    pub async fn insert_messages(&mut self, messages: &[NewMessage], now: Timestamp) -> Result<(), StoreError> {
        if messages.is_empty() {
            return Ok(());
        }
        let start = "INSERT INTO webhook_messages (id, webhook_id, kind, body, created_at, next_at, tries) VALUES ";
        let mut insert = sqlx::query(AssertSqlSafe(many(start, 7, messages.len())));
        for one in messages {
            insert = insert.bind(one.id.clone()).bind(one.webhook.clone()).bind(one.kind).bind(one.body.clone());
            insert = insert.bind(now.0).bind(now.0).bind(0_i64);
        }
        insert.execute(&mut *self.inner).await?;
        Ok(())
    }
}
