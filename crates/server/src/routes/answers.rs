//! `/v1/answers`: invoices validated, disputed, suspended or refused; one outcome each, in the order of the request.

use axum::extract::State;
use axum::response::Response;
use coffreo_api::answers::{AnswerOutcome, AnswerRequest};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::Sha256;
use coffreo_domain::answer::{Answer, AnswerRefused};

use super::access::SignedIn;
use super::body::Json;
use super::failure::Failure;
use super::ndjson::{self, push_line};
use super::sessions::check_password;
use super::signatures::{check_request, open_request, shown};
use crate::answering::{self, Batch};
use crate::app::App;
use crate::attempts::{self, Who};
use crate::edge::sha256;

/// Answers invoices: validated, disputed, suspended or refused; one outcome each, in the order of the request.
#[utoipa::path(
    post, path = "/v1/answers", tag = "documents",
    request_body = AnswerRequest,
    responses(
        (status = 200, description = "One outcome a line.", body = AnswerOutcome, content_type = "application/x-ndjson"),
        (status = 401, description = "Sign in first; `wrong_credentials`: the password is wrong.", body = Problem),
        (status = 422, description = "More documents than one request may hold.", body = Problem),
        (status = 429, description = "Too many attempts: come back after `Retry-After` seconds.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn answer(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<AnswerRequest>,
) -> Result<Response, Failure> {
    check_password(&request.password)?;
    check_request(&request.request_id, &request.consent_version)?;
    let documents = shown(&request.documents)?;
    let reasons = request.reasons.iter().map(|reason| (*reason).into()).collect();
    let answer = Answer::new(request.status.into(), reasons, request.comment).map_err(wrong)?;
    let person = app.store.person(who.person).await?.ok_or(ProblemCode::Unauthenticated)?;
    let email = person.email.clone();
    let person = attempts::check_password(&app, &email, Who::InSession(&who.session), request.password).await?;
    let (request_id, consent_version) = (request.request_id, request.consent_version);
    let batch = Batch { person, request_id, consent_version, answer, documents };
    open_request(&app, batch.person.id, &batch.request_id, asked(&batch)).await?;
    // One task of its own: an app that goes away in the middle must not leave half of it.
    let outcomes = tokio::spawn(async move { answering::run(&app, &batch).await }).await?;
    let mut body = Vec::new();
    for outcome in outcomes.map_err(Failure::Internal)? {
        push_line(&mut body, &outcome)?;
    }
    Ok(ndjson::response(body.into()))
}

fn wrong(refused: AnswerRefused) -> Problem {
    let field = match refused {
        AnswerRefused::NoReason | AnswerRefused::NotAReasonFor(_) | AnswerRefused::Twice(_) => "reasons",
        AnswerRefused::NoComment | AnswerRefused::BadComment => "comment",
    };
    Problem::new(ProblemCode::InvalidRequest).at(field, refused.to_string())
}

/// What makes a request the same one: everything but the password.
fn asked(batch: &Batch) -> Sha256 {
    let Batch { consent_version, answer, documents, .. } = batch;
    let mut text =
        format!("{consent_version}\n{} {:?} {:?}", answer.status().code(), answer.reasons(), answer.comment());
    documents.iter().for_each(|shown| text.push_str(&format!("\n{} {}", shown.id, shown.content)));
    sha256(text.as_bytes())
}
