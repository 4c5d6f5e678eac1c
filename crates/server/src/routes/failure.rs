//! Every error leaves as `application/problem+json`. Causes are logged here, once, and never sent.

use std::any::Any;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coffreo_api::{PROBLEM_JSON, Problem, ProblemCode};

use crate::attempts::NotLetIn;
use crate::files::FilesError;
use crate::links::NotDone;
use crate::passwords::NotChecked;
use crate::rights::Refused;
use crate::store::StoreError;

/// A handler's error.
#[derive(Debug)]
pub(super) enum Failure {
    /// The caller can do something about it.
    Problem(Box<Problem>),
    /// The caller cannot.
    Internal(anyhow::Error),
}

impl Failure {
    /// What is answered. A cause is logged here.
    pub fn into_problem(self) -> Problem {
        match self {
            Self::Problem(problem) => *problem,
            Self::Internal(cause) => {
                tracing::error!(cause = format!("{cause:#}"), "a request failed");
                ProblemCode::Internal.into()
            }
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        respond(&self.into_problem())
    }
}

pub(super) fn after_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    // The panic's own message went to the log by the hook.
    respond(&ProblemCode::Internal.into())
}

fn respond(problem: &Problem) -> Response {
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if problem.code == ProblemCode::Unauthenticated {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = problem.retry_after_seconds {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<ProblemCode> for Failure {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        if error.is_passing() {
            return Problem::new(ProblemCode::Busy).retry_after(1).into();
        }
        Self::Internal(error.into())
    }
}

impl From<FilesError> for Failure {
    fn from(error: FilesError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<NotChecked> for Failure {
    fn from(error: NotChecked) -> Self {
        match error {
            NotChecked::Busy => Problem::new(ProblemCode::Busy).retry_after(2).into(),
            NotChecked::Failed => Self::Internal(error.into()),
        }
    }
}

impl From<NotLetIn> for Failure {
    fn from(error: NotLetIn) -> Self {
        match error {
            NotLetIn::Problem(problem) => Self::Problem(problem),
            NotLetIn::Store(error) => error.into(),
            NotLetIn::NotChecked(error) => error.into(),
        }
    }
}

impl From<NotDone> for Failure {
    fn from(error: NotDone) -> Self {
        match error {
            NotDone::Problem(problem) => Self::Problem(problem),
            NotDone::Store(error) => error.into(),
            NotDone::NotHashed(error) => error.into(),
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Problem(problem) => Self::Problem(problem),
            Refused::Store(error) => error.into(),
        }
    }
}

impl From<tokio::task::JoinError> for Failure {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}
