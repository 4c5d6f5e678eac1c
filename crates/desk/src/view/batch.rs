//! A signing of any number of documents, as the screens show it.

use coffreo_api::signatures::RefusalReason;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ErrorView, Row};

/// A signing: request by request under one password, kept until it is done and told. It outlives the app; the password
/// does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SigningBatch {
    /// Whether requests are being sent now.
    pub running: bool,
    /// Whether it ends after the request that is under way, as the person asked.
    pub stopping: bool,
    /// Why it ended before all were sent.
    pub error: Option<ErrorView>,
    /// In order. None: there is no signing.
    pub documents: Vec<BatchDocument>,
}

/// One document of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BatchDocument {
    /// Identifier.
    pub id: String,
    /// Number.
    pub number: String,
    /// As the list has it; none when it is gone.
    pub row: Option<Row>,
    /// How far it is.
    pub state: BatchState,
}

/// How far a document of a signing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum BatchState {
    /// Not sent.
    Waiting,
    /// Sent; what the server said is not known. Trying again signs nothing twice.
    Unknown,
    /// Signed and sealed.
    Signed {
        /// When: ms.
        #[ts(type = "number")]
        at: i64,
    },
    /// Not signed.
    Refused {
        /// Why.
        reason: RefusalReason,
    },
}
