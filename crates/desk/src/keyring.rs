//! The vault's key in the system's keyring: a shortcut past the password, never the only way in.
//!
//! An absent entry proves nothing: a locked keyring says the same. So nothing is ever made new because of it.

use crate::vault::VaultKey;

const SERVICE: &str = "coffreo-desktop";

/// Why the keyring did not keep or forget.
#[derive(Debug, thiserror::Error)]
#[error("the keyring cannot be used: {0}")]
pub struct KeyringError(String);

/// The key, if the keyring gives it.
pub async fn get(account: &str) -> Option<VaultKey> {
    let account = account.to_owned();
    let secret = on_its_own_thread(move || entry(&account)?.get_secret()).await;
    match secret {
        Ok(secret) => VaultKey::from_bytes(&zeroize::Zeroizing::new(secret)),
        Err(error) => {
            tracing::info!(%error, "the keyring gives no key");
            None
        }
    }
}

/// Keeps the key.
pub async fn set(account: &str, key: &VaultKey) -> Result<(), KeyringError> {
    let (account, key) = (account.to_owned(), key.clone());
    on_its_own_thread(move || entry(&account)?.set_secret(key.expose())).await
}

/// Forgets the key; that there is none is well.
pub async fn remove(account: &str) -> Result<(), KeyringError> {
    let account = account.to_owned();
    on_its_own_thread(move || match entry(&account)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(error),
    })
    .await
}

fn entry(account: &str) -> keyring::Result<keyring::Entry> {
    keyring::Entry::new(SERVICE, account)
}

/// The keyring blocks, may ask the person to unlock it, and runs an executor of its own: none of our threads.
async fn on_its_own_thread<T: Send + 'static>(
    ask: impl FnOnce() -> keyring::Result<T> + Send + 'static,
) -> Result<T, KeyringError> {
    let (answer, asked) = tokio::sync::oneshot::channel();
    let thread = std::thread::Builder::new().name("keyring".into()).spawn(move || drop(answer.send(ask())));
    thread.map_err(|error| KeyringError(error.to_string()))?;
    match asked.await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(KeyringError(error.to_string())),
        Err(_) => Err(KeyringError("its thread ended".into())),
    }
}
