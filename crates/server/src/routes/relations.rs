//! `/v1/relations`: a person's own links to companies through agencies.

use axum::Json as Answer;
use axum::extract::State;
use coffreo_api::relations::{ConfirmRelation, DeclineRelation, Relation, RelationState, Relations};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::{PersonId, rights};

use super::access::SignedIn;
use super::body::Json;
use super::failure::Failure;
use super::ids;
use crate::app::App;
use crate::rights::{Place, confirm as confirm_relation, decline as decline_relation};
use crate::store::StoredRelation;

/// The relations of who asks, those that wait first.
#[utoipa::path(
    get, path = "/v1/relations", tag = "relations",
    responses(
        (status = 200, description = "The relations.", body = Relations),
    ),
    security(("session" = []))
)]
pub(super) async fn list(State(app): State<App>, who: SignedIn) -> Result<Answer<Relations>, Failure> {
    let relations = app.store.relations(who.person).await?;
    Ok(Answer(Relations { relations: relations.into_iter().map(wire).collect() }))
}

/// Confirms a relation: documents of the agency are exchanged from then on. Twice is once.
#[utoipa::path(
    post, path = "/v1/relations/confirm", tag = "relations",
    request_body = ConfirmRelation,
    responses(
        (status = 200, description = "The relation as it stands now.", body = Relation),
        (status = 404, description = "No such relation of who asks.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn confirm(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<ConfirmRelation>,
) -> Result<Answer<Relation>, Failure> {
    let place = ids::place("", &request.company_id, &request.agency_id)?;
    confirm_relation(&app.store, who.person, place, app.now()).await?;
    Ok(Answer(one(&app, who.person, place).await?))
}

/// Declines a relation that is not confirmed. The agency is told why.
#[utoipa::path(
    post, path = "/v1/relations/decline", tag = "relations",
    request_body = DeclineRelation,
    responses(
        (status = 200, description = "The relation as it stands now.", body = Relation),
        (status = 404, description = "No such relation of who asks.", body = Problem),
        (status = 409, description = "The relation is confirmed.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn decline(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<DeclineRelation>,
) -> Result<Answer<Relation>, Failure> {
    let place = ids::place("", &request.company_id, &request.agency_id)?;
    let reason = request.reason.trim();
    let odd = |c: char| c.is_control() && c != '\n';
    if !(1..=1000).contains(&reason.chars().count()) || reason.chars().any(odd) {
        let why = "is not 1 to 1000 characters, or holds control characters";
        return Err(Problem::new(ProblemCode::InvalidRequest).at("reason", why).into());
    }
    decline_relation(&app.store, who.person, place, reason, app.now()).await?;
    app.webhooks.nudge();
    Ok(Answer(one(&app, who.person, place).await?))
}

async fn one(app: &App, person: PersonId, place: Place) -> Result<Relation, Failure> {
    let relations = app.store.relations(person).await?;
    let found = relations.into_iter().find(|one| (one.company, one.agency) == (place.company, place.agency));
    Ok(wire(found.ok_or(ProblemCode::NotFound)?))
}

fn wire(relation: StoredRelation) -> Relation {
    Relation {
        company_id: relation.company.to_string(),
        company: relation.company_name,
        company_siret: relation.siret,
        company_address: relation.company_address,
        agency_id: relation.agency.to_string(),
        agency: relation.agency_name,
        rights: relation.rights.letters(),
        state: match relation.state {
            rights::RelationState::Waiting => RelationState::Waiting,
            rights::RelationState::Confirmed => RelationState::Confirmed,
            rights::RelationState::Declined => RelationState::Declined,
        },
        assigned_at: relation.assigned_at.0,
    }
}
