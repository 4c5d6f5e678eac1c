//! The letters, and what each of them says.

use coffreo_api::account::Language;
use coffreo_api::answers::AnswerStatus;
use serde::{Deserialize, Serialize};

/// A letter in a language, as it waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// Which words.
    pub language: Language,
    /// What is said.
    #[serde(flatten)]
    pub letter: Letter,
}

/// A company, through an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The company's name.
    pub company: String,
    /// The agency's name.
    pub agency: String,
}

/// What came in from an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDocuments {
    /// For whom, from whom.
    #[serde(flatten)]
    pub place: Place,
    /// Contracts, or invoices.
    pub contracts: bool,
    /// How many.
    pub count: i64,
}

/// A contract that waits, with its legal deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueContract {
    /// As the agency numbers it.
    pub number: String,
    /// For whom, from whom.
    #[serde(flatten)]
    pub place: Place,
    /// The last day: `2026-11-25`.
    pub day: String,
}

/// Every letter. Moments are ms, days `2026-11-25`, rights letters out of A, S, F and R. `name` is the reader's.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are named for what they hold")]
pub enum Letter {
    /// To somebody who has no password yet: *Compléter mon inscription*.
    Invitation { name: String, assigned: Vec<Place>, token: String, expires_at: i64 },
    /// To somebody who has joined: there are relations to confirm.
    Assigned { name: String, assigned: Vec<Place> },
    /// A link to set a new password.
    Reset { name: String, token: String, expires_at: i64 },
    /// Security: the password was changed.
    PasswordChanged { name: String, at: i64 },
    /// To both addresses: confirm that the account's is to be the new one.
    AddressChange { name: String, new_email: String, to_new: bool, token: String, expires_at: i64 },
    /// To an address that somebody wanted for an account and that has one already.
    AddressInUse,
    /// Security, to both addresses: the account's address is another.
    AddressChanged { name: String, new_email: String, at: i64 },
    /// Security: somebody signed in on a computer that was not known.
    NewDevice { name: String, device: String, address: String, at: i64 },
    /// Security: the second factor was turned on or off.
    SecondFactor { name: String, on: bool, at: i64 },
    /// What came in since the last one. `unsubscribe` is the person's mail token.
    NewDocuments { name: String, lines: Vec<NewDocuments>, unsubscribe: String },
    /// Contracts whose legal deadline is near; `more` of them are not listed.
    Reminder { name: String, contracts: Vec<DueContract>, more: usize, unsubscribe: String },
    /// Somebody else gave or took rights.
    RightsChanged { name: String, by: String, place: Place, rights: String },
    /// `to` may sign for `from`, both days included. `given`: whether the reader is who gave the mandate.
    Mandate { name: String, given: bool, from: String, to: String, place: Place, from_day: String, until_day: String },
    /// The mandate was taken back.
    MandateRevoked { name: String, given: bool, from: String, to: String, place: Place },
    /// To the agency: somebody declined the relation.
    Declined { place: Place, person: String, reason: String },
    /// To the agency: invoices were disputed, suspended or refused (`answer`). `reasons` are codes of XP Z12-012.
    Dispute {
        place: Place,
        numbers: Vec<String>,
        answer: AnswerStatus,
        reasons: Vec<String>,
        comment: Option<String>,
        by: String,
    },
    /// To whoever asked for help.
    SupportReceived { name: Option<String>, reference: String, message: String },
    /// To the people who help.
    SupportToTeam {
        reference: String,
        name: Option<String>,
        email: Option<String>,
        message: String,
        version: String,
        system: String,
        log: Option<String>,
    },
}

impl Letter {
    /// Its name, for administrators and logs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::Assigned { .. } => "assigned",
            Self::Reset { .. } => "reset",
            Self::PasswordChanged { .. } => "password_changed",
            Self::AddressChange { .. } => "address_change",
            Self::AddressInUse => "address_in_use",
            Self::AddressChanged { .. } => "address_changed",
            Self::NewDevice { .. } => "new_device",
            Self::SecondFactor { .. } => "second_factor",
            Self::NewDocuments { .. } => "new_documents",
            Self::Reminder { .. } => "reminder",
            Self::RightsChanged { .. } => "rights_changed",
            Self::Mandate { .. } => "mandate",
            Self::MandateRevoked { .. } => "mandate_revoked",
            Self::Declined { .. } => "declined",
            Self::Dispute { .. } => "dispute",
            Self::SupportReceived { .. } => "support_received",
            Self::SupportToTeam { .. } => "support_to_team",
        }
    }

    /// The mail token of a letter that may be done without.
    pub(super) fn unsubscribe(&self) -> Option<&str> {
        match self {
            Self::NewDocuments { unsubscribe, .. } | Self::Reminder { unsubscribe, .. } => Some(unsubscribe),
            _ => None,
        }
    }

    /// Whom an answer goes to, where it is a person who asked for help.
    pub(super) fn answer_to(&self) -> Option<&str> {
        match self {
            Self::SupportToTeam { email, .. } => email.as_deref(),
            _ => None,
        }
    }
}

/// Without what it says: it may end up in a log.
impl std::fmt::Debug for Letter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Letter({})", self.kind())
    }
}
