//! One group of a batch up to its sealed bytes. Changes nothing that anybody can see.

use bytes::Bytes;
use coffreo_api::signatures::{RefusalReason, SignatureOutcome};
use coffreo_domain::{DocumentKind, Sha256, Timestamp};
use futures_util::future::join_all;

use super::{Batch, Known, Shown};
use crate::app::App;
use crate::files::FilesError;
use crate::seal::{self, Signer};
use crate::store::{ActiveMandate, StoredDocument};

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
    /// The signer's full name, and by whose mandate they sign.
    pub signed_by: String,
    /// Where the right is not the signer's own.
    pub mandate: Option<ActiveMandate>,
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
    match seal(app, batch, stored.clone(), known.mandate(stored).cloned()).await {
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

async fn seal(
    app: &App,
    batch: &Batch,
    stored: StoredDocument,
    mandate: Option<ActiveMandate>,
) -> anyhow::Result<Sealed> {
    let original = stored.document.original;
    let pdf = app.files.read_unchecked(original).await?;
    let at = app.now();
    let signed_by = match &mandate {
        None => batch.person.name.clone(),
        Some(mandate) => format!("{}, par mandat de {}", batch.person.name, mandate.giver_name),
    };
    let signer = Signer { name: signed_by.clone(), company: stored.company_name.clone(), at };
    let key = app.key.clone();
    let sealed = tokio::task::spawn_blocking(move || {
        let sealed = seal::apply_hashed(&key, &pdf, &signer)?;
        // What was sealed is what was shown: the hash is that of the bytes that were sealed, not of a second reading.
        if Sha256(sealed.given_sha256) != original {
            return Err(FilesError::Damaged(original).into());
        }
        anyhow::Ok((Sha256(sealed.sha256), Bytes::from(sealed.bytes)))
    });
    let (name, bytes) = sealed.await??;
    Ok(Sealed { stored, signed_by, mandate, at, name, bytes })
}
