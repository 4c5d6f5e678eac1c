//! Opening and closing: one connection that writes, a few that read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior};
use zeroize::Zeroizing;

use super::columns::{Columns, Step};
use super::segments::Segments;
use super::{VaultError, VaultKey, files, schema};

/// Idle reading connections that are kept.
const READERS: usize = 2;
/// Page caches, as `cache_size` takes them: negative KiB. Inserting 100,000 documents needs the larger one.
const WRITERS_CACHE: i64 = -65_536;
const READERS_CACHE: i64 = -24_576;

/// An open vault. All of it blocks.
pub struct Vault {
    path: PathBuf,
    key: VaultKey,
    database_key: Zeroizing<String>,
    writer: Mutex<Option<Connection>>,
    readers: Mutex<Option<Vec<Connection>>>,
    pub(super) segments: Segments,
    /// What documents are filtered and sorted by, once it was asked for.
    columns: RwLock<Option<Columns>>,
    /// Held while records are written and named: compaction must not take them for unnamed ones.
    pub(super) storing: Mutex<()>,
}

impl Vault {
    /// Opens the vault in its folder; makes it when there is none.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], also when the key is another's; [`VaultError::TooNew`].
    pub fn open(folder: &Path, key: &VaultKey) -> Result<Self, VaultError> {
        files::make_folder(folder)?;
        let path = folder.join("vault.db");
        let database_key = key.database()?;
        let mut writer = connect(&path, &database_key)?;
        writer.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 4000;")?;
        writer.pragma_update(None, "cache_size", WRITERS_CACHE)?;
        schema::migrate(&mut writer)?;
        let segments = Segments::open(folder.join("segments"), key.segments()?, &ends(&writer)?)?;
        Ok(Self {
            path,
            key: key.clone(),
            database_key,
            writer: Mutex::new(Some(writer)),
            readers: Mutex::new(Some(Vec::new())),
            segments,
            columns: RwLock::default(),
            storing: Mutex::new(()),
        })
    }

    /// The key, for wrapping it anew.
    pub fn key(&self) -> &VaultKey {
        &self.key
    }

    /// Closes the connections. What is asked afterwards is answered with [`VaultError::Closed`].
    pub fn close(&self) {
        // The readers first: the last connection to close tidies the WAL up, and only the writer may.
        drop(lock(&self.readers).take());
        drop(lock(&self.writer).take());
        *self.columns.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// After much was written: gives back the room of what went, on disk and in memory.
    pub fn tidy(&self) -> Result<(), VaultError> {
        self.reclaim()?;
        if let Some(writer) = lock(&self.writer).as_ref() {
            writer.execute_batch("PRAGMA shrink_memory")?;
        }
        crate::memory::give_back();
        Ok(())
    }

    /// Lets go of what only speeds up the next question. Everything is read again when it is asked for.
    pub fn rest(&self) -> Result<(), VaultError> {
        *self.columns.write().unwrap_or_else(PoisonError::into_inner) = None;
        if let Some(readers) = lock(&self.readers).as_mut() {
            readers.clear();
        }
        if let Some(writer) = lock(&self.writer).as_ref() {
            writer.execute_batch("PRAGMA shrink_memory")?;
        }
        Ok(())
    }

    /// Reads from one state of the database.
    pub(super) fn read<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, VaultError>) -> Result<T, VaultError> {
        let idle = lock(&self.readers).as_mut().ok_or(VaultError::Closed)?.pop();
        let reader = match idle {
            Some(reader) => reader,
            None => self.reader()?,
        };
        let snapshot = reader.unchecked_transaction()?;
        let answer = ask(&snapshot);
        snapshot.finish()?;
        if let Some(readers) = lock(&self.readers).as_mut().filter(|readers| readers.len() < READERS) {
            readers.push(reader);
        }
        answer
    }

    /// Writes all or nothing.
    pub(super) fn write<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.write_and_follow(|writer| Ok((change(writer)?, Vec::new())))
    }

    /// Writes all or nothing; the columns follow before anything else is written.
    pub(super) fn write_and_follow<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<(T, Vec<Step>), VaultError>,
    ) -> Result<T, VaultError> {
        let mut writer = lock(&self.writer);
        let writer = writer.as_mut().ok_or(VaultError::Closed)?;
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (answer, steps) = change(&transaction)?;
        transaction.commit()?;
        if !steps.is_empty()
            && let Some(columns) = self.columns.write().unwrap_or_else(PoisonError::into_inner).as_mut()
        {
            columns.follow(steps);
        }
        Ok(answer)
    }

    /// Asks the columns; reads them when they are not there yet.
    pub(super) fn with_columns<T>(&self, ask: impl FnOnce(&Columns) -> T) -> Result<T, VaultError> {
        let columns = self.columns.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(columns) = columns.as_ref() {
            return Ok(ask(columns));
        }
        drop(columns);
        // What is committed meanwhile waits here to be followed, and is followed twice if it was read already.
        let mut columns = self.columns.write().unwrap_or_else(PoisonError::into_inner);
        let columns = match columns.as_mut() {
            Some(columns) => columns,
            None => {
                if lock(&self.readers).is_none() {
                    return Err(VaultError::Closed);
                }
                // By a reader of its own: reading everything once fills no cache that anybody keeps.
                let reader = self.reader()?;
                columns.insert(Columns::load(&*reader.unchecked_transaction()?)?)
            }
        };
        Ok(ask(columns))
    }

    /// Whether they are there, or just being read.
    pub fn is_warm(&self) -> bool {
        self.columns.try_read().map_or(true, |columns| columns.is_some())
    }

    /// Reads what lists are filtered and sorted by, so that nobody waits for it later.
    pub fn warm(&self) -> Result<(), VaultError> {
        self.with_columns(|_| ())
    }

    fn reader(&self) -> Result<Connection, VaultError> {
        let reader = connect(&self.path, &self.database_key)?;
        reader.pragma_update(None, "cache_size", READERS_CACHE)?;
        reader.execute_batch("PRAGMA query_only = ON")?;
        reader.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        Ok(reader)
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        self.close();
    }
}

fn connect(path: &Path, key: &str) -> Result<Connection, VaultError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(256);
    let pragmas = Zeroizing::new(format!(
        "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{key}'\"; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; \
         PRAGMA secure_delete = FAST; PRAGMA busy_timeout = 10000; PRAGMA trusted_schema = OFF;"
    ));
    connection.execute_batch(&pragmas)?;
    // The first page is read here: a wrong key is told apart from a later fault.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// The end of the last record of each segment: a few steps along an index, however many records there are.
fn ends(writer: &Connection) -> Result<HashMap<u32, u64>, VaultError> {
    let mut next = writer.prepare(
        "SELECT segment FROM contents INDEXED BY contents_by_segment WHERE segment > ?1 ORDER BY segment LIMIT 1",
    )?;
    let mut end = writer.prepare(
        "SELECT at + length FROM contents INDEXED BY contents_by_segment WHERE segment = ?1 ORDER BY at DESC LIMIT 1",
    )?;
    let mut ends = HashMap::new();
    let mut last = 0;
    while let Some(segment) = next.query_row([last], |row| row.get::<_, u32>(0)).optional()? {
        ends.insert(segment, end.query_row([segment], |row| row.get(0))?);
        last = segment;
    }
    Ok(ends)
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
