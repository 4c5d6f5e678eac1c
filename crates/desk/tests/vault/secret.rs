//! Keys, passwords, and what a thief finds.

use coffreo_desk::Password;
use coffreo_desk::vault::{KEY_FILE, Meta, Vault, VaultError, VaultKey, read_key_file, write_key_file};

use crate::listed::store_all;
use crate::office::{Office, files, line};

#[test]
fn the_password_opens_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let key = VaultKey::random().unwrap();
    let password = Password::from("Une montre à remonter chaque lundi");
    write_key_file(folder.path(), "account", &key, &password).unwrap();
    assert_eq!(read_key_file(folder.path(), "account", &password).unwrap().expose(), key.expose());
    let wrong = read_key_file(folder.path(), "account", &Password::from("Une montre"));
    assert!(matches!(wrong, Err(VaultError::WrongPassword)));
    let elsewhere = read_key_file(folder.path(), "another account", &password);
    assert!(matches!(elsewhere, Err(VaultError::WrongPassword)), "a key file is its account's only");
}

#[test]
fn a_damaged_key_file_is_told_from_a_wrong_password() {
    let folder = tempfile::tempdir().unwrap();
    let password = Password::from("secret");
    write_key_file(folder.path(), "account", &VaultKey::random().unwrap(), &password).unwrap();
    let path = folder.path().join(KEY_FILE);
    let whole = std::fs::read_to_string(&path).unwrap();
    for damaged in [
        String::new(),
        whole[..whole.len() / 2].to_owned(),
        whole.replace("65536", "4294967295"),
        whole.replace("\"wrapped\": \"", "\"wrapped\": \"zz"),
    ] {
        std::fs::write(&path, damaged).unwrap();
        assert!(matches!(read_key_file(folder.path(), "account", &password), Err(VaultError::Damaged(_))));
    }
    std::fs::write(&path, whole.replace("\"format\": 1", "\"format\": 2")).unwrap();
    assert!(matches!(read_key_file(folder.path(), "account", &password), Err(VaultError::TooNew)));
}

#[test]
fn another_key_does_not_open_the_vault() {
    let office = Office::new();
    office.vault.close();
    let other = VaultKey::random().unwrap();
    assert!(matches!(Vault::open(office.folder.path(), &other), Err(VaultError::Damaged(_))));
    assert!(Vault::open(office.folder.path(), &office.key).is_ok());
}

#[test]
fn a_thief_reads_nothing() {
    let office = Office::new();
    write_key_file(office.folder.path(), "account", &office.key, &Password::from("Une montre à remonter")).unwrap();
    office.put((0..30).map(line));
    store_all(&office.vault);
    let unread = office.vault.unread(100).unwrap();
    let read: Vec<_> = unread.into_iter().map(|one| (one, Some("le tourbillon est réglé".to_owned()))).collect();
    office.vault.store_texts(&read).unwrap();
    office.vault.set_meta(&[(Meta::RefreshToken, Some("refresh-token-of-clara"))]).unwrap();
    // With the database open, its WAL and shared memory are there too.
    let found = files(office.folder.path());
    assert!(found.len() >= 5, "{}", found.len());
    for (path, bytes) in found {
        for secret in
            ["SQLite format 3", "chaussures", "%PDF", "ROUSSEAU", "rousseau", "tourbillon", "refresh-token", "montre"]
        {
            let there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!there, "{secret} stands in {}", path.display());
        }
    }
}

#[test]
fn a_closed_vault_answers_nothing() {
    let office = Office::new();
    office.vault.close();
    assert!(matches!(office.vault.cursors(), Err(VaultError::Closed)));
    assert!(matches!(office.vault.warm(), Err(VaultError::Closed)));
    assert!(matches!(office.vault.apply(&[]), Err(VaultError::Closed)));
}
