//! `/v1/rights`: who may do what in the places that who asks administers, and what became of it.

use std::collections::HashMap;

use axum::Json as Answer;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use coffreo_api::rights::{
    Administered, HistoryEvent, HistoryLine, PersonState, Place as WirePlace, PlacePerson, PutRights, RightsHistory,
};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::rights::{Member, RelationState, is_last_administrator};
use coffreo_domain::{AgencyId, CompanyId, PersonId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::access::SignedIn;
use super::body::Json;
use super::failure::Failure;
use super::ids;
use crate::app::App;
use crate::rights::put as put_rights;
use crate::store::{PlaceEntry, StoreError, StoredPlacePerson};

/// Lines of the history at once.
const LINES: i64 = 100;

/// The places that who asks administers, with their people.
#[utoipa::path(
    get, path = "/v1/rights", tag = "rights",
    responses(
        (status = 200, description = "The places; none for who administers nothing.", body = Administered),
    ),
    security(("session" = []))
)]
pub(super) async fn list(State(app): State<App>, who: SignedIn) -> Result<Answer<Administered>, Failure> {
    let people = app.store.administered(who.person).await?;
    let places = people.chunk_by(|one, next| (one.company, one.agency) == (next.company, next.agency));
    Ok(Answer(Administered { places: places.filter_map(place).collect() }))
}

/// Gives a person who is in a place exactly these rights.
#[utoipa::path(
    put, path = "/v1/rights", tag = "rights",
    request_body = PutRights,
    responses(
        (status = 200, description = "The person as they stand now.", body = PlacePerson),
        (status = 404, description = "Not a place that who asks administers, or the person is not in it.", body = Problem),
        (status = 409, description = "Nobody else administers the place.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn put(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<PutRights>,
) -> Result<Answer<PlacePerson>, Failure> {
    let place = ids::place("", &request.company_id, &request.agency_id)?;
    let person: PersonId = ids::id("person_id", &request.person_id)?;
    let rights = ids::rights("rights", &request.rights)?;
    let (person, standings) = put_rights(&app.store, who.person, place, person, rights, app.now()).await?;
    app.mail.nudge();
    let members: Vec<Member> = standings.iter().map(|standing| standing.member).collect();
    let standing = standings.iter().find(|standing| standing.member.person == person.id);
    let standing = standing.ok_or(ProblemCode::NotFound)?;
    Ok(Answer(PlacePerson {
        person_id: person.id.to_string(),
        last_admin: is_last_administrator(person.id, &members),
        state: state(standing.member.state, person.password_hash.is_some()),
        name: person.name,
        email: person.email,
        rights: standing.member.rights.letters(),
        imposed: standing.imposed.letters(),
    }))
}

/// Which lines of the history.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// The company.
    #[param(format = Uuid)]
    company_id: String,
    /// Only what is older than the line of this number.
    #[serde(default)]
    before: Option<i64>,
}

/// What happened to rights in a company, newest first, in the places that who asks administers. From the journal.
#[utoipa::path(
    get, path = "/v1/rights/history", tag = "rights",
    params(Which),
    responses(
        (status = 200, description = "At most 100 lines.", body = RightsHistory),
    ),
    security(("session" = []))
)]
pub(super) async fn history(
    State(app): State<App>,
    who: SignedIn,
    query: Result<Query<Which>, QueryRejection>,
) -> Result<Answer<RightsHistory>, Failure> {
    let Query(which) = query.map_err(|wrong| Problem::new(ProblemCode::InvalidRequest).because(wrong.body_text()))?;
    let company: CompanyId = ids::id("company_id", &which.company_id)?;
    let before = which.before.unwrap_or(i64::MAX);
    let entries = app.store.rights_history(who.person, company, before, LINES).await?;
    let people: Vec<PersonId> =
        entries.iter().flat_map(|entry| [Some(entry.person), by_person(entry)]).flatten().collect();
    let names = app.store.names(&people).await?;
    let before = (entries.len() as i64 == LINES).then(|| entries.last().map(|entry| entry.seq)).flatten();
    let lines = entries.into_iter().map(|entry| line(entry, &names)).collect::<Result<_, _>>()?;
    Ok(Answer(RightsHistory { lines, before }))
}

fn place(people: &[StoredPlacePerson]) -> Option<WirePlace> {
    let first = people.first()?;
    let member = |one: &StoredPlacePerson| Member { person: one.person, rights: one.rights, state: one.state };
    let members: Vec<Member> = people.iter().map(member).collect();
    Some(WirePlace {
        company_id: first.company.to_string(),
        company: first.company_name.clone(),
        company_siret: first.siret.clone(),
        company_address: first.company_address.clone(),
        agency_id: first.agency.to_string(),
        agency: first.agency_name.clone(),
        agency_address: first.agency_address.clone(),
        people: people.iter().map(|one| place_person(one, &members)).collect(),
    })
}

fn place_person(one: &StoredPlacePerson, place: &[Member]) -> PlacePerson {
    PlacePerson {
        person_id: one.person.to_string(),
        name: one.name.clone(),
        email: one.email.clone(),
        rights: one.rights.letters(),
        state: state(one.state, one.joined),
        imposed: one.imposed.letters(),
        last_admin: is_last_administrator(one.person, place),
    }
}

pub(super) fn state(relation: RelationState, joined: bool) -> PersonState {
    match relation {
        RelationState::Confirmed => PersonState::Confirmed,
        RelationState::Declined => PersonState::Declined,
        RelationState::Waiting if joined => PersonState::Waiting,
        RelationState::Waiting => PersonState::Invited,
    }
}

fn line(entry: PlaceEntry, names: &HashMap<PersonId, String>) -> Result<HistoryLine, StoreError> {
    let name = |person: PersonId| names.get(&person).cloned();
    let text = |key: &str| entry.facts[key].as_str().map(str::to_owned);
    let by_agency = entry.facts["by"]["agency"].as_str().and_then(|id| id.parse::<AgencyId>().ok());
    let what = match entry.what.as_str() {
        "granted" => HistoryEvent::Granted,
        "imposed" => HistoryEvent::Imposed,
        "confirmed" => HistoryEvent::Confirmed,
        "declined" => HistoryEvent::Declined,
        "removed" => HistoryEvent::Removed,
        "mandate_given" => HistoryEvent::MandateGiven,
        "mandate_revoked" => HistoryEvent::MandateRevoked,
        _ => return Err(StoreError::Damaged("journal")),
    };
    Ok(HistoryLine {
        seq: entry.seq,
        at: entry.at.0,
        what,
        by: by_person(&entry).and_then(name).or_else(|| by_agency.map(|_| entry.agency_name.clone())),
        person_id: entry.person.to_string(),
        person: name(entry.person).unwrap_or_default(),
        agency_id: entry.agency.to_string(),
        agency: entry.agency_name.clone(),
        before: text("before"),
        after: text("rights"),
        from: text("from"),
        until: text("until"),
    })
}

fn by_person(entry: &PlaceEntry) -> Option<PersonId> {
    entry.facts["by"]["person"].as_str()?.parse().ok()
}
