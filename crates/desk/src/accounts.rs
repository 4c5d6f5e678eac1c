//! `accounts.json`: which account is on this computer, and the person's choices. Readable without the vault, so nothing
//! of a document, a name or a secret may stand in it: only the server's address and the e-mail that the sign-in form shows.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::vault::replace_file;
use crate::view::Settings;

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Accounts {
    format: u32,
    /// The account that is signed in here.
    pub current: Option<AccountEntry>,
    /// The account that was last signed in, for the form.
    pub last: Option<AccountEntry>,
    /// The choices.
    pub settings: Settings,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEntry {
    /// The server's address as it is shown.
    pub server: String,
    /// E-mail address.
    pub email: String,
}

impl Default for Accounts {
    fn default() -> Self {
        Self { format: 1, current: None, last: None, settings: Settings::default() }
    }
}

impl Accounts {
    /// Reads the file. A damaged one is like none: the person signs in again, and the vault is found by the account.
    pub fn read(data: &Path) -> Self {
        let read = std::fs::read(path(data)).ok();
        let accounts = read.and_then(|json| serde_json::from_slice::<Self>(&json).ok());
        accounts.filter(|accounts| accounts.format == 1).unwrap_or_default()
    }

    /// Writes the file, whole or not at all.
    pub fn write(&self, data: &Path) -> std::io::Result<()> {
        replace_file(&path(data), &serde_json::to_vec_pretty(self)?)
    }
}

impl AccountEntry {
    /// The name of the account's folder and of its entry in the keyring: it tells neither server nor person.
    pub fn name(&self) -> String {
        let text = format!("{}\n{}", self.server, self.email.trim().to_lowercase());
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
        digest.as_ref()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The account's folder.
    pub fn folder(&self, data: &Path) -> PathBuf {
        data.join("accounts").join(self.name())
    }
}

fn path(data: &Path) -> PathBuf {
    data.join("accounts.json")
}
