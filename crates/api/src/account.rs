//! `/v1/account`: a person's own data, password and second factor.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A language that mails and screens are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Language {
    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }
}

impl std::str::FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        match text {
            "fr" => Ok(Self::Fr),
            "en" => Ok(Self::En),
            _ => Err(NotALanguage),
        }
    }
}

/// Neither `fr` nor `en`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotALanguage;

impl std::fmt::Display for NotALanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("neither `fr` nor `en`")
    }
}

impl std::error::Error for NotALanguage {}

/// The account, to its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Account {
    /// Identifier.
    #[schema(format = Uuid)]
    pub id: String,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// As it was given, in E.164: `+33612345678`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Of the mails.
    pub language: Language,
    /// Whether signing in asks for a code.
    pub second_factor: bool,
    /// The terms that were accepted last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<AcceptedTerms>,
    /// Which mails are wanted. Those about the account's security always come.
    pub mails: Mails,
    /// A new address that waits to be confirmed by both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_email: Option<String>,
}

/// Terms that were accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AcceptedTerms {
    /// Their version.
    pub version: String,
    /// When: ms.
    pub accepted_at: i64,
}

/// Mails that a person may do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mails {
    /// What came in, by agency and kind.
    pub new_documents: bool,
    /// Contracts whose legal deadline is near.
    pub reminders: bool,
}

/// Changes one's own data. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAccount {
    /// Full name: 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E.164, such as `+33612345678`; empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Of the mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Which mails are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mails: Option<Mails>,
}

/// Changes the password. Every other session ends.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password until now. Never logged.
    pub old: String,
    /// At least 12 characters, and not easily guessed.
    pub new: String,
}

/// Asks for another e-mail address. Both the present and the new one confirm it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmail {
    /// The new address.
    pub email: String,
    /// The account's password. Never logged.
    pub password: String,
}

/// The account's password, for what needs it again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithPassword {
    /// Never logged.
    pub password: String,
}

/// A secret for an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds). Works once a code confirmed it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewSecondFactor {
    /// Base32, for typing.
    pub secret: String,
    /// `otpauth://totp/…`, for a QR code.
    pub uri: String,
}

/// A code of the authenticator app.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSecondFactor {
    /// Six digits.
    pub code: String,
}

/// Codes that each open the account once, without the app. Shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodes {
    /// Ten, such as `7QK4-M2ZD-XE5R-9HTA`.
    pub recovery_codes: Vec<String>,
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

kept_out_of_logs!(ChangePassword, ChangeEmail, WithPassword, NewSecondFactor, ConfirmSecondFactor, RecoveryCodes);
