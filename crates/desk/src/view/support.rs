//! News and messages to the support, as the screens show them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A piece of news from the server, kept for offline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NewsItem {
    /// Identifier.
    pub id: String,
    /// When it was published: ms.
    #[ts(type = "number")]
    pub published_at: i64,
    /// Title.
    pub title: String,
    /// Paragraphs, apart by blank lines.
    pub text: String,
    /// Whether the person has seen it.
    pub read: bool,
}

/// What goes with a message: exactly what is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SupportContext {
    /// The app's version.
    pub version: String,
    /// The system.
    pub system: String,
    /// The newest lines of the log, without names, addresses or documents.
    pub log: Option<String>,
}

/// A message to the support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SupportMessage {
    /// A UUID, one a message: sent twice, it arrives once.
    pub request_id: String,
    /// To which server; only asked of who is not signed in.
    pub server: String,
    /// Where to answer.
    pub email: String,
    /// The words.
    pub message: String,
    /// What goes with them; none when the person leaves it out.
    pub context: Option<SupportContext>,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SupportOutcome {
    /// The server has it.
    Sent,
    /// The server is not reached: it is kept, and sent when it is.
    Kept,
}
