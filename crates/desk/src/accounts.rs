//! `accounts.json`: which accounts are on this computer, and the person's choices. Readable without a vault, so nothing
//! of a document, a name or a secret may stand in it: only servers' addresses and the e-mails that the entry shows.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::vault::replace_file;
use crate::view::{KnownAccount, Settings};

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Accounts {
    format: u32,
    /// The account that is signed in here.
    pub current: Option<AccountEntry>,
    /// The account that was last signed in, for the form.
    pub last: Option<AccountEntry>,
    /// All accounts that have a vault here.
    pub known: Vec<AccountEntry>,
    /// The choices. Whether the keyring opens the vault stands with each account.
    pub settings: Settings,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEntry {
    /// The name of the account's folder and of its entry in the keyring: it tells neither server nor person, and stays
    /// when the e-mail address changes. Empty in files of older versions: made of server and e-mail then.
    #[serde(default)]
    id: String,
    /// The server's address as it is shown.
    pub server: String,
    /// E-mail address.
    pub email: String,
    /// Whether the keyring opens the vault.
    #[serde(default)]
    pub keep_unlocked: bool,
}

impl Default for Accounts {
    fn default() -> Self {
        Self { format: 1, current: None, last: None, known: Vec::new(), settings: Settings::default() }
    }
}

impl Accounts {
    /// Reads the file. A damaged one is like none: the person signs in again, and the vault is found by the account.
    pub fn read(data: &Path) -> Self {
        let read = std::fs::read(path(data)).ok();
        let accounts = read.and_then(|json| serde_json::from_slice::<Self>(&json).ok());
        let mut accounts = accounts.filter(|accounts| accounts.format == 1).unwrap_or_default();
        accounts.take_over();
        accounts
    }

    /// Writes the file, whole or not at all.
    pub fn write(&self, data: &Path) -> std::io::Result<()> {
        replace_file(&path(data), &serde_json::to_vec_pretty(self)?)
    }

    /// The account of this server and e-mail: the known one, or a new one.
    pub fn entry(&self, server: &str, email: &str) -> AccountEntry {
        let known = self.known.iter().find(|account| account.is_of(server, email)).cloned();
        known.unwrap_or_else(|| {
            let mut account = AccountEntry::new(server, email);
            // The address was somebody's who has another one by now: their folder stays theirs.
            while self.known.iter().any(|known| known.id == account.id) {
                account.id = hashed(&account.id);
            }
            account
        })
    }

    /// Makes the account the one that is signed in.
    pub fn enter(&mut self, account: &AccountEntry) {
        match self.known.iter_mut().find(|known| known.name() == account.name()) {
            Some(known) => known.clone_from(account),
            None => self.known.push(account.clone()),
        }
        (self.last, self.current) = (Some(account.clone()), Some(account.clone()));
    }

    /// Changes what is known of an account, wherever it stands.
    pub fn change(&mut self, id: &str, change: impl Fn(&mut AccountEntry)) {
        let all = self.known.iter_mut().chain(&mut self.current).chain(&mut self.last);
        all.filter(|account| account.name() == id).for_each(change);
    }

    /// The account is here no longer.
    pub fn forget(&mut self, id: &str) {
        self.known.retain(|account| account.name() != id);
        for place in [&mut self.current, &mut self.last] {
            if place.as_ref().is_some_and(|account| account.name() == id) {
                *place = None;
            }
        }
    }

    /// The accounts as the screens show them.
    pub fn shown(&self) -> Vec<KnownAccount> {
        let shown = |account: &AccountEntry| KnownAccount {
            id: account.name(),
            server: account.server.clone(),
            email: account.email.clone(),
        };
        self.known.iter().map(shown).collect()
    }

    /// The choices, with the account's own.
    pub fn settings(&self) -> Settings {
        let keep_unlocked = self.current.as_ref().is_some_and(|account| account.keep_unlocked);
        Settings { keep_unlocked, ..self.settings }
    }

    /// A file of a version that knew one account only.
    fn take_over(&mut self) {
        let kept = std::mem::take(&mut self.settings.keep_unlocked);
        for account in self.known.iter_mut().chain(&mut self.current).chain(&mut self.last) {
            account.id = account.name();
        }
        let Some(current) = &mut self.current else { return };
        current.keep_unlocked |= kept;
        if !self.known.iter().any(|account| account.id == current.id) {
            self.known.push(current.clone());
        }
    }
}

impl AccountEntry {
    /// An account that is not known here yet.
    pub fn new(server: &str, email: &str) -> Self {
        let (server, email) = (server.to_owned(), email.trim().to_owned());
        let mut account = Self { id: String::new(), server, email, keep_unlocked: false };
        account.id = account.name();
        account
    }

    /// The name of the account's folder and of its entry in the keyring.
    pub fn name(&self) -> String {
        if !self.id.is_empty() {
            return self.id.clone();
        }
        hashed(&format!("{}\n{}", self.server, self.email.trim().to_lowercase()))
    }

    /// The account's folder.
    pub fn folder(&self, data: &Path) -> PathBuf {
        data.join("accounts").join(self.name())
    }

    fn is_of(&self, server: &str, email: &str) -> bool {
        self.server == server && self.email.trim().to_lowercase() == email.trim().to_lowercase()
    }
}

fn hashed(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    digest.as_ref()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn path(data: &Path) -> PathBuf {
    data.join("accounts.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_one_account_is_taken_over_with_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let old = r#"{"format":1,"current":{"server":"https://a.example","email":"Clara@the-eu.example"},
            "last":null,"settings":{"keep_unlocked":true}}"#;
        std::fs::write(path(folder.path()), old).unwrap();
        let accounts = Accounts::read(folder.path());
        assert_eq!(accounts.known.len(), 1);
        assert!(accounts.settings().keep_unlocked);
        let entry = accounts.entry("https://a.example", "clara@the-eu.example");
        assert_eq!(Some(&entry), accounts.current.as_ref());
        assert_eq!(entry.name().len(), 32);
    }

    #[test]
    fn an_account_keeps_its_folder_when_its_address_changes() {
        let mut accounts = Accounts::default();
        let clara = AccountEntry::new("https://a.example", "clara@the-eu.example");
        accounts.enter(&clara);
        accounts.change(&clara.name(), |account| "clara.martin@the-eu.example".clone_into(&mut account.email));
        assert_eq!(accounts.entry("https://a.example", "Clara.Martin@the-eu.example").name(), clara.name());
        assert_ne!(accounts.entry("https://a.example", "clara@the-eu.example").name(), clara.name());
        accounts.forget(&clara.name());
        assert_eq!((accounts.known.len(), accounts.current), (0, None));
    }
}
