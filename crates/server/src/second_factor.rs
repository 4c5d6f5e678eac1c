//! The second factor: codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds, a step of grace), each
//! taken once, and recovery codes of 80 random bits, of which only hashes are kept.

use coffreo_domain::{PersonId, Timestamp};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::edge::{random_bytes, secret_hash};
use crate::store::{StoreError, Tx};

/// How many recovery codes a person gets.
pub const RECOVERY_CODES: usize = 10;
const DIGITS: u8 = 6;
const STEP: u64 = 30;

/// A new secret.
pub struct NewSecret {
    /// In Base32.
    pub secret: String,
    /// `otpauth://…`
    pub uri: String,
}

/// A new secret for an account, or `None` when the address cannot stand in an `otpauth` address.
pub fn new_secret(email: &str) -> Option<NewSecret> {
    let secret = Secret::new(Box::new(random_bytes::<20>())).to_base32();
    let uri = totp(&secret, email)?.to_url().ok()?;
    Some(NewSecret { secret, uri })
}

/// The step whose code this is, at a moment.
pub fn step_of(secret: &str, code: &str, now: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.0 / 1000).ok()?;
    let step = totp(secret, "account")?.check(&code, seconds)?;
    i64::try_from(step).ok()
}

/// New recovery codes: as they are shown, and as they are kept.
pub fn new_recovery_codes() -> (Vec<String>, Vec<String>) {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let code = |_| {
        let bytes = random_bytes::<16>();
        let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    };
    let shown: Vec<String> = (0..RECOVERY_CODES).map(code).collect();
    let kept = shown.iter().map(|code| recovery_hash(code)).collect();
    (shown, kept)
}

/// Takes a code of the app, or a recovery code. `false` when it is neither, or was taken before.
///
/// # Errors
/// [`StoreError`]
pub async fn take(tx: &mut Tx, person: PersonId, secret: &str, code: &str, now: Timestamp) -> Result<bool, StoreError> {
    match step_of(secret, code, now) {
        Some(step) => tx.take_step(person, step).await,
        None => tx.take_recovery_code(person, &recovery_hash(code), now).await,
    }
}

/// However it was typed.
fn recovery_hash(code: &str) -> String {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    secret_hash(&format!("recovery {}", letters.to_ascii_uppercase()))
}

fn totp(secret: &str, email: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(DIGITS).with_skew(1);
    let builder = builder.with_step_duration(STEP).with_secret(secret).with_issuer(Some("Coffreo"));
    // A colon would part the issuer from the account.
    builder.with_account_name(email.replace(':', "")).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the last six digits of its eight.
    #[test]
    fn codes_are_those_of_the_standard_and_a_step_of_grace_is_given() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(step_of(secret, "287082", Timestamp(59_000)), Some(1));
        assert_eq!(step_of(secret, "287 082", Timestamp(89_000)), Some(1));
        assert_eq!(step_of(secret, "287082", Timestamp(90_000)), None);
        assert_eq!(step_of(secret, "081804", Timestamp(1_111_111_109_000)), Some(37_037_036));
        for bad in ["", "28708", "2870822", "abcdef", "２８７０８２"] {
            assert_eq!(step_of(secret, bad, Timestamp(59_000)), None, "{bad}");
        }
    }

    #[test]
    fn a_new_secret_fits_an_authenticator_app() {
        let new = new_secret("clara@the-eu.example").unwrap();
        assert!(new.uri.starts_with("otpauth://totp/Coffreo:clara%40the-eu.example?"), "{}", new.uri);
        assert!(new.uri.contains(&format!("secret={}", new.secret)) && new.secret.len() == 32);
        let (shown, kept) = new_recovery_codes();
        assert_eq!((shown.len(), shown[0].len()), (10, 19));
        assert_eq!(recovery_hash(&shown[0].to_lowercase().replace('-', " ")), kept[0]);
    }
}
