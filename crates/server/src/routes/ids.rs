//! Identifiers and rights as they come in. What is not one is the request's fault, and named.

use std::str::FromStr;

use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::Rights;

use crate::rights::Place;

/// An identifier in a body.
pub(super) fn id<T: FromStr>(field: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::new(ProblemCode::InvalidRequest).at(field, "is not an identifier"))
}

/// An identifier in a path: what is none names nothing.
pub(super) fn path_id<T: FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| ProblemCode::NotFound.into())
}

/// A company and an agency, below `prefix`.
pub(super) fn place(prefix: &str, company: &str, agency: &str) -> Result<Place, Problem> {
    let field = |name: &str| format!("{prefix}{name}");
    Ok(Place { company: id(&field("company_id"), company)?, agency: id(&field("agency_id"), agency)? })
}

/// Letters out of A, S, F and R, each once.
pub(super) fn rights(field: &str, letters: &str) -> Result<Rights, Problem> {
    let rights: Option<Rights> = letters.parse().ok().filter(|rights: &Rights| rights.letters().len() == letters.len());
    rights.ok_or_else(|| {
        Problem::new(ProblemCode::InvalidRequest).at(field, "is not letters out of A, S, F and R, each at most once")
    })
}
