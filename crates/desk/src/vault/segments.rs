//! The bytes of PDFs: append-only files of AES-256-GCM records, each bound to the SHA-256 of what it holds. A record is
//! `CFR1`, the length, a nonce, the encrypted bytes and the tag; where it lies is known to the database only, whose rows
//! are committed after the bytes are on disk. So a torn tail is what no row names, and is cut off.
//!
//! It must not hold a hash or a name in the clear: they would tell which documents are here.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};
use coffreo_domain::Sha256;

use super::key::random;
use super::{VaultError, files};

const MAGIC: &[u8; 4] = b"CFR1";
const HEAD: usize = MAGIC.len() + 4 + NONCE_LEN;
const TAG: usize = 16;
/// A segment that has reached this length is not appended to.
const FULL: u64 = 64 * 1024 * 1024;

/// Where a record lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The segment's number.
    pub segment: u32,
    /// The record's first byte.
    pub at: u64,
    /// The record's bytes, head and tag included.
    pub length: u64,
}

/// The segments of one vault.
pub struct Segments {
    folder: PathBuf,
    key: LessSafeKey,
    tail: Mutex<Tail>,
    open: Mutex<HashMap<u32, Arc<File>>>,
}

struct Tail {
    number: u32,
    end: u64,
    file: Option<File>,
}

impl Segments {
    /// Opens the folder. `ends`: for each segment, the end of the last record that the database names.
    pub fn open(folder: PathBuf, key: LessSafeKey, ends: &HashMap<u32, u64>) -> Result<Self, VaultError> {
        files::make_folder(&folder)?;
        let mut last = 0;
        for number in numbers(&folder)? {
            let path = path(&folder, number);
            match ends.get(&number) {
                None => std::fs::remove_file(&path)?,
                Some(&end) => {
                    let file = File::options().write(true).open(&path)?;
                    match file.metadata()?.len() {
                        length if length > end => file.set_len(end)?,
                        length if length < end => return Err(VaultError::Damaged("a segment is too short")),
                        _ => {}
                    }
                    last = last.max(number);
                }
            }
        }
        if ends.keys().any(|&number| !path(&folder, number).is_file()) {
            return Err(VaultError::Damaged("a segment is missing"));
        }
        let tail = Tail { number: last.max(1), end: ends.get(&last).copied().unwrap_or(0), file: None };
        Ok(Self { folder, key, tail: Mutex::new(tail), open: Mutex::default() })
    }

    /// Appends records and flushes them. The database may name them afterwards.
    pub fn append(&self, contents: &[(Sha256, &[u8])]) -> Result<Vec<Location>, VaultError> {
        let mut sealed = Vec::with_capacity(contents.len());
        for (sha256, bytes) in contents {
            sealed.push(self.seal(*sha256, bytes)?);
        }
        self.append_records(&sealed)
    }

    /// Appends records as they lie elsewhere: their place is not part of what is bound.
    pub fn append_records(&self, records: &[Vec<u8>]) -> Result<Vec<Location>, VaultError> {
        let mut tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let result = self.write(&mut tail, records);
        if result.is_err() {
            // What was written is named by no row. The next append starts on a segment of its own.
            tail.file = None;
            tail.number += 1;
            tail.end = 0;
        }
        result
    }

    /// The bytes of a record, checked to be those that were stored under this SHA-256: its tag covers both.
    pub fn read(&self, sha256: Sha256, location: Location) -> Result<Vec<u8>, VaultError> {
        let mut record = self.record(location)?;
        let damaged = VaultError::Damaged("a stored document does not open");
        let nonce: [u8; NONCE_LEN] = match record.get(8..HEAD).and_then(|nonce| nonce.try_into().ok()) {
            Some(nonce) if record.starts_with(MAGIC) && record.len() >= HEAD + TAG => nonce,
            _ => return Err(damaged),
        };
        let mut bytes = record.split_off(HEAD);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let length = self.key.open_in_place(nonce, Aad::from(sha256.0), &mut bytes).map_err(|_| damaged)?.len();
        bytes.truncate(length);
        Ok(bytes)
    }

    /// A record as it lies there, for moving it.
    pub fn record(&self, location: Location) -> Result<Vec<u8>, VaultError> {
        let length = usize::try_from(location.length).map_err(|_| VaultError::Damaged("a record is too long"))?;
        let mut record = vec![0; length];
        read_at(&*self.file(location.segment)?, &mut record, location.at)?;
        Ok(record)
    }

    /// Each segment's length in bytes.
    pub fn lengths(&self) -> Result<Vec<(u32, u64)>, VaultError> {
        let mut lengths = Vec::new();
        for number in numbers(&self.folder)? {
            lengths.push((number, std::fs::metadata(path(&self.folder, number))?.len()));
        }
        Ok(lengths)
    }

    /// Appends no more to this segment.
    pub fn retire(&self, number: u32) {
        let mut tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        if tail.number == number {
            *tail = Tail { number: number + 1, end: 0, file: None };
        }
    }

    /// Removes a segment that no row names any more.
    pub fn remove(&self, number: u32) -> Result<(), VaultError> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
        std::fs::remove_file(path(&self.folder, number))?;
        Ok(())
    }

    fn seal(&self, sha256: Sha256, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        let too_long = |_| VaultError::Invalid("a document is too long");
        let length = u32::try_from(bytes.len()).map_err(too_long)?;
        let mut nonce = [0; NONCE_LEN];
        random(&mut nonce)?;
        let mut record = Vec::with_capacity(HEAD + bytes.len() + TAG);
        record.extend_from_slice(MAGIC);
        record.extend_from_slice(&length.to_le_bytes());
        record.extend_from_slice(&nonce);
        record.extend_from_slice(bytes);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self.key.seal_in_place_separate_tag(nonce, Aad::from(sha256.0), &mut record[HEAD..]);
        record.extend_from_slice(tag.map_err(|_| VaultError::Damaged("a document cannot be encrypted"))?.as_ref());
        Ok(record)
    }

    fn write(&self, tail: &mut Tail, records: &[Vec<u8>]) -> Result<Vec<Location>, VaultError> {
        let mut locations = Vec::with_capacity(records.len());
        for record in records {
            if tail.end >= FULL {
                tail.file.take().map_or(Ok(()), |full| full.sync_data())?;
                *tail = Tail { number: tail.number + 1, end: 0, file: None };
            }
            if tail.file.is_none() {
                tail.file = Some(self.append_to(tail)?);
            }
            let Some(file) = &mut tail.file else { continue };
            file.write_all(record)?;
            let length = record.len() as u64;
            locations.push(Location { segment: tail.number, at: tail.end, length });
            tail.end += length;
        }
        tail.file.as_ref().map_or(Ok(()), File::sync_data)?;
        Ok(locations)
    }

    fn append_to(&self, tail: &Tail) -> io::Result<File> {
        let path = path(&self.folder, tail.number);
        if tail.end == 0 {
            let file = files::private(&path)?;
            files::sync_folder(&self.folder)?;
            return Ok(file);
        }
        let mut file = File::options().write(true).open(path)?;
        file.seek(SeekFrom::Start(tail.end))?;
        Ok(file)
    }

    fn file(&self, number: u32) -> io::Result<Arc<File>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = open.get(&number) {
            return Ok(Arc::clone(file));
        }
        let file = Arc::new(File::open(path(&self.folder, number))?);
        if open.len() >= 64 {
            open.clear();
        }
        open.insert(number, Arc::clone(&file));
        Ok(file)
    }
}

fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:06}.seg"))
}

fn numbers(folder: &Path) -> io::Result<Vec<u32>> {
    let mut numbers = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        numbers
            .extend(name.to_str().and_then(|name| name.strip_suffix(".seg")).and_then(|name| name.parse::<u32>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        (bytes, at) = (&mut bytes[read..], at + read as u64);
    }
    Ok(())
}
