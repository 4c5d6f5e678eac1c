//! What the screens are given: plain values, ready to show. TypeScript types are generated from them
//! (`cargo xtask generate`).
//!
//! Amounts are euro cents, moments milliseconds since 1970-01-01T00:00:00Z, days `2026-11-24`. No value here holds
//! a token, a key or a password.

mod account;
mod batch;
mod error;
mod exports;
mod list;
mod people;
mod query;
mod reading;
mod saved;
mod support;
mod waiting;

use coffreo_api::Facts;
use coffreo_api::answers::{AnswerReason, AnswerStatus};
use coffreo_api::signatures::RefusalReason;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use account::{
    AccountChange, AccountDetails, AssignedTo, KnownAccount, LinkKind, LinkPage, LinkState, MailChoices, OpenedLink,
    SecondFactorSetup, SessionView, Strength, Terms, Weakness,
};
pub use batch::{BatchDocument, BatchState, SigningBatch};
pub use coffreo_api::mandates::{Mandate, NewMandate};
pub use coffreo_api::relations::Relation;
pub use coffreo_api::rights::{NewPerson, PatchPerson, PersonDetails, Place, PlacePerson, PutRights, RightsHistory};
pub use error::{ErrorCode, ErrorView};
pub use exports::{ExportField, ExportProgress, FileNames, ListExport, ListFormat, NameExample, NameTrial, NamingView};
pub use list::{
    ArchiveState, ContractRow, Deadline, FrozenList, InvoiceRow, Kind, ListPage, Neighbours, Row, Snippet, SnippetPart,
    Total,
};
pub use people::{LostAccess, Phone};
pub use query::{Criterion, CriterionField, ListQuery, Period, ProposalQuery, Sort, SortColumn};
pub use reading::{
    Compared, ComparedTo, Found, Hit, InvoiceLine, Point, PrintJob, Printer, Review, ReviewFlags, Severity,
    StructuredView, TextBox, TextRun, VatLine,
};
pub use saved::{SavedView, ViewToSave};
pub use support::{NewsItem, SupportContext, SupportMessage, SupportOutcome};
pub use waiting::Waiting;

/// The whole of what the app is doing, for its frame: which screen, which banner, which counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Status {
    /// Grows with each reading: of two, the greater is the newer, in whatever order they arrive.
    #[ts(type = "number")]
    pub revision: u64,
    /// Which screen.
    pub phase: Phase,
    /// The account on this computer, once somebody signed in.
    pub account: Option<Account>,
    /// Whether the server is reached.
    pub connection: Connection,
    /// When the last complete synchronisation ended: ms.
    #[ts(type = "number | null")]
    pub last_sync_at: Option<i64>,
    /// What waits and what is kept, by kind. Empty unless the phase is `Open`.
    pub counts: Vec<KindCounts>,
    /// The person's choices.
    pub settings: Settings,
    /// What the sign-in form starts with.
    pub prefill: Prefill,
    /// The app's version.
    pub version: String,
    /// The accounts on this computer, each with a vault of its own.
    pub accounts: Vec<KnownAccount>,
    /// A link that was opened and is not done with.
    pub link: Option<OpenedLink>,
    /// Whether the person administers rights somewhere. As far as is known; false unless the phase is `Open`.
    pub administers: bool,
    /// How many relations wait to be confirmed.
    pub relations_waiting: u32,
    /// How many pieces of news the person has not seen.
    pub unread_news: u32,
}

/// Which screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nobody has signed in on this computer.
    SignedOut,
    /// The vault is closed: the password opens it, offline too.
    Locked,
    /// The vault is open.
    Open,
}

/// The account on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Account {
    /// As among the accounts of this computer.
    pub id: String,
    /// The server's address, as it is shown.
    pub server: String,
    /// E-mail address.
    pub email: String,
    /// Full name; known once the vault is open.
    pub name: Option<String>,
}

/// What the sign-in form starts with: from the environment (`COFFREO_SERVER`, `COFFREO_EMAIL`) or the last account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Prefill {
    /// Server address.
    pub server: String,
    /// E-mail address.
    pub email: String,
}

/// Whether the server is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Connection {
    /// Up to date, and told of news as they come.
    Online,
    /// A synchronisation is under way.
    Syncing {
        /// Documents stored so far.
        #[ts(type = "number")]
        done: i64,
        /// Documents to store, as far as is known.
        #[ts(type = "number")]
        total: i64,
    },
    /// The server is not reached. Reading goes on.
    Offline {
        /// Since when: ms.
        #[ts(type = "number")]
        since: i64,
    },
    /// The server asks for the password again. Reading goes on.
    SessionEnded,
    /// The server answers, and yet what it has cannot be kept here (a full disk, a damaged vault) or is refused. It is
    /// tried again. Reading goes on.
    Stuck {
        /// Why.
        error: ErrorCode,
        /// Since when: ms.
        #[ts(type = "number")]
        since: i64,
    },
}

impl Connection {
    /// Whether nothing but the moment differs: trouble lasts since it began.
    pub(crate) fn is_still(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Offline { .. }, Self::Offline { .. }) => true,
            (Self::Stuck { error, .. }, Self::Stuck { error: other, .. }) => error == other,
            _ => self == other,
        }
    }
}

/// Counts of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KindCounts {
    /// Which kind.
    pub kind: Kind,
    /// *À signer* or *à valider*.
    #[ts(type = "number")]
    pub pending: i64,
    /// *Archivé*.
    #[ts(type = "number")]
    pub archived: i64,
    /// Pending beyond their legal deadline.
    #[ts(type = "number")]
    pub late: i64,
}

/// The person's choices, kept on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// The language of the screens.
    pub language: Language,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Whether new documents raise a desktop notification.
    pub notifications: bool,
    /// Whether notifications leave out names.
    pub discreet_notifications: bool,
    /// Whether the system's keyring opens the vault without the password.
    pub keep_unlocked: bool,
    /// Whether single keys act in the list and the viewer (WCAG 2.1.4).
    pub single_keys: bool,
    /// Whether notifications wait in the quiet hours; a deadline in less than four hours does not.
    pub quiet_hours: bool,
    /// When the quiet hours begin: minutes after midnight, by this computer's clock.
    pub quiet_from: u16,
    /// When they end, on the same day or the next: minutes after midnight.
    pub quiet_until: u16,
    /// Whether the app starts with the session, in the tray.
    pub start_with_session: bool,
    /// Whether rows of the list are 44 pixels high instead of 32.
    pub roomy_rows: bool,
    /// After so many minutes without use the vault is closed; 0: never.
    pub lock_after: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::Fr,
            theme: Theme::System,
            notifications: true,
            discreet_notifications: false,
            keep_unlocked: false,
            single_keys: true,
            quiet_hours: false,
            quiet_from: 19 * 60,
            quiet_until: 8 * 60,
            start_with_session: false,
            roomy_rows: false,
            lock_after: 0,
        }
    }
}

/// The language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

/// The look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// One document with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentView {
    /// The same facts as its row in the list.
    pub row: Row,
    /// All facts.
    pub facts: Facts,
    /// SHA-256 of the PDF that stands for it now; part of a page's address.
    pub sha256: String,
    /// Whether the PDF is on this computer.
    pub available: bool,
    /// Bytes of the PDF.
    #[ts(type = "number")]
    pub size: i64,
}

/// The pages of a PDF.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Outline {
    /// SHA-256 of the PDF; part of a page's address.
    pub sha256: String,
    /// One entry a page, in points (1/72 inch), as it is shown (after its own rotation).
    pub pages: Vec<PageSize>,
}

/// The size of a page in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct PageSize {
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
}

/// What became of one document of a signing batch. Only what the server confirmed is called signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SignOutcome {
    /// Signed and sealed; an invoice: the answer stands.
    Signed {
        /// Which.
        id: String,
        /// When: ms.
        #[ts(type = "number")]
        at: i64,
    },
    /// Not signed.
    Refused {
        /// Which.
        id: String,
        /// Why.
        reason: RefusalReason,
    },
    /// The connection was cut before the server said. The next synchronisation tells; trying again signs nothing twice.
    Unknown {
        /// Which.
        id: String,
    },
}

/// What is said of invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvoiceAnswer {
    /// Validated, disputed, suspended or refused.
    pub status: AnswerStatus,
    /// Why: none for a validation, else one or more of those that [`AnswerChoice`] offers.
    pub reasons: Vec<AnswerReason>,
    /// At most 1000 characters; needed with *another reason*.
    pub comment: Option<String>,
}

/// What may be said of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnswerChoice {
    /// What.
    pub status: AnswerStatus,
    /// Why, in the order in which they are offered.
    pub reasons: Vec<AnswerReason>,
}

/// A file that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedFile {
    /// Where, in full.
    pub path: String,
    /// Its name.
    pub name: String,
    /// How many documents it holds.
    pub documents: u32,
}

/// What the desktop tells its shell and screens unasked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DeskEvent {
    /// The frame has changed.
    Status(Box<Status>),
    /// Documents of these kinds came, changed or went: lists ask again.
    DocumentsChanged {
        /// Which kinds.
        kinds: Vec<Kind>,
    },
    /// New documents to be told of.
    Arrived {
        /// Which kind.
        kind: Kind,
        /// Newest first.
        documents: Vec<ArrivedDocument>,
    },
    /// The signing has gone on by a request, or has ended.
    SigningMoved,
    /// A notification, a link or the tray asks for something to be shown: the screens ask what.
    Wanted,
    /// Relations came, were answered or went: the screens ask which.
    RelationsChanged,
    /// Documents left with the right to see them: the screens ask of whom.
    AccessLost,
    /// News came.
    NewsChanged,
}

/// What a notification, a link or the tray asks the screens to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Wanted {
    /// A document.
    Document {
        /// Which.
        id: String,
    },
    /// What waits of a kind.
    List {
        /// Which kind.
        kind: Kind,
    },
}

/// A new document, as a notification names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ArrivedDocument {
    /// Identifier.
    pub id: String,
    /// Number.
    pub number: String,
    /// *Agence*.
    pub agency: String,
    /// *Entreprise utilisatrice*.
    pub company: String,
    /// The worker's full name; invoices have none.
    pub employee: Option<String>,
    /// Until when it is to be signed: ms. Invoices have none.
    #[ts(type = "number | null")]
    pub deadline: Option<i64>,
}
