//! What can go wrong when a document is shown, told as what the caller can do about it. It must not carry causes that only
//! a developer can read: those are logged where they happen.

use std::error::Error;

/// Why a document, a page or its text cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ViewerError {
    /// Not a document that can be shown: broken, empty, locked by a password, or it made the worker fail twice.
    /// Say so to the person; asking again at once gives the same answer.
    #[error("the document cannot be read")]
    Unreadable,
    /// The work was stopped at its time limit. Later requests for the same document are `Unreadable` for a while.
    #[error("the document took too long and was stopped")]
    TooSlow,
    /// The document, its page count, or the asked page at this scale is over the limits. A smaller scale may do.
    #[error("the document or page is too large to be shown")]
    TooLarge,
    /// The document has no page of that number.
    #[error("the document has no such page")]
    NoSuchPage,
    /// The caller's own `load` failed; its error is handed back as it was.
    #[error("the document's content could not be loaded")]
    NotLoaded(#[source] Box<dyn Error + Send + Sync>),
    /// The worker cannot be started or speaks another version: the installation is at fault, no document.
    #[error("the PDF worker is not available: {reason}")]
    WorkerUnavailable {
        /// For the log, in English.
        reason: String,
    },
}
