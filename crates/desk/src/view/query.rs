//! The list of documents: what is asked.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Kind;

/// Which documents, in which order, from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListQuery {
    /// One kind at a time: the columns differ.
    pub kind: Kind,
    /// *À signer* / *à valider*. Neither this nor `archived`: nothing matches.
    pub pending: bool,
    /// *Archivé*.
    pub archived: bool,
    /// When they were received.
    pub period: Period,
    /// *Recherche avancée*: all must hold; of those on the same field, one.
    pub criteria: Vec<Criterion>,
    /// Words to be found in facts or PDF text; the last may be unfinished. Empty: all documents.
    pub search: String,
    /// The order; ties are broken newest first.
    pub sort: Sort,
    /// Where the page before ended: [`ListPage::next`](super::ListPage::next).
    pub after: Option<String>,
    /// 1 to 100 rows.
    pub limit: u32,
}

/// On which days documents were received, as days are in Paris.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Period {
    /// Whenever.
    All,
    /// *Depuis n mois*: since the same day of the month so many months ago, or the last of a shorter month.
    Months {
        /// 1 to 1200.
        months: u16,
    },
    /// *Du … Au …*, both days included; an absent one is open.
    Days {
        /// The first day.
        #[ts(type = "string | null")]
        from: Option<Date>,
        /// The last day.
        #[ts(type = "string | null")]
        to: Option<Date>,
    },
}

/// One field of the advanced search.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Criterion {
    /// Which.
    pub field: CriterionField,
    /// What is looked for, as it was typed or proposed; blank counts as nothing.
    pub value: String,
}

/// What the advanced search looks at. Accents and case do not matter. Texts: each word typed must begin one of theirs.
/// Numbers: what is typed must stand in theirs, punctuation aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CriterionField {
    /// *Agence*.
    Agency,
    /// *N° de contrat*, *n° facture*.
    Number,
    /// *Client*, *entreprise utilisatrice*.
    Company,
    /// *Département*, of contracts.
    Department,
    /// *Justification du recours*, of contracts.
    Justification,
    /// *Nom*, of contracts.
    LastName,
    /// *Prénom*, of contracts.
    FirstName,
    /// *Qualification*, of contracts.
    Qualification,
    /// *Statut du poste*, of contracts: exactly `executive` or `non_executive`.
    PositionStatus,
    /// *Référence*, of invoices.
    Reference,
}

/// Asks for values that documents have, for a field that is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProposalQuery {
    /// Of which documents.
    pub kind: Kind,
    /// Of which field.
    pub field: CriterionField,
    /// What was typed so far; empty for the first values there are.
    pub typed: String,
    /// 1 to 50 values.
    pub limit: u32,
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sort {
    /// By what.
    pub column: SortColumn,
    /// From the greatest down.
    pub descending: bool,
}

/// The columns that can be sorted. Those of the other kind sort as `Received`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the column of its name")]
pub enum SortColumn {
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
    Deadline,
    IssuedOn,
    DueOn,
    Week,
    Net,
    Vat,
    Gross,
    DownloadedAt,
}
