//! The orders of the list, and places in them.

use std::cmp::Ordering;

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

use crate::view::{Kind, Sort, SortColumn};

/// An order: by a column, then by the key, which is the moment of reception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    pub column: SortColumn,
    pub descending: bool,
    pub newest_first: bool,
}

impl Order {
    /// The order that a screen asks for; ties are broken newest first.
    pub fn of(kind: Kind, sort: Sort) -> Self {
        let column = if has(kind, sort.column) { sort.column } else { SortColumn::Received };
        let newest_first = if column == SortColumn::Received { sort.descending } else { true };
        Self { column, descending: sort.descending, newest_first }
    }

    /// The same from the other end.
    pub fn reversed(self) -> Self {
        Self { column: self.column, descending: !self.descending, newest_first: !self.newest_first }
    }

    pub fn compare(self, a: &Position, b: &Position) -> Ordering {
        self.directed(a.value.cmp(&b.value), a.key.cmp(&b.key))
    }

    /// From how values and keys compare when they rise.
    pub fn directed(self, value: Ordering, key: Ordering) -> Ordering {
        let turned = |ordering: Ordering, turn| if turn { ordering.reverse() } else { ordering };
        turned(value, self.descending).then(turned(key, self.newest_first))
    }
}

/// A document's place in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub value: Value,
    pub key: i64,
}

/// What a column holds. One column holds one of the two only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Int(i64),
    Text(String),
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Int(int) => int.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}

impl FromSql for Value {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Integer(int) => Ok(Self::Int(int)),
            ValueRef::Text(text) => {
                Ok(Self::Text(std::str::from_utf8(text).map_err(|error| FromSqlError::Other(error.into()))?.to_owned()))
            }
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

/// Whether documents of this kind have the column.
fn has(kind: Kind, column: SortColumn) -> bool {
    use SortColumn as S;
    match column {
        S::Received | S::Agency | S::Number | S::Company | S::State | S::SignedAt => true,
        S::Department | S::Employee | S::Qualification | S::Justification => kind == Kind::Contract,
        S::StartsOn | S::EndsOn | S::PayRate | S::BillRate | S::Deadline => kind == Kind::Contract,
        S::IssuedOn | S::DueOn | S::Week | S::Net | S::Vat | S::Gross | S::DownloadedAt => kind == Kind::Invoice,
    }
}
