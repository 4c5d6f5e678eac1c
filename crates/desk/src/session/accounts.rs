//! The accounts of this computer, each with a vault of its own: one is open at a time.

use std::path::PathBuf;

use crate::desk::{Desk, lock};
use crate::vault::VaultError;
use crate::view::Status;
use crate::{DeskError, keyring};

impl Desk {
    /// Closes what is open and turns to an account of this computer, or to the sign-in form. No session is ended. Its
    /// vault opens by the keyring where the person wants that, else with the password.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for an account that is not here; [`DeskError::CannotWrite`].
    pub async fn choose_account(&self, id: Option<&str>) -> Result<Status, DeskError> {
        {
            let _turn = self.core.turn.lock().await;
            let chosen = match id {
                Some(id) => {
                    let known = lock(&self.core.accounts).known.iter().find(|account| account.name() == id).cloned();
                    Some(known.ok_or(DeskError::Absent)?)
                }
                None => None,
            };
            self.core.close().await;
            self.core.change_accounts(|accounts| match &chosen {
                Some(account) => accounts.enter(account),
                None => (accounts.current, accounts.last) = (None, None),
            })?;
        }
        self.open_by_keyring().await;
        self.core.tell_status();
        Ok(self.status())
    }

    /// Removes this computer's copy of an account. What the server has stays.
    ///
    /// # Errors
    /// [`DeskError::Absent`], [`DeskError::CannotWrite`].
    pub async fn remove_account(&self, id: &str) -> Result<Status, DeskError> {
        let current = lock(&self.core.accounts).current.clone();
        if current.is_some_and(|account| account.name() == id) {
            return self.sign_out(true).await;
        }
        let _turn = self.core.turn.lock().await;
        let known = lock(&self.core.accounts).known.iter().find(|account| account.name() == id).cloned();
        let account = known.ok_or(DeskError::Absent)?;
        forget_key(id).await;
        remove_copy(account.folder(&self.core.places.data)).await?;
        self.core.change_accounts(|accounts| accounts.forget(id))?;
        self.core.tell_status();
        Ok(self.status())
    }
}

/// Takes the vault's key from the keyring, as well as it goes.
pub(super) async fn forget_key(account: &str) {
    if let Err(error) = keyring::remove(account).await {
        tracing::info!(%error, "the keyring was not asked to forget");
    }
}

/// Removes an account's folder.
pub(super) async fn remove_copy(folder: PathBuf) -> Result<(), DeskError> {
    match tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder)).await {
        Ok(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => Err(VaultError::from(error).into()),
        _ => Ok(()),
    }
}
