//! The descriptions: of the agency API for programs and for people, of the people's API for programs.

use axum::http::header;
use axum::response::IntoResponse;

use super::openapi::{openapi_json, people_openapi_json};
use super::page;

/// OpenAPI 3.1 of the agency API.
pub(super) async fn description() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], openapi_json())
}

/// OpenAPI 3.1 of the people's interface.
pub(super) async fn people_description() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], people_openapi_json())
}

/// The agency API as one page, readable without script.
pub(super) async fn page() -> impl IntoResponse {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, policy)], page::html())
}
