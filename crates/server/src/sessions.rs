//! Sessions: a short access token, and a refresh token that is exchanged at each use. Only hashes are kept.

use std::net::IpAddr;

use coffreo_domain::{PersonId, Timestamp};

use crate::edge::{new_id, new_secret, secret_hash};
use crate::events::Notice;
use crate::mail::Letter;
use crate::store::{NewSession, Person, Store, StoreError, Tx};

const MINUTE: i64 = 60 * 1000;
/// An access token works for ten minutes.
pub const ACCESS_LIFE: i64 = 10 * MINUTE;
/// A session that is not used for thirty days ends.
pub const REFRESH_LIFE: i64 = 30 * 24 * 60 * MINUTE;
/// An app whose answer was lost may send the same refresh token again for thirty seconds.
pub const RETRY_WINDOW: i64 = 30 * 1000;

/// New tokens of a session.
pub struct Minted {
    /// For `Authorization: Bearer`.
    pub access: String,
    /// When it stops working.
    pub access_until: Timestamp,
    /// For the next refresh.
    pub refresh: String,
}

/// Why a refresh token is not exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshRefused {
    /// Unknown, expired, or of a session that was ended.
    Ended,
    /// Used before: somebody has a copy. The session has been ended.
    Reused,
}

/// A session that was opened.
pub struct Opened {
    /// Its tokens.
    pub minted: Minted,
    /// The token that the computer keeps, where it was not known.
    pub device_token: Option<String>,
}

/// From where a session is opened.
#[derive(Debug, Clone)]
pub struct Origin {
    /// What the device calls itself.
    pub device: String,
    /// The token that the computer kept from an earlier sign-in.
    pub known_device: Option<String>,
    /// The network address.
    pub address: IpAddr,
}

/// Opens a session of a person who has proved who they are. On a computer that was not known, they are told by mail,
/// unless it is their first.
///
/// # Errors
/// [`StoreError`]
pub async fn open(tx: &mut Tx, person: &Person, from: Origin, now: Timestamp) -> Result<Opened, StoreError> {
    let devices = tx.count_devices(person.id).await?;
    let known = match from.known_device {
        Some(token) => {
            let hash = secret_hash(&token);
            tx.knows_device(person.id, &hash).await?.then_some(hash)
        }
        None => None,
    };
    let (hash, device_token) = match known {
        Some(hash) => (hash, None),
        None => {
            let token = new_secret("cfd_");
            (secret_hash(&token), Some(token))
        }
    };
    tx.put_device(person.id, &hash, now).await?;
    if device_token.is_some() && devices > 0 {
        let (name, device, address) = (person.name.clone(), from.device.clone(), from.address.to_string());
        let letter = Letter::NewDevice { name, device, address, at: now.0 };
        tx.queue_mail(&person.email, person.language, &letter, now).await?;
    }
    let session = NewSession {
        id: new_id(now).to_string(),
        person: person.id,
        device: from.device,
        address: from.address.to_string(),
        device_hash: Some(hash),
    };
    tx.insert_session(&session, now).await?;
    let minted = mint(tx, &session.id, None, now).await?;
    Ok(Opened { minted, device_token })
}

/// Makes new tokens; `follows` is the hash of the refresh token they were exchanged for.
///
/// # Errors
/// [`StoreError`]
pub async fn mint(tx: &mut Tx, session: &str, follows: Option<&str>, now: Timestamp) -> Result<Minted, StoreError> {
    let (access, refresh) = (new_secret("cfa_"), new_secret("cfr_"));
    let access_until = now.plus(ACCESS_LIFE);
    tx.insert_access(session, &secret_hash(&access), access_until).await?;
    tx.insert_refresh(session, &secret_hash(&refresh), follows, now.plus(REFRESH_LIFE)).await?;
    Ok(Minted { access, access_until, refresh })
}

/// Exchanges a refresh token. One that was used before ends its session, unless the answer may have been lost: within
/// thirty seconds, and as long as no token it was exchanged for has been used.
///
/// # Errors
/// [`StoreError`]
pub async fn refresh(
    store: &Store,
    token: &str,
    address: IpAddr,
    now: Timestamp,
) -> Result<Result<(PersonId, Minted), RefreshRefused>, StoreError> {
    let hash = secret_hash(token);
    let mut tx = store.begin().await?;
    let Some(row) = tx.refresh_row(&hash).await? else { return Ok(Err(RefreshRefused::Ended)) };
    if row.ended || row.expires_at <= now {
        return Ok(Err(RefreshRefused::Ended));
    }
    match row.used_at {
        None => tx.use_refresh(&hash, now).await?,
        Some(used_at) if now.0 - used_at.0 <= RETRY_WINDOW && !row.followed => {}
        Some(_) => {
            tx.end_session(row.person, &row.session, now).await?;
            tx.announce(Notice::Rights(row.person));
            tx.commit().await?;
            return Ok(Err(RefreshRefused::Reused));
        }
    }
    tx.delete_expired_access(&row.session, now).await?;
    tx.delete_expired_refresh(&row.session, now).await?;
    tx.touch_session(&row.session, &address.to_string(), now).await?;
    let minted = mint(&mut tx, &row.session, Some(&hash), now).await?;
    tx.commit().await?;
    Ok(Ok((row.person, minted)))
}
