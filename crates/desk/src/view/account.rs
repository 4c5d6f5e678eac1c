//! The person's account, their sessions and the links that bring them in, as the screens show them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Language;

/// An account on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KnownAccount {
    /// For choosing and removing it.
    pub id: String,
    /// The server's address, as it is shown.
    pub server: String,
    /// E-mail address.
    pub email: String,
}

/// A link that was opened: the app shows its page before everything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpenedLink {
    /// Which page.
    pub kind: LinkKind,
    /// The server's address, as it is shown.
    pub server: String,
    /// Another one with each link.
    pub serial: u32,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// *Compléter mon inscription*.
    Invitation,
    /// *Mot de passe oublié*.
    Reset,
    /// Confirms an e-mail address.
    Address,
}

/// What the server says of the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LinkPage {
    /// What it is for.
    pub kind: LinkKind,
    /// Whether it can be used.
    pub state: LinkState,
    /// The person's e-mail address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// Where they were assigned.
    pub assigned: Vec<AssignedTo>,
    /// What is to be accepted; an invitation has it.
    pub terms: Option<Terms>,
}

/// Whether a link can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It can.
    Usable,
    /// It was: the person has an account.
    Used,
    /// Too late: a new one can be had.
    Expired,
}

/// A company and an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AssignedTo {
    /// *Entreprise utilisatrice*.
    pub company: String,
    /// *Agence*.
    pub agency: String,
}

/// *Conditions générales d'utilisation — CLIENT*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Terms {
    /// Their version.
    pub version: String,
    /// Their title.
    pub title: String,
    /// Paragraphs, apart by blank lines.
    pub text: String,
}

/// How well a password resists guessing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Strength {
    /// From 0, guessed at once, to 4, very hard to guess (zxcvbn).
    pub score: u8,
    /// What makes it weak.
    pub weakness: Option<Weakness>,
    /// Whether the server takes it.
    pub enough: bool,
}

/// What makes a password weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// Fewer characters than the server takes.
    TooShort,
    /// Everybody's password.
    Common,
    /// A name or a word.
    Words,
    /// A row of keys or of letters.
    Sequence,
    /// A repetition.
    Repeated,
    /// A date or a year.
    Date,
    /// The person's own name, address or company.
    Personal,
}

/// *Mon compte*, as the server has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccountDetails {
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The address that waits for both confirmations.
    pub pending_email: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// Whether a code is asked for beside the password.
    pub second_factor: bool,
    /// The terms that were accepted.
    pub terms_version: Option<String>,
    /// When: ms.
    #[ts(type = "number | null")]
    pub terms_accepted_at: Option<i64>,
    /// The e-mails the person wants.
    pub mails: MailChoices,
}

/// Which e-mails the person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MailChoices {
    /// New documents.
    pub new_documents: bool,
    /// Deadlines that come near.
    pub reminders: bool,
}

/// What of the account is to be changed; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AccountChange {
    /// Full name.
    pub name: Option<String>,
    /// E.164; empty removes it.
    pub phone: Option<String>,
    /// The language of e-mails.
    pub language: Option<Language>,
    /// The e-mails.
    pub mails: Option<MailChoices>,
}

/// A second factor that is being set up. Shown once, and kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SecondFactorSetup {
    /// The secret in groups of four, to type.
    pub secret: String,
    /// The QR code's dark squares, as the path of an SVG of `size` units.
    pub path: String,
    /// Units.
    pub size: u32,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionView {
    /// Identifier.
    pub id: String,
    /// What the device calls itself.
    pub device: String,
    /// When it was opened: ms.
    #[ts(type = "number")]
    pub created_at: i64,
    /// When it was last used: ms.
    #[ts(type = "number")]
    pub used_at: i64,
    /// From where.
    pub address: Option<String>,
    /// Whether it is this one.
    pub current: bool,
}
