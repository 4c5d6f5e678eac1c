//! Posts a message to the address that an agency registered.

use std::time::Duration;

use coffreo_domain::Timestamp;
use reqwest::{Client, StatusCode, redirect};

use super::{Guard, signature};
use crate::outbox::NotTaken;
use crate::store::DueMessage;

const SECOND: i64 = 1000;
/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

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
    pub async fn post(&self, message: &DueMessage, now: Timestamp) -> Result<(), NotTaken> {
        let url = self.guard.check(&message.url).map_err(|refused| NotTaken::ForGood(refused.to_string()))?;
        let seconds = now.0.div_euclid(SECOND);
        let signed = signature(&message.secret, &message.key.id, seconds, &message.body);
        let signed = signed.ok_or_else(|| NotTaken::ForGood("the secret is damaged".into()))?;
        let call = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &message.key.id)
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

/// What went wrong, in words that tell nothing of the server's network.
fn words(error: &reqwest::Error) -> &'static str {
    match error {
        _ if error.is_timeout() => "no answer in time",
        _ if error.is_connect() => "no connection",
        _ => "the connection broke",
    }
}
