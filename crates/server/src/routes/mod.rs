//! HTTP. A handler loads, lets the domain decide, saves and answers. No SQL, no system clock, no file.

mod access;
mod agency;
mod answers;
mod body;
mod changes;
mod contents;
mod docs;
mod downloads;
mod events;
mod failure;
mod health;
mod ndjson;
mod observe;
mod openapi;
mod page;
mod sessions;
mod signatures;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post, put};
use coffreo_api::ProblemCode;

use crate::app::App;
use failure::Failure;

pub use openapi::openapi_json;

/// The largest body of everything but deliveries: bytes.
const BODY_LIMIT: usize = 256 * 1024;

/// All routes.
pub(crate) fn router(app: App) -> Router {
    let document = put(agency::deliver).delete(agency::withdraw).get(agency::read);
    Router::new()
        .route("/agency/v1/documents/{reference}", document.layer(DefaultBodyLimit::disable()))
        .route("/agency/v1/documents/{reference}/signed.pdf", get(agency::signed_pdf))
        .route("/agency/v1/webhooks", post(agency::webhooks::register).get(agency::webhooks::list))
        .route("/agency/v1/webhooks/{id}", delete(agency::webhooks::remove))
        .route("/agency/v1/openapi.json", get(docs::description))
        .route("/agency/v1/docs", get(docs::page))
        .route("/v1/sessions", post(sessions::sign_in))
        .route("/v1/sessions/refresh", post(sessions::refresh))
        .route("/v1/sessions/current", delete(sessions::sign_out))
        .route("/v1/me", get(sessions::me))
        .route("/v1/changes", post(changes::changes))
        .route("/v1/contents/{sha256}", get(contents::content))
        .route("/v1/signatures", post(signatures::sign))
        .route("/v1/answers", post(answers::answer))
        .route("/v1/downloads", post(downloads::mark))
        .route("/v1/events", get(events::events))
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .fallback(|| async { Failure::from(ProblemCode::NotFound) })
        .method_not_allowed_fallback(|| async { Failure::from(ProblemCode::MethodNotAllowed) })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(failure::after_panic))
        .with_state(app)
}
