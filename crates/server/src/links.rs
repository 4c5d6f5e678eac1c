//! What people do by links from mails: join, choose another password, confirm another address. A link works once and for
//! a time; only the hash of its token is kept; a newer one of the same kind ends the older ones.

use coffreo_api::links::LinkState;
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::{PersonId, Timestamp};

use crate::app::App;
use crate::attempts;
use crate::edge::{new_secret, secret_hash};
use crate::events::Notice;
use crate::journal::Entry;
use crate::mail::Letter;
use crate::password_rules;
use crate::passwords::NotChecked;
use crate::store::{LinkKind, Person, StoreError, StoredLink, Tx};

const HOUR: i64 = 60 * 60 * 1000;
/// An invitation works for fourteen days.
pub const INVITATION_LIFE: i64 = 14 * 24 * HOUR;
/// A link to set another password works for an hour.
pub const RESET_LIFE: i64 = HOUR;
/// Both confirmations of an address are waited for three days.
pub const ADDRESS_LIFE: i64 = 3 * 24 * HOUR;

/// Why a link did nothing.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// What to answer.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The password was not hashed.
    #[error(transparent)]
    NotHashed(#[from] NotChecked),
}

impl From<Problem> for NotDone {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<ProblemCode> for NotDone {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

/// Invites somebody who has no password yet, or tells somebody who has joined that relations wait for them.
///
/// # Errors
/// [`StoreError`]
pub async fn invite(tx: &mut Tx, person: &Person, now: Timestamp) -> Result<(), StoreError> {
    let (name, assigned) = (person.name.clone(), tx.assigned(person.id).await?);
    let letter = match person.password_hash {
        Some(_) => Letter::Assigned { name, assigned },
        None => {
            let (token, expires_at) = issue(tx, person.id, LinkKind::Invitation, &person.email, now).await?;
            Letter::Invitation { name, assigned, token, expires_at: expires_at.0 }
        }
    };
    tx.queue_mail(&person.email, person.language, &letter, now).await
}

/// The link of a token, whatever its state.
///
/// # Errors
/// [`NotDone`]: [`ProblemCode::NotFound`] when there is none.
pub async fn look(app: &App, token: &str) -> Result<StoredLink, NotDone> {
    Ok(app.store.link(&secret_hash(token)).await?.ok_or(ProblemCode::NotFound)?)
}

/// Whether a link works at a moment.
pub fn state(link: &StoredLink, now: Timestamp) -> LinkState {
    match link.used_at {
        Some(_) => LinkState::Used,
        None if link.expires_at <= now => LinkState::Expired,
        None => LinkState::Usable,
    }
}

/// Sends a new link in the place of one that has not served, to the same address.
///
/// # Errors
/// [`NotDone`]
pub async fn renew(app: &App, token: &str) -> Result<(), NotDone> {
    let Some(link) = app.store.link(&secret_hash(token)).await? else { return Ok(()) };
    let Some(person) = app.store.person(link.person).await? else { return Ok(()) };
    if link.used_at.is_some() || !attempts::may_mail(app, &link.email).await? {
        return Ok(());
    }
    let now = app.now();
    let mut tx = app.store.begin().await?;
    match link.kind {
        LinkKind::Invitation if person.password_hash.is_none() => invite(&mut tx, &person, now).await?,
        LinkKind::Invitation => {}
        LinkKind::Reset => send_reset(&mut tx, &person, now).await?,
        kind @ (LinkKind::AddressOld | LinkKind::AddressNew) => {
            let pending = app.store.account(person.id).await?.and_then(|account| account.pending_email);
            let Some(new_email) = pending.filter(|new| kind == LinkKind::AddressOld || *new == link.email) else {
                return Ok(());
            };
            send_address_link(&mut tx, &person, kind, &new_email, now).await?;
        }
    }
    tx.commit().await?;
    app.mail.nudge();
    Ok(())
}

/// Joins: of several at once with the same link, one does. Answers who.
///
/// # Errors
/// [`NotDone`]
pub async fn accept(app: &App, token: &str, password: String, terms_version: &str) -> Result<Person, NotDone> {
    let (link, person) = usable(app, token, &[LinkKind::Invitation]).await?;
    if terms_version != app.terms.version {
        let why = format!("the terms' version is {}", app.terms.version);
        return Err(Problem::new(ProblemCode::TermsChanged).at("terms_version", why).into());
    }
    let hash = hash_new(app, &person, password).await?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    if !tx.use_link(&secret_hash(token), now).await? {
        return Err(ProblemCode::LinkUsed.into());
    }
    match tx.set_first_password(person.id, &hash).await {
        Err(StoreError::LostRace) => return Err(ProblemCode::LinkUsed.into()),
        set => set?,
    }
    tx.expire_links(person.id, link.kind, now).await?;
    tx.accept_terms(person.id, terms_version, now).await?;
    tx.record(now, &[Entry::joined(person.id), Entry::accepted_terms(person.id, terms_version)]).await?;
    tx.commit().await?;
    Ok(Person { password_hash: Some(hash), ..person })
}

/// Sends a link to set another password, or the invitation again to somebody who has not joined. Nothing where the
/// address has no account, or was written to often.
///
/// # Errors
/// [`NotDone`]
pub async fn ask_for_reset(app: &App, email: &str) -> Result<(), NotDone> {
    let Some(person) = app.store.person_by_email(email).await? else { return Ok(()) };
    if !attempts::may_mail(app, email).await? {
        return Ok(());
    }
    let now = app.now();
    let mut tx = app.store.begin().await?;
    match person.password_hash {
        Some(_) => send_reset(&mut tx, &person, now).await?,
        None => invite(&mut tx, &person, now).await?,
    }
    tx.commit().await?;
    app.mail.nudge();
    Ok(())
}

/// Sets another password, ends every session, forgets every computer, and says so by mail.
///
/// # Errors
/// [`NotDone`]
pub async fn complete_reset(app: &App, token: &str, password: String) -> Result<(), NotDone> {
    let (link, person) = usable(app, token, &[LinkKind::Reset]).await?;
    let hash = hash_new(app, &person, password).await?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    if !tx.use_link(&secret_hash(token), now).await? {
        return Err(ProblemCode::LinkUsed.into());
    }
    tx.expire_links(person.id, link.kind, now).await?;
    tx.set_password(person.id, &hash).await?;
    tx.end_sessions(person.id, now).await?;
    tx.forget_other_devices(person.id, "").await?;
    attempts::forgive(&mut tx, &person.email).await?;
    say_password_changed(&mut tx, &person, now).await?;
    tx.announce(Notice::Rights(person.id));
    tx.commit().await?;
    app.mail.nudge();
    Ok(())
}

/// Writes down that a password was changed, and tells its owner.
///
/// # Errors
/// [`StoreError`]
pub async fn say_password_changed(tx: &mut Tx, person: &Person, now: Timestamp) -> Result<(), StoreError> {
    tx.record(now, &[Entry::password_changed(person.id)]).await?;
    let letter = Letter::PasswordChanged { name: person.name.clone(), at: now.0 };
    tx.queue_mail(&person.email, person.language, &letter, now).await
}

/// Begins a change of address: both addresses are asked. The caller is not told whether the new one has an account.
///
/// # Errors
/// [`StoreError`]
pub async fn begin_address_change(app: &App, person: &Person, new_email: &str) -> Result<(), StoreError> {
    let taken = app.store.person_by_email(new_email).await?.is_some();
    let now = app.now();
    let mut tx = app.store.begin().await?;
    tx.put_address_change(person.id, new_email, now).await?;
    tx.expire_links(person.id, LinkKind::AddressNew, now).await?;
    send_address_link(&mut tx, person, LinkKind::AddressOld, new_email, now).await?;
    match taken {
        true => tx.queue_mail(new_email, person.language, &Letter::AddressInUse, now).await?,
        false => send_address_link(&mut tx, person, LinkKind::AddressNew, new_email, now).await?,
    }
    tx.commit().await?;
    app.mail.nudge();
    Ok(())
}

/// One address confirms. Answers whether both have: then the new one is the account's.
///
/// # Errors
/// [`NotDone`]
pub async fn confirm_address(app: &App, token: &str) -> Result<bool, NotDone> {
    let (link, person) = usable(app, token, &[LinkKind::AddressOld, LinkKind::AddressNew]).await?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    if !tx.use_link(&secret_hash(token), now).await? {
        return Err(ProblemCode::LinkUsed.into());
    }
    let change = tx.confirm_address(person.id, link.kind == LinkKind::AddressNew, now).await?;
    let change = change.ok_or(ProblemCode::LinkExpired)?;
    if change.complete {
        match tx.set_email(person.id, &change.new_email).await {
            Err(StoreError::Exists(_)) => return Err(ProblemCode::AddressTaken.into()),
            set => set?,
        }
        for kind in [LinkKind::AddressOld, LinkKind::AddressNew, LinkKind::Reset] {
            tx.expire_links(person.id, kind, now).await?;
        }
        tx.record(now, &[Entry::address_changed(person.id)]).await?;
        let letter =
            Letter::AddressChanged { name: person.name.clone(), new_email: change.new_email.clone(), at: now.0 };
        for to in [&person.email, &change.new_email] {
            tx.queue_mail(to, person.language, &letter, now).await?;
        }
    }
    tx.commit().await?;
    app.mail.nudge();
    Ok(change.complete)
}

/// Hashes a new password that keeps the rules.
///
/// # Errors
/// [`NotDone`]
pub async fn hash_new(app: &App, person: &Person, password: String) -> Result<String, NotDone> {
    let assigned = app.store.assigned(person.id).await?;
    let names = assigned.iter().flat_map(|place| [place.company.as_str(), place.agency.as_str()]);
    let own: Vec<&str> = [person.name.as_str(), person.email.as_str()].into_iter().chain(names).collect();
    password_rules::check(&password, &own)?;
    Ok(app.passwords.hash(password).await?)
}

async fn usable(app: &App, token: &str, kinds: &[LinkKind]) -> Result<(StoredLink, Person), NotDone> {
    let link = look(app, token).await?;
    if !kinds.contains(&link.kind) {
        return Err(ProblemCode::NotFound.into());
    }
    match state(&link, app.now()) {
        LinkState::Used => return Err(ProblemCode::LinkUsed.into()),
        LinkState::Expired => return Err(ProblemCode::LinkExpired.into()),
        LinkState::Usable => {}
    }
    let person = app.store.person(link.person).await?.ok_or(ProblemCode::NotFound)?;
    Ok((link, person))
}

async fn send_reset(tx: &mut Tx, person: &Person, now: Timestamp) -> Result<(), StoreError> {
    let (token, expires_at) = issue(tx, person.id, LinkKind::Reset, &person.email, now).await?;
    let letter = Letter::Reset { name: person.name.clone(), token, expires_at: expires_at.0 };
    tx.queue_mail(&person.email, person.language, &letter, now).await
}

async fn send_address_link(
    tx: &mut Tx,
    person: &Person,
    kind: LinkKind,
    new_email: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let to_new = kind == LinkKind::AddressNew;
    let to = if to_new { new_email } else { &person.email };
    let (token, expires_at) = issue(tx, person.id, kind, to, now).await?;
    let (name, new_email) = (person.name.clone(), new_email.to_owned());
    let letter = Letter::AddressChange { name, new_email, to_new, token, expires_at: expires_at.0 };
    tx.queue_mail(to, person.language, &letter, now).await
}

async fn issue(
    tx: &mut Tx,
    person: PersonId,
    kind: LinkKind,
    email: &str,
    now: Timestamp,
) -> Result<(String, Timestamp), StoreError> {
    let life = match kind {
        LinkKind::Invitation => INVITATION_LIFE,
        LinkKind::Reset => RESET_LIFE,
        LinkKind::AddressOld | LinkKind::AddressNew => ADDRESS_LIFE,
    };
    let (token, expires_at) = (new_secret("cfl_"), now.plus(life));
    tx.expire_links(person, kind, now).await?;
    let link = StoredLink { person, kind, email: email.to_owned(), expires_at, used_at: None };
    tx.insert_link(&secret_hash(&token), &link, now).await?;
    Ok((token, expires_at))
}
