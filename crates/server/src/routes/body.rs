//! JSON bodies, whose errors name the field.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use coffreo_api::{Problem, ProblemCode};
use serde::de::DeserializeOwned;

use super::failure::Failure;

/// A JSON body.
pub(super) struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Problem::new(ProblemCode::UnsupportedMediaType).because("send application/json").into());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| refused(&rejection))?;
        Ok(Self(parse("", &bytes)?))
    }
}

/// Parses JSON; errors name the field, below `prefix`.
pub(super) fn parse<T: DeserializeOwned>(prefix: &str, json: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let parsed = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { "" } else { path.as_str() };
        let field = [prefix, path].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".");
        let detail = error.inner().to_string();
        match field.is_empty() {
            true => Problem::new(ProblemCode::InvalidRequest).because(detail),
            false => Problem::new(ProblemCode::InvalidRequest).at(field, detail),
        }
    })?;
    deserializer.end().map_err(|error| Problem::new(ProblemCode::InvalidRequest).because(error.to_string()))?;
    Ok(parsed)
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn refused(rejection: &BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge.into(),
        _ => Problem::new(ProblemCode::InvalidRequest).because("the body was cut"),
    }
}
