//! The list: a page from a place on, a document's neighbours, and all of it at once.
//!
//! There are four ways through it. What the screens begin with — the newest, what waits by its deadline, and a search
//! newest first — is read along an index of the database, which is there as soon as the vault is open. Everything else is
//! looked for in the columns.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::columns::{Table, Test};
use super::cursor::{self, Cursor};
use super::document::KEY_BITS;
use super::filter::Filter;
use super::order::{Order, Position, Value};
use super::scan::Scan;
use super::{Vault, VaultError, counts, rows};
use crate::view::{FrozenList, ListPage, ListQuery, Neighbours, Row, SortColumn, Total};

/// Rows of a page.
const MOST_ROWS: u32 = 100;
/// Rows of a frozen list.
const MOST_FROZEN: usize = 10_000;
/// Documents with the words of a search that are counted.
const MOST_COUNTED: i64 = 1000;
/// As many as there are.
const ALL: usize = i64::MAX as usize;

/// How a list is walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By key, along the database's index.
    Keys,
    /// By deadline, along the database's index.
    Due,
    /// By key, along the words.
    Words,
    /// Along an order of the columns.
    Columns,
}

fn way(filter: &Filter, order: Order) -> Way {
    let plain = filter.terms.is_empty() && filter.criteria.is_empty();
    match order.column {
        SortColumn::Received | SortColumn::State if plain => Way::Keys,
        SortColumn::Received if !filter.terms.is_empty() => Way::Words,
        SortColumn::Deadline if plain && !order.descending && order.newest_first && filter.states == [0] => Way::Due,
        _ => Way::Columns,
    }
}

impl Vault {
    /// A page of the list, as it is on this day in Paris.
    ///
    /// # Errors
    /// [`VaultError::Invalid`] for a cursor that was given for another question, a criterion of the other kind, or a limit
    /// outside of 1 to 100.
    pub fn list(&self, query: &ListQuery, today: Date) -> Result<ListPage, VaultError> {
        if !(1..=MOST_ROWS).contains(&query.limit) {
            return Err(VaultError::Invalid("a page has 1 to 100 rows"));
        }
        let after = query.after.as_deref().map(|after| cursor::read(query, after)).transpose()?;
        let filter = Filter::of(query, today)?;
        let order = Order::of(query.kind, query.sort);
        let limit = query.limit as usize;
        self.read(|reader| {
            let (place, known) = after.map_or((None, None), |after| (Some(after.position), Some(after.total)));
            let walk = Walk { vault: self, reader, filter: &filter, order };
            let (mut page, total) = walk.page(place.as_ref(), known, limit + 1)?;
            let more = page.len() > limit;
            page.truncate(limit);
            let next = page.last().filter(|_| more).map(|last| Cursor { position: last.clone(), total });
            Ok(ListPage {
                rows: rows::rows(reader, page.iter().map(|position| position.key), &filter.terms)?,
                next: next.map(|next| cursor::write(query, &next)),
                total,
            })
        })
    }

    /// How many documents match.
    pub fn total(&self, query: &ListQuery, today: Date) -> Result<Total, VaultError> {
        let (filter, order) = (Filter::of(query, today)?, Order::of(query.kind, query.sort));
        self.read(|reader| Ok(Walk { vault: self, reader, filter: &filter, order }.page(None, None, 0)?.1))
    }

    /// Everything that matches now, from one state of the vault: 10,000 rows at most, and how many there are.
    pub fn freeze(&self, query: &ListQuery, today: Date) -> Result<FrozenList, VaultError> {
        let (filter, order) = (Filter::of(query, today)?, Order::of(query.kind, query.sort));
        self.read(|reader| {
            let all = Walk { vault: self, reader, filter: &filter, order }.positions(None, ALL)?;
            let keys = all.iter().take(MOST_FROZEN).map(|position| position.key);
            Ok(FrozenList { rows: rows::rows(reader, keys, &[])?, count: all.len() as i64 })
        })
    }

    /// The identifiers of the list in its order, `limit` at most.
    pub fn list_ids(&self, query: &ListQuery, today: Date, limit: usize) -> Result<Vec<String>, VaultError> {
        let (filter, order) = (Filter::of(query, today)?, Order::of(query.kind, query.sort));
        self.read(|reader| {
            let positions = Walk { vault: self, reader, filter: &filter, order }.positions(None, limit)?;
            let ids = positions.iter().map(|position| uid(reader, position.key));
            Ok(ids.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        })
    }

    /// What stands for each document that matches now, in order; [`rows`](Self::rows) reads them.
    pub fn keys(&self, query: &ListQuery, today: Date) -> Result<Vec<i64>, VaultError> {
        let (filter, order) = (Filter::of(query, today)?, Order::of(query.kind, query.sort));
        self.read(|reader| {
            let positions = Walk { vault: self, reader, filter: &filter, order }.positions(None, ALL)?;
            Ok(positions.into_iter().map(|position| position.key).collect())
        })
    }

    /// The rows of documents by their [`keys`](Self::keys); what went meanwhile is left out.
    pub fn rows(&self, keys: &[i64]) -> Result<Vec<Row>, VaultError> {
        self.read(|reader| rows::rows(reader, keys.iter().copied(), &[]))
    }

    /// The documents before and after one in the list, whether or not it is still of the list itself.
    pub fn neighbours(&self, id: &str, query: &ListQuery, today: Date) -> Result<Neighbours, VaultError> {
        let (filter, order) = (Filter::of(query, today)?, Order::of(query.kind, query.sort));
        self.read(|reader| {
            let walk = Walk { vault: self, reader, filter: &filter, order };
            let Some(here) = walk.place(id)? else { return Ok(Neighbours { previous: None, next: None }) };
            let beside = |order| -> Result<Option<String>, VaultError> {
                let found = Walk { order, ..walk }.positions(Some(&here), 1)?;
                Ok(found.first().map(|position| uid(reader, position.key)).transpose()?.flatten())
            };
            Ok(Neighbours { previous: beside(order.reversed())?, next: beside(order)? })
        })
    }
}

/// One list over one state of the database.
#[derive(Clone, Copy)]
struct Walk<'a> {
    vault: &'a Vault,
    reader: &'a Connection,
    filter: &'a Filter,
    order: Order,
}

impl Walk<'_> {
    /// The next documents after a place, and how many there are in all, unless that is known from the page before.
    fn page(
        self,
        after: Option<&Position>,
        known: Option<Total>,
        limit: usize,
    ) -> Result<(Vec<Position>, Total), VaultError> {
        let Self { filter, .. } = self;
        if filter.states.is_empty() {
            return Ok((Vec::new(), Total::exactly(0)));
        }
        let plain = filter.terms.is_empty() && filter.criteria.is_empty();
        match (way(filter, self.order), known) {
            (Way::Words, None) if after.is_none() => self.words_and_count(limit),
            (_, Some(total)) => Ok((self.positions(after, limit)?, total)),
            (_, None) if plain => Ok((self.positions(after, limit)?, Total::exactly(self.received()?))),
            (_, None) => self.along_columns(after, limit, true),
        }
    }

    /// The next documents after a place, in order.
    fn positions(self, after: Option<&Position>, limit: usize) -> Result<Vec<Position>, VaultError> {
        if self.filter.states.is_empty() {
            return Ok(Vec::new());
        }
        let scan = self.scan(after, limit);
        match way(self.filter, self.order) {
            Way::Keys => scan.by_key(self.order.column == SortColumn::State),
            Way::Due => scan.due(),
            Way::Columns => Ok(self.along_columns(after, limit, false)?.0),
            Way::Words => self.tested(|accepts| {
                let mut found = Vec::new();
                scan.words(|key| {
                    found.extend(accepts(key).then_some(Position { value: Value::Int(0), key }));
                    found.len() < limit
                })?;
                Ok(found)
            }),
        }
    }

    /// The first documents with the words, and how many there are: counted on to the bound.
    fn words_and_count(self, limit: usize) -> Result<(Vec<Position>, Total), VaultError> {
        let scan = self.scan(None, limit);
        self.tested(|accepts| {
            let (mut found, mut count) = (Vec::new(), 0);
            scan.words(|key| {
                if accepts(key) {
                    if found.len() < limit {
                        found.push(Position { value: Value::Int(0), key });
                    }
                    count += 1;
                }
                count <= MOST_COUNTED
            })?;
            Ok((found, Total { count: count.min(MOST_COUNTED), exact: count <= MOST_COUNTED }))
        })
    }

    /// Hands a test of keys by the criteria; the words' index knows the rest.
    fn tested<T>(self, ask: impl FnOnce(&dyn Fn(i64) -> bool) -> Result<T, VaultError>) -> Result<T, VaultError> {
        if self.filter.criteria.is_empty() {
            return ask(&|_| true);
        }
        self.vault.with_columns(|columns| {
            let table = columns.of(self.filter.kind);
            let test = Test::new(table, self.filter);
            ask(&|key| table.slot(key).is_some_and(|slot| test.accepts(slot)))
        })?
    }

    fn along_columns(
        self,
        after: Option<&Position>,
        limit: usize,
        count: bool,
    ) -> Result<(Vec<Position>, Total), VaultError> {
        let mut matching = Vec::new();
        if !self.filter.terms.is_empty() {
            self.scan(None, ALL).words(|key| {
                matching.push(key);
                true
            })?;
        }
        self.vault.with_columns(|columns| {
            let table = columns.of(self.filter.kind);
            let test = Test::new(table, self.filter);
            let test = if self.filter.terms.is_empty() { test } else { test.among(matching) };
            let total = Total::exactly(if count { test.count() } else { 0 });
            (walk(table, &test, self.order, after, limit), total)
        })
    }

    /// Where a document of this kind stands in the order.
    fn place(self, id: &str) -> Result<Option<Position>, VaultError> {
        let sql = "SELECT key, state, deadline FROM documents WHERE uid = ?1 AND kind = ?2";
        let mut statement = self.reader.prepare_cached(sql)?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let Some((key, state, deadline)) = statement.query_row(params![id, self.filter.number()], read).optional()?
        else {
            return Ok(None);
        };
        match way(self.filter, self.order) {
            Way::Keys if self.order.column == SortColumn::State => Ok(Some(Position { value: Value::Int(state), key })),
            Way::Keys | Way::Words => Ok(Some(Position { value: Value::Int(0), key })),
            Way::Due => Ok(Some(Position { value: Value::Int(deadline), key })),
            Way::Columns => self.vault.with_columns(|columns| {
                let table = columns.of(self.filter.kind);
                table.slot(key).map(|slot| table.position(self.order, slot))
            }),
        }
    }

    /// How many were received in the period.
    fn received(self) -> Result<i64, VaultError> {
        let period = self.filter.keys.0 >> KEY_BITS..self.filter.keys.1 >> KEY_BITS;
        let count = |&state| counts::received(self.reader, self.filter.number(), state, &period);
        self.filter.states.iter().map(count).sum()
    }

    fn scan<'b>(&'b self, after: Option<&'b Position>, limit: usize) -> Scan<'b> {
        Scan { reader: self.reader, filter: self.filter, order: self.order, after, limit }
    }
}

/// The documents that are accepted after a place, in order. The other end of an order is the same, walked backwards.
fn walk(table: &Table, test: &Test<'_>, order: Order, after: Option<&Position>, limit: usize) -> Vec<Position> {
    let forwards = order.newest_first || order.column == SortColumn::Received;
    let made = if forwards { order } else { order.reversed() };
    let slots = table.in_order(made);
    let accepted = |slot: &&u32| test.accepts(**slot);
    let position = |&slot: &u32| table.position(order, slot);
    if forwards {
        let start = after.map_or(0, |after| slots.partition_point(|&slot| table.compare(made, slot, after).is_le()));
        slots[start..].iter().filter(accepted).take(limit).map(position).collect()
    } else {
        let end =
            after.map_or(slots.len(), |after| slots.partition_point(|&slot| table.compare(made, slot, after).is_lt()));
        slots[..end].iter().rev().filter(accepted).take(limit).map(position).collect()
    }
}

fn uid(reader: &Connection, key: i64) -> Result<Option<String>, VaultError> {
    let mut statement = reader.prepare_cached("SELECT uid FROM documents WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}
