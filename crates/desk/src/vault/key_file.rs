//! `vault.key`: the vault's key wrapped by the password. AES-256-GCM under Argon2id (RFC 9106) with 64 MiB, three
//! passes and one lane, bound to the account. It must not be written in place: a cut would lose the key.

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{Aad, Nonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::key::{cipher, random};
use super::{VaultError, VaultKey, files};
use crate::Password;

/// The file's name in the vault's folder.
pub const KEY_FILE: &str = "vault.key";

const FORMAT: u32 = 1;
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

#[derive(Serialize, Deserialize)]
struct KeyFile {
    format: u32,
    argon2id: Costs,
    salt: String,
    nonce: String,
    wrapped: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Costs {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// Wraps the key by the password, in the place of what was there. Takes one Argon2id: not for async threads.
pub fn write(folder: &Path, account: &str, key: &VaultKey, password: &Password) -> Result<(), VaultError> {
    let (mut salt, mut nonce) = ([0; 16], [0; 12]);
    random(&mut salt)?;
    random(&mut nonce)?;
    let costs = Costs { memory_kib: MEMORY_KIB, passes: PASSES, lanes: LANES };
    let wrapping = cipher(&*derive(password, &salt, costs)?)?;
    let mut wrapped = key.expose().to_vec();
    let sealed = wrapping.seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::from(account.as_bytes()),
        &mut wrapped,
    );
    sealed.map_err(|_| VaultError::Damaged("the key cannot be wrapped"))?;
    let file = KeyFile {
        format: FORMAT,
        argon2id: costs,
        salt: to_hex(&salt),
        nonce: to_hex(&nonce),
        wrapped: to_hex(&wrapped),
    };
    let json = serde_json::to_vec_pretty(&file).map_err(|_| VaultError::Damaged("the key file cannot be written"))?;
    files::replace(&folder.join(KEY_FILE), &json)?;
    Ok(())
}

/// Unwraps the key. Takes one Argon2id: not for async threads.
///
/// # Errors
/// [`VaultError::WrongPassword`]; [`VaultError::Damaged`] when the file is not one of ours; [`VaultError::TooNew`].
pub fn read(folder: &Path, account: &str, password: &Password) -> Result<VaultKey, VaultError> {
    let damaged = VaultError::Damaged("the key file is not readable");
    let json = std::fs::read(folder.join(KEY_FILE))?;
    let Ok(file) = serde_json::from_slice::<KeyFile>(&json) else { return Err(damaged) };
    if file.format > FORMAT {
        return Err(VaultError::TooNew);
    }
    let (Some(salt), Some(nonce), Some(mut wrapped)) =
        (from_hex(&file.salt), from_hex(&file.nonce), from_hex(&file.wrapped))
    else {
        return Err(damaged);
    };
    // Costs beyond what any version wrote come from damage or malice, and would take the computer's memory.
    let costs = file.argon2id;
    let plausible = costs.memory_kib <= 1024 * 1024 && costs.passes <= 16 && costs.lanes <= 8;
    let (true, Ok(nonce)) = (plausible && wrapped.len() == 48, <[u8; 12]>::try_from(nonce)) else {
        return Err(damaged);
    };
    let wrapping = cipher(&*derive(password, &salt, costs)?)?;
    let opened =
        wrapping.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(account.as_bytes()), &mut wrapped);
    let key = opened.ok().and_then(|key| VaultKey::from_bytes(key)).ok_or(VaultError::WrongPassword);
    zeroize::Zeroize::zeroize(&mut wrapped);
    key
}

fn derive(password: &Password, salt: &[u8], costs: Costs) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let params = Params::new(costs.memory_kib, costs.passes, costs.lanes, Some(32))
        .map_err(|_| VaultError::Damaged("the key file's costs are not possible"))?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.expose().as_bytes(), salt, key.as_mut())
        .map_err(|_| VaultError::Damaged("the key file's salt is not possible"))?;
    Ok(key)
}

fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.as_bytes().chunks_exact(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect()
}
