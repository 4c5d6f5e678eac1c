//! The facts of a document on the wire, and their way into the domain.

mod check;

use coffreo_domain as domain;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

pub use check::FieldError;

/// The facts of one document, by its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all documents are contracts: a box would cost more than it saves"
)]
pub enum Facts {
    /// *Contrat de mise à disposition*.
    Contract(ContractFacts),
    /// *Facture*.
    Invoice(InvoiceFacts),
}

impl Facts {
    /// The document's kind.
    pub fn kind(&self) -> domain::DocumentKind {
        match self {
            Self::Contract(_) => domain::DocumentKind::Contract,
            Self::Invoice(_) => domain::DocumentKind::Invoice,
        }
    }

    /// The agency's number for it.
    pub fn number(&self) -> &str {
        match self {
            Self::Contract(contract) => &contract.number,
            Self::Invoice(invoice) => &invoice.number,
        }
    }
}

/// What an agency says of a contract. Lengths: 200 characters a text, 4000 for free texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ContractFacts {
    /// As the agency numbers it; a suffix `_01` marks the first amendment.
    #[schema(example = "CMDE-BT1-001-001-225333_00")]
    pub number: String,
    /// The client's own division.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Département technique")]
    pub department: Option<String>,
    /// The temp worker.
    pub employee: Employee,
    /// The job as the contract names it.
    #[schema(example = "Horloger")]
    pub qualification: String,
    /// The legal ground with its justification.
    pub recourse: Recourse,
    /// The mission's dates.
    pub term: Term,
    /// Paid to the worker: euro cents per hour.
    #[schema(example = 1700)]
    #[ts(type = "number")]
    pub pay_rate: i64,
    /// Billed to the company: euro cents per hour.
    #[schema(example = 3200)]
    #[ts(type = "number")]
    pub bill_rate: i64,
    /// The post.
    pub position: Position,
    /// Where the work is done.
    pub site: Address,
    /// Who guarantees the agency's obligations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guarantor: Option<Guarantor>,
}

/// The temp worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Employee {
    /// `M` or `Mme`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Mme")]
    pub title: Option<String>,
    /// Given name.
    #[schema(example = "Anaïs")]
    pub first_name: String,
    /// Family name.
    #[schema(example = "ROUSSEAU")]
    pub last_name: String,
}

/// Why a temp worker is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Recourse {
    /// A ground of L1251-6 or L1251-7 by its article: `L1251-6-1-a` … `L1251-7-4`.
    #[schema(example = "L1251-6-1-a")]
    pub ground: String,
    /// In the agency's words.
    #[schema(example = "Remplacement d'un salarié absent")]
    pub justification: String,
    /// Who is replaced, where the ground is a replacement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<Replaced>,
}

/// The replaced person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// Full name.
    pub name: String,
    /// Their qualification.
    pub qualification: String,
}

/// The mission's dates, all included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// First day.
    #[schema(value_type = String, format = Date, example = "2026-11-23")]
    #[ts(type = "string")]
    pub starts_on: Date,
    /// Last day; absent for an open term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, example = "2026-11-27")]
    #[ts(type = "string | null")]
    pub ends_on: Option<Date>,
    /// First day of the flexibility window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    #[ts(type = "string | null")]
    pub flex_from: Option<Date>,
    /// Last day of the flexibility window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    #[ts(type = "string | null")]
    pub flex_until: Option<Date>,
}

/// The post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// *Cadre* or *non cadre*.
    pub status: PositionStatus,
    /// What is done there.
    #[schema(example = "Réparation et réglage de montres mécaniques")]
    pub characteristics: String,
    /// Working hours in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Whether the post is on the list of L4154-2.
    #[serde(default)]
    pub at_risk: bool,
    /// Protective equipment and who supplies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protective_equipment: Option<String>,
}

/// *Statut du poste*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PositionStatus {
    /// *Cadre*.
    Executive,
    /// *Non cadre*.
    NonExecutive,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Number and street.
    #[schema(example = "140 route du Goulet")]
    pub street: String,
    /// Postcode.
    #[schema(example = "56580")]
    pub postcode: String,
    /// Town.
    #[schema(example = "CREDIN")]
    pub city: String,
    /// ISO 3166-1 alpha-2.
    #[serde(default = "france")]
    #[schema(example = "FR")]
    pub country: String,
}

/// The financial guarantor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Guarantor {
    /// Name.
    pub name: String,
    /// Address on one line.
    pub address: String,
}

/// What an agency says of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InvoiceFacts {
    /// As the agency numbers it.
    #[schema(example = "FAC-212984")]
    pub number: String,
    /// Invoice date.
    #[schema(value_type = String, format = Date, example = "2026-10-27")]
    #[ts(type = "string")]
    pub issued_on: Date,
    /// Payment due.
    #[schema(value_type = String, format = Date, example = "2026-11-24")]
    #[ts(type = "string")]
    pub due_on: Date,
    /// The ISO week that is billed.
    pub week: Week,
    /// Without VAT: euro cents.
    #[schema(example = 48200)]
    #[ts(type = "number")]
    pub net: i64,
    /// VAT: euro cents.
    #[schema(example = 9600)]
    #[ts(type = "number")]
    pub vat: i64,
    /// With VAT: euro cents; net and VAT add up to it.
    #[schema(example = 57800)]
    #[ts(type = "number")]
    pub gross: i64,
    /// The company's own reference or order number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Numbers of the contracts that are billed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contracts: Vec<String>,
}

/// An ISO 8601 week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Week {
    /// The ISO week-numbering year.
    #[schema(example = 2026)]
    pub year: i16,
    /// 1 to 53.
    #[schema(example = 43)]
    pub week: i8,
}

fn france() -> String {
    "FR".to_owned()
}
