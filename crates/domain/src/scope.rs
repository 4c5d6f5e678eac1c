//! Scopes: what a person sees is a set of them.

use crate::document::DocumentKind;
use crate::ids::{AgencyId, CompanyId};
use crate::people::Right;

/// One kind of documents between one company and one agency: the unit of seeing and of synchronising.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Who receives.
    pub company: CompanyId,
    /// Who delivers.
    pub agency: AgencyId,
    /// What.
    pub kind: DocumentKind,
}

impl DocumentKind {
    /// The right that opens a scope of this kind. Administering opens none.
    pub fn right(self) -> Right {
        match self {
            Self::Contract => Right::Sign,
            Self::Invoice => Right::Invoices,
        }
    }
}
