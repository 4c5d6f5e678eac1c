//! Sessions and the hashes of their tokens.

use coffreo_domain::{PersonId, Timestamp};

use super::rows::Columns;
use super::{Store, StoreError, Tx};

/// Who an access token speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPerson {
    /// The session.
    pub session: String,
    /// The person.
    pub person: PersonId,
}

/// A refresh token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshRow {
    /// Its session.
    pub session: String,
    /// Whose.
    pub person: PersonId,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was exchanged.
    pub used_at: Option<Timestamp>,
    /// Whether the session was ended.
    pub ended: bool,
    /// Whether a token it was exchanged for has been used: then its owner did receive the answer.
    pub followed: bool,
}

/// A session that starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Identifier.
    pub id: String,
    /// Whose.
    pub person: PersonId,
    /// What the device calls itself.
    pub device: String,
    /// The network address it starts from.
    pub address: String,
    /// The computer it is on.
    pub device_hash: Option<String>,
}

/// A session that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Identifier.
    pub id: String,
    /// What the device calls itself.
    pub device: String,
    /// When it started.
    pub created_at: Timestamp,
    /// When it was used last.
    pub used_at: Timestamp,
    /// From where.
    pub address: Option<String>,
}

impl Store {
    /// The sessions of a person that go on and were used since a moment, used last first. At most 100.
    pub async fn open_sessions(&self, person: PersonId, since: Timestamp) -> Result<Vec<OpenSession>, StoreError> {
        let found = sqlx::query(
            "SELECT id, device, created_at, used_at, address FROM sessions
             WHERE person_id = $1 AND ended_at IS NULL AND used_at > $2 ORDER BY used_at DESC, id DESC LIMIT 100",
        );
        let rows = found.bind(person.to_string()).bind(since.0).fetch_all(&self.read).await?;
        let session = |row: &sqlx::any::AnyRow| {
            Ok(OpenSession {
                id: row.text("id")?,
                device: row.text("device")?,
                created_at: row.moment("created_at")?,
                used_at: row.moment("used_at")?,
                address: row.maybe_text("address")?,
            })
        };
        rows.iter().map(session).collect()
    }

    /// Who an access token speaks for, unless it has expired or its session was ended.
    pub async fn session_of_access(&self, hash: &str, now: Timestamp) -> Result<Option<SessionPerson>, StoreError> {
        let found = sqlx::query(
            "SELECT s.id, s.person_id FROM access_tokens t JOIN sessions s ON s.id = t.session_id
             WHERE t.hash = $1 AND t.expires_at > $2 AND s.ended_at IS NULL",
        );
        let Some(row) = found.bind(hash).bind(now.0).fetch_optional(&self.read).await? else { return Ok(None) };
        Ok(Some(SessionPerson { session: row.text("id")?, person: row.parsed("person_id")? }))
    }

    /// Whether a person's session goes on.
    pub async fn session_lives(&self, person: PersonId, session: &str) -> Result<bool, StoreError> {
        let found = sqlx::query("SELECT id FROM sessions WHERE person_id = $1 AND id = $2 AND ended_at IS NULL");
        Ok(found.bind(person.to_string()).bind(session).fetch_optional(&self.read).await?.is_some())
    }
}

impl Tx {
    /// Starts a session.
    pub async fn insert_session(&mut self, new: &NewSession, now: Timestamp) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO sessions (id, person_id, device, address, device_hash, created_at, used_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)",
        );
        let insert = insert.bind(new.id.clone()).bind(new.person.to_string()).bind(new.device.clone());
        let insert = insert.bind(new.address.clone()).bind(new.device_hash.clone()).bind(now.0);
        insert.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Notes that a session was used, and from where.
    pub async fn touch_session(&mut self, session: &str, address: &str, now: Timestamp) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE sessions SET used_at = $2, address = $3 WHERE id = $1");
        update.bind(session).bind(now.0).bind(address).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Adds an access token.
    pub async fn insert_access(&mut self, session: &str, hash: &str, until: Timestamp) -> Result<(), StoreError> {
        let insert = sqlx::query("INSERT INTO access_tokens (hash, session_id, expires_at) VALUES ($1, $2, $3)");
        insert.bind(hash).bind(session).bind(until.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Forgets the access tokens of a session that have expired.
    pub async fn delete_expired_access(&mut self, session: &str, now: Timestamp) -> Result<(), StoreError> {
        let delete = sqlx::query("DELETE FROM access_tokens WHERE session_id = $1 AND expires_at <= $2");
        delete.bind(session).bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Adds a refresh token; `follows` is the hash it was exchanged for.
    pub async fn insert_refresh(
        &mut self,
        session: &str,
        hash: &str,
        follows: Option<&str>,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let insert =
            sqlx::query("INSERT INTO refresh_tokens (hash, session_id, follows, expires_at) VALUES ($1, $2, $3, $4)");
        let insert = insert.bind(hash).bind(session).bind(follows.map(str::to_owned)).bind(until.0);
        insert.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Forgets the refresh tokens of a session that have expired.
    pub async fn delete_expired_refresh(&mut self, session: &str, now: Timestamp) -> Result<(), StoreError> {
        let delete = sqlx::query("DELETE FROM refresh_tokens WHERE session_id = $1 AND expires_at <= $2");
        delete.bind(session).bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// A refresh token.
    pub async fn refresh_row(&mut self, hash: &str) -> Result<Option<RefreshRow>, StoreError> {
        let found = sqlx::query(
            "SELECT t.session_id, s.person_id, t.expires_at, t.used_at, s.ended_at,
                    (SELECT COUNT(*) FROM refresh_tokens f WHERE f.follows = t.hash AND f.used_at IS NOT NULL) AS followed
             FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = $1",
        );
        let Some(row) = found.bind(hash).fetch_optional(&mut *self.inner).await? else { return Ok(None) };
        Ok(Some(RefreshRow {
            session: row.text("session_id")?,
            person: row.parsed("person_id")?,
            expires_at: row.moment("expires_at")?,
            used_at: row.maybe_number("used_at")?.map(Timestamp),
            ended: row.maybe_number("ended_at")?.is_some(),
            followed: row.number("followed")? > 0,
        }))
    }

    /// Marks a refresh token as exchanged. [`StoreError::LostRace`] when it was exchanged meanwhile.
    pub async fn use_refresh(&mut self, hash: &str, now: Timestamp) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL");
        match update.bind(hash).bind(now.0).execute(&mut *self.inner).await?.rows_affected() {
            1 => Ok(()),
            _ => Err(StoreError::LostRace),
        }
    }

    /// Ends one session of a person. `false` when they have no such session that goes on.
    pub async fn end_session(&mut self, person: PersonId, session: &str, now: Timestamp) -> Result<bool, StoreError> {
        let update =
            sqlx::query("UPDATE sessions SET ended_at = $3 WHERE person_id = $1 AND id = $2 AND ended_at IS NULL");
        let update = update.bind(person.to_string()).bind(session).bind(now.0).execute(&mut *self.inner).await?;
        Ok(update.rows_affected() == 1)
    }

    /// Ends every session of a person but one.
    pub async fn end_other_sessions(&mut self, person: PersonId, keep: &str, now: Timestamp) -> Result<(), StoreError> {
        let update =
            sqlx::query("UPDATE sessions SET ended_at = $3 WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL");
        update.bind(person.to_string()).bind(keep).bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Ends every session of a person.
    pub async fn end_sessions(&mut self, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE sessions SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL");
        update.bind(person.to_string()).bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }
}
