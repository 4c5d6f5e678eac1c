//! A document's life: delivered, perhaps replaced, then signed or withdrawn.

use crate::digest::Sha256;
use crate::ids::{DocumentId, PersonId};
use crate::time::Timestamp;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    /// *Contrat de mise à disposition*.
    Contract,
    /// *Facture*.
    Invoice,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Contract, Self::Invoice];

    /// The stable code: `contract` or `invoice`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Invoice => "invoice",
        }
    }
}

/// Where a document stands. A contract is signed, an invoice is validated or refused; a disputed invoice is pending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentState {
    /// Waits for the person.
    Pending,
    /// Sealed for a person, in their company's name.
    Signed(Signature),
    /// An invoice that the company approved. Its PDF stays as the agency made it: it is an original of accounting.
    Validated {
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// An invoice that the company refused.
    Refused {
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Taken back by the agency before anybody signed.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

/// Who signed, when, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// The sealed PDF.
    pub sealed: Sha256,
}

/// A document as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Which.
    pub id: DocumentId,
    /// The PDF as delivered: what is shown and signed.
    pub original: Sha256,
    /// Raised by each replacement, from 1.
    pub version: u32,
    /// Where it stands.
    pub state: DocumentState,
}

/// Why a delivery or a withdrawal changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    /// What is signed or validated stays as it is.
    #[error("the document is signed already")]
    AlreadySigned,
    /// What was refused stays refused.
    #[error("the document was refused")]
    AlreadyRefused,
    /// What was withdrawn does not come back under the same reference.
    #[error("the document was withdrawn")]
    Withdrawn,
}

impl Document {
    /// A new version from the agency takes the place of a pending one.
    pub fn replace(&mut self, original: Sha256) -> Result<(), ChangeRefused> {
        self.must_be_pending()?;
        self.original = original;
        self.version += 1;
        Ok(())
    }

    /// The agency takes it back. Twice is once.
    pub fn withdraw(&mut self, now: Timestamp) -> Result<(), ChangeRefused> {
        match self.must_be_pending() {
            Err(ChangeRefused::Withdrawn) => Ok(()),
            Err(refused) => Err(refused),
            Ok(()) => {
                self.state = DocumentState::Withdrawn { at: now };
                Ok(())
            }
        }
    }

    /// The bytes that stand for the document now: the sealed ones once signed.
    pub fn current(&self) -> Sha256 {
        match &self.state {
            DocumentState::Signed(signature) => signature.sealed,
            DocumentState::Pending
            | DocumentState::Validated { .. }
            | DocumentState::Refused { .. }
            | DocumentState::Withdrawn { .. } => self.original,
        }
    }

    fn must_be_pending(&self) -> Result<(), ChangeRefused> {
        match self.state {
            DocumentState::Pending => Ok(()),
            DocumentState::Signed(_) | DocumentState::Validated { .. } => Err(ChangeRefused::AlreadySigned),
            DocumentState::Refused { .. } => Err(ChangeRefused::AlreadyRefused),
            DocumentState::Withdrawn { .. } => Err(ChangeRefused::Withdrawn),
        }
    }
}
