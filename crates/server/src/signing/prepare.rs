//! One group of a batch up to its sealed bytes. Changes nothing that anybody can see.

use bytes::Bytes;
use coffreo_api::signatures::{RefusalReason, SignatureOutcome};
use coffreo_domain::{DocumentKind, Sha256, Timestamp};
use futures_util::future::join_all;

use super::{Batch, Known, Shown};
use crate::app::App;
use crate::edge::sha256;
use crate::seal::{self, Signer};
use crate::store::StoredDocument;

/// What will become of a document if nobody is quicker.
pub(super) enum Prepared {
    /// Known already: the same request was answered before.
    Recorded(SignatureOutcome),
    /// The rules refuse it: recorded for the same request.
    Refused(Shown, RefusalReason),
    /// Sealing failed: not recorded, so that the same request may try again.
    Failed(Shown),
    /// Sealed.
    Sealed(Box<Sealed>),
}

/// A sealed document that is not signed yet.
pub(super) struct Sealed {
    pub stored: StoredDocument,
    pub at: Timestamp,
    pub name: Sha256,
    pub bytes: Bytes,
}

/// In the order of the group.
pub(super) async fn prepare(app: &App, batch: &Batch, known: &Known, group: &[Shown]) -> Vec<Prepared> {
    join_all(group.iter().map(|shown| one(app, batch, known, *shown))).await
}

async fn one(app: &App, batch: &Batch, known: &Known, shown: Shown) -> Prepared {
    if let Some(outcome) = known.recorded.get(&shown.id) {
        return Prepared::Recorded(outcome.clone());
    }
    let Some(stored) = known.documents.get(&shown.id) else {
        return Prepared::Refused(shown, RefusalReason::NotFound);
    };
    if let Err(reason) = may_be_signed(stored, shown) {
        return Prepared::Refused(shown, reason);
    }
    match seal(app, batch, stored.clone()).await {
        Ok(sealed) => Prepared::Sealed(Box::new(sealed)),
        Err(error) => {
            tracing::error!(document = %shown.id, cause = format!("{error:#}"), "a document was not sealed");
            Prepared::Failed(shown)
        }
    }
}

/// Whether the rules let the person sign what they were shown.
pub(super) fn may_be_signed(stored: &StoredDocument, shown: Shown) -> Result<(), RefusalReason> {
    match stored.kind {
        DocumentKind::Contract => Ok(stored.document.may_be_signed(shown.content)?),
        DocumentKind::Invoice => Err(RefusalReason::NotAContract),
    }
}

async fn seal(app: &App, batch: &Batch, stored: StoredDocument) -> anyhow::Result<Sealed> {
    let pdf = app.files.read(stored.document.original).await?;
    let at = app.now();
    let signer = Signer { name: batch.person.name.clone(), company: stored.company_name.clone(), at };
    let key = app.key.clone();
    let sealed = tokio::task::spawn_blocking(move || {
        let bytes = seal::apply(&key, &pdf, &signer)?;
        let name = sha256(&bytes);
        anyhow::Ok((name, Bytes::from(bytes)))
    });
    let (name, bytes) = sealed.await??;
    Ok(Sealed { stored, at, name, bytes })
}
