//! `/v1/support`: a message to the people who support the product. Taken in once, however often it is sent.

use axum::extract::State;
use axum::http::StatusCode;
use coffreo_api::support::{SupportContext, SupportRequest};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::people;
use uuid::Uuid;

use super::access::{Caller, MaybeSignedIn};
use super::body::Json;
use super::failure::Failure;
use crate::app::App;
use crate::support::{self, Asked};

/// Asks for support, with or without a session. The message is kept, and sent to those who help.
#[utoipa::path(
    post, path = "/v1/support", tag = "support",
    request_body = SupportRequest,
    responses(
        (status = 202, description = "Taken in, now or before."),
        (status = 401, description = "An access token was sent that does not work.", body = Problem),
        (status = 422, description = "The address cannot be used.", body = Problem),
        (status = 429, description = "Too many messages: come back after `Retry-After` seconds.", body = Problem),
    ),
    security((), ("session" = []))
)]
pub(super) async fn ask(
    State(app): State<App>,
    who: MaybeSignedIn,
    Caller(address): Caller,
    Json(request): Json<SupportRequest>,
) -> Result<StatusCode, Failure> {
    let request_id = Uuid::try_parse(&request.request_id)
        .map_err(|_| wrong("request_id", "is not a UUID"))?
        .as_hyphenated()
        .to_string();
    check("message", request.message.trim(), 1, 5000)?;
    let context = request.context.unwrap_or_default();
    let SupportContext { version, system, log } = &context;
    check("context.version", version, 0, 200)?;
    check("context.system", system, 0, 200)?;
    check("context.log", log.as_deref().unwrap_or_default(), 0, 50_000)?;
    let email = request.email.as_deref().map(people::email).transpose();
    let email = email.map_err(|refused| Problem::new(ProblemCode::InvalidPerson).at("email", refused.to_string()))?;
    if email.is_none() && who.0.is_none() {
        return Err(wrong("email", "is needed without a session").into());
    }
    let message = request.message.trim().to_owned();
    let asked = Asked { request_id, person: who.0.map(|who| who.person), email, message, context };
    support::take_in(&app, asked, address).await?;
    Ok(StatusCode::ACCEPTED)
}

fn check(field: &str, text: &str, least: usize, most: usize) -> Result<(), Problem> {
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    match (least..=most).contains(&text.chars().count()) && !text.chars().any(odd) {
        true => Ok(()),
        false => Err(wrong(field, &format!("is not {least} to {most} characters, or holds control characters"))),
    }
}

fn wrong(field: &str, why: &str) -> Problem {
    Problem::new(ProblemCode::InvalidRequest).at(field, why)
}
