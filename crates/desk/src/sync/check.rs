//! Looks through the vault in the background, long after the start: a damaged copy is told before it is needed.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::DeskError;
use crate::desk::Core;
use crate::session::Opened;
use crate::vault::Vault;
use crate::view::{Connection, ErrorCode};

/// After so long, when the start and the first synchronisation are over.
const AFTER: Duration = Duration::from_secs(600);
/// Between two steps.
const PAUSE: Duration = Duration::from_secs(1);

/// Checks once; ends when the vault is closed.
pub async fn check(core: Arc<Core>, opened: Arc<Opened>) {
    tokio::time::sleep(AFTER).await;
    match all(&opened).await {
        Ok(()) => tracing::info!("the vault was checked and is whole"),
        Err(DeskError::VaultDamaged) => {
            opened.damaged.store(true, Ordering::Relaxed);
            let since = core.clock.now().0;
            core.set_connection(Connection::Stuck { error: ErrorCode::VaultDamaged, since });
        }
        Err(error) => tracing::warn!(%error, "the vault was not checked"),
    }
}

async fn all(opened: &Opened) -> Result<(), DeskError> {
    opened.ask(Vault::check_database).await?;
    while opened.ask(Vault::check_some_contents).await? {
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}
