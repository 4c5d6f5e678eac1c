//! `/v1/support`: a message to the people who support the product, with or without a session.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Asks for support. The same request sent again is taken in once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportRequest {
    /// Made by the app, a UUID.
    #[schema(format = Uuid)]
    pub request_id: String,
    /// 1 to 5000 characters.
    pub message: String,
    /// Where to answer. Needed without a session; with one it is the account's address unless it says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(format = Email)]
    pub email: Option<String>,
    /// What the person agreed to send along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<SupportContext>,
}

/// The message may say anything, so it stays out of logs.
impl std::fmt::Debug for SupportRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SupportRequest").field("request_id", &self.request_id).finish_non_exhaustive()
    }
}

/// What helps to understand the message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportContext {
    /// The app's version: at most 200 characters.
    pub version: String,
    /// The operating system: at most 200 characters.
    pub system: String,
    /// The end of the app's redacted log: at most 50,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
}
