//! Signatures, and the requests they came with.

use coffreo_domain::{DocumentId, MandateId, PersonId, Sha256, Timestamp};
use sqlx::AssertSqlSafe;

use super::documents::won;
use super::rows::{Columns, many};
use super::{Store, StoreError, Tx};

/// A signature to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSignature {
    /// What is signed.
    pub document: DocumentId,
    /// The version that was shown.
    pub version: u32,
    /// Its place in its scope.
    pub n: i64,
    /// Who signs.
    pub person: PersonId,
    /// Their full name, and whose mandate it is by.
    pub signed_by: String,
    /// The mandate by which they sign, where the right is not their own.
    pub mandate: Option<MandateId>,
    /// The request.
    pub request_id: String,
    /// What the person agreed to.
    pub consent_version: String,
    /// When.
    pub at: Timestamp,
    /// What was shown.
    pub shown: Sha256,
    /// The sealed PDF.
    pub sealed: Sha256,
    /// Its size: bytes.
    pub sealed_size: i64,
}

impl Store {
    /// What a request of the person was answered, as JSON by document.
    pub async fn outcomes(&self, person: PersonId, request: &str) -> Result<Vec<(DocumentId, String)>, StoreError> {
        let found =
            sqlx::query("SELECT document_id, outcome FROM signing_outcomes WHERE person_id = $1 AND request_id = $2");
        let rows = found.bind(person.to_string()).bind(request).fetch_all(&self.read).await?;
        rows.iter().map(|row| Ok((row.parsed("document_id")?, row.text("outcome")?))).collect()
    }
}

impl Tx {
    /// Keeps what a request asks for; answers what it asked for the first time.
    pub async fn open_request(
        &mut self,
        person: PersonId,
        request: &str,
        asked: Sha256,
        now: Timestamp,
    ) -> Result<Sha256, StoreError> {
        let put = sqlx::query(
            "INSERT INTO signing_requests (person_id, request_id, asked_sha256, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id, request_id) DO UPDATE SET asked_sha256 = signing_requests.asked_sha256
             RETURNING asked_sha256",
        );
        let put = put.bind(person.to_string()).bind(request).bind(asked.to_string()).bind(now.0);
        put.fetch_one(&mut *self.inner).await?.parsed("asked_sha256")
    }

    /// Marks a pending document of that version as signed, if its signer still sees it by the right that was named: their
    /// own, or that mandate.
    /// [`StoreError::LostRace`] when it changed meanwhile; the transaction goes on.
    pub async fn mark_signed(&mut self, new: &NewSignature) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE documents SET state = 'signed', n = $3
             WHERE id = $1 AND version = $2 AND state = 'pending'
             AND scope_id IN (SELECT scope_id FROM sees
                              WHERE person_id = $4 AND opens_at <= $5 AND closes_at > $5 AND mandate_id = $6)",
        );
        let update = update.bind(new.document.to_string()).bind(i64::from(new.version)).bind(new.n);
        let mandate = new.mandate.map(|mandate| mandate.to_string()).unwrap_or_default();
        won(update
            .bind(new.person.to_string())
            .bind(new.at.0)
            .bind(mandate)
            .execute(&mut *self.inner)
            .await?
            .rows_affected())
    }

    /// Keeps signatures. A document has one for good.
    pub async fn insert_signatures(&mut self, new: &[NewSignature]) -> Result<(), StoreError> {
        if new.is_empty() {
            return Ok(());
        }
        let text = many(
            "INSERT INTO signatures (document_id, person_id, signed_by, request_id, consent_version, signed_at,
                                     shown_sha256, sealed_sha256, sealed_size, mandate_id) VALUES ",
            10,
            new.len(),
        );
        let mut insert = sqlx::query(AssertSqlSafe(text));
        for one in new {
            insert = insert.bind(one.document.to_string()).bind(one.person.to_string()).bind(one.signed_by.clone());
            insert = insert.bind(one.request_id.clone()).bind(one.consent_version.clone()).bind(one.at.0);
            insert = insert.bind(one.shown.to_string()).bind(one.sealed.to_string()).bind(one.sealed_size);
            insert = insert.bind(one.mandate.map(|mandate| mandate.to_string()));
        }
        insert.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Keeps what was answered, as JSON by document. The first answer for a document stays.
    pub async fn insert_outcomes(
        &mut self,
        person: PersonId,
        request: &str,
        outcomes: &[(DocumentId, String)],
    ) -> Result<(), StoreError> {
        if outcomes.is_empty() {
            return Ok(());
        }
        let start = "INSERT INTO signing_outcomes (person_id, request_id, document_id, outcome) VALUES ";
        let text = many(start, 4, outcomes.len()) + " ON CONFLICT (person_id, request_id, document_id) DO NOTHING";
        let mut insert = sqlx::query(AssertSqlSafe(text));
        for (document, outcome) in outcomes {
            insert = insert.bind(person.to_string()).bind(request.to_owned());
            insert = insert.bind(document.to_string()).bind(outcome.clone());
        }
        insert.execute(&mut *self.inner).await?;
        Ok(())
    }
}
