//! What a person arranged for themselves: views of the list, and its columns.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ListQuery, Total};

/// A question that a person gave a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedView {
    /// Identifier.
    pub id: String,
    /// 1 to 60 characters.
    pub name: String,
    /// The question; its `after` and `limit` mean nothing.
    pub query: ListQuery,
    /// How many match now.
    pub total: Total,
}

/// A view to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ViewToSave {
    /// Of the view that it takes the place of; none adds one at the end.
    pub id: Option<String>,
    /// 1 to 60 characters.
    pub name: String,
    /// The question.
    pub query: ListQuery,
}
