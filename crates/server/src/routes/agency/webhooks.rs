//! Where an agency wants to be told: registered, listed and removed with the agency's own key.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use coffreo_api::Problem;
use coffreo_api::ProblemCode;
use coffreo_api::agency::{NewWebhook, RegisterWebhook, Webhook, Webhooks};

use crate::app::App;
use crate::routes::access::CallingAgency;
use crate::routes::body::Json;
use crate::routes::failure::Failure;
use crate::routes::ids;
use crate::webhooks::{self, NotRegistered};

/// Registers an address to be told at. The secret that messages are signed with is shown now and never again.
#[utoipa::path(
    post, path = "/agency/v1/webhooks", tag = "webhooks",
    request_body = RegisterWebhook,
    responses(
        (status = 201, description = "Registered.", body = NewWebhook),
        (status = 422, description = "Not an address that may be told at, or too many.", body = Problem),
    ),
    security(("key" = []))
)]
pub(in crate::routes) async fn register(
    State(app): State<App>,
    agency: CallingAgency,
    Json(request): Json<RegisterWebhook>,
) -> Result<(StatusCode, Answer<NewWebhook>), Failure> {
    let made = webhooks::register(&app.store, &app.webhooks.guard, agency.id, &request.url, app.now()).await;
    let made = made.map_err(|error| match error {
        NotRegistered::Store(error) => Failure::from(error),
        refused => Problem::new(ProblemCode::WebhookRefused).at("url", refused.to_string()).into(),
    })?;
    let webhook = wire(made.webhook);
    Ok((StatusCode::CREATED, Answer(NewWebhook { webhook, secret: made.secret })))
}

/// The agency's addresses, without their secrets.
#[utoipa::path(
    get, path = "/agency/v1/webhooks", tag = "webhooks",
    responses(
        (status = 200, description = "The addresses.", body = Webhooks),
    ),
    security(("key" = []))
)]
pub(in crate::routes) async fn list(
    State(app): State<App>,
    agency: CallingAgency,
) -> Result<Answer<Webhooks>, Failure> {
    let webhooks = app.store.webhooks(agency.id).await?;
    Ok(Answer(Webhooks { webhooks: webhooks.into_iter().map(wire).collect() }))
}

/// Removes an address. What it was still to be told is dropped.
#[utoipa::path(
    delete, path = "/agency/v1/webhooks/{id}", tag = "webhooks",
    params(("id" = String, Path, description = "The address's identifier.")),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "No such address of this agency.", body = Problem),
    ),
    security(("key" = []))
)]
pub(in crate::routes) async fn remove(
    State(app): State<App>,
    agency: CallingAgency,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    let id: uuid::Uuid = ids::path_id(&id)?;
    let mut tx = app.store.begin().await?;
    if !tx.delete_webhook(agency.id, &id.to_string()).await? {
        return Err(ProblemCode::NotFound.into());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn wire(webhook: crate::store::Webhook) -> Webhook {
    Webhook { id: webhook.id, url: webhook.url, created_at: webhook.created_at.0 }
}
