//! Answering invoices: validated, disputed, suspended or refused, one transaction for the whole request. State, answer,
//! journal, counters, outcomes and what the agency is to be told take effect together; no PDF is touched.

use std::collections::{BTreeMap, HashMap};

use coffreo_api::account::Language;
use coffreo_api::answers::AnswerOutcome;
use coffreo_api::signatures::RefusalReason;
use coffreo_domain::answer::{Answer, AnswerStatus};
use coffreo_domain::{DocumentId, DocumentKind, ScopeId, Timestamp};

use crate::app::App;
use crate::journal::Entry;
use crate::mail::{Letter, Place};
use crate::signing::Shown;
use crate::store::{NewAnswer, Person, StoreError, StoredAnswer, StoredDocument, Tx};
use crate::webhooks;

/// So often what somebody else changed meanwhile is decided again.
const TRIES: usize = 3;

/// What one person answers at once.
#[derive(Debug)]
pub struct Batch {
    /// Who, with the password checked.
    pub person: Person,
    /// The request.
    pub request_id: String,
    /// What the person agreed to.
    pub consent_version: String,
    /// What is said of all of them.
    pub answer: Answer,
    /// Which, in the order of the outcomes.
    pub documents: Vec<Shown>,
}

/// Answers the batch; one outcome a document, in order. The same request again answers as the first time.
///
/// # Errors
/// When the store fails: nothing of the batch has taken effect, or all that is recorded.
pub async fn run(app: &App, batch: &Batch) -> anyhow::Result<Vec<AnswerOutcome>> {
    for _ in 1..TRIES {
        let outcomes = attempt(app, batch).await?;
        if outcomes.len() == batch.documents.len() {
            return in_order(batch, outcomes);
        }
    }
    in_order(batch, attempt(app, batch).await?)
}

/// What was overtaken once too often has changed, whatever it was.
fn in_order(batch: &Batch, mut outcomes: HashMap<DocumentId, AnswerOutcome>) -> anyhow::Result<Vec<AnswerOutcome>> {
    let taken = |shown: &Shown| outcomes.remove(&shown.id).unwrap_or_else(|| refused(shown.id, RefusalReason::Changed));
    Ok(batch.documents.iter().map(taken).collect())
}

async fn attempt(app: &App, batch: &Batch) -> anyhow::Result<HashMap<DocumentId, AnswerOutcome>> {
    let now = app.now();
    let ids: Vec<DocumentId> = batch.documents.iter().map(|shown| shown.id).collect();
    let mut outcomes: HashMap<DocumentId, AnswerOutcome> = HashMap::new();
    for (id, json) in app.store.outcomes(batch.person.id, &batch.request_id).await? {
        outcomes.insert(id, serde_json::from_str(&json)?);
    }
    let stored = app.store.visible_documents(app.viewer(batch.person.id), &ids).await?;
    let mut stored: HashMap<DocumentId, StoredDocument> =
        stored.into_iter().map(|stored| (stored.document.id, stored)).collect();
    let mut by_scope: BTreeMap<ScopeId, Vec<StoredDocument>> = BTreeMap::new();
    let mut new = Vec::new();
    for shown in batch.documents.iter().filter(|shown| !outcomes.contains_key(&shown.id)) {
        match decide(batch, stored.remove(&shown.id), *shown, now) {
            Ok(answered) => by_scope.entry(answered.scope).or_default().push(answered),
            Err(reason) => new.push((shown.id, refused(shown.id, reason))),
        }
    }
    let mut tx = app.store.begin().await?;
    for id in answer_all(&mut tx, batch, by_scope, now).await? {
        new.push((id, AnswerOutcome::Answered { id: id.to_string(), answered_at: now.0 }));
    }
    let json: Vec<(DocumentId, String)> =
        new.iter().map(|(id, outcome)| Ok((*id, serde_json::to_string(outcome)?))).collect::<anyhow::Result<_>>()?;
    tx.insert_outcomes(batch.person.id, &batch.request_id, &json).await?;
    tx.commit().await?;
    app.webhooks.nudge();
    app.mail.nudge();
    outcomes.extend(new);
    Ok(outcomes)
}

/// The document as it will be.
fn decide(
    batch: &Batch,
    stored: Option<StoredDocument>,
    shown: Shown,
    now: Timestamp,
) -> Result<StoredDocument, RefusalReason> {
    let mut stored = stored.ok_or(RefusalReason::NotFound)?;
    if stored.kind != DocumentKind::Invoice {
        return Err(RefusalReason::NotAnInvoice);
    }
    stored.document.answer(shown.content, batch.answer.status(), batch.person.id, now)?;
    stored.answer = Some(StoredAnswer {
        status: batch.answer.status(),
        reasons: batch.answer.reasons().to_vec(),
        comment: batch.answer.comment().map(str::to_owned),
        person: batch.person.id,
        answered_by: batch.person.name.clone(),
        answered_at: now,
    });
    Ok(stored)
}

/// Answers what nobody changed meanwhile; tells which.
async fn answer_all(
    tx: &mut Tx,
    batch: &Batch,
    by_scope: BTreeMap<ScopeId, Vec<StoredDocument>>,
    now: Timestamp,
) -> anyhow::Result<Vec<DocumentId>> {
    let (mut answers, mut entries, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for (n, stored) in tx.take_places(by_scope, |stored| stored).await? {
        let new = NewAnswer {
            document: stored.document.id,
            version: stored.document.version,
            n,
            answer: batch.answer.clone(),
            person: batch.person.id,
            answered_by: batch.person.name.clone(),
            request_id: batch.request_id.clone(),
            consent_version: batch.consent_version.clone(),
            shown: stored.document.original,
            at: now,
        };
        match tx.mark_answered(&new).await {
            Ok(()) => {}
            Err(StoreError::LostRace) => continue,
            Err(error) => return Err(error.into()),
        }
        entries.push(Entry::answered(&new));
        answers.push(new);
        told.push(stored);
    }
    tx.insert_answers(&answers).await?;
    tx.record(now, &entries).await?;
    webhooks::announce(tx, webhooks::invoice_event(batch.answer.status()), &told, now).await?;
    if batch.answer.status() != AnswerStatus::Validated {
        write_to_agencies(tx, batch, &told, now).await?;
    }
    Ok(answers.into_iter().map(|answer| answer.document).collect())
}

/// One letter for each agency and company, where the agency has an address: somebody there has to do something about it.
async fn write_to_agencies(
    tx: &mut Tx,
    batch: &Batch,
    told: &[StoredDocument],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut numbers: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for stored in told {
        numbers.entry((stored.agency, stored.company)).or_default().push(stored.number.clone());
    }
    for ((agency, company), numbers) in numbers {
        let Some(email) = tx.agency_email(agency).await? else { continue };
        let names = tx.place_names(company, agency).await?;
        let letter = Letter::Dispute {
            place: Place { company: names.company, agency: names.agency },
            numbers,
            answer: batch.answer.status().into(),
            reasons: batch.answer.reasons().iter().map(|reason| reason.code().to_owned()).collect(),
            comment: batch.answer.comment().map(str::to_owned),
            by: batch.person.name.clone(),
        };
        tx.queue_mail(&email, Language::Fr, &letter, now).await?;
    }
    Ok(())
}

fn refused(id: DocumentId, reason: RefusalReason) -> AnswerOutcome {
    AnswerOutcome::Refused { id: id.to_string(), reason }
}
