//! `/v1/relations`: a person's links to companies through agencies. Nothing of an agency is exchanged before its
//! relation is confirmed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

/// The relations of who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct Relations {
    /// Those that wait first, then by company and agency.
    pub relations: Vec<Relation>,
}

/// A person's link to a company through an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct Relation {
    /// The company's identifier.
    #[schema(format = Uuid)]
    pub company_id: String,
    /// *Entreprise utilisatrice*.
    pub company: String,
    /// The company's SIRET.
    pub company_siret: String,
    /// The company's postal address, on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub company_address: Option<String>,
    /// The agency's identifier.
    #[schema(format = Uuid)]
    pub agency_id: String,
    /// *Agence*.
    pub agency: String,
    /// Letters out of A, S, F and R.
    #[schema(example = "SF")]
    pub rights: String,
    /// Where it stands.
    pub state: RelationState,
    /// When the person was assigned: ms.
    #[ts(type = "number")]
    pub assigned_at: i64,
}

/// Where a relation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RelationState {
    /// Waits for the person.
    Waiting,
    /// The person accepts documents of this agency.
    Confirmed,
    /// The person does not; it may still be confirmed.
    Declined,
}

/// Confirms a relation. Twice is once. The answer is the [`Relation`] as it then stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmRelation {
    /// The company.
    #[schema(format = Uuid)]
    pub company_id: String,
    /// The agency.
    #[schema(format = Uuid)]
    pub agency_id: String,
}

/// Declines a relation that is not confirmed; the agency is told why. The answer is the [`Relation`] as it then stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineRelation {
    /// The company.
    #[schema(format = Uuid)]
    pub company_id: String,
    /// The agency.
    #[schema(format = Uuid)]
    pub agency_id: String,
    /// Why: 1 to 1000 characters.
    pub reason: String,
}
