//! Identifiers: opaque, made at the edge, the same text everywhere.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// The text is no identifier of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }
    };
}

id!(/// A branch that delivers documents.
    AgencyId);
id!(/// The client company (*entreprise utilisatrice*).
    CompanyId);
id!(/// One document through all its versions and revisions.
    DocumentId);
id!(/// A right to sign, given to a colleague for some days.
    MandateId);
id!(/// A person with an account.
    PersonId);
id!(/// One (company, agency, kind): the unit that is synchronised. See [`crate::Scope`].
    ScopeId);
