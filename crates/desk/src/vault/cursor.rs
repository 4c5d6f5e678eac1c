//! Where a page of the list ended, as a text that only the vault reads. It is bound to the question it was given for: with
//! another filter or order it is refused.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::VaultError;
use super::order::{Position, Value};
use crate::view::{ListQuery, Total};

/// The place, and the number of matches that was counted for the first page.
#[derive(Debug, PartialEq, Eq)]
pub struct Cursor {
    pub position: Position,
    pub total: Total,
}

const VERSION: &str = "1";

pub fn write(query: &ListQuery, cursor: &Cursor) -> String {
    let (type_, value) = match &cursor.position.value {
        Value::Int(int) => ('i', int.to_string()),
        Value::Text(text) => ('t', text.clone()),
    };
    let (key, total) = (cursor.position.key, cursor.total);
    let more = if total.exact { "" } else { "+" };
    format!("{VERSION}.{:x}.{key}.{}{more}.{type_}{value}", question(query), total.count)
}

pub fn read(query: &ListQuery, text: &str) -> Result<Cursor, VaultError> {
    parse(query, text).ok_or(VaultError::Invalid("the cursor belongs to another question"))
}

fn parse(query: &ListQuery, text: &str) -> Option<Cursor> {
    let mut parts = text.splitn(5, '.');
    let version = parts.next()? == VERSION;
    let asked = u64::from_str_radix(parts.next()?, 16).ok()? == question(query);
    let key = parts.next()?.parse().ok()?;
    let counted = parts.next()?;
    let count = counted.trim_end_matches('+');
    let total = Total { count: count.parse().ok()?, exact: count == counted };
    let value = parts.next()?;
    let value = match value.split_at_checked(1)? {
        ("i", int) => Value::Int(int.parse().ok()?),
        ("t", text) => Value::Text(text.to_owned()),
        _ => return None,
    };
    (version && asked).then_some(Cursor { position: Position { value, key }, total })
}

fn question(query: &ListQuery) -> u64 {
    let mut hasher = DefaultHasher::new();
    (query.kind, query.pending, query.archived, query.period, &query.criteria).hash(&mut hasher);
    (&query.search, query.sort.column, query.sort.descending).hash(&mut hasher);
    hasher.finish()
}
