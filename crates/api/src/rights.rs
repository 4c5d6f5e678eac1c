//! `/v1/rights` and `/v1/people`: who may do what, as its administrators see and change it. An administrator sees the
//! places (company and agency) whose right A they hold, and nothing of others.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::account::Language;

/// The places that who asks administers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct Administered {
    /// By company and agency.
    pub places: Vec<Place>,
}

/// A company and an agency, with its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct Place {
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
    /// The agency's postal address, on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agency_address: Option<String>,
    /// Its people, by name.
    pub people: Vec<PlacePerson>,
}

/// A person in a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct PlacePerson {
    /// Who.
    #[schema(format = Uuid)]
    pub person_id: String,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Letters out of A, S, F and R; empty when every pill is white.
    #[schema(example = "AS")]
    pub rights: String,
    /// Where the person stands.
    pub state: PersonState,
    /// The rights that the agency's deliveries give: what is taken of them comes back with the next delivery.
    #[schema(example = "S")]
    pub imposed: String,
    /// Whether nobody else administers this place: the right A cannot be taken then.
    pub last_admin: bool,
}

/// Where a person stands in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// Has not joined yet: the invitation is on its way.
    Invited,
    /// Has joined, and has not confirmed the relation yet.
    Waiting,
    /// Sees what the rights open.
    Confirmed,
    /// Declined the relation.
    Declined,
}

/// Gives a person who is in a place exactly these rights. The answer is the [`PlacePerson`] as they then stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PutRights {
    /// The company.
    #[schema(format = Uuid)]
    pub company_id: String,
    /// The agency.
    #[schema(format = Uuid)]
    pub agency_id: String,
    /// Who.
    #[schema(format = Uuid)]
    pub person_id: String,
    /// Letters out of A, S, F and R.
    #[schema(example = "AS", pattern = "^[ASFR]*$", max_length = 4)]
    pub rights: String,
}

/// A person, to an administrator of one of their places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct PersonDetails {
    /// Who.
    #[schema(format = Uuid)]
    pub id: String,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// E.164: `+33612345678`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub phone: Option<String>,
    /// Of the mails to them.
    #[ts(type = "\"fr\" | \"en\"")]
    pub language: Language,
    /// Whether they have joined: name and phone are then theirs to change.
    pub joined: bool,
    /// Their places, as far as who asks administers them.
    pub places: Vec<PersonPlace>,
}

/// A place of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct PersonPlace {
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
    /// Letters out of A, S, F and R.
    #[schema(example = "AS")]
    pub rights: String,
    /// Where the person stands.
    pub state: PersonState,
    /// The rights that the agency's deliveries give.
    #[schema(example = "S")]
    pub imposed: String,
}

/// Corrects a person who has not joined yet. What is left out stays; an empty phone number is taken away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PatchPerson {
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// With its country's code, or as it is dialled in France.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub phone: Option<String>,
}

/// Adds a person to places, or more places to a person: who is new is invited, who is known is told. In a place where
/// the person is already, exactly these rights are given. The answer is the person's [`PersonDetails`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Full name. A known person's own name stays.
    pub name: String,
    /// E-mail address: who it is.
    #[schema(format = Email)]
    pub email: String,
    /// With its country's code, or as it is dialled in France.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub phone: Option<String>,
    /// Of the invitation.
    #[serde(default)]
    #[ts(type = "Language")]
    pub language: Language,
    /// 1 to 200 places that who asks administers.
    pub places: Vec<NewPlace>,
}

/// Rights in a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewPlace {
    /// The company.
    #[schema(format = Uuid)]
    pub company_id: String,
    /// The agency.
    #[schema(format = Uuid)]
    pub agency_id: String,
    /// Letters out of A, S, F and R; at least one.
    #[schema(example = "SF", pattern = "^[ASFR]+$", max_length = 4)]
    pub rights: String,
}

/// Removes a person, whose pills are all white, from a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemovePerson {
    /// The company.
    #[schema(format = Uuid)]
    pub company_id: String,
}

/// What happened to rights in a company, newest first, from the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct RightsHistory {
    /// At most 100.
    pub lines: Vec<HistoryLine>,
    /// Ask with this as `before` for what is older; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub before: Option<i64>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct HistoryLine {
    /// Its number in the journal.
    #[ts(type = "number")]
    pub seq: i64,
    /// When: ms.
    #[ts(type = "number")]
    pub at: i64,
    /// What happened.
    pub what: HistoryEvent,
    /// Who did it: a person's full name, an agency's name (imposed rights), or absent for the server's operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub by: Option<String>,
    /// To whom.
    #[schema(format = Uuid)]
    pub person_id: String,
    /// Their full name.
    pub person: String,
    /// The agency's identifier.
    #[schema(format = Uuid)]
    pub agency_id: String,
    /// *Agence*.
    pub agency: String,
    /// The rights before, where they changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// The rights after, where they changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub after: Option<String>,
    /// For a mandate: its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub from: Option<String>,
    /// For a mandate: its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub until: Option<String>,
}

/// What happened to a person's rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum HistoryEvent {
    /// An administrator gave or took rights.
    Granted,
    /// A delivery of the agency gave rights.
    Imposed,
    /// The person confirmed the relation.
    Confirmed,
    /// The person declined the relation.
    Declined,
    /// The person was removed.
    Removed,
    /// A colleague's right to sign was given to the person for some days.
    MandateGiven,
    /// That was taken back.
    MandateRevoked,
}
