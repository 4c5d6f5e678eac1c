//! Links that mails lead by, by the hash of their token.

use coffreo_domain::{PersonId, Timestamp};
use sqlx::Executor;
use sqlx::any::AnyRow;

use super::rows::Columns;
use super::{Store, StoreError, Tx};
use crate::mail::Place;

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Sets the first password.
    Invitation,
    /// Sets another password.
    Reset,
    /// Confirms a change of address at the address until now.
    AddressOld,
    /// Confirms a change of address at the new one.
    AddressNew,
}

impl LinkKind {
    const ALL: [Self; 4] = [Self::Invitation, Self::Reset, Self::AddressOld, Self::AddressNew];

    fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::AddressOld => "address_old",
            Self::AddressNew => "address_new",
        }
    }
}

/// A link as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLink {
    /// Whose.
    pub person: PersonId,
    /// What it does.
    pub kind: LinkKind,
    /// Where it was sent.
    pub email: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it served.
    pub used_at: Option<Timestamp>,
}

impl Store {
    /// The link whose token has this hash.
    pub async fn link(&self, hash: &str) -> Result<Option<StoredLink>, StoreError> {
        let found = sqlx::query("SELECT person_id, kind, email, expires_at, used_at FROM links WHERE hash = $1");
        found.bind(hash).fetch_optional(&self.read).await?.as_ref().map(link).transpose()
    }

    /// The companies that a person is assigned to, through which agencies: all for who has not joined, and what still
    /// waits for who has.
    pub async fn assigned(&self, person: PersonId) -> Result<Vec<Place>, StoreError> {
        assigned(&self.read, person).await
    }
}

impl Tx {
    /// As [`Store::assigned`], as the transaction sees it.
    pub async fn assigned(&mut self, person: PersonId) -> Result<Vec<Place>, StoreError> {
        assigned(&mut *self.inner, person).await
    }

    /// Adds a link.
    pub async fn insert_link(&mut self, hash: &str, link: &StoredLink, now: Timestamp) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO links (hash, person_id, kind, email, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        );
        let insert = insert.bind(hash).bind(link.person.to_string()).bind(link.kind.code()).bind(link.email.clone());
        insert.bind(now.0).bind(link.expires_at.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Ends the time of a person's links of a kind that still work.
    pub async fn expire_links(&mut self, person: PersonId, kind: LinkKind, now: Timestamp) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE links SET expires_at = $3
             WHERE person_id = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3",
        );
        update.bind(person.to_string()).bind(kind.code()).bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Uses a link. `false` when it has served or its time is over: of two at once, one hears so.
    pub async fn use_link(&mut self, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        let update =
            sqlx::query("UPDATE links SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2");
        Ok(update.bind(hash).bind(now.0).execute(&mut *self.inner).await?.rows_affected() == 1)
    }

    /// Forgets links whose time was over before a moment.
    pub async fn sweep_links(&mut self, before: Timestamp, most: i64) -> Result<u64, StoreError> {
        let delete = sqlx::query(
            "DELETE FROM links WHERE hash IN
             (SELECT hash FROM links WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        );
        Ok(delete.bind(before.0).bind(most).execute(&mut *self.inner).await?.rows_affected())
    }
}

async fn assigned<'c>(
    connection: impl Executor<'c, Database = sqlx::Any>,
    person: PersonId,
) -> Result<Vec<Place>, StoreError> {
    let found = sqlx::query(
        "SELECT c.name AS company, a.name AS agency FROM memberships m
         JOIN companies c ON c.id = m.company_id JOIN agencies a ON a.id = m.agency_id
         JOIN people p ON p.id = m.person_id
         WHERE m.person_id = $1 AND m.declined_at IS NULL AND (m.confirmed_at IS NULL OR p.password_hash IS NULL)
         ORDER BY c.name, a.name",
    );
    let rows = found.bind(person.to_string()).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(Place { company: row.text("company")?, agency: row.text("agency")? })).collect()
}

fn link(row: &AnyRow) -> Result<StoredLink, StoreError> {
    let code = row.text("kind")?;
    let kind = LinkKind::ALL.into_iter().find(|kind| kind.code() == code);
    Ok(StoredLink {
        person: row.parsed("person_id")?,
        kind: kind.ok_or(StoreError::Damaged("kind"))?,
        email: row.text("email")?,
        expires_at: row.moment("expires_at")?,
        used_at: row.maybe_number("used_at")?.map(Timestamp),
    })
}
