//! The list of documents: what is answered.

use coffreo_api::answers::AnswerLine;
use coffreo_domain::DocumentKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which kind of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// *Contrat de mise à disposition*.
    Contract,
    /// *Facture*.
    Invoice,
}

impl From<DocumentKind> for Kind {
    fn from(kind: DocumentKind) -> Self {
        match kind {
            DocumentKind::Contract => Self::Contract,
            DocumentKind::Invoice => Self::Invoice,
        }
    }
}

impl From<Kind> for DocumentKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Contract => Self::Contract,
            Kind::Invoice => Self::Invoice,
        }
    }
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListPage {
    /// In order.
    pub rows: Vec<Row>,
    /// Where the next page goes on; none at the end.
    pub next: Option<String>,
    /// How many documents match in all.
    pub total: Total,
}

/// How many documents match. Beyond a bound, words that are found nearly everywhere are not counted to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Total {
    /// That many, or more than that many.
    #[ts(type = "number")]
    pub count: i64,
    /// Whether it is exact; otherwise more than `count` match: *plus de 1 000*.
    pub exact: bool,
}

impl Total {
    /// Exactly so many.
    pub fn exactly(count: i64) -> Self {
        Self { count, exact: true }
    }

    /// Of things counted apart.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { count: self.count + other.count, exact: self.exact && other.exact }
    }
}

/// Everything that matched at one moment, for *select everything that matches*: what comes later is not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FrozenList {
    /// In order, without snippets; 10,000 at most.
    pub rows: Vec<Row>,
    /// How many match: exact, and more than there are rows only beyond the bound.
    #[ts(type = "number")]
    pub count: i64,
}

/// One row, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Row {
    /// A contract.
    Contract(ContractRow),
    /// An invoice.
    Invoice(InvoiceRow),
}

/// *À signer* or *archivé*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ArchiveState {
    /// Waits for the person.
    Pending,
    /// Signed or validated.
    Archived,
}

/// A contract in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the column of its name")]
pub struct ContractRow {
    pub id: String,
    pub state: ArchiveState,
    pub agency: String,
    pub number: String,
    /// 0 is the initial contract.
    pub amendment: u8,
    pub company: String,
    pub department: Option<String>,
    /// Title, first and last name.
    pub employee: String,
    pub qualification: String,
    pub justification: String,
    pub starts_on: String,
    pub ends_on: Option<String>,
    /// Cents per hour.
    #[ts(type = "number")]
    pub pay_rate: i64,
    /// Cents per hour.
    #[ts(type = "number")]
    pub bill_rate: i64,
    #[ts(type = "number | null")]
    pub signed_at: Option<i64>,
    pub signed_by: Option<String>,
    #[ts(type = "number")]
    pub received_at: i64,
    /// By when it must be signed (L1251-42).
    pub deadline: Deadline,
    /// Whether this version was opened on this computer.
    pub opened: bool,
    /// SHA-256 of the PDF as delivered.
    pub original_sha256: String,
    /// Where the words were found, when words were searched.
    pub snippet: Option<Snippet>,
}

/// An invoice in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "each is the column of its name")]
pub struct InvoiceRow {
    pub id: String,
    pub state: ArchiveState,
    pub agency: String,
    pub number: String,
    pub company: String,
    pub issued_on: String,
    pub due_on: String,
    /// `2026/43`
    pub week: String,
    /// Cents.
    #[ts(type = "number")]
    pub net: i64,
    /// Cents.
    #[ts(type = "number")]
    pub vat: i64,
    /// Cents.
    #[ts(type = "number")]
    pub gross: i64,
    pub reference: Option<String>,
    /// *Téléchargé le*, by whoever of the company took it first.
    #[ts(type = "number | null")]
    pub downloaded_at: Option<i64>,
    pub downloaded_by: Option<String>,
    /// What was said of it last; a disputed or suspended one still waits.
    pub answer: Option<AnswerLine>,
    #[ts(type = "number | null")]
    pub signed_at: Option<i64>,
    pub signed_by: Option<String>,
    #[ts(type = "number")]
    pub received_at: i64,
    pub opened: bool,
    pub original_sha256: String,
    pub snippet: Option<Snippet>,
}

/// A deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Deadline {
    /// The last day.
    pub day: String,
    /// The moment it has passed: ms (midnight in Paris after the day).
    #[ts(type = "number")]
    pub ends_at: i64,
}

/// A piece of text with the words that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Snippet {
    /// In order; joined they are the text.
    pub parts: Vec<SnippetPart>,
}

/// A piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SnippetPart {
    /// Text.
    pub text: String,
    /// Whether it is one of the words.
    pub hit: bool,
}

/// A document's place in the list as it is filtered and sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Neighbours {
    /// The one before.
    pub previous: Option<String>,
    /// The one after.
    pub next: Option<String>,
}
