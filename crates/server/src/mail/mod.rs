//! Mails: letters to people and agencies, written down in the transaction that they tell of ([`Tx::queue_mail`]) and
//! sent afterwards, by SMTP or into a folder. Each is HTML with the same as plain text.
//!
//! Never holds a picture, a tracker or a script, never a document or a worker's name: whoever reads a mailbox learns
//! where something waits, not what.
//!
//! [`Tx::queue_mail`]: crate::store::Tx::queue_mail

mod en;
mod fr;
mod letter;
mod page;
mod reasons;
mod send;

use std::sync::Arc;

use coffreo_domain::Timestamp;
use tokio::sync::Notify;

use crate::outbox::{Channel, NotTaken};
use crate::store::{DueMail, MessageKey, Outbox, Store, StoreError};

pub use letter::{DueContract, Letter, NewDocuments, Place, Queued};
pub(crate) use page::escape;
pub use send::MailWrong;
pub(crate) use send::Sender;

/// Sends mails that are due.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    sender: Arc<Sender>,
    work: Arc<Notify>,
}

impl Mail {
    pub fn new(sender: Sender) -> Self {
        Self { sender: Arc::new(sender), work: Arc::default() }
    }

    /// Something may be due.
    pub fn nudge(&self) {
        self.work.notify_one();
    }
}

impl Channel for Mail {
    type Message = DueMail;
    const OUTBOX: Outbox = Outbox::Mails;

    fn work(&self) -> &Notify {
        &self.work
    }

    fn key(message: &DueMail) -> &MessageKey {
        &message.key
    }

    async fn due(&self, store: &Store, now: Timestamp, most: i64) -> Result<Vec<DueMail>, StoreError> {
        store.due_mails(now, most).await
    }

    async fn send(&self, message: &DueMail, now: Timestamp) -> Result<(), NotTaken> {
        self.sender.send(message, now).await
    }
}
