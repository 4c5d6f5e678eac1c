//! What is taken out of the app as files, and how they are named.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Kind, ListQuery};

/// A list that is to become a file: all that matches, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListExport {
    /// The question; its `after` and `limit` mean nothing.
    pub query: ListQuery,
    /// The columns, in order.
    pub fields: Vec<ExportField>,
    /// As what.
    pub format: ListFormat,
}

/// What a list becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ListFormat {
    /// A workbook of Excel's (Office Open XML).
    Xlsx,
    /// Text that a French Excel opens with a double click: UTF-8 with its mark, `;`, decimal commas.
    Csv,
}

/// A column of an exported list. Those of the other kind stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the column of its name")]
pub enum ExportField {
    Received,
    Agency,
    Number,
    Company,
    Department,
    Employee,
    Qualification,
    Justification,
    StartsOn,
    EndsOn,
    PayRate,
    BillRate,
    State,
    SignedAt,
    SignedBy,
    Deadline,
    IssuedOn,
    DueOn,
    Week,
    Net,
    Vat,
    Gross,
    Reference,
    DownloadedAt,
    DownloadedBy,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportProgress {
    /// Rows or documents written.
    pub done: u32,
    /// Of how many.
    pub total: u32,
}

/// How saved documents are named, by kind: text with tokens such as `{numéro}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FileNames {
    /// Contracts.
    pub contract: String,
    /// Invoices.
    pub invoice: String,
}

/// How saved documents are named, with what a person needs to change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NamingView {
    /// As it is now.
    pub names: FileNames,
    /// As it is where nobody chose.
    pub defaults: FileNames,
    /// The tokens of contracts, without braces, in the person's language.
    pub contract_tokens: Vec<String>,
    /// The tokens of invoices.
    pub invoice_tokens: Vec<String>,
}

/// A name to be tried on a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NameTrial {
    /// Of which kind.
    pub kind: Kind,
    /// The text with its tokens.
    pub template: String,
    /// On which document; none takes the newest of the kind.
    pub id: Option<String>,
}

/// What a template makes of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NameExample {
    /// The file's name; none while the template is not valid, or no document is there to try it on.
    pub name: Option<String>,
    /// Tokens that there are not.
    pub unknown: Vec<String>,
}
