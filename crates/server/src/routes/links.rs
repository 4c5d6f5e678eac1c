//! What people do without a session: by links from mails, and to get one.

use axum::Json as JsonAnswer;
use axum::extract::State;
use axum::http::StatusCode;
use coffreo_api::links::{
    AcceptInvitation, AddressConfirmed, AskForReset, Assigned, CompleteReset, Link, LinkKind, LinkToken, Terms,
};
use coffreo_api::sessions::Tokens;
use coffreo_api::{Problem, ProblemCode};

use super::access::Caller;
use super::body::Json;
use super::failure::Failure;
use super::sessions::{check_text, open};
use crate::app::App;
use crate::attempts;
use crate::links;
use crate::sessions::Origin;
use crate::store;

/// What a link is for, and whether it works.
#[utoipa::path(
    post, path = "/v1/links/look", tag = "links",
    request_body = LinkToken,
    responses(
        (status = 200, description = "The link.", body = Link),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such link.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub(super) async fn look(State(app): State<App>, Json(request): Json<LinkToken>) -> Result<JsonAnswer<Link>, Failure> {
    Ok(JsonAnswer(found(&app, &request.token).await?))
}

/// The link of a token, with what is told of it.
pub(super) async fn found(app: &App, token: &str) -> Result<Link, Failure> {
    let link = links::look(app, token).await?;
    let person = app.store.person(link.person).await?.ok_or(ProblemCode::NotFound)?;
    let kind = match link.kind {
        store::LinkKind::Invitation => LinkKind::Invitation,
        store::LinkKind::Reset => LinkKind::Reset,
        store::LinkKind::AddressOld | store::LinkKind::AddressNew => LinkKind::Address,
    };
    let joins = kind == LinkKind::Invitation;
    let assigned = if joins { app.store.assigned(link.person).await? } else { Vec::new() };
    Ok(Link {
        kind,
        state: links::state(&link, app.now()),
        email: link.email,
        name: person.name,
        assigned: assigned.into_iter().map(|place| Assigned { company: place.company, agency: place.agency }).collect(),
        terms_version: joins.then(|| app.terms.version.clone()),
    })
}

/// Asks for a new link in the place of one that has not served. It goes to the same address, if there is such a link.
#[utoipa::path(
    post, path = "/v1/links/renew", tag = "links",
    request_body = LinkToken,
    responses(
        (status = 202, description = "Sent, if there is such a link."),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub(super) async fn renew(
    State(app): State<App>,
    Caller(address): Caller,
    Json(request): Json<LinkToken>,
) -> Result<StatusCode, Failure> {
    attempts::may_ask(&app, address).await?;
    links::renew(&app, &request.token).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Joins: sets the password, keeps that the terms were accepted, and signs in. Of several at once, one does.
#[utoipa::path(
    post, path = "/v1/invitations/accept", tag = "links",
    request_body = AcceptInvitation,
    responses(
        (status = 200, description = "Joined, and signed in.", body = Tokens),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such invitation.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`link_used`, `link_expired` or `terms_changed`.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`password_too_short` or `password_too_weak`.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Busy: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub(super) async fn accept(
    State(app): State<App>,
    Caller(address): Caller,
    Json(request): Json<AcceptInvitation>,
) -> Result<JsonAnswer<Tokens>, Failure> {
    check_text("device", &request.device, 200)?;
    let person = links::accept(&app, &request.token, request.password, &request.terms_version).await?;
    let from = Origin { device: request.device, known_device: None, address };
    Ok(JsonAnswer(open(&app, person, from).await?))
}

/// Asks for a link to set another password. The answer is the same, whether the address has an account or not.
#[utoipa::path(
    post, path = "/v1/password-resets", tag = "links",
    request_body = AskForReset,
    responses(
        (status = 202, description = "Sent, if there is such an account."),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub(super) async fn ask_for_reset(
    State(app): State<App>,
    Caller(address): Caller,
    Json(request): Json<AskForReset>,
) -> Result<StatusCode, Failure> {
    check_text("email", &request.email, 254)?;
    attempts::may_ask(&app, address).await?;
    let email = request.email.trim().to_lowercase();
    // What there is to do takes longer where there is an account: it is done after the answer.
    tokio::spawn(async move {
        if let Err(error) = links::ask_for_reset(&app, &email).await {
            tracing::error!(cause = format!("{error:#}"), "a link to set a password was not sent");
        }
    });
    Ok(StatusCode::ACCEPTED)
}

/// Sets another password by a link. Every session ends.
#[utoipa::path(
    post, path = "/v1/password-resets/complete", tag = "links",
    request_body = CompleteReset,
    responses(
        (status = 204, description = "Set."),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such link.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`link_used` or `link_expired`.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`password_too_short` or `password_too_weak`.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Busy: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub(super) async fn complete_reset(
    State(app): State<App>,
    Json(request): Json<CompleteReset>,
) -> Result<StatusCode, Failure> {
    links::complete_reset(&app, &request.token, request.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirms a change of address, at one of both addresses.
#[utoipa::path(
    post, path = "/v1/address-changes/confirm", tag = "links",
    request_body = LinkToken,
    responses(
        (status = 200, description = "Confirmed here; whether both have.", body = AddressConfirmed),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such link.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`link_used`, `link_expired` or `address_taken`.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub(super) async fn confirm_address(
    State(app): State<App>,
    Json(request): Json<LinkToken>,
) -> Result<JsonAnswer<AddressConfirmed>, Failure> {
    let confirmed = links::confirm_address(&app, &request.token).await?;
    Ok(JsonAnswer(AddressConfirmed { confirmed }))
}

/// *Conditions générales d'utilisation — CLIENT*.
#[utoipa::path(
    get, path = "/v1/terms", tag = "links",
    responses((status = 200, description = "The terms as they are now.", body = Terms)),
    security(())
)]
pub(super) async fn terms(State(app): State<App>) -> JsonAnswer<Terms> {
    let crate::terms::Terms { version, title, text } = (*app.terms).clone();
    JsonAnswer(Terms { version, title, text })
}
