//! The journal's rows.

use coffreo_domain::{Sha256, Timestamp};
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::rows::Columns;
use super::{Store, StoreError};
use crate::journal::{Entry, chain, leaf};

/// Appends entries. The head's row is locked first, so entries of all transactions stand in one order.
pub(super) async fn append(
    tx: &mut Transaction<'static, Any>,
    at: Timestamp,
    entries: &[Entry],
) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let count = entries.len() as i64;
    let head = sqlx::query("UPDATE journal_head SET seq = seq + $1 WHERE id = 1 RETURNING seq, hash");
    let head = head.bind(count).fetch_one(&mut **tx).await?;
    let first = head.number("seq")? - count + 1;
    let mut previous: Sha256 = head.parsed("hash")?;
    let mut values = Vec::with_capacity(entries.len());
    for (seq, entry) in (first..).zip(entries) {
        let body = entry.body(seq, at);
        let leaf = leaf(&body);
        let hash = chain(previous, leaf);
        values.push((seq, entry, body, leaf, previous, hash));
        previous = hash;
    }
    let text = super::rows::many(
        "INSERT INTO journal (seq, at, what, subject, body, leaf, prev_hash, hash) VALUES ",
        8,
        values.len(),
    );
    let mut insert = sqlx::query(AssertSqlSafe(text));
    for (seq, entry, body, leaf, previous, hash) in values {
        insert = insert.bind(seq).bind(at.0).bind(entry.what).bind(entry.subject.clone()).bind(body);
        insert = insert.bind(leaf.to_string()).bind(previous.to_string()).bind(hash.to_string());
    }
    insert.execute(&mut **tx).await?;
    name_places(tx, first, entries).await?;
    sqlx::query("UPDATE journal_head SET hash = $1 WHERE id = 1").bind(previous.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Notes which of the entries are about a place.
async fn name_places(tx: &mut Transaction<'static, Any>, first: i64, entries: &[Entry]) -> Result<(), StoreError> {
    let places: Vec<_> = (first..).zip(entries).filter_map(|(seq, entry)| Some((seq, entry.place?))).collect();
    if places.is_empty() {
        return Ok(());
    }
    let start = "INSERT INTO journal_places (seq, company_id, agency_id) VALUES ";
    let mut insert = sqlx::query(AssertSqlSafe(super::rows::many(start, 3, places.len())));
    for (seq, (company, agency)) in places {
        insert = insert.bind(seq).bind(company.to_string()).bind(agency.to_string());
    }
    insert.execute(&mut **tx).await?;
    Ok(())
}

impl Store {
    /// Recomputes the chain. Answers how many entries stand, or the first that does not fit.
    ///
    /// # Errors
    /// [`StoreError::Database`]; [`StoreError::Damaged`] when an entry was changed, removed or added.
    pub async fn verify_journal(&self) -> Result<i64, StoreError> {
        const CHUNK: i64 = 1000;
        let mut seq = 0;
        let mut previous = Sha256([0; 32]);
        loop {
            let rows = sqlx::query(
                "SELECT seq, body, leaf, prev_hash, hash FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2",
            );
            let rows = rows.bind(seq).bind(CHUNK).fetch_all(&self.read).await?;
            for row in &rows {
                let own = leaf(&row.text("body")?);
                let hash = chain(previous, own);
                let fits = row.number("seq")? == seq + 1
                    && row.text("leaf")? == own.to_string()
                    && row.text("prev_hash")? == previous.to_string()
                    && row.text("hash")? == hash.to_string();
                if !fits {
                    return Err(StoreError::Damaged("journal"));
                }
                (seq, previous) = (seq + 1, hash);
            }
            if (rows.len() as i64) < CHUNK {
                break;
            }
        }
        let head = sqlx::query("SELECT seq, hash FROM journal_head WHERE id = 1").fetch_one(&self.read).await?;
        if head.number("seq")? != seq || head.text("hash")? != previous.to_string() {
            return Err(StoreError::Damaged("journal_head"));
        }
        Ok(seq)
    }
}
