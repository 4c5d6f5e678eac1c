//! PDF bytes: which are missing, which are here, and giving back the room of those that went.

use std::collections::{HashMap, HashSet};

use coffreo_domain::Sha256;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::document::{self, Standing};
use super::open::lock;
use super::segments::Location;
use super::{Vault, VaultError};

/// A PDF that a document stands for and that is not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// Which.
    pub sha256: Sha256,
    /// Its bytes, as the server says.
    pub size: i64,
}

impl Vault {
    /// The PDFs that are missing, newest documents first, each once.
    pub fn missing(&self, limit: u32) -> Result<Vec<Missing>, VaultError> {
        self.read(|reader| {
            let mut statement = reader.prepare_cached(
                "SELECT content, size FROM documents INDEXED BY documents_missing \
                 WHERE available = 0 ORDER BY key DESC LIMIT ?1",
            )?;
            let rows =
                statement.query_map([limit], |row| Ok(Missing { sha256: Sha256(row.get(0)?), size: row.get(1)? }))?;
            let mut seen = HashSet::new();
            let missing: Result<Vec<Missing>, _> = rows.collect();
            Ok(missing?.into_iter().filter(|missing| seen.insert(missing.sha256)).collect())
        })
    }

    /// How many documents lack their PDF.
    pub fn missing_count(&self) -> Result<i64, VaultError> {
        self.read(|reader| {
            let sql = "SELECT count(*) FROM documents INDEXED BY documents_missing WHERE available = 0";
            Ok(reader.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
        })
    }

    /// Keeps PDFs whose hash the caller has checked: on disk first, then in one transaction known to be there. What no
    /// document stands for any more is not named, and its bytes are cut off or compacted away.
    pub fn store_contents(&self, contents: &[(Sha256, &[u8])]) -> Result<(), VaultError> {
        let _storing = lock(&self.storing);
        let locations = self.segments.append(contents)?;
        self.write(|writer| {
            let mut available =
                writer.prepare_cached("UPDATE documents SET available = 1 WHERE content = ?1 AND available = 0")?;
            let mut named = writer.prepare_cached(
                "INSERT INTO contents (sha256, segment, at, length) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )?;
            for ((sha256, _), location) in contents.iter().zip(&locations) {
                if available.execute([sha256.0])? > 0 {
                    named.execute(params![sha256.0, location.segment, location.at, location.length])?;
                }
            }
            Ok(())
        })
    }

    /// The bytes of a PDF; none when they are not here.
    pub fn content(&self, sha256: Sha256) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(location) = self.read(|reader| location(reader, sha256))? else { return Ok(None) };
        match self.segments.read(sha256, location) {
            Ok(bytes) => Ok(Some(bytes)),
            // Compaction may have moved it between the two steps.
            Err(error) => match self.read(|reader| self::location(reader, sha256))? {
                Some(moved) if moved != location => self.segments.read(sha256, moved).map(Some),
                Some(_) => Err(error),
                None => Ok(None),
            },
        }
    }

    /// Where a document stands; none when it is not here.
    pub fn standing(&self, id: &str) -> Result<Option<Standing>, VaultError> {
        self.read(|reader| document::standing(reader, id))
    }

    /// Remembers that the present version was opened here.
    pub fn mark_opened(&self, id: &str) -> Result<bool, VaultError> {
        self.write(|writer| {
            let sql = "UPDATE documents SET opened_version = version WHERE uid = ?1";
            Ok(writer.prepare_cached(sql)?.execute([id])? > 0)
        })
    }

    /// Gives back the room of PDFs that no document stands for: segments that are half empty or more are copied together.
    pub fn reclaim(&self) -> Result<(), VaultError> {
        let _storing = lock(&self.storing);
        let kept = self.read(kept)?;
        for (segment, length) in self.segments.lengths()? {
            if length == 0 || kept.get(&segment).is_some_and(|kept| kept * 2 > length) {
                continue;
            }
            self.segments.retire(segment);
            let live = self.read(|reader| records(reader, segment))?;
            for some in live.chunks(64) {
                let records = some.iter().map(|(_, location)| self.segments.record(*location));
                let moved = self.segments.append_records(&records.collect::<Result<Vec<_>, _>>()?)?;
                self.write(|writer| {
                    let mut name = writer.prepare_cached(
                        "UPDATE contents SET segment = ?2, at = ?3 WHERE sha256 = ?1 AND segment = ?4 AND at = ?5",
                    )?;
                    for ((sha256, old), new) in some.iter().zip(&moved) {
                        name.execute(params![sha256.0, new.segment, new.at, old.segment, old.at])?;
                    }
                    Ok(())
                })?;
            }
            self.segments.remove(segment)?;
        }
        Ok(())
    }
}

fn location(reader: &Connection, sha256: Sha256) -> Result<Option<Location>, VaultError> {
    let mut statement = reader.prepare_cached("SELECT segment, at, length FROM contents WHERE sha256 = ?1")?;
    let read = |row: &rusqlite::Row<'_>| Ok(Location { segment: row.get(0)?, at: row.get(1)?, length: row.get(2)? });
    Ok(statement.query_row([sha256.0], read).optional()?)
}

/// The bytes of each segment that are named.
fn kept(reader: &Connection) -> Result<HashMap<u32, u64>, VaultError> {
    let mut statement = reader
        .prepare_cached("SELECT segment, sum(length) FROM contents INDEXED BY contents_by_segment GROUP BY segment")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn records(reader: &Connection, segment: u32) -> Result<Vec<(Sha256, Location)>, VaultError> {
    let mut statement = reader.prepare_cached(
        "SELECT sha256, segment, at, length FROM contents INDEXED BY contents_by_segment \
         WHERE segment = ?1 ORDER BY at",
    )?;
    let rows = statement.query_map([segment], |row| {
        let location = Location { segment: row.get(1)?, at: row.get(2)?, length: row.get(3)? };
        Ok((Sha256(row.get(0)?), location))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
