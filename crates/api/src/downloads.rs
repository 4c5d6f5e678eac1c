//! `/v1/downloads`: an app tells what was saved to a file, so that the whole company knows of its invoices. The first
//! to tell stays; telling again changes nothing. Offline, an app keeps what it has to tell and sends it later.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// At most so many documents in one request.
pub const MOST_PER_REQUEST: usize = 1000;

/// Tells what was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DownloadsRequest {
    /// 1 to 1000 documents.
    pub documents: Vec<Saved>,
}

/// A document that was saved to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// Which.
    #[schema(format = Uuid)]
    pub id: String,
    /// SHA-256 of the PDF that was saved.
    pub sha256: String,
    /// When: ms. A moment before the document came in or in the future is brought to that of the server.
    pub at: i64,
}

/// What is known of them now. Left out: contracts, other versions, and what is not the person's to see. There is nothing
/// to tell again in any case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DownloadsAnswer {
    /// In no order.
    pub documents: Vec<DownloadMark>,
}

/// A document that is known to have been taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DownloadMark {
    /// Which.
    #[schema(format = Uuid)]
    pub id: String,
    /// Who was first, and when.
    #[serde(flatten)]
    pub download: DownloadLine,
}

/// Who took an invoice first, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DownloadLine {
    /// *Téléchargé le*: ms.
    pub downloaded_at: i64,
    /// Full name.
    pub downloaded_by: String,
}
