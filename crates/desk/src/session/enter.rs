//! The ways in: signing in, unlocking with the password, unlocking by the keyring.

use std::path::Path;
use std::sync::Arc;

use coffreo_api::sessions::Tokens;

use super::opened::{begin, sign_in};
use super::{Opened, device};
use crate::account::digits;
use crate::accounts::AccountEntry;
use crate::desk::{Desk, lock};
use crate::remote::{Remote, ServerAddress};
use crate::vault::{KEY_FILE, Vault, VaultError, VaultKey, read_key_file, write_key_file};
use crate::view::{Phase, Status};
use crate::{DeskError, Password, keyring};

/// Who comes in, where.
pub struct Entry {
    pub address: ServerAddress,
    pub account: AccountEntry,
    pub password: Password,
    /// Whether the keyring opens the vault next time.
    pub keep: bool,
}

impl Desk {
    /// Signs in and opens the account's vault, made new where there is none. `keep`: the keyring opens it next time.
    ///
    /// # Errors
    /// As [`sign_in_with_code`](Self::sign_in_with_code).
    pub async fn sign_in(
        &self,
        server: &str,
        email: &str,
        password: Password,
        keep: bool,
    ) -> Result<Status, DeskError> {
        self.sign_in_with_code(server, email, password, keep, None).await
    }

    /// Signs in with the second factor's code, or one of its recovery codes, where the account has one.
    ///
    /// # Errors
    /// [`DeskError::InvalidServerAddress`], [`DeskError::ServerUnreachable`], [`DeskError::NotACoffreoServer`],
    /// [`DeskError::WrongCredentials`], [`DeskError::SecondFactorRequired`], [`DeskError::WrongCode`],
    /// [`DeskError::TooManyAttempts`], and those of the vault.
    pub async fn sign_in_with_code(
        &self,
        server: &str,
        email: &str,
        password: Password,
        keep: bool,
        code: Option<String>,
    ) -> Result<Status, DeskError> {
        let _turn = self.core.turn.lock().await;
        let address = ServerAddress::parse(server).ok_or(DeskError::InvalidServerAddress)?;
        let account = lock(&self.core.accounts).entry(address.as_text(), email);
        let remote = Remote::new(address.clone())?;
        let known_device = device::read(&account.folder(&self.core.places.data));
        let tokens = remote.sign_in(&sign_in(email, &password, code.as_deref().map(digits), known_device)).await?;
        self.come_in(Entry { address, account, password, keep }, tokens).await
    }

    /// Opens the vault of somebody whose password the server has just accepted. The turn is held.
    pub(crate) async fn come_in(&self, entry: Entry, tokens: Tokens) -> Result<Status, DeskError> {
        let Entry { address, account, password, keep } = entry;
        let kept_before = account.keep_unlocked;
        let (name, folder) = (account.name(), account.folder(&self.core.places.data));
        let open = self.core.opened().ok().filter(|opened| opened.account.name() == name);
        let key = match open {
            Some(opened) => {
                opened.rewrap(password).await?;
                opened.take(tokens).await?;
                opened.revived.notify_one();
                opened.nudge.notify_one();
                opened.vault.key().clone()
            }
            None => {
                self.core.close().await;
                let known = if kept_before { keyring::get(&name).await } else { None };
                let at = folder.clone();
                let vault = on_a_blocking_thread(move || open_for(&at, &name, &password, known)).await?;
                let key = vault.key().clone();
                let (remote, clock) = (Remote::new(address)?, Arc::clone(&self.core.clock));
                let opened = Opened::new(account.clone(), folder, vault, remote, clock, None);
                opened.take(tokens).await?;
                self.core.change_accounts(|accounts| accounts.enter(&account))?;
                begin(&self.core, opened).await?;
                key
            }
        };
        let kept = keep && keep_in_keyring(&account, &key).await;
        if kept_before && !keep {
            // Well if it works: the choice below decides.
            let _ = keyring::remove(&account.name()).await;
        }
        self.core.change_accounts(|accounts| {
            accounts.change(&account.name(), |account| account.keep_unlocked = kept);
        })?;
        self.core.tell_status();
        Ok(self.status())
    }

    /// Opens the vault with the password, offline too. Online, the same password opens a new session if the old one
    /// has ended.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`]; [`DeskError::PasswordChanged`] when the server knows the password and the vault
    /// does not yet; [`DeskError::VaultDamaged`], [`DeskError::VaultTooNew`]; [`DeskError::NotFound`] when nobody has
    /// signed in here.
    pub async fn unlock(&self, password: Password) -> Result<Status, DeskError> {
        let _turn = self.core.turn.lock().await;
        if self.status().phase == Phase::Open {
            return Ok(self.status());
        }
        let account = lock(&self.core.accounts).current.clone().ok_or(DeskError::NotFound)?;
        let folder = account.folder(&self.core.places.data);
        let (name, typed) = (account.name(), password.clone());
        let opening = move || {
            let key = read_key_file(&folder, &name, &typed)?;
            Vault::open(&folder, &key)
        };
        match on_a_blocking_thread(opening).await {
            Ok(vault) => self.enter(account, vault, Some(password)).await,
            Err(DeskError::WrongPassword) if self.is_known_to_the_server(&account, &password).await => {
                Err(DeskError::PasswordChanged)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the password that does not open the vault is the account's by now: it was changed on another computer.
    async fn is_known_to_the_server(&self, account: &AccountEntry, password: &Password) -> bool {
        let Some(remote) = ServerAddress::parse(&account.server).and_then(|address| Remote::new(address).ok()) else {
            return false;
        };
        let known_device = device::read(&account.folder(&self.core.places.data));
        match remote.sign_in(&sign_in(&account.email, password, None, known_device)).await {
            Ok(tokens) => {
                // Nobody came in by it.
                let _ = remote.sign_out(&tokens.access_token).await;
                true
            }
            Err(error) => matches!(DeskError::from(error), DeskError::SecondFactorRequired),
        }
    }

    /// Opens the vault by the keyring, where the person wants that and it can.
    pub(crate) async fn open_by_keyring(&self) {
        let _turn = self.core.turn.lock().await;
        let current = lock(&self.core.accounts).current.clone();
        let (Some(account), Phase::Locked) = (current, self.status().phase) else { return };
        if !account.keep_unlocked {
            return;
        }
        let Some(key) = keyring::get(&account.name()).await else { return };
        let folder = account.folder(&self.core.places.data);
        let opened = match on_a_blocking_thread(move || Vault::open(&folder, &key)).await {
            Ok(vault) => self.enter(account, vault, None).await.map(drop),
            Err(error) => Err(error),
        };
        if let Err(error) = opened {
            tracing::warn!(%error, "the keyring's key does not open the vault");
        }
    }

    /// Gives the vault's key to the keyring, or takes it away.
    pub(crate) async fn keep_unlocked(&self, keep: bool) -> Result<(), DeskError> {
        let unavailable = |error: keyring::KeyringError| {
            tracing::warn!(%error, "the keyring did not follow");
            DeskError::KeyringUnavailable
        };
        if keep {
            let opened = self.core.opened()?;
            return keyring::set(&opened.account.name(), opened.vault.key()).await.map_err(unavailable);
        }
        let current = lock(&self.core.accounts).current.clone();
        match current {
            Some(account) => keyring::remove(&account.name()).await.map_err(unavailable),
            None => Ok(()),
        }
    }

    async fn enter(
        &self,
        account: AccountEntry,
        vault: Vault,
        password: Option<Password>,
    ) -> Result<Status, DeskError> {
        let address = ServerAddress::parse(&account.server).ok_or(DeskError::InvalidServerAddress)?;
        let remote = Remote::new(address)?;
        let clock = Arc::clone(&self.core.clock);
        let folder = account.folder(&self.core.places.data);
        begin(&self.core, Opened::new(account, folder, vault, remote, clock, password)).await?;
        Ok(self.status())
    }
}

/// Opens the vault of an account whose password the server has just accepted.
///
/// Where the key file was wrapped by an older password, the key comes from the open vault or the keyring and is wrapped
/// anew. Where there is no key left, or the vault is damaged, it is made again: nothing exists only here.
fn open_for(folder: &Path, account: &str, password: &Password, known: Option<VaultKey>) -> Result<Vault, VaultError> {
    let (key, rewrap) = match read_key_file(folder, account, password) {
        Ok(key) => (Some(key), false),
        Err(VaultError::TooNew) => return Err(VaultError::TooNew),
        Err(error) => {
            if folder.join(KEY_FILE).exists() {
                tracing::info!(%error, "the key file does not open with the account's password");
            }
            (known, true)
        }
    };
    if let Some(key) = key {
        match Vault::open(folder, &key) {
            Ok(vault) => {
                if rewrap {
                    write_key_file(folder, account, &key, password)?;
                }
                return Ok(vault);
            }
            Err(error @ VaultError::Damaged(_)) => {
                tracing::warn!(%error, "the vault is made again");
            }
            Err(error) => return Err(error),
        }
    }
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let key = VaultKey::random()?;
    let vault = Vault::open(folder, &key)?;
    write_key_file(folder, account, &key, password)?;
    Ok(vault)
}

async fn keep_in_keyring(account: &AccountEntry, key: &VaultKey) -> bool {
    match keyring::set(&account.name(), key).await {
        Ok(()) => true,
        Err(error) => {
            // The sign-in is good all the same: the password will be asked for next time.
            tracing::warn!(%error, "the keyring did not take the key");
            false
        }
    }
}

async fn on_a_blocking_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, DeskError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => Ok(answer?),
        Err(error) => Err(DeskError::Internal(format!("opening the vault ended: {error}"))),
    }
}
