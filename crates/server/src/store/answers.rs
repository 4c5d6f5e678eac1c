//! What companies answer to invoices, and who took them first.

use coffreo_domain::answer::{Answer, AnswerStatus, Reason};
use coffreo_domain::{DocumentId, PersonId, Sha256, Timestamp};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use super::documents::won;
use super::rows::{Columns, many};
use super::{StoreError, Tx, seen};

/// An invoice's newest answer, with what is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// What was said.
    pub status: AnswerStatus,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What the person added.
    pub comment: Option<String>,
    /// Who.
    pub person: PersonId,
    /// Full name at the time.
    pub answered_by: String,
    /// When.
    pub answered_at: Timestamp,
}

/// Who took an invoice first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDownload {
    /// Full name at the time.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// An answer to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// To what.
    pub document: DocumentId,
    /// The version that was shown.
    pub version: u32,
    /// Its place in its scope.
    pub n: i64,
    /// What is said.
    pub answer: Answer,
    /// Who answers.
    pub person: PersonId,
    /// Their full name.
    pub answered_by: String,
    /// The request.
    pub request_id: String,
    /// What the person agreed to.
    pub consent_version: String,
    /// What was shown.
    pub shown: Sha256,
    /// When.
    pub at: Timestamp,
}

/// A download to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDownload {
    /// Of what.
    pub document: DocumentId,
    /// The PDF that was saved.
    pub content: Sha256,
    /// Its place in its scope.
    pub n: i64,
    /// Who.
    pub person: PersonId,
    /// Their full name.
    pub by: String,
    /// When it was saved.
    pub at: Timestamp,
    /// When the server was told.
    pub told_at: Timestamp,
}

impl Tx {
    /// Gives a pending document of that version its newest answer, if who answers still sees it.
    /// [`StoreError::LostRace`] when it changed meanwhile; the transaction goes on.
    pub async fn mark_answered(&mut self, new: &NewAnswer) -> Result<(), StoreError> {
        let state = match new.answer.status() {
            AnswerStatus::Validated => "validated",
            AnswerStatus::Refused => "refused",
            AnswerStatus::Disputed | AnswerStatus::Suspended => "pending",
        };
        let update = sqlx::query(concat!(
            "UPDATE documents SET state = $6, n = $5, answer_n = $5
             WHERE id = $3 AND version = $4 AND state = 'pending' AND scope_id IN ",
            seen!()
        ));
        let update = update.bind(new.person.to_string()).bind(new.at.0).bind(new.document.to_string());
        let update = update.bind(i64::from(new.version)).bind(new.n).bind(state);
        won(update.execute(&mut *self.inner).await?.rows_affected())
    }

    /// Keeps answers.
    pub async fn insert_answers(&mut self, new: &[NewAnswer]) -> Result<(), StoreError> {
        if new.is_empty() {
            return Ok(());
        }
        let text = many(
            "INSERT INTO invoice_answers (document_id, n, version, status, reasons, comment, person_id, answered_by,
                                          request_id, consent_version, shown_sha256, answered_at) VALUES ",
            12,
            new.len(),
        );
        let mut insert = sqlx::query(AssertSqlSafe(text));
        for one in new {
            let reasons: Vec<&str> = one.answer.reasons().iter().map(|reason| reason.code()).collect();
            insert = insert.bind(one.document.to_string()).bind(one.n).bind(i64::from(one.version));
            insert = insert.bind(i64::from(one.answer.status().number())).bind(reasons.join(" "));
            insert = insert.bind(one.answer.comment().map(str::to_owned)).bind(one.person.to_string());
            insert = insert.bind(one.answered_by.clone()).bind(one.request_id.clone());
            insert = insert.bind(one.consent_version.clone()).bind(one.shown.to_string()).bind(one.at.0);
        }
        insert.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Marks a document with that content as taken, if who took it sees it and nobody was first.
    /// [`StoreError::LostRace`] otherwise; the transaction goes on.
    pub async fn mark_downloaded(&mut self, new: &NewDownload) -> Result<(), StoreError> {
        let update = sqlx::query(concat!(
            "UPDATE documents SET downloaded_at = $6, downloaded_by = $7, n = $5
             WHERE id = $3 AND original_sha256 = $4 AND downloaded_at IS NULL AND state <> 'withdrawn' AND scope_id IN ",
            seen!()
        ));
        let update = update.bind(new.person.to_string()).bind(new.told_at.0).bind(new.document.to_string());
        let update = update.bind(new.content.to_string()).bind(new.n).bind(new.at.0).bind(new.by.clone());
        won(update.execute(&mut *self.inner).await?.rows_affected())
    }
}

pub(super) fn answer(row: &AnyRow) -> Result<Option<StoredAnswer>, StoreError> {
    let Some(number) = row.maybe_number("answer_status")? else { return Ok(None) };
    let status = AnswerStatus::ALL.into_iter().find(|status| i64::from(status.number()) == number);
    let reasons = row.text("answer_reasons")?;
    let reasons = reasons.split_whitespace().map(|code| Reason::of_code(code).ok_or(StoreError::Damaged("reasons")));
    Ok(Some(StoredAnswer {
        status: status.ok_or(StoreError::Damaged("status"))?,
        reasons: reasons.collect::<Result<_, _>>()?,
        comment: row.maybe_text("answer_comment")?,
        person: row.parsed("answerer_id")?,
        answered_by: row.text("answered_by")?,
        answered_at: row.moment("answered_at")?,
    }))
}

pub(super) fn download(row: &AnyRow) -> Result<Option<StoredDownload>, StoreError> {
    let Some(by) = row.maybe_text("downloaded_by")? else { return Ok(None) };
    Ok(Some(StoredDownload { by, at: row.moment("downloaded_at")? }))
}
