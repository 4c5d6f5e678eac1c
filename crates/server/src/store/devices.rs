//! Computers on which people have signed in, by the hash of the token that each keeps.

use coffreo_domain::{PersonId, Timestamp};
use sqlx::Executor;

use super::rows::Columns;
use super::{Store, StoreError, Tx};

impl Store {
    /// Whether a person has signed in on this computer.
    pub async fn knows_device(&self, person: PersonId, hash: &str) -> Result<bool, StoreError> {
        knows(&self.read, person, hash).await
    }
}

impl Tx {
    /// As [`Store::knows_device`], as the transaction sees it.
    pub async fn knows_device(&mut self, person: PersonId, hash: &str) -> Result<bool, StoreError> {
        knows(&mut *self.inner, person, hash).await
    }

    /// How many computers of a person are known.
    pub async fn count_devices(&mut self, person: PersonId) -> Result<i64, StoreError> {
        let found = sqlx::query("SELECT COUNT(*) AS count FROM devices WHERE person_id = $1");
        found.bind(person.to_string()).fetch_one(&mut *self.inner).await?.number("count")
    }

    /// A person signs in on a computer that was not known, or is again.
    pub async fn put_device(&mut self, person: PersonId, hash: &str, now: Timestamp) -> Result<(), StoreError> {
        let put = sqlx::query(
            "INSERT INTO devices (hash, person_id, created_at, used_at) VALUES ($1, $2, $3, $3)
             ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at",
        );
        put.bind(hash).bind(person.to_string()).bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Forgets the computer that a session is on, unless `keep` is on it too.
    pub async fn forget_device(&mut self, person: PersonId, session: &str, keep: &str) -> Result<(), StoreError> {
        let delete = sqlx::query(
            "DELETE FROM devices WHERE person_id = $1
             AND hash IN (SELECT device_hash FROM sessions WHERE id = $2 AND person_id = $1)
             AND hash NOT IN (SELECT COALESCE(device_hash, '') FROM sessions WHERE id = $3 AND person_id = $1)",
        );
        delete.bind(person.to_string()).bind(session).bind(keep).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Forgets all computers but that of the session `keep`.
    pub async fn forget_other_devices(&mut self, person: PersonId, keep: &str) -> Result<(), StoreError> {
        let delete = sqlx::query(
            "DELETE FROM devices WHERE person_id = $1
             AND hash NOT IN (SELECT COALESCE(device_hash, '') FROM sessions WHERE id = $2 AND person_id = $1)",
        );
        delete.bind(person.to_string()).bind(keep).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Forgets computers that were not used since a moment.
    pub async fn sweep_devices(&mut self, before: Timestamp, most: i64) -> Result<u64, StoreError> {
        let delete = sqlx::query(
            "DELETE FROM devices WHERE hash IN
             (SELECT hash FROM devices WHERE used_at < $1 ORDER BY used_at LIMIT $2)",
        );
        Ok(delete.bind(before.0).bind(most).execute(&mut *self.inner).await?.rows_affected())
    }
}

async fn knows<'c>(
    connection: impl Executor<'c, Database = sqlx::Any>,
    person: PersonId,
    hash: &str,
) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT hash FROM devices WHERE person_id = $1 AND hash = $2");
    Ok(found.bind(person.to_string()).bind(hash).fetch_optional(connection).await?.is_some())
}
