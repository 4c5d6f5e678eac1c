//! What a company keeps elsewhere, and how it comes back: the database's file, the PDFs, the sealing key.
//!
//! A backup is taken while the server runs. Rows go first: every file they name is stored before them and is never swept,
//! so it is there when the files are copied. It holds the sealing key and every document: keep it like the server itself.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use bytes::Bytes;
use coffreo_domain::Sha256;
use serde_json::{Value, json};

use super::cli::open;
use crate::config::{Config, Database, FilesConfig, SealFiles};
use crate::edge::{Clock, SystemClock, sha256};
use crate::files::Files;

const DATABASE: &str = "coffreo.db";

/// Copies all into a new folder.
pub(super) async fn backup(config: &Config, to: &Path) -> anyhow::Result<Value> {
    if to.exists() {
        bail!("{} exists already: a backup goes into a new folder", to.display());
    }
    fs::create_dir_all(to)?;
    let database = match config.database {
        Database::Sqlite(_) => {
            open(config).await?.copy_to(&to.join(DATABASE)).await?;
            "copied"
        }
        Database::Postgres(_) => "left out: use pg_dump, before this command",
    };
    let files = match &config.files {
        FilesConfig::Folder(from) => json!(copy_files(from, &to.join("files"))?),
        FilesConfig::Bucket(_) => json!("left out: copy the bucket, after the database"),
    };
    let seal = seal_files(&config.seal);
    fs::create_dir_all(to.join("seal"))?;
    for (name, from) in &seal {
        fs::copy(from, to.join("seal").join(name))?;
    }
    sync_all(to)?;
    Ok(json!({"folder": to, "files": files, "database": database, "seal": seal.len()}))
}

/// Brings all back and checks that it is whole.
pub(super) async fn restore(config: &Config, from: &Path) -> anyhow::Result<Value> {
    restore_seal(&config.seal, &from.join("seal"))?;
    if let Database::Sqlite(there) = &config.database {
        if there.exists() {
            bail!("{} is there already: a backup comes back where no server has been", there.display());
        }
        let database = from.join(DATABASE);
        there.parent().map(fs::create_dir_all).transpose()?;
        fs::copy(&database, there).with_context(|| database.display().to_string())?;
        fs::File::open(there)?.sync_all()?;
    }
    let files = Files::open(&config.files, SystemClock.now())?;
    let mut restored = 0;
    for (name, path) in files_in(&from.join("files"))? {
        let bytes = fs::read(&path)?;
        if sha256(&bytes) != name {
            bail!("{} is damaged", path.display());
        }
        files.put_all(vec![(name, Bytes::from(bytes))]).await?;
        restored += 1;
    }
    let store = open(config).await?;
    let entries = store.verify_journal().await.context("the backup's journal")?;
    for name in store.all_named_files().await? {
        if !files.has(name).await? {
            bail!("the backup lacks file {name}, which its rows name");
        }
    }
    store.close().await;
    Ok(json!({"files": restored, "journal_entries": entries, "whole": true}))
}

fn restore_seal(seal: &SealFiles, from: &Path) -> anyhow::Result<()> {
    let kept = SealFiles { key: from.join("key.pem"), chain: from.join("chain.pem") };
    for (name, from) in seal_files(&kept) {
        let to = match name {
            "key.pem" => seal.key.clone(),
            "chain.pem" => seal.chain.clone(),
            _ => seal.chain.with_file_name(name),
        };
        if to.exists() {
            bail!("{} is there already: a backup comes back where no server has been", to.display());
        }
        to.parent().map(fs::create_dir_all).transpose()?;
        // The permissions go with the file: nobody else reads the key.
        fs::copy(from, &to)?;
    }
    Ok(())
}

fn copy_files(from: &Path, to: &Path) -> anyhow::Result<usize> {
    let files = files_in(from)?;
    for (name, path) in &files {
        let name = name.to_string();
        let folder = to.join(&name[..2]);
        fs::create_dir_all(&folder)?;
        fs::copy(path, folder.join(name))?;
    }
    Ok(files.len())
}

/// The files of a folder by their names. What is no file of ours is passed over.
fn files_in(folder: &Path) -> anyhow::Result<Vec<(Sha256, PathBuf)>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for folder in fs::read_dir(folder)? {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        for file in fs::read_dir(folder)? {
            let path = file?.path();
            let name: Option<Sha256> = path.file_name().and_then(|name| name.to_str()?.parse().ok());
            found.extend(name.map(|name| (name, path)));
        }
    }
    Ok(found)
}

/// Those of the seal's files that are there, with their names in a backup.
fn seal_files(seal: &SealFiles) -> Vec<(&'static str, PathBuf)> {
    let anchor = seal.chain.with_file_name("anchor.pem");
    let files = [("key.pem", seal.key.clone()), ("chain.pem", seal.chain.clone()), ("anchor.pem", anchor)];
    files.into_iter().filter(|(_, file)| file.exists()).collect()
}

/// Makes a whole folder last.
fn sync_all(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => sync_all(&path)?,
            false => fs::File::open(&path)?.sync_all()?,
        }
    }
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}
