//! An open vault with its session: tokens are got, renewed and kept here, and nowhere else.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coffreo_api::ProblemCode;
use coffreo_api::relations::Relation;
use coffreo_api::sessions::{Refresh, SignIn, Tokens};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::device;
use crate::accounts::AccountEntry;
use crate::desk::Core;
use crate::remote::{Remote, RemoteError};
use crate::vault::{Meta, Vault, VaultError, write_key_file};
use crate::{Clock, DeskError, Password};

/// An access token is renewed so long before it expires: ms.
const EARLY: i64 = 30_000;
/// How long the first list has the computer to itself.
const WARM_AFTER: Duration = Duration::from_millis(1500);

/// The open vault of the account.
pub struct Opened {
    pub account: AccountEntry,
    /// The person's address as the server said it last: theirs may change.
    email: Mutex<String>,
    /// The account's folder.
    folder: PathBuf,
    pub vault: Arc<Vault>,
    pub remote: Remote,
    clock: Arc<dyn Clock>,
    session: tokio::sync::Mutex<Session>,
    /// Asks for a synchronisation.
    pub nudge: Notify,
    /// Tells the listener that there is a session again.
    pub revived: Notify,
    /// Tells the reading of texts that PDFs came.
    pub texts: Notify,
    /// Whether the relations may differ from those that are known.
    pub relations_stale: AtomicBool,
    /// When the news were last asked for: ms.
    pub news_at: AtomicI64,
    /// Whether the check found the vault damaged.
    pub damaged: AtomicBool,
    warming: Arc<AtomicBool>,
    /// Held while changes are pulled: one stream at a time.
    pub pulling: tokio::sync::Mutex<()>,
    background: Mutex<Vec<JoinHandle<()>>>,
}

/// What is known of the session with the server.
#[derive(Default)]
struct Session {
    access: Option<Access>,
    /// The server wants the password; nothing is asked of it until then.
    ended: bool,
    /// Typed for the vault a moment ago: opens a new session if the old one has ended.
    password: Option<Password>,
}

struct Access {
    token: String,
    /// By this computer's clock: ms.
    expires_at: i64,
}

impl Opened {
    pub fn new(
        account: AccountEntry,
        folder: PathBuf,
        vault: Vault,
        remote: Remote,
        clock: Arc<dyn Clock>,
        password: Option<Password>,
    ) -> Self {
        let session = Session { password, ..Session::default() };
        Self {
            email: Mutex::new(account.email.clone()),
            account,
            folder,
            vault: Arc::new(vault),
            remote,
            clock,
            session: tokio::sync::Mutex::new(session),
            nudge: Notify::new(),
            revived: Notify::new(),
            texts: Notify::new(),
            relations_stale: AtomicBool::new(true),
            news_at: AtomicI64::new(0),
            damaged: AtomicBool::new(false),
            warming: Arc::default(),
            pulling: tokio::sync::Mutex::new(()),
            background: Mutex::default(),
        }
    }

    /// Asks the vault on a thread that may block.
    pub async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Vault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, DeskError> {
        let vault = Arc::clone(&self.vault);
        match tokio::task::spawn_blocking(move || ask(&vault)).await {
            Ok(answer) => Ok(answer?),
            Err(error) => Err(DeskError::Internal(format!("a question to the vault ended: {error}"))),
        }
    }

    /// Somebody looks at a list: what the others are filtered and sorted by is read before they ask for one. Not at once,
    /// as the first list does without and the web view still draws it.
    pub fn warm(&self) {
        if self.vault.is_warm() || self.warming.swap(true, Ordering::Relaxed) {
            return;
        }
        let (vault, warming) = (Arc::clone(&self.vault), Arc::clone(&self.warming));
        self.spawn(async move {
            tokio::time::sleep(WARM_AFTER).await;
            let read = tokio::task::spawn_blocking(move || vault.warm()).await;
            if let Ok(Err(error)) = read {
                tracing::info!(%error, "the lists are not ready");
            }
            crate::memory::give_back();
            warming.store(false, Ordering::Relaxed);
        });
    }

    /// The person's name, and the moment of the last synchronisation.
    pub async fn remembered(&self) -> Result<(Option<String>, Option<i64>), DeskError> {
        self.ask(|vault| {
            let at = vault.meta(Meta::LastSyncAt)?.and_then(|at| at.parse().ok());
            Ok((vault.meta(Meta::PersonName)?, at))
        })
        .await
    }

    /// The person's relations as they were told last, and how many news they have not seen.
    pub async fn remembered_people(&self) -> Result<(Vec<Relation>, u32), DeskError> {
        self.ask(|vault| {
            let relations = vault.meta(Meta::Relations)?;
            let relations = relations.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
            Ok((relations, vault.unread_news()?))
        })
        .await
    }

    /// The person's e-mail address.
    pub fn email(&self) -> String {
        crate::desk::lock(&self.email).clone()
    }

    /// The key, wrapped by another password from now on.
    pub async fn rewrap(&self, password: Password) -> Result<(), DeskError> {
        let (folder, name) = (self.folder.clone(), self.account.name());
        self.ask(move |vault| write_key_file(&folder, &name, vault.key(), &password)).await
    }

    /// Takes up a session that the password opened.
    pub async fn take(&self, tokens: Tokens) -> Result<(), DeskError> {
        let mut session = self.session.lock().await;
        self.keep(&mut session, tokens).await
    }

    /// Calls the server as the person. An expired token is renewed, and the call made once more.
    ///
    /// # Errors
    /// [`DeskError::SessionEnded`] when the server wants the password again, and what the call says.
    pub async fn authorised<T, F>(&self, call: impl Fn(Remote, String) -> F) -> Result<T, DeskError>
    where
        F: Future<Output = Result<T, RemoteError>>,
    {
        let token = self.token(None).await?;
        match call(self.remote.clone(), token.clone()).await {
            Err(error) if error.code() == Some(ProblemCode::Unauthenticated) => {
                let token = self.token(Some(&token)).await?;
                Ok(call(self.remote.clone(), token).await?)
            }
            answer => Ok(answer?),
        }
    }

    /// Renews the tokens with the next call: the server says the person's address anew with them.
    pub async fn renew_soon(&self) {
        self.session.lock().await.access = None;
    }

    /// Runs work until the vault is closed.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        crate::desk::lock(&self.background).push(tokio::spawn(work));
    }

    /// Stops the work and closes the vault.
    pub async fn close(&self) {
        let background = std::mem::take(&mut *crate::desk::lock(&self.background));
        for task in &background {
            task.abort();
        }
        for task in background {
            // Aborted is what it should be.
            let _ = task.await;
        }
        let vault = Arc::clone(&self.vault);
        let _ = tokio::task::spawn_blocking(move || vault.close()).await;
    }

    /// Ends the session at the server as well as it goes, and forgets its token.
    pub async fn end_session(&self) -> Result<(), DeskError> {
        let known = self.session.lock().await.access.as_ref().map(|access| access.token.clone());
        if let Some(token) = known
            && let Err(error) = self.remote.sign_out(&token).await
        {
            tracing::info!(%error, "the session was not ended at the server; it expires");
        }
        *self.session.lock().await = Session { ended: true, ..Session::default() };
        self.ask(|vault| vault.set_meta(&[(Meta::RefreshToken, None)])).await
    }

    /// A valid access token; another one than `refused`.
    async fn token(&self, refused: Option<&str>) -> Result<String, DeskError> {
        let mut session = self.session.lock().await;
        if session.ended {
            return Err(DeskError::SessionEnded);
        }
        let now = self.clock.now().0;
        if let Some(access) = &session.access
            && now < access.expires_at
            && refused != Some(&access.token)
        {
            return Ok(access.token.clone());
        }
        session.access = None;
        let tokens = match self.renew().await {
            Err(DeskError::SessionEnded) => match session.password.take() {
                Some(password) => self.sign_in_again(&password).await,
                None => Err(DeskError::SessionEnded),
            },
            answer => answer,
        };
        match tokens {
            Ok(tokens) => {
                let token = tokens.access_token.clone();
                self.keep(&mut session, tokens).await?;
                Ok(token)
            }
            Err(error @ (DeskError::SessionEnded | DeskError::WrongCredentials | DeskError::SecondFactorRequired)) => {
                tracing::info!(%error, "the session has ended");
                session.ended = true;
                Err(DeskError::SessionEnded)
            }
            Err(error) => Err(error),
        }
    }

    async fn renew(&self) -> Result<Tokens, DeskError> {
        let refresh_token = self.ask(|vault| vault.meta(Meta::RefreshToken)).await?.ok_or(DeskError::SessionEnded)?;
        Ok(self.remote.refresh(&Refresh { refresh_token }).await?)
    }

    async fn sign_in_again(&self, password: &Password) -> Result<Tokens, DeskError> {
        let known_device = device::read(&self.folder);
        Ok(self.remote.sign_in(&sign_in(&self.email(), password, None, known_device)).await?)
    }

    /// The refresh token is kept before the access token is used: it works once.
    async fn keep(&self, session: &mut Session, tokens: Tokens) -> Result<(), DeskError> {
        let lifetime = tokens.access_expires_at.saturating_sub(tokens.server_time);
        let expires_at = self.clock.now().0.saturating_add(lifetime).saturating_sub(EARLY);
        let (refresh, name) = (tokens.refresh_token, tokens.person.name);
        *crate::desk::lock(&self.email) = tokens.person.email;
        if let Some(token) = tokens.device_token {
            let folder = self.folder.clone();
            if let Ok(Err(error)) = tokio::task::spawn_blocking(move || device::write(&folder, &token)).await {
                // Only comfort: the password opens all the same.
                tracing::warn!(%error, "what proves this computer was not kept");
            }
        }
        self.ask(move |vault| vault.set_meta(&[(Meta::RefreshToken, Some(&refresh)), (Meta::PersonName, Some(&name))]))
            .await?;
        let access = Some(Access { token: tokens.access_token, expires_at });
        *session = Session { access, ended: false, password: None };
        Ok(())
    }
}

/// The request that signs in.
pub fn sign_in(email: &str, password: &Password, code: Option<String>, known_device: Option<String>) -> SignIn {
    SignIn {
        email: email.trim().to_owned(),
        password: password.expose().to_owned(),
        device: device_name(),
        code,
        known_device,
    }
}

/// What this computer calls itself among the open sessions.
pub fn device_name() -> String {
    format!("Coffreo Desktop ({})", std::env::consts::OS)
}

/// Makes the vault the open one and starts what keeps it up to date.
pub async fn begin(core: &Arc<Core>, opened: Opened) -> Result<(), DeskError> {
    let opened = Arc::new(opened);
    core.set_opened(Arc::clone(&opened)).await?;
    crate::sync::start(core, &opened);
    Ok(())
}
