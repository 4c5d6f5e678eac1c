//! Where time and randomness come from. Everything else is told the time and given its identifiers.

use std::fmt::Debug;
use std::sync::Arc;

use aws_lc_rs::{digest, rand};
use coffreo_domain::{Sha256, Timestamp};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync + Debug + 'static {
    /// The moment it is.
    fn now(&self) -> Timestamp;
}

/// The clock that everything shares.
pub type SharedClock = Arc<dyn Clock>;

/// The computer's own clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the edge where time comes in")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A new identifier: a UUID of version 7, so that identifiers sort by when they were made.
pub fn new_id(now: Timestamp) -> Uuid {
    let milliseconds = u64::try_from(now.0).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random()).into_uuid()
}

/// A new secret of 256 bits with a prefix that says what it is: `cfk_…`, 43 characters of base64url after it.
pub fn new_secret(prefix: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bytes: [u8; 43] = random();
    let letters = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 63)]));
    prefix.chars().chain(letters).collect()
}

/// SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> Sha256 {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    Sha256(out)
}

/// How a secret is kept: only its SHA-256. Enough for secrets of 256 random bits; never for passwords.
pub fn secret_hash(secret: &str) -> String {
    sha256(secret.as_bytes()).to_string()
}

/// Bytes that nobody can guess.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    random()
}

#[expect(clippy::expect_used, reason = "without randomness nothing here is safe: stop at once")]
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the system has randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_sort_by_time_and_secrets_never_repeat() {
        assert!(new_id(Timestamp(1_000)) < new_id(Timestamp(2_000)));
        let (one, two) = (new_secret("cfk_"), new_secret("cfk_"));
        assert!(one.starts_with("cfk_") && one.len() == 47 && one != two);
    }
}
