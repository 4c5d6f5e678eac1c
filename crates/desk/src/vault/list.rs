//! The list: a page from a place on, and a document's neighbours. Every page is a few ranges of indexes, never a scan of
//! all documents: only a filter that leaves out nearly everything of a long list costs more, and says so in its comment.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::cursor::{self, Cursor};
use super::document::{KEY_BITS, kind_number};
use super::order::{By, Order, Position, Value};
use super::snippet::{Term, expression, keys, terms};
use super::{Vault, VaultError, counts, rows};
use crate::view::{Kind, ListPage, ListQuery, Neighbours};

/// So many documents are sorted in memory rather than looked for along an index.
const FEW: usize = 4_000;
/// Rows of a page.
const MOST_ROWS: u32 = 100;

/// Which documents a question is about.
struct Filter {
    kind: Kind,
    states: Vec<i64>,
    /// Half open.
    keys: (i64, i64),
    terms: Vec<Term>,
}

impl Filter {
    fn of(query: &ListQuery) -> Self {
        let states = [(query.pending, 0), (query.archived, 1)];
        Self {
            kind: query.kind,
            states: states.into_iter().filter(|(wanted, _)| *wanted).map(|(_, state)| state).collect(),
            keys: keys(query.received_from, query.received_before),
            terms: terms(&query.search),
        }
    }

    fn number(&self) -> i64 {
        kind_number(self.kind)
    }

    /// The question for the words, in these states.
    fn expression(&self) -> String {
        let tags = super::texts::tags(self.number(), self.states[0]);
        expression(tags[usize::from(self.states.len() == 1)], &self.terms)
    }
}

impl Vault {
    /// A page of the list.
    ///
    /// # Errors
    /// [`VaultError::Invalid`] for a cursor that was given for another question, or a limit outside of 1 to 100.
    pub fn list(&self, query: &ListQuery) -> Result<ListPage, VaultError> {
        if !(1..=MOST_ROWS).contains(&query.limit) {
            return Err(VaultError::Invalid("a page has 1 to 100 rows"));
        }
        let after = query.after.as_deref().map(|after| cursor::read(query, after)).transpose()?;
        let filter = Filter::of(query);
        let order = Order::of(query.kind, query.sort);
        let limit = query.limit as usize;
        self.read(|reader| {
            let mut page = positions(reader, &filter, order, after.as_ref().map(|cursor| &cursor.position), limit + 1)?;
            let more = page.len() > limit;
            page.truncate(limit);
            // Matches are counted once for all pages; the rest is counted at no cost.
            let total = match &after {
                Some(cursor) if !filter.terms.is_empty() => cursor.total,
                _ => total(reader, &filter)?,
            };
            let next = page.last().filter(|_| more).map(|last| Cursor { position: last.clone(), total });
            let rows = page.iter().map(|position| rows::row(reader, position.key, &filter.terms));
            Ok(ListPage {
                rows: rows.collect::<Result<_, _>>()?,
                next: next.map(|next| cursor::write(query, &next)),
                total,
            })
        })
    }

    /// The identifiers of the list in its order, `limit` at most.
    pub fn list_ids(&self, query: &ListQuery, limit: usize) -> Result<Vec<String>, VaultError> {
        let (filter, order) = (Filter::of(query), Order::of(query.kind, query.sort));
        self.read(|reader| {
            let positions = positions(reader, &filter, order, None, limit)?;
            positions.iter().map(|position| uid(reader, position.key)).collect()
        })
    }

    /// The documents before and after one in the list, whether or not it is still of the list itself.
    pub fn neighbours(&self, id: &str, query: &ListQuery) -> Result<Neighbours, VaultError> {
        let (filter, order) = (Filter::of(query), Order::of(query.kind, query.sort));
        self.read(|reader| {
            let Some(here) = place(reader, id, &filter, order)? else {
                return Ok(Neighbours { previous: None, next: None });
            };
            let beside = |order| -> Result<Option<String>, VaultError> {
                let found = positions(reader, &filter, order, Some(&here), 1)?;
                found.first().map(|position| uid(reader, position.key)).transpose()
            };
            Ok(Neighbours { previous: beside(order.reversed())?, next: beside(order)? })
        })
    }
}

fn total(reader: &Connection, filter: &Filter) -> Result<i64, VaultError> {
    if filter.states.is_empty() {
        return Ok(0);
    }
    if filter.terms.is_empty() {
        return filter.states.iter().map(|&state| received(reader, filter, state)).sum();
    }
    let mut statement =
        reader.prepare_cached("SELECT count(*) FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3")?;
    Ok(statement.query_row(params![filter.expression(), filter.keys.0, filter.keys.1], |row| row.get(0))?)
}

fn received(reader: &Connection, filter: &Filter, state: i64) -> Result<i64, VaultError> {
    let period = filter.keys.0 >> KEY_BITS..filter.keys.1 >> KEY_BITS;
    counts::received(reader, filter.number(), state, &period)
}

/// The next documents after a place, in order.
fn positions(
    reader: &Connection,
    filter: &Filter,
    order: Order,
    after: Option<&Position>,
    limit: usize,
) -> Result<Vec<Position>, VaultError> {
    if filter.states.is_empty() {
        return Ok(Vec::new());
    }
    let scan = Scan { reader, filter, order, after, limit };
    let mut found = match (order.by, filter.terms.is_empty()) {
        (By::Received, false) => return scan.matching(),
        (By::Received | By::State, true) => scan.states(|_| true)?,
        (By::Column { .. }, true) => {
            let counts = filter.states.iter().map(|&state| received(reader, filter, state));
            let few = counts.sum::<Result<i64, _>>()? <= FEW as i64;
            if few { scan.of_period()? } else { scan.states(|_| true)? }
        }
        (_, false) => {
            let matching = scan.all_matching()?;
            if matching.len() <= FEW {
                scan.of_keys(&matching)?
            } else {
                let matching: HashSet<i64> = matching.into_iter().collect();
                scan.states(|key| matching.contains(&key))?
            }
        }
    };
    found.sort_by(|a, b| order.compare(a, b));
    found.truncate(limit);
    Ok(found)
}

struct Scan<'a> {
    reader: &'a Connection,
    filter: &'a Filter,
    order: Order,
    after: Option<&'a Position>,
    limit: usize,
}

impl Scan<'_> {
    /// The words' index by key: newest or oldest first.
    fn matching(&self) -> Result<Vec<Position>, VaultError> {
        let (low, high) = self.beyond(self.after.map(|after| after.key));
        let mut statement = self.reader.prepare_cached(&format!(
            "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid {} LIMIT ?4",
            direction(self.order.newest_first)
        ))?;
        let keys = statement.query_map(params![self.filter.expression(), low, high, self.limit], |row| row.get(0))?;
        Ok(keys.map(|key| Ok(Position { value: Value::Int(0), key: key? })).collect::<rusqlite::Result<_>>()?)
    }

    /// Every key with the words. A word of a hundred thousand documents takes some milliseconds.
    fn all_matching(&self) -> Result<Vec<i64>, VaultError> {
        let mut statement = self
            .reader
            .prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3")?;
        let (low, high) = self.filter.keys;
        let keys = statement.query_map(params![self.filter.expression(), low, high], |row| row.get(0))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// The documents of a short period, to be sorted in memory.
    fn of_period(&self) -> Result<Vec<Position>, VaultError> {
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
    fn states(&self, accept: impl Fn(i64) -> bool) -> Result<Vec<Position>, VaultError> {
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

    fn column(&self) -> &'static str {
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

fn place(reader: &Connection, id: &str, filter: &Filter, order: Order) -> Result<Option<Position>, VaultError> {
    let none = Scan { reader, filter, order, after: None, limit: 1 };
    let sql = format!("SELECT {}, key FROM documents WHERE uid = ?1 AND kind = ?2", none.column());
    let mut statement = reader.prepare_cached(&sql)?;
    let found = statement.query_map(params![id, filter.number()], position)?.next();
    Ok(found.transpose()?)
}

fn uid(reader: &Connection, key: i64) -> Result<String, VaultError> {
    let mut statement = reader.prepare_cached("SELECT uid FROM documents WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0))?)
}

fn position(row: &rusqlite::Row<'_>) -> rusqlite::Result<Position> {
    Ok(Position { value: row.get(0)?, key: row.get(1)? })
}

fn direction(descending: bool) -> &'static str {
    if descending { "DESC" } else { "ASC" }
}
