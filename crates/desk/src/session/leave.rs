//! The ways out: locking, and signing out.

use super::accounts::{forget_key, remove_copy};
use crate::DeskError;
use crate::desk::{Desk, lock};
use crate::view::Status;

impl Desk {
    /// Closes the vault. What the keyring holds stays.
    ///
    /// # Errors
    /// None at present.
    pub async fn lock(&self) -> Result<Status, DeskError> {
        let _turn = self.core.turn.lock().await;
        self.core.close().await;
        Ok(self.status())
    }

    /// Ends the session. `forget`: also removes this computer's copy; otherwise the password opens it again, offline too.
    ///
    /// # Errors
    /// [`DeskError::CannotWrite`].
    pub async fn sign_out(&self, forget: bool) -> Result<Status, DeskError> {
        let _turn = self.core.turn.lock().await;
        let Some(account) = lock(&self.core.accounts).current.clone() else { return Ok(self.status()) };
        if let Ok(opened) = self.core.opened() {
            opened.end_session().await?;
        }
        forget_key(&account.name()).await;
        self.core.close().await;
        if forget {
            remove_copy(account.folder(&self.core.places.data)).await?;
        }
        self.core.change_accounts(|accounts| {
            accounts.change(&account.name(), |account| account.keep_unlocked = false);
            accounts.current = None;
            if forget {
                accounts.forget(&account.name());
            }
        })?;
        self.core.tell_status();
        Ok(self.status())
    }
}
