//! Durable writing of many small files into one folder: write, fsync, rename, fsync the folder.
//!
//! `object_store` can do that for one file at a time. A signing batch writes a hundred: here they are written first
//! and made durable together, which costs the disk a few waits in place of two hundred.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use coffreo_domain::{Sha256, Timestamp};

/// From so many files on, one wait for the whole file system is cheaper than one a file (measured on ext4).
#[cfg(target_os = "linux")]
const MANY: usize = 8;

/// A folder of files named by their SHA-256, spread over 256 folders by the first two digits.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: Arc<PathBuf>,
    staging: Arc<PathBuf>,
    counter: Arc<AtomicU64>,
}

/// `ab/abcd…`
pub(super) fn file_name(name: Sha256) -> String {
    let hex = name.to_string();
    format!("{}/{hex}", &hex[..2])
}

impl Folder {
    /// Makes the folder when it is missing, and throws away what an interrupted write left.
    pub(super) fn open(root: &Path, now: Timestamp) -> io::Result<Self> {
        let staging = root.join("staging");
        fs::create_dir_all(&staging)?;
        for first in 0..=255_u8 {
            let spread = root.join(format!("{first:02x}"));
            if !spread.is_dir() {
                fs::create_dir_all(spread)?;
            }
        }
        for left in fs::read_dir(&staging)? {
            remove_when_old(&left?.path(), now)?;
        }
        sync_folder(root)?;
        Ok(Self { root: Arc::new(root.into()), staging: Arc::new(staging), counter: Arc::default() })
    }

    pub(super) fn read(&self, name: Sha256) -> io::Result<Vec<u8>> {
        fs::read(self.root.join(file_name(name)))
    }

    pub(super) fn put_all(&self, files: &[(Sha256, Bytes)]) -> io::Result<()> {
        let mut written = Vec::with_capacity(files.len());
        let mut folders = BTreeSet::new();
        for (name, bytes) in files {
            let to = self.root.join(file_name(*name));
            folders.extend(to.parent().map(Path::to_path_buf));
            if fs::metadata(&to).is_ok_and(|there| there.len() == bytes.len() as u64) {
                continue;
            }
            let number = self.counter.fetch_add(1, Ordering::Relaxed);
            let from = self.staging.join(format!("{}-{number}", std::process::id()));
            let mut file = File::create_new(&from)?;
            file.write_all(bytes)?;
            written.push((file, from, to));
        }
        self.sync_files(&written)?;
        written.iter().try_for_each(|(_, from, to)| fs::rename(from, to))?;
        self.sync_folders(&folders)
    }

    fn sync_files(&self, written: &[(File, PathBuf, PathBuf)]) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        if written.len() >= MANY {
            return self.sync_file_system();
        }
        written.iter().try_for_each(|(file, ..)| file.sync_data())
    }

    fn sync_folders(&self, folders: &BTreeSet<PathBuf>) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        if folders.len() >= MANY {
            return self.sync_file_system();
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }

    /// `syncfs(2)`: since Linux 5.8 it reports write errors, as `fsync` does.
    #[cfg(target_os = "linux")]
    fn sync_file_system(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(File::open(&*self.root)?)?)
    }
}

/// Another process may share the folder, so only what nobody can still be writing goes.
fn remove_when_old(path: &Path, now: Timestamp) -> io::Result<()> {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let modified = fs::metadata(path)?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    if now.0 - i64::try_from(modified.as_millis()).unwrap_or(i64::MAX) > DAY {
        fs::remove_file(path)?;
    }
    Ok(())
}

/// Makes renames in the folder durable. Windows has no such call: NTFS journals renames itself.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::sha256;

    #[test]
    fn what_was_put_is_read_back_and_leftovers_go() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path(), Timestamp(0)).unwrap();
        let files: Vec<_> = (0..20_u8).map(|i| (sha256(&[i]), Bytes::from(vec![i]))).collect();
        folder.put_all(&files).unwrap();
        folder.put_all(&files[..3]).unwrap();
        fs::write(root.path().join("staging/left"), "half").unwrap();
        let again = Folder::open(root.path(), Timestamp(i64::MAX / 2)).unwrap();
        assert!(files.iter().all(|(name, bytes)| again.read(*name).unwrap() == *bytes));
        assert_eq!(fs::read_dir(root.path().join("staging")).unwrap().count(), 0);
    }
}
