//! `/v1/people`: the people of the places that who asks administers.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use coffreo_api::rights::{NewPerson, PatchPerson, PersonDetails, PersonPlace, RemovePerson};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::{CompanyId, PersonId, Rights, people};

use super::access::SignedIn;
use super::body::Json;
use super::failure::Failure;
use super::{ids, rights};
use crate::app::App;
use crate::rights as managing;
use crate::rights::Place;

/// At most so many places at once.
const MOST_PLACES: usize = 200;

/// Adds a person to places, or more places to a person. Who is new is invited by e-mail, who is known is told.
#[utoipa::path(
    post, path = "/v1/people", tag = "rights",
    request_body = NewPerson,
    responses(
        (status = 201, description = "The person, with their places.", body = PersonDetails),
        (status = 404, description = "Not places that who asks administers.", body = Problem),
        (status = 409, description = "Nobody else administers one of the places.", body = Problem),
        (status = 422, description = "Name, address or phone number cannot be used.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn add(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<NewPerson>,
) -> Result<(StatusCode, Answer<PersonDetails>), Failure> {
    let places = places(&request)?;
    let NewPerson { name, email, phone, language, .. } = request;
    let new = managing::contact("", &name, &email, phone.as_deref(), language)?;
    let person = managing::add(&app.store, who.person, &new, places, app.now()).await?;
    app.mail.nudge();
    Ok((StatusCode::CREATED, Answer(details(&app, who.person, person).await?)))
}

/// A person of a place that who asks administers.
#[utoipa::path(
    get, path = "/v1/people/{id}", tag = "rights",
    params(("id" = String, Path, format = Uuid, description = "The person.")),
    responses(
        (status = 200, description = "The person.", body = PersonDetails),
        (status = 404, description = "Nobody in a place that who asks administers.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn read(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Answer<PersonDetails>, Failure> {
    Ok(Answer(details(&app, who.person, ids::path_id(&id)?).await?))
}

/// Corrects name or phone number of a person who has not joined yet.
#[utoipa::path(
    patch, path = "/v1/people/{id}", tag = "rights",
    params(("id" = String, Path, format = Uuid, description = "The person.")),
    request_body = PatchPerson,
    responses(
        (status = 200, description = "The person as they are now.", body = PersonDetails),
        (status = 404, description = "Nobody in a place that who asks administers.", body = Problem),
        (status = 409, description = "The person has joined and changes this themselves.", body = Problem),
        (status = 422, description = "Name or phone number cannot be used.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn correct(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<String>,
    Json(request): Json<PatchPerson>,
) -> Result<Answer<PersonDetails>, Failure> {
    let person: PersonId = ids::path_id(&id)?;
    details(&app, who.person, person).await?;
    let name = request.name.as_deref().map(people::name).transpose();
    let name = name.map_err(|refused| managing::wrong("", "name", refused))?;
    let phone = request.phone.as_deref().map(|phone| managing::phone_number("", Some(phone))).transpose()?;
    managing::correct(&app.store, person, name, phone).await?;
    Ok(Answer(details(&app, who.person, person).await?))
}

/// Removes a person, whose pills are all white, from a company.
#[utoipa::path(
    post, path = "/v1/people/{id}/remove", tag = "rights",
    params(("id" = String, Path, format = Uuid, description = "The person.")),
    request_body = RemovePerson,
    responses(
        (status = 204, description = "Removed from the places of the company that who asks administers."),
        (status = 404, description = "Nobody in a place of the company that who asks administers.", body = Problem),
        (status = 409, description = "The person still has rights.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn remove(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<String>,
    Json(request): Json<RemovePerson>,
) -> Result<StatusCode, Failure> {
    let company: CompanyId = ids::id("company_id", &request.company_id)?;
    managing::remove(&app.store, who.person, company, ids::path_id(&id)?, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn places(request: &NewPerson) -> Result<Vec<(Place, Rights)>, Problem> {
    let wrong = |field: String, why: &str| Problem::new(ProblemCode::InvalidRequest).at(field, why);
    if !(1..=MOST_PLACES).contains(&request.places.len()) {
        return Err(wrong("places".into(), "is not 1 to 200 places"));
    }
    let mut places: Vec<(Place, Rights)> = Vec::with_capacity(request.places.len());
    for (i, one) in request.places.iter().enumerate() {
        let place = ids::place(&format!("places[{i}]."), &one.company_id, &one.agency_id)?;
        let rights = ids::rights(&format!("places[{i}].rights"), &one.rights)?;
        if rights == Rights::NONE {
            return Err(wrong(format!("places[{i}].rights"), "is empty"));
        }
        if places.iter().any(|(known, _)| *known == place) {
            return Err(wrong(format!("places[{i}]"), "stands twice in the request"));
        }
        places.push((place, rights));
    }
    Ok(places)
}

async fn details(app: &App, admin: PersonId, person: PersonId) -> Result<PersonDetails, Failure> {
    let places = app.store.administered_person(admin, person).await?;
    if places.is_empty() {
        return Err(ProblemCode::NotFound.into());
    }
    let found = app.store.person(person).await?.ok_or(ProblemCode::NotFound)?;
    let place = |one: crate::store::StoredPlacePerson| PersonPlace {
        company_id: one.company.to_string(),
        company: one.company_name.clone(),
        agency_id: one.agency.to_string(),
        agency: one.agency_name.clone(),
        rights: one.rights.letters(),
        state: rights::state(one.state, one.joined),
        imposed: one.imposed.letters(),
    };
    Ok(PersonDetails {
        id: found.id.to_string(),
        name: found.name,
        email: found.email,
        phone: found.phone,
        language: found.language,
        joined: found.password_hash.is_some(),
        places: places.into_iter().map(place).collect(),
    })
}
