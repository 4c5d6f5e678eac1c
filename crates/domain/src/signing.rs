//! What may be signed. A document is signed as it was shown, once, by a person with the right.

use crate::digest::Sha256;
use crate::document::{Document, DocumentState, Signature};
use crate::ids::PersonId;
use crate::time::Timestamp;

/// At most so many documents in one signing request.
pub const MOST_PER_REQUEST: usize = 100;

/// The version of the sentence a person agrees to when signing. Kept in the evidence.
pub const CONSENT_VERSION: &str = "2026-11";

/// Why a document is not signed. The others of the request go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SigningRefused {
    /// Somebody signed it before, or the same person in another request.
    #[error("the document is signed already")]
    AlreadySigned,
    /// An invoice that somebody refused.
    #[error("the document was refused already")]
    AlreadyRefused,
    /// The agency took it back.
    #[error("the document was withdrawn")]
    Withdrawn,
    /// Another version has taken its place since it was shown: it must be read again.
    #[error("the document has changed since it was shown")]
    Changed,
}

impl Document {
    /// Whether a person who was shown `shown` may sign now.
    pub fn may_be_signed(&self, shown: Sha256) -> Result<(), SigningRefused> {
        match self.state {
            DocumentState::Signed(_) | DocumentState::Validated { .. } => Err(SigningRefused::AlreadySigned),
            DocumentState::Refused { .. } => Err(SigningRefused::AlreadyRefused),
            DocumentState::Withdrawn { .. } => Err(SigningRefused::Withdrawn),
            DocumentState::Pending if self.original != shown => Err(SigningRefused::Changed),
            DocumentState::Pending => Ok(()),
        }
    }

    /// Signed: `sealed` is the PDF with the seal, made of what was shown.
    pub fn sign(&mut self, shown: Sha256, by: PersonId, at: Timestamp, sealed: Sha256) -> Result<(), SigningRefused> {
        self.may_be_signed(shown)?;
        self.state = DocumentState::Signed(Signature { by, at, sealed });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ChangeRefused;
    use crate::ids::DocumentId;

    const SHOWN: Sha256 = Sha256([1; 32]);
    const OTHER: Sha256 = Sha256([2; 32]);
    const SEALED: Sha256 = Sha256([3; 32]);
    const NOON: Timestamp = Timestamp(43_200_000);

    fn pending() -> Document {
        let id = DocumentId(uuid::Uuid::from_u128(1));
        Document { id, original: SHOWN, version: 1, state: DocumentState::Pending }
    }

    fn somebody() -> PersonId {
        PersonId(uuid::Uuid::from_u128(2))
    }

    #[test]
    fn what_was_shown_is_what_is_signed() {
        let mut document = pending();
        assert_eq!(document.sign(OTHER, somebody(), NOON, SEALED), Err(SigningRefused::Changed));
        assert_eq!(document.sign(SHOWN, somebody(), NOON, SEALED), Ok(()));
        assert_eq!(document.current(), SEALED);
    }

    #[test]
    fn a_document_is_signed_once_and_stays_as_it_is() {
        let mut document = pending();
        document.sign(SHOWN, somebody(), NOON, SEALED).unwrap();
        assert_eq!(document.sign(SHOWN, somebody(), NOON, OTHER), Err(SigningRefused::AlreadySigned));
        assert_eq!(document.replace(OTHER), Err(ChangeRefused::AlreadySigned));
        assert_eq!(document.withdraw(NOON), Err(ChangeRefused::AlreadySigned));
        assert_eq!(document.current(), SEALED);
    }

    #[test]
    fn a_replaced_document_must_be_shown_again() {
        let mut document = pending();
        document.replace(OTHER).unwrap();
        assert_eq!((document.version, document.may_be_signed(SHOWN)), (2, Err(SigningRefused::Changed)));
        assert_eq!(document.may_be_signed(OTHER), Ok(()));
    }

    #[test]
    fn a_withdrawn_document_is_signed_by_nobody_and_replaced_by_nothing() {
        let mut document = pending();
        document.withdraw(NOON).unwrap();
        assert_eq!(document.withdraw(NOON.plus(1)), Ok(()), "twice is once");
        assert_eq!(document.may_be_signed(SHOWN), Err(SigningRefused::Withdrawn));
        assert_eq!(document.replace(OTHER), Err(ChangeRefused::Withdrawn));
    }
}
