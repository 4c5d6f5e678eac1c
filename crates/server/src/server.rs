//! Starting and stopping.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;

use crate::announcements;
use crate::app::{App, DELIVERIES_AT_ONCE};
use crate::config::Config;
use crate::edge::SharedClock;
use crate::events::Events;
use crate::files::{Files, FilesError};
use crate::mail::{Mail, MailWrong, Sender};
use crate::outbox;
use crate::passwords::{NotChecked, Passwords};
use crate::routes;
use crate::seal::{self, SealKeyError};
use crate::store::{Store, StoreError};
use crate::sweep::{self, SweepError, Swept};
use crate::terms::{Terms, TermsWrong};
use crate::webhooks::{Guard, Webhooks};

/// So long open requests may go on after the server was told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No key to seal with.
    #[error("{0}. Make a sealing key with `coffreo-server seal init`, or name yours with `seal_key` and `seal_chain`")]
    Seal(#[from] SealKeyError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The files.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// Argon2id does not work here.
    #[error(transparent)]
    Passwords(#[from] NotChecked),
    /// The system's certificates cannot be used.
    #[error("webhooks cannot be sent: {0}")]
    Webhooks(#[from] reqwest::Error),
    /// Mails cannot be sent as they are set up.
    #[error("{0}")]
    Mail(#[from] MailWrong),
    /// The operator's terms.
    #[error(transparent)]
    Terms(#[from] TermsWrong),
    /// The address is taken or not this computer's.
    #[error("cannot listen on {address}: {error}. Choose another address with `listen`")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        #[source]
        error: std::io::Error,
    },
}

/// The server.
pub struct Server;

/// A server that runs. Dropped without [`Running::stop`], it goes on until the runtime ends.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Its rows: for tests and for administration within the process.
    pub store: Store,
    stop: oneshot::Sender<()>,
    app: App,
    served: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// Opens database, files and key, and serves.
    ///
    /// # Errors
    /// [`StartError`], with what to do about it.
    pub async fn start(config: Config, clock: SharedClock) -> Result<Running, StartError> {
        let key = Arc::new(seal::read_key(&config.seal)?);
        make_folder(&config)?;
        let events = Events::default();
        let store = Store::open(&config.database, events.clone()).await?;
        let listening = async {
            let listener = TcpListener::bind(config.listen).await?;
            let addr = listener.local_addr()?;
            Ok((listener, addr))
        };
        let (listener, addr) = listening.await.map_err(|error| StartError::Listen { address: config.listen, error })?;
        let public_url = config.public_url.unwrap_or_else(|| format!("http://{addr}"));
        let app = App {
            store,
            files: Files::open(&config.files, clock.now())?,
            events,
            clock,
            key,
            passwords: Passwords::new()?,
            limits: Arc::new(config.limits),
            deliveries: Arc::new(Semaphore::new(DELIVERIES_AT_ONCE)),
            behind_proxy: config.behind_proxy,
            webhooks: Webhooks::new(Guard { private: config.webhook_private_addresses })?,
            mail: Mail::new(Sender::new(&config.mail, public_url.clone())?),
            terms: Arc::new(Terms::read(config.terms_file.as_deref())?),
            news_after: i64::from(config.mail.news_after) * 1000,
            support_email: config.support_email.map(Into::into),
            public_url: public_url.into(),
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let service: IntoMakeServiceWithConnectInfo<_, SocketAddr> =
            routes::router(app.clone()).into_make_service_with_connect_info();
        let serve = axum::serve(listener, service).with_graceful_shutdown(async {
            let _ = stopped.await;
        });
        tracing::info!(%addr, "serving");
        sweep::start(app.clone());
        outbox::start(app.clone(), app.webhooks.clone());
        outbox::start(app.clone(), app.mail.clone());
        announcements::start(app.clone());
        let store = app.store.clone();
        Ok(Running { addr, store, stop, app, served: tokio::spawn(async { serve.await }) })
    }
}

impl Running {
    /// `http://127.0.0.1:8080`
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Sweeps all there is to sweep, now.
    ///
    /// # Errors
    /// [`SweepError`]
    pub async fn sweep(&self) -> Result<Swept, SweepError> {
        sweep::sweep(&self.app, 0..=u8::MAX).await
    }

    /// Sends the webhooks that are due, now; answers how many were taken in.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn send_webhooks(&self) -> Result<usize, StoreError> {
        outbox::send_due(&self.app, &self.app.webhooks).await
    }

    /// Writes the announcements and reminders whose time has come, now; answers how many mails.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn announce(&self) -> Result<usize, StoreError> {
        announcements::write_due(&self.app).await
    }

    /// Sends the mails that are due, now; answers how many were taken in.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn send_mails(&self) -> Result<usize, StoreError> {
        outbox::send_due(&self.app, &self.app.mail).await
    }

    /// Stops: takes nothing new, ends event streams, lets open requests finish for ten seconds, closes the database.
    pub async fn stop(self) {
        let _ = self.stop.send(());
        self.app.events.close();
        if tokio::time::timeout(GRACE, self.served).await.is_err() {
            tracing::warn!("requests were still open when the server stopped");
        }
        self.store.close().await;
        tracing::info!("stopped");
    }
}

fn make_folder(config: &Config) -> Result<(), StartError> {
    std::fs::create_dir_all(&config.data).map_err(|error| {
        let path = config.data.display().to_string();
        SealKeyError::File { path, error }.into()
    })
}
