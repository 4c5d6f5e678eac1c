//! `/v1/events`: server-sent events that say *scope s is at n*. They carry no content; the app then asks for changes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The name of the event whose data is a [`ScopeMoved`].
pub const SCOPE_MOVED: &str = "scope";
/// The name of the event, without data, that says: your rights changed, ask for changes.
pub const RIGHTS_CHANGED: &str = "rights";

/// A scope of the person has something new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScopeMoved {
    /// The scope.
    #[schema(format = Uuid)]
    pub scope: String,
    /// Its counter now.
    pub n: i64,
}
