//! Agencies and their keys.

use coffreo_domain::{AgencyId, Timestamp};
use sqlx::any::AnyRow;

use super::rows::{Columns, unless_taken};
use super::{Store, StoreError, Tx};

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Identifier.
    pub id: AgencyId,
    /// As people know it.
    pub name: String,
}

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyKey {
    /// Identifier: what is revoked.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Store {
    /// The agency whose key has this hash and is not revoked.
    pub async fn agency_by_key(&self, hash: &str) -> Result<Option<Agency>, StoreError> {
        let found = sqlx::query(
            "SELECT a.id, a.name FROM agency_keys k JOIN agencies a ON a.id = k.agency_id
             WHERE k.hash = $1 AND k.revoked_at IS NULL",
        );
        found.bind(hash).fetch_optional(&self.read).await?.map(agency).transpose()
    }

    /// The agency with this identifier or this name.
    pub async fn agency_named(&self, id_or_name: &str) -> Result<Option<Agency>, StoreError> {
        let found = sqlx::query("SELECT id, name FROM agencies WHERE id = $1 OR name = $1");
        found.bind(id_or_name).fetch_optional(&self.read).await?.map(agency).transpose()
    }

    /// The keys of an agency, oldest first.
    pub async fn agency_keys(&self, agency: AgencyId) -> Result<Vec<AgencyKey>, StoreError> {
        let found = sqlx::query(
            "SELECT id, label, created_at, revoked_at FROM agency_keys WHERE agency_id = $1 ORDER BY created_at, id",
        );
        let rows = found.bind(agency.to_string()).fetch_all(&self.read).await?;
        rows.iter().map(key).collect()
    }
}

impl Tx {
    /// Adds an agency. [`StoreError::Exists`] when the name is taken.
    pub async fn insert_agency(&mut self, agency: &Agency, now: Timestamp) -> Result<(), StoreError> {
        let insert = sqlx::query("INSERT INTO agencies (id, name, created_at) VALUES ($1, $2, $3)");
        let insert = insert.bind(agency.id.to_string()).bind(agency.name.clone()).bind(now.0);
        insert.execute(&mut *self.inner).await.map_err(|error| unless_taken(error, "an agency of this name"))?;
        Ok(())
    }

    /// Says where an agency is written to.
    pub async fn set_agency_email(&mut self, agency: AgencyId, email: &str) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE agencies SET email = $2 WHERE id = $1");
        update.bind(agency.to_string()).bind(email.to_owned()).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Says where an agency is.
    pub async fn set_agency_address(&mut self, agency: AgencyId, address: &str) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE agencies SET address = $2 WHERE id = $1");
        update.bind(agency.to_string()).bind(address.to_owned()).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Where an agency is written to, if anywhere.
    pub async fn agency_email(&mut self, agency: AgencyId) -> Result<Option<String>, StoreError> {
        let found = sqlx::query("SELECT email FROM agencies WHERE id = $1").bind(agency.to_string());
        found.fetch_one(&mut *self.inner).await?.maybe_text("email")
    }

    /// Adds a key to an agency.
    pub async fn insert_agency_key(
        &mut self,
        agency: AgencyId,
        id: &str,
        label: &str,
        hash: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let insert =
            sqlx::query("INSERT INTO agency_keys (id, agency_id, label, hash, created_at) VALUES ($1, $2, $3, $4, $5)");
        let insert = insert.bind(id).bind(agency.to_string()).bind(label).bind(hash).bind(now.0);
        insert.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Revokes an agency's key. `false` when it has no such key, or it is revoked already.
    pub async fn revoke_agency_key(&mut self, agency: AgencyId, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        let update = sqlx::query(
            "UPDATE agency_keys SET revoked_at = $3 WHERE agency_id = $1 AND id = $2 AND revoked_at IS NULL",
        );
        let update = update.bind(agency.to_string()).bind(id).bind(now.0);
        Ok(update.execute(&mut *self.inner).await?.rows_affected() == 1)
    }
}

fn agency(row: AnyRow) -> Result<Agency, StoreError> {
    Ok(Agency { id: row.parsed("id")?, name: row.text("name")? })
}

fn key(row: &AnyRow) -> Result<AgencyKey, StoreError> {
    Ok(AgencyKey {
        id: row.text("id")?,
        label: row.text("label")?,
        created_at: row.moment("created_at")?,
        revoked_at: row.maybe_number("revoked_at")?.map(Timestamp),
    })
}
