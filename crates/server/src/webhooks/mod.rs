//! Telling agencies what became of their documents, as Standard Webhooks (standardwebhooks.com) has it: what is told is
//! written in the transaction that it tells of, and sent afterwards until it is taken in or given up. At least once, in
//! no promised order; whoever is told reads the document's state if in doubt.
//!
//! Only sends. Never follows a redirect, never reads an answer's body, and never reaches into the network that the
//! server stands in unless its operator allows that.

mod guard;
mod send;
mod sign;

use std::sync::Arc;

use coffreo_api::agency::{DeclinedRelation, WebhookData, WebhookEvent};
use coffreo_domain::answer::AnswerStatus;
use coffreo_domain::{AgencyId, Timestamp};
use tokio::sync::Notify;

use crate::edge::{new_id, random_bytes};
use crate::outbox::{Channel, NotTaken};
use crate::store::{DueMessage, MessageKey, NewMessage, Outbox, Store, StoreError, StoredDocument, Tx, Webhook};
use crate::wire::seen_by_agency;

pub use guard::{Guard, UrlRefused};
pub(crate) use send::Sender;
pub use sign::{new_secret, signature};

/// Addresses an agency may have.
pub const MOST_PER_AGENCY: usize = 10;

/// A contract was signed.
pub const CONTRACT_SIGNED: &str = "contract.signed";

/// A person declined the relation with the agency.
pub const RELATION_DECLINED: &str = "relation.declined";

/// Sends to agencies what is due.
#[derive(Debug, Clone)]
pub(crate) struct Webhooks {
    pub guard: Guard,
    sender: Sender,
    work: Arc<Notify>,
}

impl Webhooks {
    /// With or without addresses of the server's own network.
    pub fn new(guard: Guard) -> Result<Self, reqwest::Error> {
        Ok(Self { guard, sender: Sender::new(guard)?, work: Arc::default() })
    }

    /// Something may be due.
    pub fn nudge(&self) {
        self.work.notify_one();
    }
}

impl Channel for Webhooks {
    type Message = DueMessage;
    const OUTBOX: Outbox = Outbox::Webhooks;

    fn work(&self) -> &Notify {
        &self.work
    }

    fn key(message: &DueMessage) -> &MessageKey {
        &message.key
    }

    async fn due(&self, store: &Store, now: Timestamp, most: i64) -> Result<Vec<DueMessage>, StoreError> {
        store.due_messages(now, most).await
    }

    async fn send(&self, message: &DueMessage, now: Timestamp) -> Result<(), NotTaken> {
        self.sender.post(message, now).await
    }
}

/// A registered address, and the only moment at which its secret is shown.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The address.
    pub webhook: Webhook,
    /// `whsec_…`
    pub secret: String,
}

/// Why an address is not registered.
#[derive(Debug, thiserror::Error)]
pub enum NotRegistered {
    /// It may not be told at.
    #[error(transparent)]
    Refused(#[from] UrlRefused),
    /// The agency has enough.
    #[error("an agency has at most {MOST_PER_AGENCY} addresses")]
    TooMany,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Registers an address of an agency.
///
/// # Errors
/// [`NotRegistered`]
pub async fn register(
    store: &Store,
    guard: &Guard,
    agency: AgencyId,
    url: &str,
    now: Timestamp,
) -> Result<Registered, NotRegistered> {
    let url = guard.check(url)?.to_string();
    if store.webhooks(agency).await?.len() >= MOST_PER_AGENCY {
        return Err(NotRegistered::TooMany);
    }
    let webhook = Webhook { id: new_id(now).to_string(), url, created_at: now };
    let secret = new_secret(&random_bytes());
    let mut tx = store.begin().await?;
    tx.insert_webhook(agency, &webhook, &secret).await?;
    tx.commit().await?;
    Ok(Registered { webhook, secret })
}

/// What an answer to an invoice is called.
pub(crate) fn invoice_event(status: AnswerStatus) -> &'static str {
    match status {
        AnswerStatus::Validated => "invoice.validated",
        AnswerStatus::Disputed => "invoice.disputed",
        AnswerStatus::Suspended => "invoice.suspended",
        AnswerStatus::Refused => "invoice.refused",
    }
}

/// Writes down that an agency is to be told of a relation that was declined, once the transaction has taken effect.
pub(crate) async fn announce_declined(
    tx: &mut Tx,
    agency: AgencyId,
    declined: DeclinedRelation,
    now: Timestamp,
) -> Result<(), StoreError> {
    let kind = RELATION_DECLINED;
    let data = WebhookData::Relation(declined);
    let event = WebhookEvent { kind: kind.into(), timestamp: now.rfc3339(), data };
    let body = serde_json::to_string(&event).map_err(|_| StoreError::Damaged("decline_reason"))?;
    let id = format!("msg_{}", new_id(now).simple());
    let webhooks = tx.webhook_ids(agency).await?;
    let message = |webhook| NewMessage { id: id.clone(), webhook, kind, body: body.clone() };
    let messages: Vec<NewMessage> = webhooks.into_iter().map(message).collect();
    tx.insert_messages(&messages, now).await
}

/// Writes down what the documents' agencies are to be told of them, once the transaction has taken effect.
pub(crate) async fn announce(
    tx: &mut Tx,
    kind: &'static str,
    documents: &[StoredDocument],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut known: Vec<(AgencyId, Vec<String>)> = Vec::new();
    let mut messages = Vec::new();
    for stored in documents {
        let at = match known.iter().position(|(agency, _)| *agency == stored.agency) {
            Some(at) => at,
            None => {
                known.push((stored.agency, tx.webhook_ids(stored.agency).await?));
                known.len() - 1
            }
        };
        if known[at].1.is_empty() {
            continue;
        }
        let data = WebhookData::Document(Box::new(seen_by_agency(stored)));
        let event = WebhookEvent { kind: kind.into(), timestamp: now.rfc3339(), data };
        let body = serde_json::to_string(&event).map_err(|_| StoreError::Damaged("facts"))?;
        let id = format!("msg_{}", new_id(now).simple());
        let message =
            |webhook: &String| NewMessage { id: id.clone(), webhook: webhook.clone(), kind, body: body.clone() };
        messages.extend(known[at].1.iter().map(message));
    }
    tx.insert_messages(&messages, now).await
}
