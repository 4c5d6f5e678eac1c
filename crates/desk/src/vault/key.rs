//! The vault's key: 256 random bits that never leave this computer, from which the keys of the database and of the PDF
//! segments are derived (HKDF-SHA256, RFC 5869). It must not be printed or written in the clear.

use std::fmt::Write as _;

use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use aws_lc_rs::hkdf;
use zeroize::Zeroizing;

use super::VaultError;

/// The raw key.
#[derive(Clone)]
pub struct VaultKey(Zeroizing<[u8; 32]>);

impl VaultKey {
    /// A new one.
    pub fn random() -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; 32]);
        random(bytes.as_mut())?;
        Ok(Self(bytes))
    }

    /// As the keyring or the key file gave it.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// For the keyring and the key file, which protect it.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The database's key as SQLCipher takes a raw one: 64 hexadecimal digits.
    pub(super) fn database(&self) -> Result<Zeroizing<String>, VaultError> {
        let key = self.derive(b"coffreo vault database 1")?;
        let mut digits = Zeroizing::new(String::with_capacity(64));
        for byte in key.iter() {
            let _ = write!(digits, "{byte:02x}");
        }
        Ok(digits)
    }

    /// The key of the PDF segments.
    pub(super) fn segments(&self) -> Result<LessSafeKey, VaultError> {
        cipher(&*self.derive(b"coffreo vault segments 1")?)
    }

    fn derive(&self, purpose: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let mut key = Zeroizing::new([0; 32]);
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, b"").extract(self.0.as_ref());
        let derived = root.expand(&[purpose], hkdf::HKDF_SHA256).and_then(|okm| okm.fill(key.as_mut()));
        derived.map_err(|_| VaultError::Damaged("a key cannot be derived"))?;
        Ok(key)
    }
}

/// AES-256-GCM with this key.
pub(super) fn cipher(key: &[u8; 32]) -> Result<LessSafeKey, VaultError> {
    let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| VaultError::Damaged("a key cannot be used"))?;
    Ok(LessSafeKey::new(key))
}

/// Random bytes from the system.
pub(super) fn random(bytes: &mut [u8]) -> Result<(), VaultError> {
    aws_lc_rs::rand::fill(bytes).map_err(|_| VaultError::Io(std::io::Error::other("no random bytes")))
}
