//! What every handler shares.

use std::sync::Arc;

use coffreo_domain::{PersonId, Timestamp};
use coffreo_pades::SealingKey;
use tokio::sync::Semaphore;

use crate::config::Limits;
use crate::edge::SharedClock;
use crate::events::Events;
use crate::files::Files;
use crate::mail::Mail;
use crate::passwords::Passwords;
use crate::store::{Store, Viewer};
use crate::terms::Terms;
use crate::webhooks::Webhooks;

/// So many deliveries are held in memory at once.
pub(crate) const DELIVERIES_AT_ONCE: usize = 16;

/// The server's parts. Cloned for each request.
#[derive(Debug, Clone)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) files: Files,
    pub(crate) events: Events,
    pub(crate) clock: SharedClock,
    pub(crate) key: Arc<SealingKey>,
    pub(crate) passwords: Passwords,
    pub(crate) limits: Arc<Limits>,
    pub(crate) deliveries: Arc<Semaphore>,
    pub(crate) behind_proxy: bool,
    pub(crate) webhooks: Webhooks,
    pub(crate) mail: Mail,
    pub(crate) terms: Arc<Terms>,
    /// How long after the first new document people are told of it: ms.
    pub(crate) news_after: i64,
    /// Where messages to the people who support the product are sent.
    pub(crate) support_email: Option<Arc<str>>,
    /// What links begin with: no slash at its end.
    pub(crate) public_url: Arc<str>,
}

impl App {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The person, looking now.
    pub(crate) fn viewer(&self, person: PersonId) -> Viewer {
        Viewer { person, at: self.now() }
    }
}
