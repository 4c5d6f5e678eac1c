//! `/v1/account`: what a person keeps and changes of their own.

use axum::Json as JsonAnswer;
use axum::extract::State;
use axum::http::StatusCode;
use coffreo_api::account::{
    AcceptedTerms, Account, ChangeAccount, ChangeEmail, ChangePassword, ConfirmSecondFactor, Mails, NewSecondFactor,
    RecoveryCodes, WithPassword,
};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::phone::e164;
use coffreo_domain::{Timestamp, people};

use super::access::SignedIn;
use super::body::Json;
use super::failure::Failure;
use super::sessions::check_password;
use crate::app::App;
use crate::attempts::{self, Who};
use crate::events::Notice;
use crate::journal::Entry;
use crate::links;
use crate::mail::Letter;
use crate::second_factor;
use crate::store::{Person, StoreError, StoredAccount, Tx};

/// One's own account.
#[utoipa::path(
    get, path = "/v1/account", tag = "account",
    responses(
        (status = 200, description = "The account.", body = Account),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn read(State(app): State<App>, who: SignedIn) -> Result<JsonAnswer<Account>, Failure> {
    let account = app.store.account(who.person).await?.ok_or(ProblemCode::Unauthenticated)?;
    Ok(JsonAnswer(wire(account)))
}

/// Changes name, phone, language, and which mails are wanted.
#[utoipa::path(
    patch, path = "/v1/account", tag = "account",
    request_body = ChangeAccount,
    responses(
        (status = 200, description = "The account as it is now.", body = Account),
        (status = 400, description = "The request is not of this form; `field` says where.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn change(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<ChangeAccount>,
) -> Result<JsonAnswer<Account>, Failure> {
    let mut account = app.store.account(who.person).await?.ok_or(ProblemCode::Unauthenticated)?;
    if let Some(name) = &request.name {
        account.person.name = people::name(name).map_err(|refused| wrong("name", &refused.to_string()))?;
    }
    if let Some(phone) = &request.phone {
        account.person.phone = match phone.trim() {
            "" => None,
            phone => Some(e164(phone).map_err(|refused| wrong("phone", &refused.to_string()))?),
        };
    }
    account.person.language = request.language.unwrap_or(account.person.language);
    if let Some(Mails { new_documents, reminders }) = request.mails {
        (account.wants_news, account.wants_reminders) = (new_documents, reminders);
    }
    let mut tx = app.store.begin().await?;
    tx.update_account(&account).await?;
    tx.commit().await?;
    Ok(JsonAnswer(wire(account)))
}

/// Changes the password. Every other session ends, and a mail says so.
#[utoipa::path(
    post, path = "/v1/account/password", tag = "account",
    request_body = ChangePassword,
    responses(
        (status = 204, description = "Changed."),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first; `wrong_credentials`: the old password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`password_too_short` or `password_too_weak`.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Busy: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn change_password(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<ChangePassword>,
) -> Result<StatusCode, Failure> {
    let person = owner(&app, &who, request.old).await?;
    let hash = links::hash_new(&app, &person, request.new).await?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    tx.set_password(person.id, &hash).await?;
    tx.end_other_sessions(person.id, &who.session, now).await?;
    tx.forget_other_devices(person.id, &who.session).await?;
    links::say_password_changed(&mut tx, &person, now).await?;
    tx.announce(Notice::Rights(person.id));
    tx.commit().await?;
    app.mail.nudge();
    Ok(StatusCode::NO_CONTENT)
}

/// Asks for another e-mail address. Both the present and the new one are written to, and confirm it.
#[utoipa::path(
    post, path = "/v1/account/email", tag = "account",
    request_body = ChangeEmail,
    responses(
        (status = 202, description = "Both are asked."),
        (status = 400, description = "The request is not of this form, or the address is not one.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first; `wrong_credentials`: the password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Busy: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn change_email(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<ChangeEmail>,
) -> Result<StatusCode, Failure> {
    let email = people::email(&request.email).map_err(|refused| wrong("email", &refused.to_string()))?;
    let person = owner(&app, &who, request.password).await?;
    if email == person.email {
        return Err(wrong("email", "is the address that the account has").into());
    }
    if !attempts::may_mail(&app, &email).await? {
        return Err(Problem::new(ProblemCode::TooManyAttempts).retry_after(600).into());
    }
    links::begin_address_change(&app, &person, &email).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Asks for the secret of a second factor, which works once a code of it confirmed it.
#[utoipa::path(
    post, path = "/v1/account/second-factor", tag = "account",
    request_body = WithPassword,
    responses(
        (status = 200, description = "The secret.", body = NewSecondFactor),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first; `wrong_credentials`: the password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There is a second factor already.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Busy: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn new_second_factor(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<WithPassword>,
) -> Result<JsonAnswer<NewSecondFactor>, Failure> {
    let person = owner(&app, &who, request.password).await?;
    let new = second_factor::new_secret(&person.email).ok_or(ProblemCode::Internal)?;
    let mut tx = app.store.begin().await?;
    tx.put_pending_second_factor(person.id, &new.secret).await.map_err(in_another_state)?;
    tx.commit().await?;
    Ok(JsonAnswer(NewSecondFactor { secret: new.secret, uri: new.uri }))
}

/// Turns the second factor on, with a code of the app. Answers recovery codes, this once.
#[utoipa::path(
    post, path = "/v1/account/second-factor/confirm", tag = "account",
    request_body = ConfirmSecondFactor,
    responses(
        (status = 200, description = "It is on.", body = RecoveryCodes),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first; `wrong_code`: the code is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There is nothing to confirm.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn confirm_second_factor(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<ConfirmSecondFactor>,
) -> Result<JsonAnswer<RecoveryCodes>, Failure> {
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let person = tx.person(who.person).await?.ok_or(ProblemCode::Unauthenticated)?;
    let pending = tx.second_factor(who.person).await?.pending.ok_or(ProblemCode::SecondFactorState)?;
    let step = second_factor::step_of(&pending, &request.code, now).ok_or(ProblemCode::WrongCode)?;
    tx.confirm_second_factor(who.person, step).await.map_err(in_another_state)?;
    let (shown, kept) = second_factor::new_recovery_codes();
    tx.insert_recovery_codes(who.person, &kept).await?;
    say_second_factor(&mut tx, &person, true, now).await?;
    tx.commit().await?;
    app.mail.nudge();
    Ok(JsonAnswer(RecoveryCodes { recovery_codes: shown }))
}

/// Turns the second factor off.
#[utoipa::path(
    post, path = "/v1/account/second-factor/remove", tag = "account",
    request_body = WithPassword,
    responses(
        (status = 204, description = "It is off."),
        (status = 400, description = "The request is not of this form.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first; `wrong_credentials`: the password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There is none.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Busy: come back after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = []))
)]
pub(super) async fn remove_second_factor(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<WithPassword>,
) -> Result<StatusCode, Failure> {
    let person = owner(&app, &who, request.password).await?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    if !tx.remove_second_factor(person.id).await? {
        return Err(ProblemCode::SecondFactorState.into());
    }
    say_second_factor(&mut tx, &person, false, now).await?;
    tx.commit().await?;
    app.mail.nudge();
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down that the second factor was turned on or off, and tells its owner.
async fn say_second_factor(tx: &mut Tx, person: &Person, on: bool, now: Timestamp) -> Result<(), StoreError> {
    tx.record(now, &[Entry::second_factor(person.id, on)]).await?;
    let letter = Letter::SecondFactor { name: person.name.clone(), on, at: now.0 };
    tx.queue_mail(&person.email, person.language, &letter, now).await
}

/// The person who is signed in, with their password again.
async fn owner(app: &App, who: &SignedIn, password: String) -> Result<Person, Failure> {
    check_password(&password)?;
    let person = app.store.person(who.person).await?.ok_or(ProblemCode::Unauthenticated)?;
    Ok(attempts::check_password(app, &person.email, Who::InSession(&who.session), password).await?)
}

fn in_another_state(error: StoreError) -> Failure {
    match error {
        StoreError::LostRace => ProblemCode::SecondFactorState.into(),
        other => other.into(),
    }
}

fn wrong(field: &str, why: &str) -> Problem {
    Problem::new(ProblemCode::InvalidRequest).at(field, why)
}

fn wire(account: StoredAccount) -> Account {
    Account {
        id: account.person.id.to_string(),
        name: account.person.name,
        email: account.person.email,
        phone: account.person.phone,
        language: account.person.language,
        second_factor: account.second_factor,
        terms: account.terms.map(|(version, at)| AcceptedTerms { version, accepted_at: at.0 }),
        mails: Mails { new_documents: account.wants_news, reminders: account.wants_reminders },
        pending_email: account.pending_email,
    }
}
