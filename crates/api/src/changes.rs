//! `/v1/changes`: everything that changed in a person's scopes after their cursors, as a stream of lines.
//!
//! Order: per scope one [`Change::Scope`], then its documents by rising `n`, then [`Change::Reached`].
//! Scopes named in the request that are the person's no longer come as [`Change::Lost`]. Last of all [`Change::End`]:
//! a stream without it was cut, and the next request goes on from the cursors reached.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::agency::DocumentState;
use crate::answers::AnswerLine;
use crate::downloads::DownloadLine;
use crate::facts::Facts;

/// Asks for what changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangesRequest {
    /// The scopes that the app knows, with the last `n` it has stored of each. Other scopes start from 0.
    pub cursors: Vec<Cursor>,
}

/// How far an app has read a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The scope.
    #[schema(format = Uuid)]
    pub scope: String,
    /// The last `n` stored.
    pub n: i64,
}

/// One line of the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// The lines that follow are of this scope.
    Scope(ScopeInfo),
    /// A document as it stands now.
    Document(Box<DocumentLine>),
    /// A document that is to be forgotten: the agency withdrew it.
    Withdrawn {
        /// Which.
        #[schema(format = Uuid)]
        id: String,
        /// Its place in the scope.
        n: i64,
    },
    /// All up to `n` of this scope has been sent.
    Reached {
        /// The scope.
        #[schema(format = Uuid)]
        scope: String,
        /// The cursor to keep.
        n: i64,
    },
    /// The scope is the person's no longer: forget its documents.
    Lost {
        /// The scope.
        #[schema(format = Uuid)]
        scope: String,
    },
    /// The stream is complete.
    End {
        /// The server's clock: ms.
        server_time: i64,
    },
}

/// A scope with the names to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScopeInfo {
    /// Identifier.
    #[schema(format = Uuid)]
    pub id: String,
    /// The company's identifier.
    #[schema(format = Uuid)]
    pub company_id: String,
    /// *Entreprise utilisatrice*.
    pub company: String,
    /// The company's SIRET.
    pub company_siret: String,
    /// The agency's identifier.
    #[schema(format = Uuid)]
    pub agency_id: String,
    /// *Agence*.
    pub agency: String,
    /// `contract` or `invoice`.
    pub kind: String,
}

/// A document in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentLine {
    /// Identifier.
    #[schema(format = Uuid)]
    pub id: String,
    /// Its place in the scope: the number of the change that made it so.
    pub n: i64,
    /// Pending, signed or refused.
    pub state: DocumentState,
    /// Raised by each replacement, from 1.
    pub version: u32,
    /// When this version came in: ms.
    pub received_at: i64,
    /// The facts.
    pub facts: Facts,
    /// The PDF that stands for it now.
    pub content: Content,
    /// SHA-256 of the PDF as delivered: what is shown, and what a signature names.
    pub original_sha256: String,
    /// Who signed or validated and when, once signed or validated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<SignatureLine>,
    /// An invoice's newest answer. A disputed or suspended one is still pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<AnswerLine>,
    /// Who of the company took this version of an invoice first, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download: Option<DownloadLine>,
}

/// A file by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Content {
    /// SHA-256.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
}

/// A signature as the company sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignatureLine {
    /// Full name of the signer.
    pub signed_by: String,
    /// When: ms.
    pub signed_at: i64,
}
