//! What the database itself holds in an order of the list: documents by their keys, what waits by its deadline, and words.

use rusqlite::{Connection, params};

use super::VaultError;
use super::filter::Filter;
use super::order::{Order, Position, Value};

/// A question to an index: what comes next after a place, so many.
pub struct Scan<'a> {
    pub reader: &'a Connection,
    pub filter: &'a Filter,
    pub order: Order,
    pub after: Option<&'a Position>,
    pub limit: usize,
}

impl Scan<'_> {
    /// The newest or oldest documents; `by_state`: those that wait before the others, or after them.
    pub fn by_key(&self, by_state: bool) -> Result<Vec<Position>, VaultError> {
        let mut statement = self.reader.prepare_cached(&format!(
            "SELECT key FROM documents INDEXED BY documents_by_state \
             WHERE kind = ?1 AND state = ?2 AND key >= ?3 AND key < ?4 ORDER BY key {} LIMIT ?5",
            direction(self.order.newest_first)
        ))?;
        let mut found = Vec::new();
        for &state in &self.filter.states {
            let value = Value::Int(if by_state { state } else { 0 });
            let bound = match self.after {
                Some(after) if after.value == value => Some(after.key),
                Some(after) if (value < after.value) != self.order.descending => continue,
                _ => None,
            };
            let (low, high) = self.beyond(bound);
            let rows = statement.query_map(params![self.filter.number(), state, low, high, self.limit], |row| {
                Ok(Position { value: value.clone(), key: row.get(0)? })
            })?;
            found.extend(rows.collect::<Result<Vec<_>, _>>()?);
        }
        found.sort_by(|a, b| self.order.compare(a, b));
        found.truncate(self.limit);
        Ok(found)
    }

    /// The contracts that wait, by deadline, the nearest first.
    pub fn due(&self) -> Result<Vec<Position>, VaultError> {
        let mut found = Vec::new();
        let (low, high) = self.filter.keys;
        let mut take = |condition: &str, bounds: [i64; 2]| -> Result<(), VaultError> {
            let mut statement = self.reader.prepare_cached(&format!(
                "SELECT deadline, key FROM documents INDEXED BY documents_due WHERE kind = 0 AND state = 0 \
                 AND key >= ?1 AND key < ?2 AND {condition} ORDER BY deadline, key DESC LIMIT ?5"
            ))?;
            let left = self.limit - found.len();
            let rows = statement.query_map(params![low, high, bounds[0], bounds[1], left], |row| {
                Ok(Position { value: row.get(0)?, key: row.get(1)? })
            })?;
            found.extend(rows.collect::<Result<Vec<_>, _>>()?);
            Ok(())
        };
        match self.after {
            Some(Position { value: Value::Int(deadline), key }) => {
                take("deadline = ?3 AND key < ?4", [*deadline, *key])?;
                take("deadline > ?3 AND ?4 IS NOT NULL", [*deadline, 0])?;
            }
            _ => take("deadline >= ?3 AND ?4 IS NOT NULL", [i64::MIN, 0])?,
        }
        Ok(found)
    }

    /// The keys with the words, newest or oldest first, until one is refused or there are no more.
    pub fn words(&self, mut take: impl FnMut(i64) -> bool) -> Result<(), VaultError> {
        let (low, high) = self.beyond(self.after.map(|after| after.key));
        let mut statement = self.reader.prepare_cached(&format!(
            "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid {}",
            direction(self.order.newest_first)
        ))?;
        let mut rows = statement.query(params![self.filter.expression(), low, high])?;
        while let Some(row) = rows.next()? {
            if !take(row.get(0)?) {
                break;
            }
        }
        Ok(())
    }

    /// The filter's keys beyond one, half open.
    fn beyond(&self, bound: Option<i64>) -> (i64, i64) {
        let (low, high) = self.filter.keys;
        match bound {
            Some(key) if self.order.newest_first => (low, high.min(key)),
            Some(key) => (low.max(key.saturating_add(1)), high),
            None => (low, high),
        }
    }
}

fn direction(descending: bool) -> &'static str {
    if descending { "DESC" } else { "ASC" }
}
