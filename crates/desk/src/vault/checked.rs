//! Whether the vault still reads as what was written: its database and its records, in small steps, so that nobody waits
//! for it and it goes on where it was cut.

use coffreo_domain::Sha256;
use rusqlite::{OptionalExtension as _, params};

use super::{Vault, VaultError};

/// Records that are read at a step.
const STEP: u32 = 50;
/// Where the name of the last record that was read is kept.
const LAST: &str = "checked_content";

impl Vault {
    /// Looks through the database's pages.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when they do not fit together.
    pub fn check_database(&self) -> Result<(), VaultError> {
        self.read(|reader| {
            let said: String = reader.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            if said == "ok" { Ok(()) } else { Err(VaultError::Damaged("the database's pages do not fit together")) }
        })
    }

    /// Reads some of the stored PDFs, in the order of their hashes, and remembers how far it came. `false`: all have been
    /// read, and the next call begins anew.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when one does not open. What went or moved meanwhile is no damage.
    pub fn check_some_contents(&self) -> Result<bool, VaultError> {
        let some: Vec<Sha256> = self.read(|reader| {
            let last: Option<Vec<u8>> = reader
                .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
                .query_row([LAST], |row| row.get(0))
                .optional()?;
            let sql = "SELECT sha256 FROM contents WHERE sha256 > ?1 ORDER BY sha256 LIMIT ?2";
            let mut next = reader.prepare_cached(sql)?;
            let rows = next.query_map(params![last.unwrap_or_default(), STEP], |row| Ok(Sha256(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        for sha256 in &some {
            self.content(*sha256)?;
        }
        self.write(|writer| {
            match some.last() {
                Some(last) => writer.execute(
                    "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
                    params![LAST, last.0],
                )?,
                None => writer.execute("DELETE FROM meta WHERE name = ?1", [LAST])?,
            };
            Ok(())
        })?;
        Ok(!some.is_empty())
    }
}
