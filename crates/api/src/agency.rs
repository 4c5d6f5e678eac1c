//! `/agency/v1`: what agencies' ERPs say and hear.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answers::AnswerLine;
use crate::facts::Facts;

/// The JSON part of a delivery; the PDF is the other part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The receiving establishment's SIRET: fourteen digits.
    #[schema(example = "73282932000074")]
    pub company_siret: String,
    /// The document's facts.
    pub document: Facts,
    /// Who of the company has which right with the agency: at most one person a right, though one person may have
    /// several. Who is new is invited by e-mail; who is known is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<DeliveredPerson>,
}

/// A person of the receiving company, who has a right from this delivery on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveredPerson {
    /// What they may do.
    pub right: DeliveredRight,
    /// Full name.
    #[schema(example = "Clara LEGER")]
    pub name: String,
    /// E-mail address: who it is.
    #[schema(format = Email, example = "clara.leger@the-eu.example")]
    pub email: String,
    /// With its country's code, or as it is dialled in France.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "+33612345678")]
    pub phone: Option<String>,
}

/// A right by its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum DeliveredRight {
    /// Administers: gives and takes rights.
    A,
    /// Sees and signs contracts.
    S,
    /// Sees and answers invoices.
    F,
    /// Sees and validates time sheets.
    R,
}

/// What a delivery did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryOutcome {
    /// A new document.
    Created,
    /// The same again: nothing changed.
    Unchanged,
    /// A new version took the place of the pending one.
    Replaced,
}

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// Waits for the person.
    Pending,
    /// A contract that was signed, or an invoice that was validated.
    Signed,
    /// An invoice that was refused.
    Refused,
    /// Taken back.
    Withdrawn,
}

/// A document as its agency sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgencyDocument {
    /// Our identifier.
    #[schema(format = Uuid)]
    pub id: String,
    /// The agency's own reference: the key of every call.
    pub reference: String,
    /// The document's number.
    pub number: String,
    /// Where it stands.
    pub state: DocumentState,
    /// Raised by each replacement, from 1.
    pub version: u32,
    /// SHA-256 of the PDF as delivered.
    pub sha256: String,
    /// When this version came in: ms.
    pub received_at: i64,
    /// Who signed and when, once signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<AgencySignature>,
    /// An invoice's newest answer: validated, disputed, suspended or refused, and why. A new version has none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<AnswerLine>,
}

/// Who of a company does not want to receive documents from the agency, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeclinedRelation {
    /// The company's SIRET.
    pub company_siret: String,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Why, in their words.
    pub reason: String,
    /// When: ms.
    pub declined_at: i64,
}

/// The relations that were declined and not confirmed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeclinedRelations {
    /// Newest first.
    pub declined: Vec<DeclinedRelation>,
}

/// A signature as the agency sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgencySignature {
    /// Full name of the signer.
    pub signed_by: String,
    /// When: ms.
    pub signed_at: i64,
    /// SHA-256 of the signed PDF.
    pub sha256: String,
}

/// The answer to a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryReceipt {
    /// What the delivery did.
    pub outcome: DeliveryOutcome,
    /// The document as it stands now.
    pub document: AgencyDocument,
}

/// Asks to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterWebhook {
    /// Where messages are posted: `https://`, on the public internet.
    #[schema(example = "https://erp.example.com/coffreo")]
    pub url: String,
}

/// An address that the agency is told at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Webhook {
    /// Identifier.
    #[schema(format = Uuid)]
    pub id: String,
    /// Where messages are posted.
    pub url: String,
    /// When it was registered: ms.
    pub created_at: i64,
}

/// A new address with its secret, which is shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewWebhook {
    /// The address.
    #[serde(flatten)]
    pub webhook: Webhook,
    /// `whsec_` and the Base64 of the key that messages are signed with.
    pub secret: String,
}

/// The agency's addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Webhooks {
    /// Oldest first.
    pub webhooks: Vec<Webhook>,
}

/// What is posted to an address (Standard Webhooks). It may come twice and in another order: `webhook-id` tells what was
/// seen before, and the document can be read at any time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WebhookEvent {
    /// `contract.signed`, `invoice.validated`, `invoice.disputed`, `invoice.suspended`, `invoice.refused` or
    /// `relation.declined`.
    #[serde(rename = "type")]
    #[schema(example = "invoice.disputed")]
    pub kind: String,
    /// When it happened (RFC 3339).
    #[schema(format = DateTime)]
    pub timestamp: String,
    /// The document as it then stood, or the relation that was declined.
    pub data: WebhookData,
}

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum WebhookData {
    /// `contract.…` and `invoice.…`.
    Document(Box<AgencyDocument>),
    /// `relation.declined`.
    Relation(DeclinedRelation),
}
