//! What proves to the server that this computer was here before: with it, the owner comes in although strangers' attempts
//! have locked the account. Worth nothing without the password, and needed before the vault is open: a file beside it.

use std::io;
use std::path::Path;

use crate::vault::replace_file;

const FILE: &str = "device.token";
/// Bytes.
const LONGEST: u64 = 4096;

/// The token of an account's folder, if there is one.
pub fn read(folder: &Path) -> Option<String> {
    let path = folder.join(FILE);
    let plausible = std::fs::metadata(&path).is_ok_and(|file| file.len() <= LONGEST);
    plausible.then(|| std::fs::read_to_string(path).ok()).flatten().filter(|token| !token.is_empty())
}

/// Keeps it.
pub fn write(folder: &Path, token: &str) -> io::Result<()> {
    replace_file(&folder.join(FILE), token.as_bytes())
}
