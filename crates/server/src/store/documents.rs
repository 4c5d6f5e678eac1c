//! Documents: as an agency sees its own, and as a person sees those of their scopes.

use std::collections::BTreeMap;

use coffreo_domain::document::{Document, DocumentState, Signature};
use coffreo_domain::{AgencyId, CompanyId, DocumentId, DocumentKind, ScopeId, Sha256, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Executor};

use super::answers::{self, StoredAnswer, StoredDownload};
use super::rows::{Columns, unless_taken};
use super::{Store, StoreError, Tx, Viewer, seen};
use crate::edge::new_id;
use crate::events::Notice;

/// A document with everything that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDocument {
    /// As the rules see it.
    pub document: Document,
    /// Its scope.
    pub scope: ScopeId,
    /// Who receives it.
    pub company: CompanyId,
    /// The receiver's name.
    pub company_name: String,
    /// Who delivered it.
    pub agency: AgencyId,
    /// What it is.
    pub kind: DocumentKind,
    /// The agency's reference.
    pub reference: String,
    /// The agency's number.
    pub number: String,
    /// The scope's change that made it so.
    pub n: i64,
    /// Its facts, as JSON.
    pub facts: String,
    /// The delivered PDF's size: bytes.
    pub original_size: i64,
    /// When this version came in.
    pub received_at: Timestamp,
    /// What the state says of a signature, with names.
    pub signature: Option<StoredSignature>,
    /// The newest answer to this version of an invoice. One that disputes leaves it pending.
    pub answer: Option<StoredAnswer>,
    /// Who of the company took this version first.
    pub download: Option<StoredDownload>,
}

/// A signature with what is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSignature {
    /// Full name at the time.
    pub signed_by: String,
    /// When.
    pub signed_at: Timestamp,
    /// The sealed PDF.
    pub sealed: Sha256,
    /// Its size: bytes.
    pub sealed_size: i64,
}

/// What a delivery brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// The agency's reference.
    pub reference: String,
    /// The agency's number.
    pub number: String,
    /// Its facts, as JSON.
    pub facts: String,
    /// The PDF.
    pub original: Sha256,
    /// The PDF's size: bytes.
    pub original_size: i64,
    /// When it came in.
    pub received_at: Timestamp,
}

/// A place taken in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeMark {
    /// The scope.
    pub scope: ScopeId,
    /// The last number taken.
    pub n: i64,
}

macro_rules! select_documents {
    ($($tail:tt)+) => {
        concat!(
            "SELECT d.id, d.scope_id, s.company_id, c.name AS company_name, s.kind, d.agency_id, d.reference, d.number,
                    d.n, d.state, d.version, d.facts, d.original_sha256, d.original_size, d.received_at,
                    d.withdrawn_at, g.person_id AS signer_id, g.signed_by, g.signed_at, g.sealed_sha256, g.sealed_size,
                    w.status AS answer_status, w.reasons AS answer_reasons, w.comment AS answer_comment,
                    w.person_id AS answerer_id, w.answered_by, w.answered_at, d.downloaded_at, d.downloaded_by
             FROM documents d
             JOIN scopes s ON s.id = d.scope_id
             JOIN companies c ON c.id = s.company_id
             LEFT JOIN signatures g ON g.document_id = d.id
             LEFT JOIN invoice_answers w ON w.document_id = d.id AND w.n = d.answer_n ",
            $($tail)+
        )
    };
}

const OF_AGENCY: &str = select_documents!("WHERE d.agency_id = $1 AND d.reference = $2");

impl Store {
    /// An agency's document by the agency's reference.
    pub async fn agency_document(
        &self,
        agency: AgencyId,
        reference: &str,
    ) -> Result<Option<StoredDocument>, StoreError> {
        of_agency(&self.read, agency, reference).await
    }

    /// Those of the documents that the viewer sees, in no order. At most a few hundred identifiers.
    pub async fn visible_documents(
        &self,
        viewer: Viewer,
        ids: &[DocumentId],
    ) -> Result<Vec<StoredDocument>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut text = String::from(select_documents!("WHERE d.scope_id IN ", seen!(), " AND d.id IN ("));
        (0..ids.len()).for_each(|i| text.push_str(&format!("{}${}", if i == 0 { "" } else { ", " }, i + 3)));
        text.push(')');
        let mut found = sqlx::query(AssertSqlSafe(text)).bind(viewer.person.to_string()).bind(viewer.at.0);
        for id in ids {
            found = found.bind(id.to_string());
        }
        found.fetch_all(&self.read).await?.iter().map(stored).collect()
    }

    /// The documents of a scope after `n`, by rising `n`, at most `most`; none when the viewer does not see the scope.
    pub async fn documents_after(
        &self,
        viewer: Viewer,
        scope: ScopeId,
        n: i64,
        most: i64,
    ) -> Result<Vec<StoredDocument>, StoreError> {
        let found = sqlx::query(select_documents!(
            "WHERE d.scope_id = $3 AND d.scope_id IN ",
            seen!(),
            " AND d.n > $4 ORDER BY d.n LIMIT $5"
        ));
        let found = found.bind(viewer.person.to_string()).bind(viewer.at.0);
        let found = found.bind(scope.to_string()).bind(n).bind(most);
        found.fetch_all(&self.read).await?.iter().map(stored).collect()
    }

    /// The size of a file that stands for a document the viewer sees: as delivered, or sealed.
    pub async fn visible_content(&self, viewer: Viewer, content: Sha256) -> Result<Option<i64>, StoreError> {
        let found = sqlx::query(concat!(
            "SELECT d.original_size AS size FROM documents d
             WHERE d.original_sha256 = $3 AND d.state <> 'withdrawn' AND d.scope_id IN ",
            seen!(),
            " UNION ALL
             SELECT g.sealed_size AS size FROM signatures g JOIN documents d ON d.id = g.document_id
             WHERE g.sealed_sha256 = $3 AND d.scope_id IN ",
            seen!(),
            " LIMIT 1"
        ));
        let found = found.bind(viewer.person.to_string()).bind(viewer.at.0).bind(content.to_string());
        let found = found.fetch_optional(&self.read).await?;
        found.map(|row| row.number("size")).transpose()
    }
}

impl Tx {
    /// As [`Store::agency_document`], as the transaction sees it.
    pub async fn agency_document(
        &mut self,
        agency: AgencyId,
        reference: &str,
    ) -> Result<Option<StoredDocument>, StoreError> {
        of_agency(&mut *self.inner, agency, reference).await
    }

    /// Takes the next place in a scope, which is made when it is missing. Locks the scope until the commit.
    pub async fn advance_scope(
        &mut self,
        company: CompanyId,
        agency: AgencyId,
        kind: DocumentKind,
        now: Timestamp,
    ) -> Result<ScopeMark, StoreError> {
        let put = sqlx::query(
            "INSERT INTO scopes (id, company_id, agency_id, kind, opened_by, n) VALUES ($1, $2, $3, $4, $5, 1)
             ON CONFLICT (company_id, agency_id, kind) DO UPDATE SET n = scopes.n + 1
             RETURNING id, n",
        );
        let put = put.bind(new_id(now).to_string()).bind(company.to_string()).bind(agency.to_string());
        let put = put.bind(kind.code()).bind(kind.right().letter().to_string());
        let row = put.fetch_one(&mut *self.inner).await?;
        Ok(ScopeMark { scope: row.parsed("id")?, n: row.number("n")? })
    }

    /// Takes `count` places in a scope that is there; answers the last. Locks the scope until the commit.
    pub async fn advance_scope_by(&mut self, scope: ScopeId, count: i64) -> Result<i64, StoreError> {
        let update = sqlx::query("UPDATE scopes SET n = n + $2 WHERE id = $1 RETURNING n");
        update.bind(scope.to_string()).bind(count).fetch_one(&mut *self.inner).await?.number("n")
    }

    /// Takes a place for each of what is about to change, and announces the scopes as moved. Scopes are locked in the
    /// map's order, so that no two wait for each other.
    pub async fn take_places<T>(
        &mut self,
        by_scope: BTreeMap<ScopeId, Vec<T>>,
        stored: impl Fn(&T) -> &StoredDocument,
    ) -> Result<Vec<(i64, T)>, StoreError> {
        let mut places = Vec::new();
        for (scope, group) in by_scope {
            let Some(StoredDocument { company, agency, kind, .. }) = group.first().map(&stored) else { continue };
            let (company, agency, kind) = (*company, *agency, *kind);
            let count = group.len() as i64;
            let n = self.advance_scope_by(scope, count).await?;
            self.announce(Notice::Moved { scope, company, agency, kind, n });
            places.extend((n - count + 1..).zip(group));
        }
        Ok(places)
    }

    /// Adds a document. [`StoreError::LostRace`] when the reference was taken meanwhile.
    pub async fn insert_document(
        &mut self,
        agency: AgencyId,
        id: DocumentId,
        mark: ScopeMark,
        new: &NewDocument,
    ) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO documents (id, scope_id, agency_id, reference, n, state, version, number, facts,
                                    original_sha256, original_size, received_at)
             VALUES ($1, $2, $3, $4, $5, 'pending', 1, $6, $7, $8, $9, $10)",
        );
        let insert = insert.bind(id.to_string()).bind(mark.scope.to_string()).bind(agency.to_string());
        let insert = insert.bind(new.reference.clone()).bind(mark.n).bind(new.number.clone());
        let insert = insert.bind(new.facts.clone()).bind(new.original.to_string()).bind(new.original_size);
        let insert = insert.bind(new.received_at.0).execute(&mut *self.inner).await;
        match insert.map_err(|error| unless_taken(error, "the reference")) {
            Ok(_) => Ok(()),
            Err(StoreError::Exists(_)) => Err(StoreError::LostRace),
            Err(error) => Err(error),
        }
    }

    /// Puts a new version in the place of a pending one. [`StoreError::LostRace`] when it changed meanwhile.
    pub async fn replace_document(
        &mut self,
        agency: AgencyId,
        document: &Document,
        mark: ScopeMark,
        new: &NewDocument,
    ) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE documents SET n = $4, version = $3, number = $5, facts = $6, original_sha256 = $7,
                                  original_size = $8, received_at = $9, answer_n = NULL,
                                  downloaded_at = NULL, downloaded_by = NULL
             WHERE agency_id = $1 AND id = $2 AND version = $3 - 1 AND state = 'pending'",
        );
        let update = update.bind(agency.to_string()).bind(document.id.to_string()).bind(i64::from(document.version));
        let update = update.bind(mark.n).bind(new.number.clone()).bind(new.facts.clone());
        let update = update.bind(new.original.to_string()).bind(new.original_size).bind(new.received_at.0);
        won(update.execute(&mut *self.inner).await?.rows_affected())
    }

    /// Takes a pending document back. [`StoreError::LostRace`] when it changed meanwhile.
    pub async fn withdraw_document(
        &mut self,
        agency: AgencyId,
        document: &Document,
        n: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE documents SET n = $4, state = 'withdrawn', withdrawn_at = $5
             WHERE agency_id = $1 AND id = $2 AND version = $3 AND state = 'pending'",
        );
        let update = update.bind(agency.to_string()).bind(document.id.to_string()).bind(i64::from(document.version));
        won(update.bind(n).bind(at.0).execute(&mut *self.inner).await?.rows_affected())
    }
}

pub(super) fn won(changed: u64) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::LostRace) }
}

async fn of_agency<'c>(
    connection: impl Executor<'c, Database = sqlx::Any>,
    agency: AgencyId,
    reference: &str,
) -> Result<Option<StoredDocument>, StoreError> {
    let found = sqlx::query(OF_AGENCY).bind(agency.to_string()).bind(reference);
    found.fetch_optional(connection).await?.as_ref().map(stored).transpose()
}

fn stored(row: &AnyRow) -> Result<StoredDocument, StoreError> {
    let signature = match row.maybe_text("signed_by")? {
        None => None,
        Some(signed_by) => Some(StoredSignature {
            signed_by,
            signed_at: row.moment("signed_at")?,
            sealed: row.parsed("sealed_sha256")?,
            sealed_size: row.number("sealed_size")?,
        }),
    };
    let answer = answers::answer(row)?;
    let state = match (row.text("state")?.as_str(), &signature, &answer) {
        ("pending", None, _) => DocumentState::Pending,
        ("withdrawn", None, _) => DocumentState::Withdrawn { at: row.moment("withdrawn_at")? },
        ("validated", None, Some(answer)) => DocumentState::Validated { by: answer.person, at: answer.answered_at },
        ("refused", None, Some(answer)) => DocumentState::Refused { by: answer.person, at: answer.answered_at },
        ("signed", Some(signature), _) => DocumentState::Signed(Signature {
            by: row.parsed("signer_id")?,
            at: signature.signed_at,
            sealed: signature.sealed,
        }),
        _ => return Err(StoreError::Damaged("state")),
    };
    Ok(StoredDocument {
        document: Document {
            id: row.parsed("id")?,
            original: row.parsed("original_sha256")?,
            version: u32::try_from(row.number("version")?).map_err(|_| StoreError::Damaged("version"))?,
            state,
        },
        scope: row.parsed("scope_id")?,
        company: row.parsed("company_id")?,
        company_name: row.text("company_name")?,
        agency: row.parsed("agency_id")?,
        kind: row.kind("kind")?,
        reference: row.text("reference")?,
        number: row.text("number")?,
        n: row.number("n")?,
        facts: row.text("facts")?,
        original_size: row.number("original_size")?,
        received_at: row.moment("received_at")?,
        signature,
        answer,
        download: answers::download(row)?,
    })
}
