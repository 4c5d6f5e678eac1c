//! What the viewer shows beside pictures of pages.

use coffreo_api::ContractFacts;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A place on a page: points from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct TextBox {
    /// From the left.
    pub left: f32,
    /// From above.
    pub top: f32,
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
}

/// Text of one line, ending with the space or line end that follows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TextRun {
    /// The text.
    pub text: String,
    /// Where.
    pub place: TextBox,
}

/// What was found in a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Found {
    /// In the order of the document.
    pub hits: Vec<Hit>,
    /// Whether there are more than were answered.
    pub more: bool,
}

/// One place where the words stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Hit {
    /// The page, from 0.
    pub page: u32,
    /// One part a line.
    pub parts: Vec<TextBox>,
}

/// What deserves attention in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Review {
    /// Errors first.
    pub points: Vec<Point>,
    /// The contract that this one is compared with.
    pub compared: Option<Compared>,
    /// The structured half of an invoice.
    pub structured: Option<StructuredView>,
}

/// What a contract's review would show, in short: for a list that is about to be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReviewFlags {
    /// Which document.
    pub id: String,
    /// Whether what matters of it is not as in the contract it is compared with.
    pub changed: bool,
    /// How many rules are not met, lateness aside.
    pub errors: u32,
    /// How many points deserve a look.
    pub warnings: u32,
}

/// A point of attention. It never blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Point {
    /// What it is about; the screens have the words.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// The article that asks for it.
    pub article: Option<String>,
    /// A day that belongs to it.
    pub day: Option<String>,
    /// A number that belongs to it.
    #[ts(type = "number | null")]
    pub count: Option<i64>,
    /// Another document's number, or a line's.
    pub document: Option<String>,
}

/// How grave a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A rule is not met, by what is known.
    Error,
    /// It deserves a look.
    Warning,
}

/// The contract that another is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Compared {
    /// Which it is.
    pub relation: ComparedTo,
    /// Its facts.
    pub facts: ContractFacts,
}

/// What the compared contract is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ComparedTo {
    /// The version that this amendment replaces.
    Amended,
    /// The same worker's contract before this one.
    Previous,
}

/// The structured half of an invoice (EN 16931), as its PDF carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StructuredView {
    /// The company's order (BT-13).
    pub order: Option<String>,
    /// The contract (BT-12).
    pub contract: Option<String>,
    /// The lines (BG-25).
    pub lines: Vec<InvoiceLine>,
    /// VAT by rate (BG-23).
    pub vat: Vec<VatLine>,
    /// Without VAT: euro cents.
    #[ts(type = "number")]
    pub net: i64,
    /// VAT: euro cents.
    #[ts(type = "number")]
    pub vat_total: i64,
    /// With VAT: euro cents.
    #[ts(type = "number")]
    pub gross: i64,
}

/// A line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvoiceLine {
    /// Its number.
    pub id: String,
    /// What is billed.
    pub item: Option<String>,
    /// The worker and the contract, where the agency writes them here.
    pub note: Option<String>,
    /// Ten-thousandths of the unit.
    #[ts(type = "number")]
    pub quantity: i64,
    /// UN/ECE recommendation 20: `HUR` are hours.
    pub unit: String,
    /// Ten-thousandths of a euro.
    #[ts(type = "number")]
    pub price: i64,
    /// Euro cents, without VAT.
    #[ts(type = "number")]
    pub amount: i64,
}

/// VAT of one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VatLine {
    /// Hundredths of a percent.
    #[ts(type = "number | null")]
    pub rate: Option<i64>,
    /// What it is due on: euro cents.
    #[ts(type = "number")]
    pub base: i64,
    /// Euro cents.
    #[ts(type = "number")]
    pub vat: i64,
}

/// A printer of the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Printer {
    /// Its name.
    pub name: String,
    /// Whether the system would take it.
    pub is_default: bool,
}

/// How a document is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrintJob {
    /// One of the printers.
    pub printer: String,
    /// From 1.
    pub copies: u32,
    /// The first and the last page, from 1; all where it is absent.
    pub pages: Option<(u32, u32)>,
    /// On both sides of the sheet.
    pub both_sides: bool,
}
