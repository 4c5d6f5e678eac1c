//! The second factor: a secret, the last step whose code was taken, and recovery codes by their hashes.

use coffreo_domain::{PersonId, Timestamp};

use super::rows::{Columns, many};
use super::{StoreError, Tx};

/// A person's second factor. Secrets are in Base32.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SecondFactor {
    /// What codes are made of, once it was confirmed.
    pub secret: Option<String>,
    /// What waits to be confirmed.
    pub pending: Option<String>,
}

impl Tx {
    /// A person's second factor.
    pub async fn second_factor(&mut self, person: PersonId) -> Result<SecondFactor, StoreError> {
        let found = sqlx::query("SELECT totp_secret, totp_pending FROM people WHERE id = $1");
        let Some(row) = found.bind(person.to_string()).fetch_optional(&mut *self.inner).await? else {
            return Ok(SecondFactor::default());
        };
        Ok(SecondFactor { secret: row.maybe_text("totp_secret")?, pending: row.maybe_text("totp_pending")? })
    }

    /// Keeps a secret that waits to be confirmed.
    pub async fn put_pending_second_factor(&mut self, person: PersonId, secret: &str) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE people SET totp_pending = $2 WHERE id = $1 AND totp_secret IS NULL");
        let update = update.bind(person.to_string()).bind(secret).execute(&mut *self.inner).await?;
        super::documents::won(update.rows_affected())
    }

    /// The secret that waited is the second factor; the code of `step` was taken.
    pub async fn confirm_second_factor(&mut self, person: PersonId, step: i64) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE people SET totp_secret = totp_pending, totp_pending = NULL, totp_step = $2
             WHERE id = $1 AND totp_secret IS NULL AND totp_pending IS NOT NULL",
        );
        let update = update.bind(person.to_string()).bind(step).execute(&mut *self.inner).await?;
        super::documents::won(update.rows_affected())
    }

    /// Takes the second factor away, with its recovery codes. `false` when there is none.
    pub async fn remove_second_factor(&mut self, person: PersonId) -> Result<bool, StoreError> {
        let update = sqlx::query(
            "UPDATE people SET totp_secret = NULL, totp_pending = NULL, totp_step = NULL
             WHERE id = $1 AND totp_secret IS NOT NULL",
        );
        let removed = update.bind(person.to_string()).execute(&mut *self.inner).await?.rows_affected() == 1;
        let delete = sqlx::query("DELETE FROM recovery_codes WHERE person_id = $1");
        delete.bind(person.to_string()).execute(&mut *self.inner).await?;
        Ok(removed)
    }

    /// Takes the code of a step. `false` when one of it or of a later step was taken before (RFC 6238 §5.2).
    pub async fn take_step(&mut self, person: PersonId, step: i64) -> Result<bool, StoreError> {
        let update = sqlx::query("UPDATE people SET totp_step = $2 WHERE id = $1 AND totp_step < $2");
        Ok(update.bind(person.to_string()).bind(step).execute(&mut *self.inner).await?.rows_affected() == 1)
    }

    /// Adds recovery codes.
    pub async fn insert_recovery_codes(&mut self, person: PersonId, hashes: &[String]) -> Result<(), StoreError> {
        let text = many("INSERT INTO recovery_codes (person_id, hash) VALUES ", 2, hashes.len());
        let mut insert = sqlx::query(sqlx::AssertSqlSafe(text));
        for hash in hashes {
            insert = insert.bind(person.to_string()).bind(hash.clone());
        }
        insert.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Takes a recovery code. `false` when there is none, or it was taken before.
    pub async fn take_recovery_code(
        &mut self,
        person: PersonId,
        hash: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(
            "UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND hash = $2 AND used_at IS NULL",
        );
        let update = update.bind(person.to_string()).bind(hash).bind(now.0);
        Ok(update.execute(&mut *self.inner).await?.rows_affected() == 1)
    }
}
