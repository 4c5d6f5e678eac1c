//! Signing in and out, and the sessions that are open. Passwords are checked behind the limits; tokens are kept as hashes
//! only.

use axum::Json as JsonAnswer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use coffreo_api::sessions::{Person as WirePerson, Refresh, Session, Sessions, SignIn, Tokens};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::Timestamp;

use super::access::{Caller, SignedIn};
use super::body::Json;
use super::failure::Failure;
use crate::app::App;
use crate::attempts::{self, Who};
use crate::events::Notice;
use crate::sessions::{self, Opened, Origin, REFRESH_LIFE, RefreshRefused};
use crate::store::Person;

/// Signs in. Where the account has a second factor, the request is sent again with a code.
#[utoipa::path(
    post, path = "/v1/sessions", tag = "sessions",
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in.", body = Tokens),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`wrong_credentials`, `second_factor_required` or `wrong_code`.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Busy: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub(super) async fn sign_in(
    State(app): State<App>,
    Caller(address): Caller,
    Json(request): Json<SignIn>,
) -> Result<JsonAnswer<Tokens>, Failure> {
    check_text("email", &request.email, 254)?;
    check_text("device", &request.device, 200)?;
    check_password(&request.password)?;
    for (field, secret) in [("code", &request.code), ("known_device", &request.known_device)] {
        check_text(field, secret.as_deref().unwrap_or_default(), 100)?;
    }
    let email = request.email.trim().to_lowercase();
    let who = match &request.known_device {
        Some(token) => Who::OnDevice(token, address),
        None => Who::Somebody(address),
    };
    let person = attempts::check_password(&app, &email, who, request.password).await?;
    attempts::check_code(&app, &person, who, request.code.as_deref()).await?;
    let from = Origin { device: request.device, known_device: request.known_device, address };
    Ok(JsonAnswer(open(&app, person, from).await?))
}

/// Opens a session of a person who has proved who they are.
pub(super) async fn open(app: &App, person: Person, from: Origin) -> Result<Tokens, Failure> {
    let mut tx = app.store.begin().await?;
    let opened = sessions::open(&mut tx, &person, from, app.now()).await?;
    tx.commit().await?;
    app.mail.nudge();
    Ok(tokens(app, opened, person))
}

/// Exchanges a refresh token. One that was used before ends its session.
#[utoipa::path(
    post, path = "/v1/sessions/refresh", tag = "sessions",
    request_body = Refresh,
    responses(
        (status = 200, description = "New tokens; the old refresh token is used up.", body = Tokens),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The session has ended.", body = Problem, content_type = "application/problem+json"),
    ),
    security(())
)]
pub(super) async fn refresh(
    State(app): State<App>,
    Caller(address): Caller,
    Json(request): Json<Refresh>,
) -> Result<JsonAnswer<Tokens>, Failure> {
    match sessions::refresh(&app.store, &request.refresh_token, address, app.now()).await? {
        Ok((person, minted)) => {
            let person = app.store.person(person).await?.ok_or(ProblemCode::SessionEnded)?;
            Ok(JsonAnswer(tokens(&app, Opened { minted, device_token: None }, person)))
        }
        Err(RefreshRefused::Ended) => Err(ProblemCode::SessionEnded.into()),
        Err(RefreshRefused::Reused) => {
            tracing::warn!("a refresh token was used twice: its session was ended");
            Err(ProblemCode::SessionEnded.into())
        }
    }
}

/// Ends the session that asks. Its computer stays known.
#[utoipa::path(
    delete, path = "/v1/sessions/current", tag = "sessions",
    responses(
        (status = 204, description = "Signed out."),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn sign_out(State(app): State<App>, who: SignedIn) -> Result<StatusCode, Failure> {
    let mut tx = app.store.begin().await?;
    tx.end_session(who.person, &who.session, app.now()).await?;
    tx.announce(Notice::Rights(who.person));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's own open sessions, used last first.
#[utoipa::path(
    get, path = "/v1/sessions", tag = "sessions",
    responses(
        (status = 200, description = "The sessions.", body = Sessions),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn list(State(app): State<App>, who: SignedIn) -> Result<JsonAnswer<Sessions>, Failure> {
    let since = Timestamp(app.now().0 - REFRESH_LIFE);
    let open = app.store.open_sessions(who.person, since).await?;
    let session = |one: crate::store::OpenSession| Session {
        current: one.id == who.session,
        id: one.id,
        device: one.device,
        created_at: one.created_at.0,
        used_at: one.used_at.0,
        address: one.address,
    };
    Ok(JsonAnswer(Sessions { sessions: open.into_iter().map(session).collect() }))
}

/// Ends one of one's own sessions, and forgets the computer it is on.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/end", tag = "sessions",
    params(("id" = String, Path, description = "The session.")),
    responses(
        (status = 204, description = "Ended."),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such open session of one's own.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn end(
    State(app): State<App>,
    who: SignedIn,
    Path(session): Path<String>,
) -> Result<StatusCode, Failure> {
    let session = super::ids::path_id::<uuid::Uuid>(&session)?.to_string();
    let mut tx = app.store.begin().await?;
    if !tx.end_session(who.person, &session, app.now()).await? {
        return Err(ProblemCode::NotFound.into());
    }
    tx.forget_device(who.person, &session, &who.session).await?;
    tx.announce(Notice::Rights(who.person));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all of one's own sessions but the one that asks, and forgets the computers they are on.
#[utoipa::path(
    post, path = "/v1/sessions/end-others", tag = "sessions",
    responses(
        (status = 204, description = "Ended."),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn end_others(State(app): State<App>, who: SignedIn) -> Result<StatusCode, Failure> {
    let mut tx = app.store.begin().await?;
    tx.end_other_sessions(who.person, &who.session, app.now()).await?;
    tx.forget_other_devices(who.person, &who.session).await?;
    tx.announce(Notice::Rights(who.person));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/v1/me", tag = "sessions",
    responses(
        (status = 200, description = "The person.", body = WirePerson),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn me(State(app): State<App>, who: SignedIn) -> Result<JsonAnswer<WirePerson>, Failure> {
    let person = app.store.person(who.person).await?.ok_or(ProblemCode::Unauthenticated)?;
    Ok(JsonAnswer(wire(person)))
}

/// Passwords of a length that nobody types are refused before they cost anything.
pub(super) fn check_password(password: &str) -> Result<(), Problem> {
    if password.len() > 1024 {
        return Err(Problem::new(ProblemCode::InvalidRequest).at("password", "is longer than 1024 bytes"));
    }
    Ok(())
}

pub(super) fn check_text(field: &str, text: &str, most: usize) -> Result<(), Problem> {
    if text.chars().count() > most || text.chars().any(char::is_control) {
        let why = format!("is longer than {most} characters or holds control characters");
        return Err(Problem::new(ProblemCode::InvalidRequest).at(field, why));
    }
    Ok(())
}

fn tokens(app: &App, opened: Opened, person: Person) -> Tokens {
    Tokens {
        access_token: opened.minted.access,
        access_expires_at: opened.minted.access_until.0,
        refresh_token: opened.minted.refresh,
        person: wire(person),
        server_time: app.now().0,
        device_token: opened.device_token,
    }
}

fn wire(person: Person) -> WirePerson {
    WirePerson { id: person.id.to_string(), name: person.name, email: person.email }
}
