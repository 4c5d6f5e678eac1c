//! One group of a batch made true: files first, then state, signature, journal, counters and outcomes together.

use std::collections::BTreeMap;

use coffreo_api::signatures::{RefusalReason, SignatureOutcome};
use coffreo_domain::document::{DocumentState, Signature};
use coffreo_domain::{DocumentId, ScopeId};

use super::prepare::{Prepared, Sealed, may_be_signed};
use super::{Batch, Shown, recorded, refused};
use crate::app::App;
use crate::journal::Entry;
use crate::store::{NewSignature, StoreError, StoredDocument, StoredSignature, Tx};
use crate::webhooks;

/// The outcomes, in the order of the group.
pub(super) async fn commit(app: &App, batch: &Batch, prepared: Vec<Prepared>) -> anyhow::Result<Vec<SignatureOutcome>> {
    let files = prepared.iter().filter_map(|one| match one {
        Prepared::Sealed(sealed) => Some((sealed.name, sealed.bytes.clone())),
        _ => None,
    });
    app.files.put_all(files.collect()).await?;
    let mut tx = app.store.begin().await?;
    let signed = sign_all(&mut tx, batch, &prepared).await?;
    let mut outcomes = Vec::with_capacity(prepared.len());
    let mut to_record = Vec::new();
    for one in &prepared {
        let outcome = match one {
            Prepared::Recorded(outcome) => Some(outcome.clone()),
            Prepared::Failed(shown) => Some(refused(shown.id, RefusalReason::SealingFailed)),
            Prepared::Refused(shown, reason) => {
                let outcome = refused(shown.id, *reason);
                to_record.push((shown.id, serde_json::to_string(&outcome)?));
                Some(outcome)
            }
            Prepared::Sealed(sealed) if signed.contains(&sealed.stored.document.id) => {
                let outcome = outcome(sealed);
                to_record.push((sealed.stored.document.id, serde_json::to_string(&outcome)?));
                Some(outcome)
            }
            Prepared::Sealed(_) => None,
        };
        outcomes.push(outcome);
    }
    tx.insert_outcomes(batch.person.id, &batch.request_id, &to_record).await?;
    tx.commit().await?;
    app.webhooks.nudge();
    let mut answers = Vec::with_capacity(outcomes.len());
    for (outcome, one) in outcomes.into_iter().zip(&prepared) {
        match (outcome, one) {
            (Some(outcome), _) => answers.push(outcome),
            (None, Prepared::Sealed(sealed)) => answers.push(overtaken(app, batch, sealed).await?),
            (None, _) => {}
        }
    }
    Ok(answers)
}

/// Signs what nobody changed meanwhile; answers what was signed.
async fn sign_all(tx: &mut Tx, batch: &Batch, prepared: &[Prepared]) -> Result<Vec<DocumentId>, StoreError> {
    let mut by_scope: BTreeMap<ScopeId, Vec<&Sealed>> = BTreeMap::new();
    for one in prepared {
        if let Prepared::Sealed(sealed) = one {
            by_scope.entry(sealed.stored.scope).or_default().push(sealed);
        }
    }
    let (mut signatures, mut entries, mut told, mut last) = (Vec::new(), Vec::new(), Vec::new(), None);
    for (n, sealed) in tx.take_places(by_scope, |sealed| &sealed.stored).await? {
        let new = signature(batch, sealed, n);
        match tx.mark_signed(&new).await {
            Ok(()) => {}
            Err(StoreError::LostRace) => continue,
            Err(error) => return Err(error),
        }
        entries.push(Entry::signed(&new, sealed.mandate.as_ref()));
        last = last.max(Some(sealed.at));
        told.push(signed(sealed, &new));
        signatures.push(new);
    }
    tx.insert_signatures(&signatures).await?;
    if let Some(at) = last {
        tx.record(at, &entries).await?;
        webhooks::announce(tx, webhooks::CONTRACT_SIGNED, &told, at).await?;
    }
    Ok(signatures.into_iter().map(|signature| signature.document).collect())
}

fn signature(batch: &Batch, sealed: &Sealed, n: i64) -> NewSignature {
    NewSignature {
        document: sealed.stored.document.id,
        version: sealed.stored.document.version,
        n,
        person: batch.person.id,
        signed_by: sealed.signed_by.clone(),
        mandate: sealed.mandate.as_ref().map(|mandate| mandate.id),
        request_id: batch.request_id.clone(),
        consent_version: batch.consent_version.clone(),
        at: sealed.at,
        shown: sealed.stored.document.original,
        sealed: sealed.name,
        sealed_size: sealed.bytes.len() as i64,
    }
}

/// The document as it is from now on.
fn signed(sealed: &Sealed, new: &NewSignature) -> StoredDocument {
    let mut stored = sealed.stored.clone();
    stored.document.state = DocumentState::Signed(Signature { by: new.person, at: new.at, sealed: new.sealed });
    let (signed_by, signed_at) = (new.signed_by.clone(), new.at);
    let (sealed, sealed_size) = (new.sealed, new.sealed_size);
    stored.signature = Some(StoredSignature { signed_by, signed_at, sealed, sealed_size });
    stored
}

fn outcome(sealed: &Sealed) -> SignatureOutcome {
    SignatureOutcome::Signed {
        id: sealed.stored.document.id.to_string(),
        sealed_sha256: sealed.name.to_string(),
        sealed_size: sealed.bytes.len() as i64,
        signed_at: sealed.at.0,
    }
}

/// What became of a document that somebody else changed meanwhile: perhaps the same request on another connection.
async fn overtaken(app: &App, batch: &Batch, sealed: &Sealed) -> anyhow::Result<SignatureOutcome> {
    let id = sealed.stored.document.id;
    if let Some(outcome) = recorded(app, batch).await?.remove(&id) {
        return Ok(outcome);
    }
    let now = app.store.visible_documents(app.viewer(batch.person.id), &[id]).await?.into_iter().next();
    let reason = match now {
        None => RefusalReason::NotFound,
        Some(stored) => {
            let shown = Shown { id, content: sealed.stored.document.original };
            may_be_signed(&stored, shown).err().unwrap_or(RefusalReason::Changed)
        }
    };
    Ok(refused(id, reason))
}
