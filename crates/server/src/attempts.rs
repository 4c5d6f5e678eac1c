//! Attempts at passwords and codes: limited before anything is hashed, per account and per network address. A computer
//! that is known, and a session that goes on, have attempts of their own: what strangers spend does not lock the
//! account's owner out.

use std::net::IpAddr;

use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::Timestamp;

use crate::app::App;
use crate::edge::{secret_hash, sha256};
use crate::passwords::NotChecked;
use crate::second_factor;
use crate::store::{Person, StoreError, Tx};

const MINUTE: i64 = 60 * 1000;
/// Wrong codes before one must wait an hour for each: who knows the password guesses a code within a year with a chance
/// of 3 %, and the owner is told of the new computer.
const MOST_CODES: u32 = 5;
const CODE_REGAINED: i64 = 60 * MINUTE;
/// Mails that may be asked for to one address.
const MOST_MAILS: u32 = 3;
const MAIL_REGAINED: i64 = 10 * MINUTE;
/// Requests of one network address that may send a mail.
const MOST_ASKED: u32 = 20;

/// Why nobody is let in.
#[derive(Debug, thiserror::Error)]
pub enum NotLetIn {
    /// What to answer.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The password was not checked.
    #[error(transparent)]
    NotChecked(#[from] NotChecked),
}

impl From<Problem> for NotLetIn {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

/// Who tries.
#[derive(Debug, Clone, Copy)]
pub enum Who<'a> {
    /// Somebody at a network address.
    Somebody(IpAddr),
    /// Somebody with the token of a computer, at a network address. If the account does not know it, that is as nothing.
    OnDevice(&'a str, IpAddr),
    /// Whoever has this session of the account.
    InSession(&'a str),
}

/// The person with this address (in lower case) and password. A wrong password spends an attempt; a right one gives them
/// back.
///
/// # Errors
/// [`NotLetIn`]; whether the account exists is not told, by words or by time.
pub async fn check_password(app: &App, email: &str, who: Who<'_>, password: String) -> Result<Person, NotLetIn> {
    let person = app.store.person_by_email(email).await?;
    let buckets = buckets(app, email, person.as_ref(), who).await?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    for Bucket { name, most, regained } in &buckets {
        if let Err(due) = tx.spend_attempt(name, *most, *regained, now).await? {
            return Err(too_many(due, now).into());
        }
    }
    tx.commit().await?;
    let hash = person.as_ref().and_then(|person| person.password_hash.clone());
    let checked = app.passwords.check(password, hash).await;
    match (checked, person) {
        (Ok(true), Some(person)) => {
            give_back(app, &buckets, true).await?;
            Ok(person)
        }
        (Ok(_), _) => Err(Problem::new(ProblemCode::WrongCredentials).into()),
        (Err(error), _) => {
            give_back(app, &buckets, false).await?;
            Err(error.into())
        }
    }
}

/// Whether a person whose password was right may come in: where they have a second factor, with a code of it.
///
/// # Errors
/// [`NotLetIn`]
pub async fn check_code(app: &App, person: &Person, who: Who<'_>, code: Option<&str>) -> Result<(), NotLetIn> {
    let mut tx = app.store.begin().await?;
    let Some(secret) = tx.second_factor(person.id).await?.secret else { return Ok(()) };
    let Some(code) = code else { return Err(Problem::new(ProblemCode::SecondFactorRequired).into()) };
    let device = known_device(app, Some(person), who).await?;
    let bucket = format!("code {}", device.unwrap_or_else(|| account(&person.email)));
    let now = app.now();
    if let Err(due) = tx.spend_attempt(&bucket, MOST_CODES, CODE_REGAINED, now).await? {
        return Err(too_many(due, now).into());
    }
    let right = second_factor::take(&mut tx, person.id, &secret, code, now).await?;
    if right {
        tx.clear_attempts(&bucket).await?;
    }
    tx.commit().await?;
    if right { Ok(()) } else { Err(Problem::new(ProblemCode::WrongCode).into()) }
}

/// Whether one more mail may be sent to an address because somebody asked for it.
///
/// # Errors
/// [`StoreError`]
pub async fn may_mail(app: &App, email: &str) -> Result<bool, StoreError> {
    let mut tx = app.store.begin().await?;
    let bucket = format!("mail {}", sha256(email.as_bytes()));
    let spent = tx.spend_attempt(&bucket, MOST_MAILS, MAIL_REGAINED, app.now()).await?;
    tx.commit().await?;
    Ok(spent.is_ok())
}

/// Spends one of the requests that a network address may make without a session and that send mails.
///
/// # Errors
/// [`NotLetIn`]
pub async fn may_ask(app: &App, address: IpAddr) -> Result<(), NotLetIn> {
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let bucket = format!("ask {}", network(address));
    let spent = tx.spend_attempt(&bucket, MOST_ASKED, MINUTE, now).await?;
    tx.commit().await?;
    spent.map_err(|due| too_many(due, now).into())
}

/// Forgives all attempts at an account: its owner has proved themself otherwise.
///
/// # Errors
/// [`StoreError`]
pub async fn forgive(tx: &mut Tx, email: &str) -> Result<(), StoreError> {
    tx.clear_attempts(&account(email)).await
}

struct Bucket {
    name: String,
    most: u32,
    regained: i64,
}

/// The first is the account's or the computer's own, which a right password empties.
async fn buckets(app: &App, email: &str, person: Option<&Person>, who: Who<'_>) -> Result<Vec<Bucket>, StoreError> {
    let regained = i64::from(app.limits.attempt_forgiven_after) * 1000;
    let bucket = |name, most| Bucket { name, most, regained };
    let most = app.limits.attempts_per_account;
    Ok(match (who, known_device(app, person, who).await?) {
        (Who::InSession(session), _) => vec![bucket(format!("session {session}"), most)],
        (_, Some(device)) => vec![bucket(device, most)],
        (Who::Somebody(address) | Who::OnDevice(_, address), None) => vec![
            bucket(account(email), most),
            bucket(format!("address {}", network(address)), app.limits.attempts_per_address),
        ],
    })
}

async fn known_device(app: &App, person: Option<&Person>, who: Who<'_>) -> Result<Option<String>, StoreError> {
    let (Who::OnDevice(token, _), Some(person)) = (who, person) else { return Ok(None) };
    let hash = secret_hash(token);
    Ok(app.store.knows_device(person.id, &hash).await?.then(|| format!("device {hash}")))
}

async fn give_back(app: &App, buckets: &[Bucket], all: bool) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    for (i, bucket) in buckets.iter().enumerate() {
        match all && i == 0 {
            true => tx.clear_attempts(&bucket.name).await?,
            false => tx.return_attempts(&bucket.name, 1, bucket.regained).await?,
        }
    }
    tx.commit().await
}

pub(crate) fn too_many(due: Timestamp, now: Timestamp) -> Problem {
    let seconds = ((due.0 - now.0).max(1) + 999) / 1000;
    Problem::new(ProblemCode::TooManyAttempts).retry_after(u32::try_from(seconds).unwrap_or(u32::MAX))
}

/// Named by a hash: the table then holds no list of addresses that were tried.
fn account(email: &str) -> String {
    format!("account {}", sha256(email.as_bytes()))
}

/// One subscriber of IPv6 holds a whole /64.
pub(crate) fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => mapped.to_string(),
            None => format!("{:?}/64", &address.segments()[..4]),
        },
    }
}
