//! Sends what is due, and tries again later what was not taken in: sooner first, then ever more rarely, never all at
//! one moment, and not for ever. What is sent, and how, is a [`Channel`]'s: webhooks or mails.

use std::future::Future;
use std::time::Duration;

use coffreo_domain::Timestamp;
use futures_util::{StreamExt, stream};
use tokio::sync::Notify;

use crate::app::App;
use crate::edge::random_bytes;
use crate::store::{MessageKey, Outbox, Store, StoreError};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
/// How long after each failure the next try comes; after the last there is none.
const WAITS: [i64; 9] =
    [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR];
/// Nobody else tries a message that long; a try itself must be over sooner.
pub(crate) const TAKEN_FOR: i64 = 2 * MINUTE;
/// So often it is looked for what is due.
const EVERY: Duration = Duration::from_secs(5);
const MOST_AT_ONCE: i64 = 100;
const CONNECTIONS: usize = 8;

/// Why a message was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotTaken {
    /// It may be another time.
    ForNow(String),
    /// It never will be.
    ForGood(String),
}

/// A way to tell.
pub(crate) trait Channel: Send + Sync + 'static {
    /// What is told.
    type Message: Send + Sync;
    /// Where it is kept.
    const OUTBOX: Outbox;

    /// Wakes who sends.
    fn work(&self) -> &Notify;

    /// What names a message.
    fn key(message: &Self::Message) -> &MessageKey;

    /// What is due.
    fn due(
        &self,
        store: &Store,
        now: Timestamp,
        most: i64,
    ) -> impl Future<Output = Result<Vec<Self::Message>, StoreError>> + Send;

    /// Sends one.
    fn send(&self, message: &Self::Message, now: Timestamp) -> impl Future<Output = Result<(), NotTaken>> + Send;
}

/// Sends in the background until the server stops.
pub(crate) fn start<C: Channel>(app: App, channel: C) {
    tokio::spawn(async move {
        loop {
            if let Err(error) = send_due(&app, &channel).await {
                tracing::warn!(outbox = ?C::OUTBOX, cause = format!("{error:#}"), "what is due could not be sent");
            }
            tokio::select! {
                () = channel.work().notified() => {}
                () = tokio::time::sleep(EVERY) => {}
                () = app.events.closed() => return,
            }
        }
    });
}

/// Sends all that is due now; answers how many messages were taken in.
pub(crate) async fn send_due<C: Channel>(app: &App, channel: &C) -> Result<usize, StoreError> {
    let mut taken_in = 0;
    loop {
        let due = channel.due(&app.store, app.now(), MOST_AT_ONCE).await?;
        let complete = (due.len() as i64) < MOST_AT_ONCE;
        let sending = due.into_iter().map(|message| one(app, channel, message));
        let mut sent = stream::iter(sending).buffer_unordered(CONNECTIONS);
        while let Some(sent) = sent.next().await {
            taken_in += usize::from(sent?);
        }
        if complete {
            return Ok(taken_in);
        }
    }
}

async fn one<C: Channel>(app: &App, channel: &C, message: C::Message) -> Result<bool, StoreError> {
    let key = C::key(&message);
    let mut tx = app.store.begin().await?;
    if !tx.take_message(C::OUTBOX, key, app.now().plus(TAKEN_FOR)).await? {
        return Ok(false);
    }
    tx.commit().await?;
    let sent = channel.send(&message, app.now()).await;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    match &sent {
        Ok(()) => tx.message_delivered(C::OUTBOX, key, now).await?,
        Err(NotTaken::ForGood(why)) => {
            tracing::warn!(outbox = ?C::OUTBOX, message = key.id, why, "a message was given up");
            tx.message_failed(C::OUTBOX, key, why, None, now).await?;
        }
        Err(NotTaken::ForNow(why)) => {
            let next = wait_after(key.tries).map(|wait| now.plus(wait));
            match next {
                Some(_) => tracing::info!(outbox = ?C::OUTBOX, message = key.id, why, "a message was not taken in"),
                None => tracing::warn!(outbox = ?C::OUTBOX, message = key.id, why, "a message was given up"),
            }
            tx.message_failed(C::OUTBOX, key, why, next, now).await?;
        }
    }
    tx.commit().await?;
    Ok(sent.is_ok())
}

/// Milliseconds to the next try after `tries` earlier ones and this, give or take a fifth.
fn wait_after(tries: i64) -> Option<i64> {
    let wait = usize::try_from(tries).ok().and_then(|tries| WAITS.get(tries))?;
    let [chance] = random_bytes::<1>();
    Some(wait * 4 / 5 + wait * 2 / 5 * i64::from(chance) / 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_ever_more_rarely_and_end() {
        for (tries, wait) in (0..).zip(WAITS) {
            let next = wait_after(tries).unwrap();
            assert!((wait * 4 / 5..=wait * 6 / 5).contains(&next), "{tries}: {next}");
        }
        assert_eq!(wait_after(WAITS.len() as i64), None);
    }
}
