//! Counters of documents by kind, state and day of reception, kept in the transaction that changes the documents: no
//! badge and no total counts rows.

use std::collections::HashMap;
use std::ops::Range;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::document::{KEY_BITS, MOMENTS, kind_number};
use super::{Vault, VaultError};
use crate::view::{Kind, KindCounts};

const DAY: i64 = 86_400_000;
/// The row of all days together.
const ALL: i64 = -1;

/// What a transaction changes in the counters; written at its end.
#[derive(Default)]
pub struct Tally(HashMap<(i64, i64, i64), i64>);

impl Tally {
    /// One more (or less) of this kind and state, by its key.
    pub fn add(&mut self, kind: i64, state: i64, key: i64, by: i64) {
        *self.0.entry((kind, state, (key >> KEY_BITS) / DAY)).or_default() += by;
        *self.0.entry((kind, state, ALL)).or_default() += by;
    }

    /// Writes the changes.
    pub fn write(self, writer: &Connection) -> Result<(), VaultError> {
        let mut statement = writer.prepare_cached(
            "INSERT INTO counts (kind, state, day, documents) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (kind, state, day) DO UPDATE SET documents = documents + excluded.documents",
        )?;
        for ((kind, state, day), by) in self.0.into_iter().filter(|&(_, by)| by != 0) {
            statement.execute(params![kind, state, day, by])?;
        }
        Ok(())
    }
}

/// How many documents of this kind and state were received in the period: ms.
pub fn received(reader: &Connection, kind: i64, state: i64, period: &Range<i64>) -> Result<i64, VaultError> {
    if period.is_empty() {
        return Ok(0);
    }
    if period.start == 0 && period.end >= MOMENTS.end {
        return all(reader, kind, state);
    }
    let whole = period.start.saturating_add(DAY - 1) / DAY..period.end / DAY;
    if whole.start >= whole.end {
        return counted(reader, kind, state, period.start, period.end);
    }
    let mut statement = reader.prepare_cached(
        "SELECT coalesce(sum(documents), 0) FROM counts WHERE kind = ?1 AND state = ?2 AND day >= ?3 AND day < ?4",
    )?;
    let days: i64 = statement.query_row(params![kind, state, whole.start, whole.end], |row| row.get(0))?;
    let before = counted(reader, kind, state, period.start, whole.start.saturating_mul(DAY))?;
    let after = counted(reader, kind, state, whole.end.saturating_mul(DAY), period.end)?;
    Ok(days + before + after)
}

fn all(reader: &Connection, kind: i64, state: i64) -> Result<i64, VaultError> {
    let mut statement =
        reader.prepare_cached("SELECT documents FROM counts WHERE kind = ?1 AND state = ?2 AND day = ?3")?;
    Ok(statement.query_row(params![kind, state, ALL], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// Counted one by one: for the incomplete days at the ends of a period.
fn counted(reader: &Connection, kind: i64, state: i64, from: i64, before: i64) -> Result<i64, VaultError> {
    if from >= before {
        return Ok(0);
    }
    let mut statement = reader.prepare_cached(
        "SELECT count(*) FROM documents INDEXED BY documents_by_state \
         WHERE kind = ?1 AND state = ?2 AND key >= ?3 AND key < ?4",
    )?;
    Ok(statement.query_row(params![kind, state, from << KEY_BITS, before << KEY_BITS], |row| row.get(0))?)
}

impl Vault {
    /// What waits and what is kept, by kind; late at `now`: ms.
    pub fn counts(&self, now: i64) -> Result<Vec<KindCounts>, VaultError> {
        self.read(|reader| {
            let mut counts = Vec::new();
            for kind in [Kind::Contract, Kind::Invoice] {
                let number = kind_number(kind);
                let (pending, archived) = (all(reader, number, 0)?, all(reader, number, 1)?);
                let late = match kind {
                    Kind::Contract => reader
                        .prepare_cached(
                            "SELECT count(*) FROM documents INDEXED BY documents_due \
                             WHERE kind = 0 AND state = 0 AND deadline <= ?1",
                        )?
                        .query_row([now], |row| row.get(0))?,
                    Kind::Invoice => 0,
                };
                counts.push(KindCounts { kind, pending, archived, late });
            }
            Ok(counts)
        })
    }
}
