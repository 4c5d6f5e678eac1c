//! Keeps the vault as the server has it: changes first, then the PDFs, then their text for the index. Whatever is cut
//! goes on where it was committed. The server tells when something moved; where it cannot, it is asked every minute.
//!
//! It must not decide what a change means: [`plan`] turns the stream into operations, the vault applies them.

mod backoff;
mod check;
mod contents;
mod listen;
mod plan;
mod pull;
mod taken;
mod texts;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::desk::Core;
use crate::session::Opened;
use crate::vault::{Meta, Vault};
use crate::view::{Connection, ErrorView};
use crate::{DeskError, people, support};
use backoff::Backoff;

pub(crate) use pull::pull;

/// So often the server is asked when it tells nothing.
const EVERY: Duration = Duration::from_secs(60);

/// Starts the work in the background; it ends when the vault is closed.
pub(crate) fn start(core: &Arc<Core>, opened: &Arc<Opened>) {
    opened.spawn(keep_up(Arc::clone(core), Arc::clone(opened)));
    opened.spawn(listen::listen(Arc::clone(core), Arc::clone(opened)));
    opened.spawn(texts::read(Arc::clone(core), Arc::clone(opened)));
    opened.spawn(check::check(Arc::clone(core), Arc::clone(opened)));
}

async fn keep_up(core: Arc<Core>, opened: Arc<Opened>) {
    opened.texts.notify_one();
    let mut backoff = Backoff::new();
    core.set_connection(Connection::Syncing { done: 0, total: 0 });
    loop {
        // Another try is nothing to tell: offline stays offline until it worked.
        let wait = match once(&core, &opened).await {
            // A damaged copy is told until it is made again.
            Ok(()) if opened.damaged.load(Ordering::Relaxed) => EVERY,
            Ok(()) => {
                backoff.reset();
                core.set_connection(Connection::Online);
                EVERY
            }
            Err(DeskError::SessionEnded) => {
                core.set_connection(Connection::SessionEnded);
                EVERY
            }
            Err(error) => {
                tracing::info!(%error, "the synchronisation did not end");
                core.set_connection(trouble(error, core.clock.now().0));
                backoff.next()
            }
        };
        tokio::select! {
            () = opened.nudge.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// What a failed synchronisation means for the person: wait for the network, or mend what it names.
fn trouble(error: DeskError, since: i64) -> Connection {
    match error {
        DeskError::ServerUnreachable
        | DeskError::NotACoffreoServer
        | DeskError::ServerBusy { .. }
        | DeskError::TooManyAttempts { .. } => Connection::Offline { since },
        error => Connection::Stuck { error: ErrorView::from(error).code, since },
    }
}

/// Indexes the words of what came many at once.
async fn index_words(opened: &Opened) -> Result<(), DeskError> {
    while opened.ask(Vault::index_words).await? {}
    Ok(())
}

/// What is not the documents' waits for the next turn; what keeps the server from being reached is told by the pull.
fn beside(what: &'static str, done: Result<(), DeskError>) {
    if let Err(error) = done {
        tracing::info!(%error, "{what}");
    }
}

/// One complete synchronisation.
async fn once(core: &Core, opened: &Opened) -> Result<(), DeskError> {
    // First: nothing of a relation comes before it is confirmed.
    beside("the relations were not asked for", people::refresh(core, opened).await);
    beside("what was saved could not be told", taken::tell(opened).await);
    let changed = pull(core, opened).await?;
    let (indexed, fetched) = tokio::join!(index_words(opened), contents::fetch(core, opened));
    indexed?;
    fetched?;
    if changed {
        opened.ask(Vault::tidy).await?;
    }
    let now = core.clock.now().0;
    opened.ask(move |vault| vault.set_meta(&[(Meta::LastSyncAt, Some(&now.to_string()))])).await?;
    core.set_last_sync(now);
    if let Some(name) = opened.remembered().await?.0 {
        core.set_name(&name);
    }
    core.follow_address(opened)?;
    beside("messages to the support wait", support::send_waiting(opened).await);
    beside("the news were not asked for", support::refresh_news(core, opened).await);
    // A document becomes late by the clock alone.
    core.recount().await;
    Ok(())
}
