//! `/v1/signatures`: one password, many documents, one outcome each.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Signs documents. The answer is a stream of [`SignatureOutcome`] lines, in the order of the request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignRequest {
    /// Made by the app, a UUID. The same request sent again answers as the first time and signs nothing twice.
    #[schema(format = Uuid)]
    pub request_id: String,
    /// The account's password, again. Checked before the first document. Never logged.
    pub password: String,
    /// The version of the sentence the person agreed to.
    pub consent_version: String,
    /// 1 to 100 documents.
    pub documents: Vec<ToSign>,
}

impl std::fmt::Debug for SignRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignRequest")
            .field("request_id", &self.request_id)
            .field("documents", &self.documents)
            .finish_non_exhaustive()
    }
}

/// A document as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToSign {
    /// Which.
    #[schema(format = Uuid)]
    pub id: String,
    /// SHA-256 of the PDF that was shown.
    pub sha256: String,
}

/// What became of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SignatureOutcome {
    /// Signed, and the sealed PDF is stored.
    Signed {
        /// Which.
        #[schema(format = Uuid)]
        id: String,
        /// SHA-256 of the sealed PDF.
        sealed_sha256: String,
        /// Size of the sealed PDF: bytes.
        sealed_size: i64,
        /// When: ms.
        signed_at: i64,
    },
    /// Not signed.
    Refused {
        /// Which.
        #[schema(format = Uuid)]
        id: String,
        /// Why.
        reason: RefusalReason,
    },
}

/// Why a document was not signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// Absent, or not the person's to see.
    NotFound,
    /// Signed or validated before, by somebody or in another request.
    AlreadySigned,
    /// An invoice that somebody refused before.
    AlreadyRefused,
    /// The agency took it back.
    Withdrawn,
    /// Another version has taken its place: read it again.
    Changed,
    /// Only contracts are signed.
    NotAContract,
    /// Only invoices are answered.
    NotAnInvoice,
    /// The seal could not be made; nothing was signed.
    SealingFailed,
}

impl From<coffreo_domain::signing::SigningRefused> for RefusalReason {
    fn from(refused: coffreo_domain::signing::SigningRefused) -> Self {
        use coffreo_domain::signing::SigningRefused;
        match refused {
            SigningRefused::AlreadySigned => Self::AlreadySigned,
            SigningRefused::AlreadyRefused => Self::AlreadyRefused,
            SigningRefused::Withdrawn => Self::Withdrawn,
            SigningRefused::Changed => Self::Changed,
        }
    }
}
