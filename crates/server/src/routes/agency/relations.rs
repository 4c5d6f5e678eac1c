//! Which relations with the agency were declined, and why.

use axum::Json as Answer;
use axum::extract::State;
use coffreo_api::agency::{DeclinedRelation, DeclinedRelations};

use crate::app::App;
use crate::routes::access::CallingAgency;
use crate::routes::failure::Failure;

const MOST: i64 = 1000;

/// The people who declined to receive documents from the agency and have not confirmed since, with their reasons.
#[utoipa::path(
    get, path = "/agency/v1/relations/declined", tag = "relations",
    responses(
        (status = 200, description = "Newest first, at most 1000.", body = DeclinedRelations),
    ),
    security(("key" = []))
)]
pub(in crate::routes) async fn declined(
    State(app): State<App>,
    agency: CallingAgency,
) -> Result<Answer<DeclinedRelations>, Failure> {
    let declined = app.store.declined_relations(agency.id, MOST).await?.into_iter().map(|one| DeclinedRelation {
        company_siret: one.siret,
        name: one.name,
        email: one.email,
        reason: one.reason,
        declined_at: one.declined_at.0,
    });
    Ok(Answer(DeclinedRelations { declined: declined.collect() }))
}
