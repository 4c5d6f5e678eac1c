//! HTTP. A handler loads, lets the domain decide, saves and answers. No SQL, no system clock, no file.

mod access;
mod account;
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
mod links;
mod ndjson;
mod observe;
mod openapi;
mod page;
mod pages;
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
        .route("/v1/sessions", post(sessions::sign_in).get(sessions::list))
        .route("/v1/sessions/refresh", post(sessions::refresh))
        .route("/v1/sessions/current", delete(sessions::sign_out))
        .route("/v1/sessions/{id}/end", post(sessions::end))
        .route("/v1/sessions/end-others", post(sessions::end_others))
        .route("/v1/me", get(sessions::me))
        .route("/v1/links/look", post(links::look))
        .route("/v1/links/renew", post(links::renew))
        .route("/v1/invitations/accept", post(links::accept))
        .route("/v1/password-resets", post(links::ask_for_reset))
        .route("/v1/password-resets/complete", post(links::complete_reset))
        .route("/v1/address-changes/confirm", post(links::confirm_address))
        .route("/v1/terms", get(links::terms))
        .route("/v1/account", get(account::read).patch(account::change))
        .route("/v1/account/password", post(account::change_password))
        .route("/v1/account/email", post(account::change_email))
        .route("/v1/account/second-factor", post(account::new_second_factor))
        .route("/v1/account/second-factor/confirm", post(account::confirm_second_factor))
        .route("/v1/account/second-factor/remove", post(account::remove_second_factor))
        .route("/v1/changes", post(changes::changes))
        .route("/v1/contents/{sha256}", get(contents::content))
        .route("/v1/signatures", post(signatures::sign))
        .route("/v1/answers", post(answers::answer))
        .route("/v1/downloads", post(downloads::mark))
        .route("/v1/events", get(events::events))
        .route("/join/{token}", get(pages::join).post(pages::join_sent))
        .route("/reset/{token}", get(pages::reset).post(pages::reset_sent))
        .route("/address/{token}", get(pages::address).post(pages::address_sent))
        .route("/renew/{token}", post(pages::renew))
        .route("/open", get(pages::open))
        .route("/unsubscribe/{token}", get(pages::unsubscribe).post(pages::unsubscribe_sent))
        .route("/pages.css", get(pages::style))
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .fallback(|| async { Failure::from(ProblemCode::NotFound) })
        .method_not_allowed_fallback(|| async { Failure::from(ProblemCode::MethodNotAllowed) })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(failure::after_panic))
        .with_state(app)
}
