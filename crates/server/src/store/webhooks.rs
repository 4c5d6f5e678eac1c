//! Where agencies are told, and what they are still to be told.

use coffreo_domain::{AgencyId, Timestamp};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

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
    /// The message.
    pub id: String,
    /// The address's identifier.
    pub webhook: String,
    /// Where.
    pub url: String,
    /// What it is signed with.
    pub secret: String,
    /// What is told, as JSON.
    pub body: String,
    /// How often it was tried.
    pub tries: i64,
}

/// Without the secret.
impl std::fmt::Debug for DueMessage {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DueMessage").field("id", &self.id).field("tries", &self.tries).finish_non_exhaustive()
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
            "SELECT m.id, m.webhook_id, w.url, w.secret, m.body, m.tries
             FROM webhook_messages m JOIN webhooks w ON w.id = m.webhook_id
             WHERE m.next_at <= $1 ORDER BY m.next_at, m.id LIMIT $2",
        );
        let rows = found.bind(now.0).bind(most).fetch_all(&self.read).await?;
        let message = |row: &AnyRow| {
            Ok(DueMessage {
                id: row.text("id")?,
                webhook: row.text("webhook_id")?,
                url: row.text("url")?,
                secret: row.text("secret")?,
                body: row.text("body")?,
                tries: row.number("tries")?,
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

    /// Takes a due message: nobody else does until the moment given. `false` when somebody was quicker.
    pub async fn take_message(&mut self, message: &DueMessage, until: Timestamp) -> Result<bool, StoreError> {
        let update = sqlx::query(
            "UPDATE webhook_messages SET next_at = $4, tries = tries + 1
             WHERE id = $1 AND webhook_id = $2 AND tries = $3 AND next_at IS NOT NULL AND next_at < $4",
        );
        let update = update.bind(message.id.clone()).bind(message.webhook.clone()).bind(message.tries).bind(until.0);
        Ok(update.execute(&mut *self.inner).await?.rows_affected() == 1)
    }

    /// It was taken in.
    pub async fn message_delivered(&mut self, message: &DueMessage, now: Timestamp) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE webhook_messages SET done_at = $3, next_at = NULL, dead_at = NULL, error = NULL
             WHERE id = $1 AND webhook_id = $2",
        );
        let update = update.bind(message.id.clone()).bind(message.webhook.clone()).bind(now.0);
        update.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// It was not taken in: it is tried again then, or given up.
    pub async fn message_failed(
        &mut self,
        message: &DueMessage,
        error: &str,
        next_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE webhook_messages SET error = $3, next_at = $4, dead_at = $5
             WHERE id = $1 AND webhook_id = $2 AND done_at IS NULL",
        );
        let dead_at = next_at.is_none().then_some(now.0);
        let update = update.bind(message.id.clone()).bind(message.webhook.clone()).bind(error.to_owned());
        update.bind(next_at.map(|at| at.0)).bind(dead_at).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Makes messages that were given up due again: one, or all. Answers how many.
    pub async fn revive_messages(&mut self, id: Option<&str>, now: Timestamp) -> Result<u64, StoreError> {
        let update = sqlx::query(
            "UPDATE webhook_messages SET next_at = $2, dead_at = NULL, tries = 0
             WHERE dead_at IS NOT NULL AND ($1 = '' OR id = $1)",
        );
        let update = update.bind(id.unwrap_or_default().to_owned()).bind(now.0);
        Ok(update.execute(&mut *self.inner).await?.rows_affected())
    }

    /// Forgets messages that were taken in before a moment.
    pub async fn sweep_messages(&mut self, before: Timestamp, most: i64) -> Result<u64, StoreError> {
        let delete = sqlx::query(
            "DELETE FROM webhook_messages WHERE (id, webhook_id) IN
             (SELECT id, webhook_id FROM webhook_messages WHERE done_at < $1 LIMIT $2)",
        );
        Ok(delete.bind(before.0).bind(most).execute(&mut *self.inner).await?.rows_affected())
    }
}
