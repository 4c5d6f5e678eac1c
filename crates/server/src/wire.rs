//! How what is stored travels: to the agency that delivered it, and to the people who see it.

use coffreo_api::agency::{AgencyDocument, AgencySignature, DocumentState};
use coffreo_api::answers::AnswerLine;
use coffreo_api::changes::SignatureLine;
use coffreo_api::downloads::DownloadLine;
use coffreo_domain::document;

use crate::store::{StoredAnswer, StoredDocument, StoredDownload};

/// A document as its agency sees it.
pub(crate) fn seen_by_agency(found: &StoredDocument) -> AgencyDocument {
    AgencyDocument {
        id: found.document.id.to_string(),
        reference: found.reference.clone(),
        number: found.number.clone(),
        state: wire_state(&found.document.state),
        version: found.document.version,
        sha256: found.document.original.to_string(),
        received_at: found.received_at.0,
        signature: found.signature.as_ref().map(|signature| AgencySignature {
            signed_by: signature.signed_by.clone(),
            signed_at: signature.signed_at.0,
            sha256: signature.sealed.to_string(),
        }),
        answer: found.answer.as_ref().map(answer_line),
    }
}

pub(crate) fn wire_state(state: &document::DocumentState) -> DocumentState {
    match state {
        document::DocumentState::Pending => DocumentState::Pending,
        document::DocumentState::Signed(_) | document::DocumentState::Validated { .. } => DocumentState::Signed,
        document::DocumentState::Refused { .. } => DocumentState::Refused,
        document::DocumentState::Withdrawn { .. } => DocumentState::Withdrawn,
    }
}

/// Who signed or validated, to the company.
pub(crate) fn signature_line(stored: &StoredDocument) -> Option<SignatureLine> {
    match (&stored.document.state, &stored.signature, &stored.answer) {
        (document::DocumentState::Signed(_), Some(signature), _) => {
            Some(SignatureLine { signed_by: signature.signed_by.clone(), signed_at: signature.signed_at.0 })
        }
        (document::DocumentState::Validated { .. }, _, Some(answer)) => {
            Some(SignatureLine { signed_by: answer.answered_by.clone(), signed_at: answer.answered_at.0 })
        }
        _ => None,
    }
}

pub(crate) fn answer_line(answer: &StoredAnswer) -> AnswerLine {
    AnswerLine {
        status: answer.status.into(),
        code: answer.status.number(),
        reasons: answer.reasons.iter().map(|reason| (*reason).into()).collect(),
        comment: answer.comment.clone(),
        answered_by: answer.answered_by.clone(),
        answered_at: answer.answered_at.0,
    }
}

pub(crate) fn download_line(download: &StoredDownload) -> DownloadLine {
    DownloadLine { downloaded_at: download.at.0, downloaded_by: download.by.clone() }
}
