//! Signing in and out. Passwords are checked behind the limits; tokens are kept as hashes only.

use axum::Json as JsonAnswer;
use axum::extract::State;
use axum::http::StatusCode;
use coffreo_api::sessions::{Person as WirePerson, Refresh, SignIn, Tokens};
use coffreo_api::{Problem, ProblemCode};

use super::access::{Caller, SignedIn};
use super::body::Json;
use super::failure::Failure;
use crate::app::App;
use crate::attempts;
use crate::edge::new_id;
use crate::sessions::{self, Minted, RefreshRefused};
use crate::store::Person;

/// Signs in.
pub(super) async fn sign_in(
    State(app): State<App>,
    Caller(address): Caller,
    Json(request): Json<SignIn>,
) -> Result<JsonAnswer<Tokens>, Failure> {
    check_text("email", &request.email, 254)?;
    check_text("device", &request.device, 200)?;
    check_password(&request.password)?;
    let email = request.email.trim().to_lowercase();
    let person = attempts::check_password(&app, &email, address, request.password).await?;
    let now = app.now();
    let session = new_id(now).to_string();
    let mut tx = app.store.begin().await?;
    tx.insert_session(person.id, &session, &request.device, now).await?;
    let minted = sessions::mint(&mut tx, &session, None, now).await?;
    tx.commit().await?;
    Ok(JsonAnswer(tokens(&app, minted, person)))
}

/// Exchanges a refresh token.
pub(super) async fn refresh(
    State(app): State<App>,
    Json(request): Json<Refresh>,
) -> Result<JsonAnswer<Tokens>, Failure> {
    match sessions::refresh(&app.store, &request.refresh_token, app.now()).await? {
        Ok((person, minted)) => {
            let person = app.store.person(person).await?.ok_or(ProblemCode::SessionEnded)?;
            Ok(JsonAnswer(tokens(&app, minted, person)))
        }
        Err(RefreshRefused::Ended) => Err(ProblemCode::SessionEnded.into()),
        Err(RefreshRefused::Reused) => {
            tracing::warn!("a refresh token was used twice: its session was ended");
            Err(ProblemCode::SessionEnded.into())
        }
    }
}

/// Ends the session that asks.
pub(super) async fn sign_out(State(app): State<App>, who: SignedIn) -> Result<StatusCode, Failure> {
    let mut tx = app.store.begin().await?;
    tx.end_session(who.person, &who.session, app.now()).await?;
    tx.announce(crate::events::Notice::Rights(who.person));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is signed in.
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

fn check_text(field: &str, text: &str, most: usize) -> Result<(), Problem> {
    if text.chars().count() > most || text.chars().any(char::is_control) {
        let why = format!("is longer than {most} characters or holds control characters");
        return Err(Problem::new(ProblemCode::InvalidRequest).at(field, why));
    }
    Ok(())
}

fn tokens(app: &App, minted: Minted, person: Person) -> Tokens {
    Tokens {
        access_token: minted.access,
        access_expires_at: minted.access_until.0,
        refresh_token: minted.refresh,
        person: wire(person),
        server_time: app.now().0,
        device_token: None,
    }
}

fn wire(person: Person) -> WirePerson {
    WirePerson { id: person.id.to_string(), name: person.name, email: person.email }
}
