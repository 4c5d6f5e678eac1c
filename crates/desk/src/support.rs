//! Messages to the support, signed in or not, and the server's news. A message that the server cannot take now is kept and
//! sent later, once: in the vault, or, while none is open, in a file beside the accounts.
//!
//! What goes with a message is exactly what was shown: it comes back from the screen.

use std::path::Path;
use std::sync::Weak;
use std::sync::atomic::Ordering;
use std::time::Duration;

use coffreo_api::news::News;
use coffreo_api::support::{SupportContext as WireContext, SupportRequest};
use reqwest::Method;

use crate::DeskError;
use crate::desk::{Core, Desk, lock};
use crate::redact::redact;
use crate::remote::{Remote, RemoteError, ServerAddress};
use crate::session::Opened;
use crate::vault::{VaultError, replace_file};
use crate::view::{DeskEvent, Language, NewsItem, SupportContext, SupportMessage, SupportOutcome};

/// So often what waits is tried while no vault is open.
const EVERY: Duration = Duration::from_secs(60);
/// So often the server is asked for news: ms.
const NEWS_EVERY: i64 = 15 * 60_000;
/// Lines of the log that go with a message, and their characters.
const LINES: usize = 200;
const LONGEST_LOG: usize = 20_000;
/// Messages that wait in the file.
const MOST_WAITING: usize = 20;

const PATH: &str = "v1/support";
const FILE: &str = "support.json";

impl Desk {
    /// What would go with a message now. `log`: the app's newest lines, which are redacted here.
    pub fn support_context(&self, log: &[String]) -> SupportContext {
        let status = self.status();
        let own = status
            .account
            .iter()
            .flat_map(|account| [Some(account.server.clone()), Some(account.email.clone()), account.name.clone()]);
        let own: Vec<String> = own.flatten().collect();
        let newest = log[log.len().saturating_sub(LINES)..].iter().map(|line| redact(line, &own));
        let mut log = newest.collect::<Vec<_>>().join("\n");
        if let Some((cut, _)) = log.char_indices().rev().nth(LONGEST_LOG) {
            log.drain(..cut);
        }
        SupportContext {
            version: format!("Coffreo {}", status.version),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            log: Some(log).filter(|log| !log.is_empty()),
        }
    }

    /// Sends a message, or keeps it where the server is not reached.
    ///
    /// # Errors
    /// [`DeskError::InvalidServerAddress`]; [`DeskError::InvalidInput`] for a message or an address that cannot be used;
    /// [`DeskError::TooManyAttempts`]; [`DeskError::CannotWrite`], [`DeskError::DiskFull`].
    pub async fn contact_support(&self, message: SupportMessage) -> Result<SupportOutcome, DeskError> {
        if message.message.trim().is_empty() {
            return Err(DeskError::InvalidInput { field: "message".into() });
        }
        match self.core.opened() {
            Ok(opened) => {
                let request = request(&message, &opened.email());
                match deliver(&opened, &request).await {
                    Ok(()) => Ok(SupportOutcome::Sent),
                    Err(error) if is_for_later(&error) => {
                        let json = to_json(&request)?;
                        opened.ask(move |vault| vault.keep_message(&request.request_id, &json)).await?;
                        Ok(SupportOutcome::Kept)
                    }
                    Err(error) => Err(error),
                }
            }
            Err(_) => self.contact_from_outside(message).await,
        }
    }

    async fn contact_from_outside(&self, message: SupportMessage) -> Result<SupportOutcome, DeskError> {
        let address = ServerAddress::parse(&message.server).ok_or(DeskError::InvalidServerAddress)?;
        let request = request(&message, "");
        match post(&address, &request).await {
            Ok(()) => Ok(SupportOutcome::Sent),
            Err(error) => match DeskError::from(error) {
                error if is_for_later(&error) => {
                    let (data, address) = (self.core.places.data.clone(), address.as_text().to_owned());
                    change(&data, |waiting| {
                        waiting.truncate(MOST_WAITING - 1);
                        waiting.push((address, request));
                    })?;
                    self.core.messages.notify_one();
                    Ok(SupportOutcome::Kept)
                }
                error => Err(error),
            },
        }
    }

    /// The news, newest first.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn news(&self) -> Result<Vec<NewsItem>, DeskError> {
        self.core.ask(|vault| vault.news()).await
    }

    /// The person has seen them.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn mark_news_read(&self) -> Result<(), DeskError> {
        self.core.ask(|vault| vault.mark_news_read()).await?;
        self.core.set_unread_news(0);
        self.core.tell_status();
        Ok(())
    }
}

/// Sends what waits in the vault.
pub(crate) async fn send_waiting(opened: &Opened) -> Result<(), DeskError> {
    for (id, json) in opened.ask(|vault| vault.messages()).await? {
        if let Ok(request) = serde_json::from_str::<SupportRequest>(&json) {
            match deliver(opened, &request).await {
                Err(error) if is_for_later(&error) => return Err(error),
                // Said once to the log: the person has been told that it was kept, and nobody will take it.
                Err(error) => tracing::warn!(%error, "a message to the support was refused"),
                Ok(()) => {}
            }
        }
        opened.ask(move |vault| vault.drop_message(&id)).await?;
    }
    Ok(())
}

/// Asks for the news now and then, in the person's language.
pub(crate) async fn refresh_news(core: &Core, opened: &Opened) -> Result<(), DeskError> {
    let now = core.clock.now().0;
    if now.saturating_sub(opened.news_at.load(Ordering::Relaxed)) < NEWS_EVERY {
        return Ok(());
    }
    let language = match lock(&core.accounts).settings.language {
        Language::Fr => "fr",
        Language::En => "en",
    };
    let call = |remote: Remote, token: String| async move { remote.get_in::<News>(&token, "v1/news", language).await };
    let news = opened.authorised(call).await?.news.into_iter().map(|item| NewsItem {
        id: item.id,
        published_at: item.published_at,
        title: item.title,
        text: item.text,
        read: false,
    });
    let news: Vec<NewsItem> = news.collect();
    let (changed, unread) = opened.ask(move |vault| Ok((vault.put_news(&news)?, vault.unread_news()?))).await?;
    opened.news_at.store(now, Ordering::Relaxed);
    if changed {
        core.set_unread_news(unread);
        core.tell(DeskEvent::NewsChanged);
        core.tell_status();
    }
    Ok(())
}

/// Sends what waits in the file, until the desk is gone.
pub(crate) async fn keep_sending(core: Weak<Core>) {
    loop {
        let Some(desk) = core.upgrade() else { return };
        let data = desk.places.data.clone();
        drop(desk);
        for (address, request) in waiting(&data) {
            let Some(to) = ServerAddress::parse(&address) else { continue };
            let sent = post(&to, &request).await.map_err(DeskError::from);
            if sent.is_ok() || sent.is_err_and(|error| !is_for_later(&error)) {
                let done = change(&data, |waiting| waiting.retain(|(_, known)| known.request_id != request.request_id));
                if let Err(error) = done {
                    tracing::warn!(%error, "a message that was sent stays in its file");
                }
            }
        }
        let Some(desk) = core.upgrade() else { return };
        tokio::select! {
            () = desk.messages.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

fn request(message: &SupportMessage, own: &str) -> SupportRequest {
    let email = if message.email.trim().is_empty() { own } else { message.email.trim() };
    let context = message.context.clone();
    SupportRequest {
        request_id: message.request_id.clone(),
        message: message.message.trim().to_owned(),
        email: Some(email.to_owned()).filter(|email| !email.is_empty()),
        context: context.map(|SupportContext { version, system, log }| WireContext { version, system, log }),
    }
}

/// As the person; without a session where it ended, so that who cannot come in can still ask.
async fn deliver(opened: &Opened, request: &SupportRequest) -> Result<(), DeskError> {
    match opened.tell(Method::POST, PATH, request).await {
        Err(DeskError::SessionEnded) => Ok(opened.remote.tell(Method::POST, None, PATH, request).await?),
        answer => answer,
    }
}

async fn post(address: &ServerAddress, request: &SupportRequest) -> Result<(), RemoteError> {
    Remote::new(address.clone())?.tell(Method::POST, None, PATH, request).await
}

fn is_for_later(error: &DeskError) -> bool {
    matches!(
        error,
        DeskError::ServerUnreachable
            | DeskError::NotACoffreoServer
            | DeskError::ServerBusy { .. }
            | DeskError::SessionEnded
    )
}

fn to_json(value: &impl serde::Serialize) -> Result<String, DeskError> {
    serde_json::to_string(value).map_err(|error| DeskError::Internal(error.to_string()))
}

type Waiting = Vec<(String, SupportRequest)>;

fn waiting(data: &Path) -> Waiting {
    let read = std::fs::read(data.join(FILE)).ok();
    read.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
}

fn change(data: &Path, change: impl FnOnce(&mut Waiting)) -> Result<(), DeskError> {
    let mut all = waiting(data);
    change(&mut all);
    let path = data.join(FILE);
    if all.is_empty() {
        return match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(VaultError::from(error).into()),
            _ => Ok(()),
        };
    }
    Ok(replace_file(&path, to_json(&all)?.as_bytes()).map_err(VaultError::from)?)
}
