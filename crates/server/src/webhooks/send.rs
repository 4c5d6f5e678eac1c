//! Sends what is due, and tries again later what was not taken in: sooner first, then ever more rarely, never all at
//! one moment, and not for ever.

use std::time::Duration;

use coffreo_domain::Timestamp;
use futures_util::{StreamExt, stream};
use reqwest::{Client, StatusCode, redirect};

use super::{Guard, signature};
use crate::app::App;
use crate::edge::random_bytes;
use crate::store::{DueMessage, StoreError};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
/// How long after each failure the next try comes; after the last there is none.
const WAITS: [i64; 9] =
    [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR];
/// Nobody else tries a message that long; a try itself is over sooner.
const TAKEN_FOR: i64 = 2 * MINUTE;
/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// So often it is looked for what is due.
const EVERY: Duration = Duration::from_secs(5);
const MOST_AT_ONCE: i64 = 100;
const CONNECTIONS: usize = 8;

/// Posts messages.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    client: Client,
    guard: Guard,
}

impl Sender {
    pub fn new(guard: Guard) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .user_agent(concat!("Coffreo/", env!("CARGO_PKG_VERSION")))
            .timeout(PATIENCE)
            // A redirect could lead where the address itself may not, and a proxy would resolve names itself.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .dns_resolver(std::sync::Arc::new(guard))
            .build()?;
        Ok(Self { client, guard })
    }

    /// Posts a message; the error says what was wrong, without anything of the answer but its status.
    async fn post(&self, message: &DueMessage, now: Timestamp) -> Result<(), NotTaken> {
        let url = self.guard.check(&message.url).map_err(|refused| NotTaken::ForGood(refused.to_string()))?;
        let seconds = now.0.div_euclid(SECOND);
        let signed = signature(&message.secret, &message.id, seconds, &message.body);
        let signed = signed.ok_or_else(|| NotTaken::ForGood("the secret is damaged".into()))?;
        let call = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signed)
            .body(message.body.clone());
        match call.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            // Standard Webhooks: who answers this wants nothing any more.
            Ok(answer) if answer.status() == StatusCode::GONE => Err(NotTaken::ForGood("answered 410 Gone".into())),
            Ok(answer) => Err(NotTaken::ForNow(format!("answered {}", answer.status().as_u16()))),
            Err(error) => Err(NotTaken::ForNow(words(&error).into())),
        }
    }
}

enum NotTaken {
    ForNow(String),
    ForGood(String),
}

/// What went wrong, in words that tell nothing of the server's network.
fn words(error: &reqwest::Error) -> &'static str {
    match error {
        _ if error.is_timeout() => "no answer in time",
        _ if error.is_connect() => "no connection",
        _ => "the connection broke",
    }
}

/// Sends in the background until the server stops.
pub(crate) fn start(app: App) {
    tokio::spawn(async move {
        loop {
            if let Err(error) = send_due(&app).await {
                tracing::warn!(cause = format!("{error:#}"), "webhooks could not be sent");
            }
            tokio::select! {
                () = app.webhooks.work.notified() => {}
                () = tokio::time::sleep(EVERY) => {}
                () = app.events.closed() => return,
            }
        }
    });
}

/// Sends all that is due now; answers how many messages were taken in.
pub(crate) async fn send_due(app: &App) -> Result<usize, StoreError> {
    let mut taken_in = 0;
    loop {
        let due = app.store.due_messages(app.now(), MOST_AT_ONCE).await?;
        let complete = (due.len() as i64) < MOST_AT_ONCE;
        let mut sent = stream::iter(due.into_iter().map(|message| one(app, message))).buffer_unordered(CONNECTIONS);
        while let Some(sent) = sent.next().await {
            taken_in += usize::from(sent?);
        }
        if complete {
            return Ok(taken_in);
        }
    }
}

async fn one(app: &App, message: DueMessage) -> Result<bool, StoreError> {
    let mut tx = app.store.begin().await?;
    if !tx.take_message(&message, app.now().plus(TAKEN_FOR)).await? {
        return Ok(false);
    }
    tx.commit().await?;
    let sent = app.webhooks.sender.post(&message, app.now()).await;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    match &sent {
        Ok(()) => tx.message_delivered(&message, now).await?,
        Err(NotTaken::ForGood(why)) => {
            tracing::warn!(message = message.id, why, "a webhook was given up");
            tx.message_failed(&message, why, None, now).await?;
        }
        Err(NotTaken::ForNow(why)) => {
            let next = wait_after(message.tries).map(|wait| now.plus(wait));
            match next {
                Some(_) => tracing::info!(message = message.id, why, "a webhook was not taken in"),
                None => tracing::warn!(message = message.id, why, "a webhook was given up"),
            }
            tx.message_failed(&message, why, next, now).await?;
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
        assert!(PATIENCE.as_millis() as i64 * 2 < TAKEN_FOR);
    }
}
