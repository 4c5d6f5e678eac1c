//! The ways out: locking, and signing out.

use crate::desk::{Desk, lock};
use crate::vault::VaultError;
use crate::view::Status;
use crate::{DeskError, keyring};

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
        if let Err(error) = keyring::remove(&account.name()).await {
            tracing::info!(%error, "the keyring was not asked to forget");
        }
        self.core.close().await;
        if forget {
            let folder = account.folder(&self.core.places.data);
            let removed = tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder)).await;
            match removed {
                Ok(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(VaultError::from(error).into());
                }
                _ => {}
            }
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
