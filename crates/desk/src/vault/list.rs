//! The list: a page from a place on, and a document's neighbours. Every page is a few ranges of indexes, never a scan of
//! all documents: only a filter that leaves out nearly everything of a long list costs more, and says so in its comment.

use jiff::civil::Date;
use rusqlite::{Connection, params};

use super::criteria::Criteria;
use super::cursor::{self, Cursor};
use super::document::{KEY_BITS, kind_number};
use super::order::{By, Order, Position};
use super::scan::{FEW, Scan, position};
use super::snippet::{Term, expression, terms};
use super::{Vault, VaultError, counts, period, proposals, rows};
use crate::view::{FrozenList, Kind, ListPage, ListQuery, Neighbours, Row, Total};

/// Rows of a page.
const MOST_ROWS: u32 = 100;
/// Rows of a frozen list.
const MOST_FROZEN: usize = 10_000;

/// Which documents a question is about.
pub struct Filter {
    kind: Kind,
    pub states: Vec<i64>,
    /// Half open.
    pub keys: (i64, i64),
    terms: Vec<Term>,
    criteria: Criteria,
}

impl Filter {
    fn of(query: &ListQuery, today: Date) -> Result<Self, VaultError> {
        let states = [(query.pending, 0), (query.archived, 1)];
        Ok(Self {
            kind: query.kind,
            states: states.into_iter().filter(|(wanted, _)| *wanted).map(|(_, state)| state).collect(),
            keys: period::keys(query.period, today),
            terms: terms(&query.search),
            criteria: Criteria::of(query.kind, &query.criteria)?,
        })
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

    /// How many documents match.
    pub fn total(&self, query: &ListQuery, today: Date) -> Result<Total, VaultError> {
        let (filter, order) = (Filter::of(query, today)?, Order::of(query.kind, query.sort));
        self.read(|reader| Ok(page(reader, &filter, order, None, 1)?.1))
    }

    /// Everything that matches now, from one state of the vault: 10,000 rows at most, and how many there are.
    pub fn freeze(&self, query: &ListQuery, today: Date) -> Result<FrozenList, VaultError> {
        let (filter, order) = (Filter::of(query, today)?, Order::of(query.kind, query.sort));
        self.read(|reader| {
            let all = positions(reader, &filter, order, None, usize::MAX >> 1)?;
            let count = all.len() as i64;
            let rows = all.iter().take(MOST_FROZEN).map(|position| rows::row(reader, position.key, &[]));
            Ok(FrozenList { rows: rows.collect::<Result<Vec<Row>, _>>()?, count })
        })
    }

    /// The identifiers of the list in its order, `limit` at most.
    pub fn list_ids(&self, query: &ListQuery, today: Date, limit: usize) -> Result<Vec<String>, VaultError> {
        let (filter, order) = (Filter::of(query, today)?, Order::of(query.kind, query.sort));
        self.read(|reader| {
            let positions = positions(reader, &filter, order, None, limit)?;
            positions.iter().map(|position| uid(reader, position.key)).collect()
        })
    }

    /// The documents before and after one in the list, whether or not it is still of the list itself.
    pub fn neighbours(&self, id: &str, query: &ListQuery, today: Date) -> Result<Neighbours, VaultError> {
        let (filter, order) = (Filter::of(query, today)?, Order::of(query.kind, query.sort));
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
) -> Result<(Vec<Position>, Total), VaultError> {
    let place = after.map(|cursor| &cursor.position);
    match after {
        _ if filter.states.is_empty() => Ok((Vec::new(), Total::exactly(0))),
        _ if !filter.criteria.is_empty() => {
            let scan = Scan { reader, filter, order, after: place, limit };
            let held = holding(&scan)?;
            let total = Total::exactly(held.len() as i64);
            Ok((scan.first_of(held)?, total))
        }
        Some(cursor) if !filter.terms.is_empty() => Ok((positions(reader, filter, order, place, limit)?, cursor.total)),
        None if !filter.terms.is_empty() => {
            let scan = Scan { reader, filter, order, after: None, limit };
            if order.by == By::Received {
                return scan.matching_and_count();
            }
            let matching = scan.all_matching()?;
            let total = Total::exactly(matching.len() as i64);
            Ok((scan.first_of(matching)?, total))
        }
        _ => {
            let counts = filter.states.iter().map(|&state| received(reader, filter, state));
            let total = Total::exactly(counts.sum::<Result<i64, _>>()?);
            Ok((positions(reader, filter, order, place, limit)?, total))
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
    if !filter.criteria.is_empty() {
        return scan.first_of(holding(&scan)?);
    }
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

/// The documents for which all criteria hold: looked at one by one.
fn holding(scan: &Scan<'_>) -> Result<Vec<i64>, VaultError> {
    let mut keys = if scan.filter.terms.is_empty() { scan.keys()? } else { scan.all_matching()? };
    let mut failed = None;
    keys.retain(|&key| {
        let held = proposals::fields(scan.reader, key).map(|fields| {
            scan.filter.criteria.0.iter().all(|(&field, wanted)| {
                let text = fields.get(field).unwrap_or_default();
                wanted.iter().any(|one| one.matches(text))
            })
        });
        held.unwrap_or_else(|error| {
            failed = Some(error);
            false
        })
    });
    failed.map_or(Ok(keys), Err)
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
