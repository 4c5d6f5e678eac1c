//! Closes the vault when nobody has used the app for as long as the person chose.

use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::desk::{Core, Desk, lock};
use crate::view::Phase;

/// So often it is looked at.
const LOOK: Duration = Duration::from_secs(10);

impl Desk {
    /// The person does something: the screens tell it now and then.
    pub fn used(&self) {
        self.core.used();
    }

    /// Closes the vault if nobody has used the app for the minutes that the person chose. Never while it signs. Answers
    /// whether it did.
    pub async fn lock_if_idle(&self) -> bool {
        let minutes = i64::from(lock(&self.core.accounts).settings.lock_after);
        let idle = minutes > 0 && self.core.idle() >= minutes * 60_000;
        if !idle || self.status().phase != Phase::Open || self.core.signing.is_running() {
            return false;
        }
        let _turn = self.core.turn.lock().await;
        self.core.close().await;
        true
    }
}

/// Looks until the desk is gone.
pub async fn watch_idleness(core: Weak<Core>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(core) = core.upgrade() else { return };
        Desk { core: Arc::clone(&core) }.lock_if_idle().await;
    }
}
