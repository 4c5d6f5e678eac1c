//! Documents for other programs: a copy in a private folder, which goes when the vault closes and when the app ends. It
//! must not outlive the app: what a crash left is removed at the next copy.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::DeskError;
use crate::desk::{Desk, lock};
use crate::downloads::Naming;
use crate::vault::VaultError;

/// How the private folders are named.
const PREFIX: &str = "coffreo-open-";

impl Desk {
    /// A copy of the document's PDF that another program can read, and only this person. On Linux it lies in memory where
    /// the system has a folder for that.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::NotDownloaded`], [`DeskError::CannotWrite`], [`DeskError::DiskFull`].
    pub async fn copy_for_others(&self, id: &str) -> Result<PathBuf, DeskError> {
        let (name, bytes) = self.pdf(id).await?;
        let folder = self.copies_folder()?;
        let written = tokio::task::spawn_blocking(move || write_copy(&folder, &name, &bytes)).await;
        let written = written.map_err(|error| DeskError::Internal(error.to_string()))?;
        Ok(written.map_err(VaultError::from)?)
    }

    /// The document's PDF and a name for it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::NotDownloaded`].
    pub async fn pdf(&self, id: &str) -> Result<(String, Vec<u8>), DeskError> {
        let (document, language) = (self.document(id).await?, self.language());
        let name = self.core.ask(move |vault| Ok(Naming::of(vault, language)?.name(&document))).await?;
        let standing = self.standing(id).await?;
        Ok((name, self.load(standing.content).await?))
    }

    fn copies_folder(&self) -> Result<PathBuf, DeskError> {
        let mut copies = lock(&self.core.copies);
        if let Some(folder) = copies.as_ref() {
            return Ok(folder.path().to_owned());
        }
        let parent = in_memory().unwrap_or_else(std::env::temp_dir);
        remove_leftovers(&parent);
        // The folder is this person's alone (0700).
        let folder = tempfile::Builder::new().prefix(&prefix()).tempdir_in(parent).map_err(VaultError::from)?;
        let path = folder.path().to_owned();
        *copies = Some(folder);
        Ok(path)
    }
}

fn prefix() -> String {
    format!("{PREFIX}{}-", std::process::id())
}

/// The person's own folder in memory (XDG Base Directory Specification).
fn in_memory() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("XDG_RUNTIME_DIR")?);
    (cfg!(target_os = "linux") && folder.is_dir()).then_some(folder)
}

/// Removes what an app that crashed left: a folder of a process that is no more.
fn remove_leftovers(parent: &Path) {
    let Ok(entries) = std::fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split('-').next()?.parse::<u32>().ok());
        let lives = |process: u32| process == std::process::id() || Path::new(&format!("/proc/{process}")).exists();
        if process.is_some_and(|process| !(cfg!(target_os = "linux") && lives(process))) {
            // Another person's is not ours to remove, and stays.
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}

/// Writes the copy, or takes the one that is there: its name holds the document's number.
fn write_copy(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let path = folder.join(name);
    let partial = folder.join(format!(".{name}.part"));
    let mut file = std::fs::File::create(&partial)?;
    file.write_all(bytes)?;
    drop(file);
    std::fs::rename(&partial, &path)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_crash_left_is_removed_and_nothing_else() {
        let parent = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let path = parent.path().join(name);
            std::fs::create_dir(&path).unwrap();
            path
        };
        // No process has that number.
        let (left, ours) = (folder(&format!("{PREFIX}{}-abc", u32::MAX)), folder("coffreo-else"));
        let own = folder(&format!("{}abc", prefix()));
        remove_leftovers(parent.path());
        assert!(!left.exists() && ours.exists());
        assert_eq!(own.exists(), cfg!(target_os = "linux"));
    }

    #[test]
    fn the_same_document_again_replaces_its_copy() {
        let folder = tempfile::tempdir().unwrap();
        write_copy(folder.path(), "a.pdf", b"one").unwrap();
        let path = write_copy(folder.path(), "a.pdf", b"two").unwrap();
        assert_eq!(std::fs::read(path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
