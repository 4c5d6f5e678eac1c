//! What the screens show of people beside the wire's own types: telephone numbers, and access that was lost.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Kind;

/// A telephone number in its country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Phone {
    /// E.164, to keep.
    pub e164: String,
    /// ISO 3166 code of its country.
    pub country: String,
    /// As it is written in its country.
    pub national: String,
}

/// A company and agency whose documents left this computer with the right to see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LostAccess {
    /// Which of their documents.
    pub kind: Kind,
    /// *Entreprise utilisatrice*.
    pub company: String,
    /// *Agence*.
    pub agency: String,
}
