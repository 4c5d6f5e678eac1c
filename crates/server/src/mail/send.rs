//! Makes a mail of a letter, and hands it to an SMTP server or writes it into a folder.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use coffreo_api::account::Language;
use coffreo_domain::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::letter::Queued;
use super::page::{self, Links};
use super::{en, fr};
use crate::config::{MailBy, MailConfig};
use crate::outbox::NotTaken;
use crate::store::DueMail;

/// How long the SMTP server may take for a step.
const PATIENCE: Duration = Duration::from_secs(20);
/// Answers that say that this mailbox never takes this mail (RFC 5321 §4.2.3).
const FOR_GOOD: [u16; 3] = [550, 551, 553];

/// Mails cannot be sent as they are set up.
#[derive(Debug, thiserror::Error)]
pub enum MailWrong {
    /// The sender's address.
    #[error("`mail_from` is not an e-mail address")]
    From,
    /// The server's address, or the system's certificates.
    #[error("`mail_smtp_url` cannot be used: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    /// The folder.
    #[error("mails cannot be written into {0}: {1}")]
    Folder(String, #[source] std::io::Error),
}

/// Sends mails.
#[derive(Debug)]
pub(crate) struct Sender {
    from: Mailbox,
    public_url: String,
    by: By,
}

#[derive(Debug)]
enum By {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

impl Sender {
    /// As the settings have it. Links lead to `public_url`, without a slash at its end.
    pub fn new(config: &MailConfig, public_url: String) -> Result<Self, MailWrong> {
        let by = match &config.by {
            MailBy::Smtp(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?;
                By::Smtp(Box::new(transport.timeout(Some(PATIENCE)).build()))
            }
            MailBy::Folder(path) => {
                let wrong = |error| MailWrong::Folder(path.display().to_string(), error);
                std::fs::create_dir_all(path).map_err(wrong)?;
                By::Folder(path.clone())
            }
        };
        Ok(Self { from: config.from.parse().map_err(|_| MailWrong::From)?, public_url, by })
    }

    /// Sends one mail. The error never holds what it says.
    pub async fn send(&self, mail: &DueMail, now: Timestamp) -> Result<(), NotTaken> {
        let queued: Queued =
            serde_json::from_str(&mail.body).map_err(|_| NotTaken::ForGood("the letter cannot be read".into()))?;
        let message = self.message(mail, &queued, now).map_err(|why| NotTaken::ForGood(why.into()))?;
        match &self.by {
            By::Smtp(transport) => match transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(not_taken(&error)),
            },
            By::Folder(path) => {
                let written = write(path, &mail.key.id, message.formatted()).await;
                written.map_err(|error| NotTaken::ForNow(format!("not written: {}", error.kind())))
            }
        }
    }

    fn message(&self, mail: &DueMail, queued: &Queued, now: Timestamp) -> Result<Message, &'static str> {
        let links = Links { public_url: &self.public_url };
        let written = match queued.language {
            Language::Fr => fr::write(&queued.letter, &links),
            Language::En => en::write(&queued.letter, &links),
        };
        let to: Mailbox = mail.key.target.parse().map_err(|_| "not an e-mail address")?;
        let id = format!("<{}@{}>", mail.key.id, self.from.email.domain());
        let sent_at = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now.0).unwrap_or_default());
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(one_line(&written.subject))
            .date(sent_at)
            .message_id(Some(id))
            .raw_header(raw("Auto-Submitted", "auto-generated".into()));
        if let Some(token) = queued.letter.unsubscribe() {
            // RFC 8058: one POST to this address is enough.
            builder = builder
                .raw_header(raw("List-Unsubscribe", format!("<{}>", links.unsubscribe(token))))
                .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
        }
        if let Some(to) = queued.letter.answer_to().and_then(|email| email.parse().ok()) {
            builder = builder.reply_to(to);
        }
        let parts = MultiPart::alternative_plain_html(page::text(&written), page::html(&written, queued.language));
        builder.multipart(parts).map_err(|_| "the mail cannot be made")
    }
}

/// Names in a subject come from outside: a line break would begin another header.
fn one_line(subject: &str) -> String {
    subject.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

fn raw(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

fn not_taken(error: &lettre::transport::smtp::Error) -> NotTaken {
    match error.status().map(u16::from) {
        Some(code) if FOR_GOOD.contains(&code) => NotTaken::ForGood(format!("answered {code}")),
        Some(code) => NotTaken::ForNow(format!("answered {code}")),
        None if error.is_timeout() => NotTaken::ForNow("no answer in time".into()),
        None if error.is_tls() => NotTaken::ForNow("no trusted TLS".into()),
        None => NotTaken::ForNow("no connection".into()),
    }
}

/// Written aside and renamed: whoever looks into the folder finds whole mails.
async fn write(folder: &Path, id: &str, mail: Vec<u8>) -> std::io::Result<()> {
    let part = folder.join(format!(".{id}.part"));
    tokio::fs::write(&part, mail).await?;
    tokio::fs::rename(&part, folder.join(format!("{id}.eml"))).await
}
