//! Sessions: a short access token, and a refresh token that is exchanged at each use. Only hashes are kept.

use coffreo_domain::{PersonId, Timestamp};

use crate::edge::{new_secret, secret_hash};
use crate::events::Notice;
use crate::store::{Store, StoreError, Tx};

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
    tx.touch_session(&row.session, now).await?;
    let minted = mint(&mut tx, &row.session, Some(&hash), now).await?;
    tx.commit().await?;
    Ok(Ok((row.person, minted)))
}
