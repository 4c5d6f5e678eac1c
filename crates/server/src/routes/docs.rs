//! The description of the agency API, for programs and for people.

use axum::http::header;
use axum::response::IntoResponse;

use super::openapi::openapi_json;
use super::page;

/// OpenAPI 3.1.
pub(super) async fn description() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], openapi_json())
}

/// The same as one page, readable without script.
pub(super) async fn page() -> impl IntoResponse {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, policy)], page::html())
}
