//! What people do without a session: follow a link from a mail, accept the terms, ask for a new password. A link's
//! token works once, expires, and is sent anew to the same address when it is asked for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The token of a link, for `/v1/links/look`, `/v1/links/renew` and `/v1/address-changes/confirm`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkToken {
    /// As it stands in the link.
    pub token: String,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Joining.
    Invitation,
    /// A new password.
    Reset,
    /// Confirming another e-mail address.
    Address,
}

/// Whether a link still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It works.
    Usable,
    /// It has served.
    Used,
    /// Its time is over, or a newer one took its place.
    Expired,
}

/// What a link is, to who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Link {
    /// What for.
    pub kind: LinkKind,
    /// Whether it works.
    pub state: LinkState,
    /// The address that it was sent to.
    pub email: String,
    /// The person's full name.
    pub name: String,
    /// An invitation's: which companies through which agencies.
    pub assigned: Vec<Assigned>,
    /// An invitation's: the version of the terms to accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_version: Option<String>,
}

/// A company, through an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Assigned {
    /// The company's name.
    pub company: String,
    /// The agency's name.
    pub agency: String,
}

/// Joins: sets the password, accepts the terms, and signs in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitation {
    /// The link's.
    pub token: String,
    /// At least 12 characters, and not easily guessed. Never logged.
    pub password: String,
    /// Of the terms that were shown.
    pub terms_version: String,
    /// As in [`crate::sessions::SignIn`].
    pub device: String,
}

/// Asks for a link to set a new password. Answered alike whether the address has an account or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskForReset {
    /// The account's e-mail address.
    pub email: String,
}

/// Sets a new password. Every session ends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteReset {
    /// The link's.
    pub token: String,
    /// At least 12 characters, and not easily guessed. Never logged.
    pub password: String,
}

/// One of both addresses agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AddressConfirmed {
    /// Whether both have: then the new address is the account's.
    pub confirmed: bool,
}

/// *Conditions générales d'utilisation — CLIENT*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Terms {
    /// What is accepted.
    pub version: String,
    /// In French.
    pub title: String,
    /// In French: paragraphs, parted by empty lines.
    pub text: String,
}

macro_rules! kept_out_of_logs {
    ($($name:ident),*) => { $(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )* };
}

kept_out_of_logs!(LinkToken, AcceptInvitation, CompleteReset);
