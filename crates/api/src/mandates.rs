//! `/v1/mandates`: a person gives their right to sign to a colleague, for given days and one company and agency.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

/// The mandates that who asks gave or was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct Mandates {
    /// Newest first; those that ended more than a year ago are left out.
    pub mandates: Vec<Mandate>,
}

/// A mandate to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct Mandate {
    /// Identifier.
    #[schema(format = Uuid)]
    pub id: String,
    /// Whose right it is.
    pub giver: MandatePerson,
    /// Who signs in their place.
    pub holder: MandatePerson,
    /// The company's identifier.
    #[schema(format = Uuid)]
    pub company_id: String,
    /// *Entreprise utilisatrice*.
    pub company: String,
    /// The agency's identifier.
    #[schema(format = Uuid)]
    pub agency_id: String,
    /// *Agence*.
    pub agency: String,
    /// The first day, in the time of metropolitan France.
    #[schema(value_type = String, format = Date)]
    #[ts(type = "string")]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    #[ts(type = "string")]
    pub until: Date,
    /// Where it stands today.
    pub state: MandateState,
    /// When it was given: ms.
    #[ts(type = "number")]
    pub given_at: i64,
}

/// One side of a mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct MandatePerson {
    /// Who.
    #[schema(format = Uuid)]
    pub id: String,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// Where a mandate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MandateState {
    /// Its first day has not come yet.
    Planned,
    /// It opens the contracts today, as long as its giver has the right to sign them.
    Active,
    /// Its last day is over.
    Ended,
    /// It was taken back.
    Revoked,
}

/// Gives a mandate to a colleague: somebody of the same company, by address or identifier. The answer is the [`Mandate`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewMandate {
    /// The colleague's e-mail address. Either this or `to_person`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(format = Email)]
    #[ts(optional)]
    pub to_email: Option<String>,
    /// The colleague.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid)]
    #[ts(optional)]
    pub to_person: Option<String>,
    /// The company.
    #[schema(format = Uuid)]
    pub company_id: String,
    /// The agency whose contracts who asks may sign.
    #[schema(format = Uuid)]
    pub agency_id: String,
    /// The first day, today at the earliest.
    #[schema(value_type = String, format = Date)]
    #[ts(type = "string")]
    pub from: Date,
    /// The last day, at most a year after the first.
    #[schema(value_type = String, format = Date)]
    #[ts(type = "string")]
    pub until: Date,
}
