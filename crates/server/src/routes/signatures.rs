//! `/v1/signatures`: one password, many documents, one outcome each, in the order of the request.

use std::collections::HashSet;

use axum::extract::State;
use axum::response::Response;
use coffreo_api::signatures::{SignRequest, SignatureOutcome, ToSign};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::signing::MOST_PER_REQUEST;
use coffreo_domain::{DocumentId, PersonId, Sha256};

use super::access::SignedIn;
use super::body::Json;
use super::failure::Failure;
use super::ndjson;
use super::sessions::check_password;
use crate::app::App;
use crate::attempts::{self, Who};
use crate::edge::sha256;
use crate::signing::{self, Batch, Shown};

/// Signs contracts: one password, one outcome a document, in the order of the request.
#[utoipa::path(
    post, path = "/v1/signatures", tag = "documents",
    request_body = SignRequest,
    responses(
        (status = 200, description = "One outcome a line.", body = SignatureOutcome, content_type = "application/x-ndjson"),
        (status = 401, description = "Sign in first; `wrong_credentials`: the password is wrong.", body = Problem),
        (status = 422, description = "More documents than one request may hold.", body = Problem),
        (status = 429, description = "Too many attempts: come back after `Retry-After` seconds.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn sign(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<SignRequest>,
) -> Result<Response, Failure> {
    check_password(&request.password)?;
    check_request(&request.request_id, &request.consent_version)?;
    let documents = shown(&request.documents)?;
    let person = app.store.person(who.person).await?.ok_or(ProblemCode::Unauthenticated)?;
    let email = person.email.clone();
    let person = attempts::check_password(&app, &email, Who::InSession(&who.session), request.password).await?;
    let batch = Batch { person, request_id: request.request_id, consent_version: request.consent_version, documents };
    open_request(&app, batch.person.id, &batch.request_id, asked(&batch)).await?;
    let (lines, body) = ndjson::channel();
    tokio::spawn(signing::run(app, batch, lines));
    Ok(ndjson::response(body))
}

/// Keeps what a request asks for. The same identifier with something else in it is refused.
pub(super) async fn open_request(app: &App, person: PersonId, request: &str, asked: Sha256) -> Result<(), Failure> {
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let first = tx.open_request(person, request, asked, now).await?;
    tx.commit().await?;
    if first == asked {
        return Ok(());
    }
    let why = "the same request was sent before with something else in it";
    Err(Problem::new(ProblemCode::InvalidRequest).at("request_id", why).into())
}

/// What every request with a password and documents says of itself.
pub(super) fn check_request(request_id: &str, consent_version: &str) -> Result<(), Problem> {
    if uuid::Uuid::try_parse(request_id).is_err() {
        return Err(wrong("request_id".into(), "is not a UUID"));
    }
    let visible = consent_version.bytes().all(|byte| byte.is_ascii_graphic());
    if consent_version.is_empty() || consent_version.len() > 40 || !visible {
        return Err(wrong("consent_version".into(), "is not 1 to 40 visible ASCII characters"));
    }
    Ok(())
}

/// The documents of a request: 1 to 100, each once.
pub(super) fn shown(asked: &[ToSign]) -> Result<Vec<Shown>, Problem> {
    if asked.len() > MOST_PER_REQUEST {
        let why = format!("{} documents; at most {MOST_PER_REQUEST}", asked.len());
        return Err(Problem::new(ProblemCode::TooManyDocuments).at("documents", why));
    }
    if asked.is_empty() {
        return Err(wrong("documents".into(), "is empty"));
    }
    let mut seen = HashSet::new();
    let mut documents = Vec::with_capacity(asked.len());
    for (i, document) in asked.iter().enumerate() {
        let id: DocumentId =
            document.id.parse().map_err(|_| wrong(format!("documents[{i}].id"), "is not an identifier"))?;
        let content: Sha256 =
            document.sha256.parse().map_err(|_| wrong(format!("documents[{i}].sha256"), "is not a SHA-256"))?;
        if !seen.insert(id) {
            return Err(wrong(format!("documents[{i}].id"), "stands twice in the request"));
        }
        documents.push(Shown { id, content });
    }
    Ok(documents)
}

fn wrong(field: String, why: &str) -> Problem {
    Problem::new(ProblemCode::InvalidRequest).at(field, why)
}

/// What makes a request the same one: everything but the password.
fn asked(batch: &Batch) -> Sha256 {
    let mut text = batch.consent_version.clone();
    batch.documents.iter().for_each(|shown| text.push_str(&format!("\n{} {}", shown.id, shown.content)));
    sha256(text.as_bytes())
}
