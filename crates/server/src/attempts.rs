//! Password attempts: limited per account and per address before anything is hashed.

use std::net::IpAddr;

use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::Timestamp;

use crate::app::App;
use crate::edge::sha256;
use crate::passwords::NotChecked;
use crate::store::{Person, StoreError};

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

/// The person with this address (in lower case) and password. A wrong password spends an attempt of the account and
/// of the caller's address; a right one gives them back.
///
/// # Errors
/// [`NotLetIn`]; whether the account exists is not told, by words or by time.
pub async fn check_password(app: &App, email: &str, address: IpAddr, password: String) -> Result<Person, NotLetIn> {
    // The account's bucket is named by a hash: the table then holds no list of addresses that were tried.
    let account = format!("account {}", sha256(email.as_bytes()));
    let address = format!("address {}", network(address));
    let regained = i64::from(app.limits.attempt_forgiven_after) * 1000;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    for (bucket, most) in [(&account, app.limits.attempts_per_account), (&address, app.limits.attempts_per_address)] {
        if let Err(due) = tx.spend_attempt(bucket, most, regained, now).await? {
            return Err(NotLetIn::Problem(Box::new(too_many(due, now))));
        }
    }
    tx.commit().await?;
    let person = app.store.person_by_email(email).await?;
    let hash = person.as_ref().map(|person| person.password_hash.clone());
    let checked = app.passwords.check(password, hash).await;
    let right = match checked {
        Ok(right) => right,
        Err(error) => {
            give_back(app, &account, &address, regained, false).await?;
            return Err(error.into());
        }
    };
    match person {
        Some(person) if right => {
            give_back(app, &account, &address, regained, true).await?;
            Ok(person)
        }
        _ => Err(NotLetIn::Problem(Box::new(ProblemCode::WrongCredentials.into()))),
    }
}

async fn give_back(app: &App, account: &str, address: &str, regained: i64, all: bool) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    match all {
        true => tx.clear_attempts(account).await?,
        false => tx.return_attempts(account, 1, regained).await?,
    }
    tx.return_attempts(address, 1, regained).await?;
    tx.commit().await
}

fn too_many(due: Timestamp, now: Timestamp) -> Problem {
    let seconds = ((due.0 - now.0).max(1) + 999) / 1000;
    Problem::new(ProblemCode::TooManyAttempts).retry_after(u32::try_from(seconds).unwrap_or(u32::MAX))
}

/// One subscriber of IPv6 holds a whole /64.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => mapped.to_string(),
            None => format!("{:?}/64", &address.segments()[..4]),
        },
    }
}
