//! Ranges of indexes, in order: what the list is made of.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::VaultError;
use super::list::Filter;
use super::order::{By, Order, Position, Value};
use crate::view::Total;

/// So many documents are sorted in memory rather than looked for along an index.
pub const FEW: usize = 4_000;

/// A question to the indexes: what comes next after a place, so many.
pub struct Scan<'a> {
    pub reader: &'a Connection,
    pub filter: &'a Filter,
    pub order: Order,
    pub after: Option<&'a Position>,
    pub limit: usize,
}

impl Scan<'_> {
    /// The words' index by key: newest or oldest first.
    pub fn matching(&self) -> Result<Vec<Position>, VaultError> {
        let (low, high) = self.beyond(self.after.map(|after| after.key));
        let mut statement = self.reader.prepare_cached(&format!(
            "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid {} LIMIT ?4",
            direction(self.order.newest_first)
        ))?;
        let keys = statement.query_map(params![self.filter.expression(), low, high, self.limit], |row| row.get(0))?;
        Ok(keys.map(|key| Ok(Position { value: Value::Int(0), key: key? })).collect::<rusqlite::Result<_>>()?)
    }

    /// The same from the beginning, and how many match in all.
    pub fn matching_and_count(&self) -> Result<(Vec<Position>, Total), VaultError> {
        let mut statement = self.reader.prepare_cached(&format!(
            "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid {}",
            direction(self.order.newest_first)
        ))?;
        let (low, high) = self.filter.keys;
        let mut rows = statement.query(params![self.filter.expression(), low, high])?;
        let (mut first, mut total) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            if first.len() < self.limit {
                first.push(Position { value: Value::Int(0), key: row.get(0)? });
            }
            total += 1;
        }
        Ok((first, Total::exactly(total)))
    }

    /// The first of these in the order.
    pub fn first_of(&self, matching: Vec<i64>) -> Result<Vec<Position>, VaultError> {
        if matching.len() <= FEW {
            return Ok(self.first(self.of_keys(&matching)?));
        }
        let matching: HashSet<i64> = matching.into_iter().collect();
        Ok(self.first(self.states(|key| matching.contains(&key))?))
    }

    pub fn first(&self, mut found: Vec<Position>) -> Vec<Position> {
        found.sort_by(|a, b| self.order.compare(a, b));
        found.truncate(self.limit);
        found
    }

    /// Every key with the words. A word of a hundred thousand documents takes some milliseconds.
    pub fn all_matching(&self) -> Result<Vec<i64>, VaultError> {
        let mut statement = self
            .reader
            .prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3")?;
        let (low, high) = self.filter.keys;
        let keys = statement.query_map(params![self.filter.expression(), low, high], |row| row.get(0))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// Every key of the states and the period.
    pub fn keys(&self) -> Result<Vec<i64>, VaultError> {
        let all = Order { by: By::Received, descending: true, newest_first: true };
        let scan = Scan { order: all, after: None, limit: usize::MAX >> 1, ..*self };
        Ok(scan.states(|_| true)?.into_iter().map(|position| position.key).collect())
    }

    /// The documents of a short period, to be sorted in memory.
    pub fn of_period(&self) -> Result<Vec<Position>, VaultError> {
        let mut statement = self.reader.prepare_cached(&format!(
            "SELECT {}, key FROM documents INDEXED BY documents_by_state \
             WHERE kind = ?1 AND state = ?2 AND key >= ?3 AND key < ?4",
            self.column()
        ))?;
        let mut found = Vec::new();
        for &state in &self.filter.states {
            let (low, high) = self.filter.keys;
            let rows = statement.query_map(params![self.filter.number(), state, low, high], position)?;
            for row in rows {
                let position = row?;
                found.extend(self.is_beyond(&position).then_some(position));
            }
        }
        Ok(found)
    }

    /// Some documents, to be sorted in memory.
    fn of_keys(&self, keys: &[i64]) -> Result<Vec<Position>, VaultError> {
        let mut statement =
            self.reader.prepare_cached(&format!("SELECT {}, key FROM documents WHERE key = ?1", self.column()))?;
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            let position = statement.query_row([key], position)?;
            found.extend(self.is_beyond(&position).then_some(position));
        }
        Ok(found)
    }

    /// The first documents of each state along the order's index.
    pub fn states(&self, accept: impl Fn(i64) -> bool) -> Result<Vec<Position>, VaultError> {
        let mut found = Vec::new();
        for &state in &self.filter.states {
            match self.order.by {
                By::Received => found.extend(self.by_key(state, Value::Int(0), &accept)?),
                By::State => found.extend(self.by_key(state, Value::Int(state), &accept)?),
                By::Column { name, index } => {
                    let along = Along { scan: self, state, name, index, accept: &accept };
                    found.extend(along.first()?);
                }
            }
        }
        Ok(found)
    }

    /// The documents of one state by key, all of one value.
    fn by_key(&self, state: i64, value: Value, accept: &dyn Fn(i64) -> bool) -> Result<Vec<Position>, VaultError> {
        let bound = match self.after {
            Some(after) if after.value == value => Some(after.key),
            Some(after) if (value < after.value) != self.order.descending => return Ok(Vec::new()),
            _ => None,
        };
        let (low, high) = self.beyond(bound);
        let mut statement = self.reader.prepare_cached(&format!(
            "SELECT key FROM documents INDEXED BY documents_by_state \
             WHERE kind = ?1 AND state = ?2 AND key >= ?3 AND key < ?4 ORDER BY key {}",
            direction(self.order.newest_first)
        ))?;
        let mut rows = statement.query(params![self.filter.number(), state, low, high])?;
        let mut found = Vec::new();
        while found.len() < self.limit {
            let Some(row) = rows.next()? else { break };
            let key = row.get(0)?;
            if accept(key) {
                found.push(Position { value: value.clone(), key });
            }
        }
        Ok(found)
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

    fn is_beyond(&self, position: &Position) -> bool {
        self.after.is_none_or(|after| self.order.compare(after, position).is_lt())
    }

    pub fn column(&self) -> &'static str {
        match self.order.by {
            By::Received => "0",
            By::State => "state",
            By::Column { name, .. } => name,
        }
    }
}

/// One state along the index of one column.
///
/// The index runs by value and then by key, both rising. Where the order wants the keys of one value the other way
/// round, the index is followed from value to value, and each group of equal values is turned.
struct Along<'a> {
    scan: &'a Scan<'a>,
    state: i64,
    name: &'static str,
    index: &'static str,
    accept: &'a dyn Fn(i64) -> bool,
}

impl Along<'_> {
    fn first(&self) -> Result<Vec<Position>, VaultError> {
        let (order, limit) = (self.scan.order, self.scan.limit);
        let mut found = match self.scan.after {
            Some(after) => self.group(&after.value, Some(after.key), limit)?,
            None => Vec::new(),
        };
        if found.len() >= limit {
            return Ok(found);
        }
        let mut statement = self.scan.reader.prepare_cached(&format!(
            "SELECT {name}, key FROM documents INDEXED BY {index} WHERE kind = {kind} AND state = ?1 {beyond} \
             ORDER BY {name} {direction}, key {direction}",
            name = self.name,
            index = self.index,
            kind = self.scan.filter.number(),
            beyond = match (self.scan.after, order.descending) {
                (None, _) => "AND ?2 IS NULL".to_owned(),
                (Some(_), false) => format!("AND {} > ?2", self.name),
                (Some(_), true) => format!("AND {} < ?2", self.name),
            },
            direction = direction(order.descending),
        ))?;
        let mut rows = statement.query(params![self.state, self.scan.after.map(|after| &after.value)])?;
        let natural = order.descending == order.newest_first;
        let mut group: Vec<Position> = Vec::new();
        while let Some(row) = rows.next()? {
            let next = position(row)?;
            if natural {
                found.extend(self.accepts(next.key).then_some(next));
                if found.len() >= limit {
                    return Ok(found);
                }
                continue;
            }
            if group.first().is_some_and(|first| first.value != next.value) {
                found.extend(group.drain(..).rev());
                if found.len() >= limit {
                    return Ok(found);
                }
            }
            if self.accepts(next.key) {
                group.push(next);
            }
            if group.len() > limit {
                // A large group: its other end is where to look.
                let value = group.swap_remove(0).value;
                found.extend(self.group(&value, None, limit - found.len())?);
                return Ok(found);
            }
        }
        found.extend(group.drain(..).rev());
        Ok(found)
    }

    /// The documents of one value, by key.
    fn group(&self, value: &Value, beyond: Option<i64>, limit: usize) -> Result<Vec<Position>, VaultError> {
        let (low, high) = self.scan.beyond(beyond);
        let mut statement = self.scan.reader.prepare_cached(&format!(
            "SELECT {name}, key FROM documents INDEXED BY {index} WHERE kind = {kind} AND state = ?1 AND {name} = ?2 \
             AND key >= ?3 AND key < ?4 ORDER BY key {direction}",
            name = self.name,
            index = self.index,
            kind = self.scan.filter.number(),
            direction = direction(self.scan.order.newest_first),
        ))?;
        let mut rows = statement.query(params![self.state, value, low, high])?;
        let mut found = Vec::new();
        while found.len() < limit {
            let Some(row) = rows.next()? else { break };
            let next = position(row)?;
            found.extend(self.accepts(next.key).then_some(next));
        }
        Ok(found)
    }

    fn accepts(&self, key: i64) -> bool {
        let (low, high) = self.scan.filter.keys;
        (low..high).contains(&key) && (self.accept)(key)
    }
}

pub fn position(row: &rusqlite::Row<'_>) -> rusqlite::Result<Position> {
    Ok(Position { value: row.get(0)?, key: row.get(1)? })
}

fn direction(descending: bool) -> &'static str {
    if descending { "DESC" } else { "ASC" }
}
