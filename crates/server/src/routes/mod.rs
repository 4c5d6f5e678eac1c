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
mod ids;
mod links;
mod mandates;
mod ndjson;
mod news;
mod observe;
mod openapi;
mod page;
mod pages;
mod people;
mod relations;
mod rights;
mod sessions;
mod signatures;
mod support;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use coffreo_api::ProblemCode;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use failure::Failure;

pub use openapi::{openapi_json, people_openapi_json};

/// The largest body of everything but deliveries: bytes.
const BODY_LIMIT: usize = 256 * 1024;

/// All routes. What programs call is described ([`openapi`]); pages for people and the operator's checks are not.
pub(crate) fn router(app: App) -> Router {
    let (agency, _) = agency_routes().split_for_parts();
    let (people, _) = people_routes().split_for_parts();
    Router::new()
        .merge(agency)
        .merge(people)
        .route("/agency/v1/openapi.json", get(docs::description))
        .route("/agency/v1/docs", get(docs::page))
        .route("/v1/openapi.json", get(docs::people_description))
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

/// What agencies' ERPs call.
fn agency_routes() -> OpenApiRouter<App> {
    // A PDF is larger than what else comes in: its own limit is the delivery's.
    let (schemas, paths, document) = routes!(agency::deliver, agency::withdraw, agency::read);
    OpenApiRouter::with_openapi(openapi::AgencyApi::openapi())
        .routes((schemas, paths, document.layer(DefaultBodyLimit::disable())))
        .routes(routes!(agency::signed_pdf))
        .routes(routes!(agency::webhooks::register, agency::webhooks::list))
        .routes(routes!(agency::webhooks::remove))
        .routes(routes!(agency::relations::declined))
}

/// What people's apps call.
fn people_routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::PeopleApi::openapi())
        .routes(routes!(links::look))
        .routes(routes!(links::renew))
        .routes(routes!(links::accept))
        .routes(routes!(links::ask_for_reset))
        .routes(routes!(links::complete_reset))
        .routes(routes!(links::confirm_address))
        .routes(routes!(links::terms))
        .routes(routes!(sessions::sign_in, sessions::list))
        .routes(routes!(sessions::refresh))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(sessions::end))
        .routes(routes!(sessions::end_others))
        .routes(routes!(sessions::me))
        .routes(routes!(account::read, account::change))
        .routes(routes!(account::change_password))
        .routes(routes!(account::change_email))
        .routes(routes!(account::new_second_factor))
        .routes(routes!(account::confirm_second_factor))
        .routes(routes!(account::remove_second_factor))
        .routes(routes!(changes::changes))
        .routes(routes!(contents::content))
        .routes(routes!(signatures::sign))
        .routes(routes!(answers::answer))
        .routes(routes!(downloads::mark))
        .routes(routes!(events::events))
        .routes(routes!(relations::list))
        .routes(routes!(relations::confirm))
        .routes(routes!(relations::decline))
        .routes(routes!(rights::list, rights::put))
        .routes(routes!(rights::history))
        .routes(routes!(people::add))
        .routes(routes!(people::read, people::correct))
        .routes(routes!(people::remove))
        .routes(routes!(mandates::list, mandates::give))
        .routes(routes!(mandates::revoke))
        .routes(routes!(news::list))
        .routes(routes!(support::ask))
}
