//! Passwords: Argon2id (RFC 9106; 19 MiB, two passes, one lane, as OWASP recommends). Never more at once than there
//! are cores, and a queue that ends: a flood of sign-ins makes nobody else wait.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{Semaphore, oneshot};

/// How many may wait for one core.
const QUEUE_PER_CORE: usize = 32;

/// Why a password was not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotChecked {
    /// The queue is full: come back in a moment.
    #[error("too many passwords are being checked")]
    Busy,
    /// Hashing failed.
    #[error("hashing failed")]
    Failed,
}

/// Checks and hashes passwords.
#[derive(Debug, Clone)]
pub struct Passwords {
    queue: Arc<Semaphore>,
    cores: Arc<Semaphore>,
    nobody: Arc<str>,
}

impl Passwords {
    /// For this computer's cores.
    ///
    /// # Errors
    /// [`NotChecked::Failed`] when the computer cannot hash at all.
    pub fn new() -> Result<Self, NotChecked> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            queue: Arc::new(Semaphore::new(cores * (1 + QUEUE_PER_CORE))),
            // One core is left to everybody else, where there is more than one.
            cores: Arc::new(Semaphore::new((cores - 1).max(1))),
            nobody: hash("a password that nobody has")?.into(),
        })
    }

    /// Whether the password belongs to the hash. Without a hash (no such account) it takes as long and is wrong.
    ///
    /// # Errors
    /// [`NotChecked`]
    pub async fn check(&self, password: String, hash: Option<String>) -> Result<bool, NotChecked> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.as_ref().to_owned());
        let right = self.on_a_core(move || verify(&password, &hash)).await?;
        Ok(right && known)
    }

    /// Hashes a new password, as [`hash`] does, on one of the cores.
    ///
    /// # Errors
    /// [`NotChecked`]
    pub async fn hash(&self, password: String) -> Result<String, NotChecked> {
        self.on_a_core(move || hash(&password)).await?
    }

    async fn on_a_core<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, NotChecked> {
        let _place = self.queue.clone().try_acquire_owned().map_err(|_| NotChecked::Busy)?;
        let core = self.cores.clone().acquire_owned().await.map_err(|_| NotChecked::Failed)?;
        let (tell, told) = oneshot::channel();
        // A thread of its own, since it steps back behind all others and cannot step forward again.
        let thread = std::thread::Builder::new().name("password".into()).spawn(move || {
            let _core = core;
            step_back();
            // Who asked may be gone.
            let _ = tell.send(work());
        });
        thread.map_err(|_| NotChecked::Failed)?;
        told.await.map_err(|_| NotChecked::Failed)
    }
}

/// Lets others go first: whoever signs in waits for a hash anyway, nobody else should. A third of a usual thread's share is
/// kept, so that signing in goes on where the computer has much else to do.
fn step_back() {
    // On Linux a priority is a thread's own, and zero names the one that asks (setpriority(2)).
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, 5) {
        tracing::debug!(%error, "passwords are hashed with the usual priority");
    }
}

/// Hashes a new password, with a salt of its own, in PHC form.
///
/// # Errors
/// [`NotChecked::Failed`]
pub fn hash(password: &str) -> Result<String, NotChecked> {
    let hash = argon2()?.hash_password(password.as_bytes()).map_err(|_| NotChecked::Failed)?;
    Ok(hash.to_string())
}

fn verify(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    argon2().is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), &hash).is_ok())
}

fn argon2() -> Result<Argon2<'static>, NotChecked> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| NotChecked::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_belongs_to_its_hash_alone() {
        let passwords = Passwords::new().unwrap();
        let kept = hash("correct horse").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_ne!(kept, hash("correct horse").unwrap(), "each has a salt of its own");
        assert_eq!(passwords.check("correct horse".into(), Some(kept.clone())).await, Ok(true));
        assert_eq!(passwords.check("wrong horse".into(), Some(kept)).await, Ok(false));
        assert_eq!(passwords.check("a password that nobody has".into(), None).await, Ok(false));
    }
}
