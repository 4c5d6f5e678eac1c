//! Listens to the server's events. They only say that something moved; the synchronisation asks what.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::backoff::Backoff;
use crate::DeskError;
use crate::desk::Core;
use crate::remote::Event;
use crate::session::Opened;
use crate::view::Connection;

/// Listens until the vault is closed.
pub async fn listen(core: Arc<Core>, opened: Arc<Opened>) {
    let mut backoff = Backoff::new();
    loop {
        match stream(&core, &opened, &mut backoff).await {
            Ok(()) => {}
            Err(error) => tracing::debug!(%error, "the events are not heard"),
        }
        tokio::select! {
            () = opened.revived.notified() => {}
            () = tokio::time::sleep(backoff.next()) => {}
        }
    }
}

async fn stream(core: &Core, opened: &Opened, backoff: &mut Backoff) -> Result<(), DeskError> {
    let mut events = opened.authorised(|remote, token| async move { remote.events(&token).await }).await?;
    // What was not heard of meanwhile.
    opened.relations_stale.store(true, Ordering::Relaxed);
    if !matches!(core.connection(), Connection::Online | Connection::Syncing { .. }) {
        opened.nudge.notify_one();
    }
    while let Some(event) = events.next_event().await? {
        backoff.reset();
        match event {
            Event::RightsChanged => {
                opened.relations_stale.store(true, Ordering::Relaxed);
                opened.nudge.notify_one();
            }
            Event::ScopeMoved(moved) => {
                let cursors = opened.ask(|vault| vault.cursors()).await?;
                if !cursors.iter().any(|cursor| cursor.scope == moved.scope && cursor.n >= moved.n) {
                    opened.nudge.notify_one();
                }
            }
        }
    }
    Ok(())
}
