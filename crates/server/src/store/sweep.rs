//! What nobody needs any longer, a bounded number of rows at a time.

use std::collections::HashSet;

use coffreo_domain::{AgencyId, DocumentId, Sha256, Timestamp};
use sqlx::AssertSqlSafe;

use super::rows::Columns;
use super::{Store, StoreError, Tx};

impl Store {
    /// Those of the files that a row names: as delivered, as delivered before, or sealed. At most a few hundred.
    pub async fn named_files(&self, names: &[Sha256]) -> Result<HashSet<Sha256>, StoreError> {
        if names.is_empty() {
            return Ok(HashSet::new());
        }
        let list = (1..=names.len()).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ");
        let text = format!(
            "SELECT original_sha256 AS name FROM documents WHERE original_sha256 IN ({list})
             UNION SELECT original_sha256 AS name FROM replaced_versions WHERE original_sha256 IN ({list})
             UNION SELECT sealed_sha256 AS name FROM signatures WHERE sealed_sha256 IN ({list})"
        );
        let mut found = sqlx::query(AssertSqlSafe(text));
        for name in names {
            found = found.bind(name.to_string());
        }
        found.fetch_all(&self.read).await?.iter().map(|row| row.parsed("name")).collect()
    }
}

impl Store {
    /// Every file that a row names.
    pub async fn all_named_files(&self) -> Result<Vec<Sha256>, StoreError> {
        let found = sqlx::query(
            "SELECT original_sha256 AS name FROM documents UNION SELECT original_sha256 AS name FROM replaced_versions
             UNION SELECT sealed_sha256 AS name FROM signatures",
        );
        found.fetch_all(&self.read).await?.iter().map(|row| row.parsed("name")).collect()
    }
}

impl Tx {
    /// Keeps what is known of the pending version that another one is about to replace.
    pub async fn keep_replaced(&mut self, agency: AgencyId, document: DocumentId) -> Result<(), StoreError> {
        let keep = sqlx::query(
            "INSERT INTO replaced_versions (document_id, version, facts, original_sha256, original_size, received_at)
             SELECT id, version, facts, original_sha256, original_size, received_at FROM documents
             WHERE agency_id = $1 AND id = $2",
        );
        keep.bind(agency.to_string()).bind(document.to_string()).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Forgets what signing requests made before a moment were answered. Sent again they hear *already signed*.
    pub async fn sweep_outcomes(&mut self, before: Timestamp, most: i64) -> Result<u64, StoreError> {
        let delete = sqlx::query(
            "DELETE FROM signing_outcomes WHERE (person_id, request_id) IN
             (SELECT person_id, request_id FROM signing_requests WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        );
        Ok(delete.bind(before.0).bind(most).execute(&mut *self.inner).await?.rows_affected())
    }

    /// Forgets signing requests made before a moment whose outcomes are forgotten.
    pub async fn sweep_requests(&mut self, before: Timestamp, most: i64) -> Result<u64, StoreError> {
        let delete = sqlx::query(
            "DELETE FROM signing_requests WHERE (person_id, request_id) IN
             (SELECT person_id, request_id FROM signing_requests WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        );
        Ok(delete.bind(before.0).bind(most).execute(&mut *self.inner).await?.rows_affected())
    }

    /// Forgets the buckets of attempts that are all forgiven.
    pub async fn sweep_attempts(&mut self, now: Timestamp, most: i64) -> Result<u64, StoreError> {
        let delete = sqlx::query(
            "DELETE FROM attempts WHERE bucket IN
             (SELECT bucket FROM attempts WHERE spent_until <= $1 ORDER BY spent_until LIMIT $2)",
        );
        Ok(delete.bind(now.0).bind(most).execute(&mut *self.inner).await?.rows_affected())
    }

    /// Forgets access tokens that have expired.
    pub async fn sweep_access(&mut self, now: Timestamp, most: i64) -> Result<u64, StoreError> {
        let delete = sqlx::query(
            "DELETE FROM access_tokens WHERE hash IN
             (SELECT hash FROM access_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        );
        Ok(delete.bind(now.0).bind(most).execute(&mut *self.inner).await?.rows_affected())
    }

    /// Forgets refresh tokens that have expired.
    pub async fn sweep_refresh(&mut self, now: Timestamp, most: i64) -> Result<u64, StoreError> {
        let delete = sqlx::query(
            "DELETE FROM refresh_tokens WHERE hash IN
             (SELECT hash FROM refresh_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        );
        Ok(delete.bind(now.0).bind(most).execute(&mut *self.inner).await?.rows_affected())
    }
}
