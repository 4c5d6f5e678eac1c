//! What waits, as the home page shows it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Kind;

/// What waits of one kind from one agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Waiting {
    /// Which kind.
    pub kind: Kind,
    /// The agency's name.
    pub agency: String,
    /// How many.
    #[ts(type = "number")]
    pub documents: i64,
    /// How many of them are late: contracts beyond their legal deadline, invoices beyond their due date.
    #[ts(type = "number")]
    pub late: i64,
    /// With VAT: cents. Contracts have none.
    #[ts(type = "number")]
    pub gross: i64,
    /// Of those that are late: cents.
    #[ts(type = "number")]
    pub late_gross: i64,
    /// The nearest legal deadline that has not passed: ms.
    #[ts(type = "number | null")]
    pub next_deadline: Option<i64>,
}
