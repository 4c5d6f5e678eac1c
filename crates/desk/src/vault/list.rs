//! The list: a page from a place on, and a document's neighbours. Every page is a few ranges of indexes, never a scan of
//! all documents: only a filter that leaves out nearly everything of a long list costs more, and says so in its comment.

use rusqlite::{Connection, params};

use super::cursor::{self, Cursor};
use super::document::{KEY_BITS, kind_number};
use super::order::{By, Order, Position};
use super::scan::{FEW, Scan, position};
use super::snippet::{Term, expression, keys, terms};
use super::{Vault, VaultError, counts, rows};
use crate::view::{Kind, ListPage, ListQuery, Neighbours};

/// Rows of a page.
const MOST_ROWS: u32 = 100;

/// Which documents a question is about.
pub struct Filter {
    kind: Kind,
    pub states: Vec<i64>,
    /// Half open.
    pub keys: (i64, i64),
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

    pub fn number(&self) -> i64 {
        kind_number(self.kind)
    }

    /// The question for the words, in these states.
    pub fn expression(&self) -> String {
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
            let (mut page, total) = page(reader, &filter, order, after.as_ref(), limit + 1)?;
            let more = page.len() > limit;
            page.truncate(limit);
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

/// The next documents after a place, and how many there are in all. Matches of words are counted once for all pages, in
/// passing; the others have counters.
fn page(
    reader: &Connection,
    filter: &Filter,
    order: Order,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<(Vec<Position>, i64), VaultError> {
    let place = after.map(|cursor| &cursor.position);
    match after {
        _ if filter.states.is_empty() => Ok((Vec::new(), 0)),
        Some(cursor) if !filter.terms.is_empty() => Ok((positions(reader, filter, order, place, limit)?, cursor.total)),
        None if !filter.terms.is_empty() => {
            let scan = Scan { reader, filter, order, after: None, limit };
            if order.by == By::Received {
                return scan.matching_and_count();
            }
            let matching = scan.all_matching()?;
            let total = matching.len() as i64;
            Ok((scan.first_of(matching)?, total))
        }
        _ => {
            let counts = filter.states.iter().map(|&state| received(reader, filter, state));
            Ok((positions(reader, filter, order, place, limit)?, counts.sum::<Result<i64, _>>()?))
        }
    }
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
    let found = match (order.by, filter.terms.is_empty()) {
        (By::Received, false) => return scan.matching(),
        (_, false) => return scan.first_of(scan.all_matching()?),
        (By::Received | By::State, true) => scan.states(|_| true)?,
        (By::Column { .. }, true) => {
            let counts = filter.states.iter().map(|&state| received(reader, filter, state));
            let few = counts.sum::<Result<i64, _>>()? <= FEW as i64;
            if few { scan.of_period()? } else { scan.states(|_| true)? }
        }
    };
    Ok(scan.first(found))
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
