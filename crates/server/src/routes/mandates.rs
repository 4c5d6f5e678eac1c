//! `/v1/mandates`: the right to sign, given to a colleague for some days.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use coffreo_api::mandates::{Mandate, MandatePerson, MandateState, Mandates, NewMandate};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::mandate::PeriodState;
use coffreo_domain::{PersonId, Timestamp, people};

use super::access::SignedIn;
use super::body::Json;
use super::failure::Failure;
use super::ids;
use crate::app::App;
use crate::rights::{give_mandate, revoke_mandate};
use crate::store::{MandateSide, StoreError, StoredMandate};

/// Mandates that ended before are not listed any longer: ms.
const SHOWN_FOR: i64 = 365 * 24 * 60 * 60 * 1000;

/// The mandates that who asks gave or was given.
#[utoipa::path(
    get, path = "/v1/mandates", tag = "mandates",
    responses(
        (status = 200, description = "Newest first.", body = Mandates),
    ),
    security(("session" = []))
)]
pub(super) async fn list(State(app): State<App>, who: SignedIn) -> Result<Answer<Mandates>, Failure> {
    let now = app.now();
    let found = app.store.mandates(who.person, now.plus(-SHOWN_FOR)).await?;
    let mandates = found.into_iter().map(|one| wire(one, now)).collect::<Result<_, _>>()?;
    Ok(Answer(Mandates { mandates }))
}

/// Gives a colleague the right to sign in the place of who asks.
#[utoipa::path(
    post, path = "/v1/mandates", tag = "mandates",
    request_body = NewMandate,
    responses(
        (status = 201, description = "The mandate. Both sides are told by e-mail.", body = Mandate),
        (status = 404, description = "Not a place in which who asks signs.", body = Problem),
        (status = 422, description = "Not a colleague, or not a period.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn give(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<NewMandate>,
) -> Result<(StatusCode, Answer<Mandate>), Failure> {
    let place = ids::place("", &request.company_id, &request.agency_id)?;
    let to = match (&request.to_email, &request.to_person) {
        (Some(email), None) => people::email(email).map_err(|_| ProblemCode::UnknownColleague)?,
        (None, Some(person)) => ids::id::<PersonId>("to_person", person)?.to_string(),
        _ => {
            let why = "give either `to_email` or `to_person`";
            return Err(Problem::new(ProblemCode::InvalidRequest).because(why).into());
        }
    };
    let now = app.now();
    let mandate = give_mandate(&app.store, who.person, &to, place, (request.from, request.until), now).await?;
    app.mail.nudge();
    Ok((StatusCode::CREATED, Answer(wire(mandate, now)?)))
}

/// Takes a mandate back. Its giver and its holder may.
#[utoipa::path(
    post, path = "/v1/mandates/{id}/revoke", tag = "mandates",
    params(("id" = String, Path, format = Uuid, description = "The mandate.")),
    responses(
        (status = 204, description = "It opens nothing any longer."),
        (status = 404, description = "No such mandate of who asks.", body = Problem),
        (status = 409, description = "It is over, or was taken back before.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn revoke(
    State(app): State<App>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    revoke_mandate(&app.store, who.person, ids::path_id(&id)?, app.now()).await?;
    app.mail.nudge();
    Ok(StatusCode::NO_CONTENT)
}

fn wire(mandate: StoredMandate, now: Timestamp) -> Result<Mandate, StoreError> {
    let day = |text: &str| text.parse().map_err(|_| StoreError::Damaged("from_day"));
    let (from, until) = (day(&mandate.from)?, day(&mandate.until)?);
    let state = match PeriodState::at(now, mandate.opens_at, mandate.closes_at) {
        _ if mandate.revoked_at.is_some() => MandateState::Revoked,
        PeriodState::Planned => MandateState::Planned,
        PeriodState::Active => MandateState::Active,
        PeriodState::Ended => MandateState::Ended,
    };
    let side = |side: MandateSide| MandatePerson { id: side.id.to_string(), name: side.name, email: side.email };
    Ok(Mandate {
        id: mandate.id.to_string(),
        giver: side(mandate.giver),
        holder: side(mandate.holder),
        company_id: mandate.company.to_string(),
        company: mandate.company_name,
        agency_id: mandate.agency.to_string(),
        agency: mandate.agency_name,
        from,
        until,
        state,
        given_at: mandate.given_at.0,
    })
}
