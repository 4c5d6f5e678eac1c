//! What is still to be told, to agencies' programs and to people by mail: the statements that both have in common.
//! Neither delivered nor dead, a message is due at `next_at`; who takes it moves that on, so that nobody else does.

use coffreo_domain::Timestamp;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use super::rows::Columns;
use super::{StoreError, Tx};

/// Which messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outbox {
    /// To addresses that agencies registered.
    Webhooks,
    /// Mails.
    Mails,
}

/// What names a message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageKey {
    /// The message.
    pub id: String,
    /// Where to: an address's identifier, or an e-mail address.
    pub target: String,
    /// How often it was tried.
    pub tries: i64,
}

impl Outbox {
    fn table(self) -> &'static str {
        match self {
            Self::Webhooks => "webhook_messages",
            Self::Mails => "mail_messages",
        }
    }

    fn target(self) -> &'static str {
        match self {
            Self::Webhooks => "webhook_id",
            Self::Mails => "address",
        }
    }
}

impl Tx {
    /// Takes a due message: nobody else does until the moment given. `false` when somebody was quicker.
    pub async fn take_message(
        &mut self,
        of: Outbox,
        message: &MessageKey,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(AssertSqlSafe(format!(
            "UPDATE {} SET next_at = $4, tries = tries + 1
             WHERE id = $1 AND {} = $2 AND tries = $3 AND next_at IS NOT NULL AND next_at < $4",
            of.table(),
            of.target()
        )));
        let update = update.bind(message.id.clone()).bind(message.target.clone()).bind(message.tries).bind(until.0);
        Ok(update.execute(&mut *self.inner).await?.rows_affected() == 1)
    }

    /// It was taken in. What it told is forgotten.
    pub async fn message_delivered(
        &mut self,
        of: Outbox,
        message: &MessageKey,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let update = sqlx::query(AssertSqlSafe(format!(
            "UPDATE {} SET done_at = $3, next_at = NULL, dead_at = NULL, error = NULL, body = ''
             WHERE id = $1 AND {} = $2",
            of.table(),
            of.target()
        )));
        let update = update.bind(message.id.clone()).bind(message.target.clone()).bind(now.0);
        update.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// It was not taken in: it is tried again then, or given up.
    pub async fn message_failed(
        &mut self,
        of: Outbox,
        message: &MessageKey,
        error: &str,
        next_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let update = sqlx::query(AssertSqlSafe(format!(
            "UPDATE {} SET error = $3, next_at = $4, dead_at = $5 WHERE id = $1 AND {} = $2 AND done_at IS NULL",
            of.table(),
            of.target()
        )));
        let dead_at = next_at.is_none().then_some(now.0);
        let update = update.bind(message.id.clone()).bind(message.target.clone()).bind(error.to_owned());
        update.bind(next_at.map(|at| at.0)).bind(dead_at).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Makes messages that were given up due again: one, or all. Answers how many.
    pub async fn revive_messages(&mut self, of: Outbox, id: Option<&str>, now: Timestamp) -> Result<u64, StoreError> {
        let update = sqlx::query(AssertSqlSafe(format!(
            "UPDATE {} SET next_at = $2, dead_at = NULL, tries = 0 WHERE dead_at IS NOT NULL AND ($1 = '' OR id = $1)",
            of.table()
        )));
        let update = update.bind(id.unwrap_or_default().to_owned()).bind(now.0);
        Ok(update.execute(&mut *self.inner).await?.rows_affected())
    }

    /// Forgets messages that were taken in before a moment.
    pub async fn sweep_messages(&mut self, of: Outbox, before: Timestamp, most: i64) -> Result<u64, StoreError> {
        let (table, target) = (of.table(), of.target());
        let delete = sqlx::query(AssertSqlSafe(format!(
            "DELETE FROM {table} WHERE (id, {target}) IN
             (SELECT id, {target} FROM {table} WHERE done_at < $1 LIMIT $2)"
        )));
        Ok(delete.bind(before.0).bind(most).execute(&mut *self.inner).await?.rows_affected())
    }
}

/// Of a row with `id`, `target` and `tries`.
pub(super) fn key(row: &AnyRow) -> Result<MessageKey, StoreError> {
    Ok(MessageKey { id: row.text("id")?, target: row.text("target")?, tries: row.number("tries")? })
}
