//! Signing in, refreshing and signing out.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Signs in with the password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The account's e-mail address.
    pub email: String,
    /// The account's password. Never logged.
    pub password: String,
    /// What the person calls this computer, or its host name; shown among the open sessions.
    pub device: String,
    /// Where the account has a second factor: six digits of the app, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The `device_token` of an earlier sign-in on this computer. It lets the account's owner in although strangers
    /// have used up the account's attempts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_device: Option<String>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("email", &self.email).field("device", &self.device).finish_non_exhaustive()
    }
}

/// Exchanges a refresh token for new tokens. Each refresh token works once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The newest refresh token.
    pub refresh_token: String,
}

/// A session's tokens.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tokens {
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// When the access token expires: ms.
    pub access_expires_at: i64,
    /// For the next refresh.
    pub refresh_token: String,
    /// Who is signed in.
    pub person: Person,
    /// The server's clock: ms. Lets an app with a wrong clock tell deadlines right.
    pub server_time: i64,
    /// Proves later that this computer is known: to be kept with the e-mail address, and sent with the next sign-in.
    /// Absent where nothing new is to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_token: Option<String>,
}

/// A person, to themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Person {
    /// Identifier.
    #[schema(format = Uuid)]
    pub id: String,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// The open sessions of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sessions {
    /// Used last first.
    pub sessions: Vec<Session>,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// Identifier.
    #[schema(format = Uuid)]
    pub id: String,
    /// As the device called itself.
    pub device: String,
    /// When it signed in: ms.
    pub created_at: i64,
    /// When it was last refreshed: ms.
    pub used_at: i64,
    /// The network address it was last refreshed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}
