//! The orders of the list, and places in them.

use std::cmp::Ordering;

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

use crate::view::{Kind, Sort, SortColumn};

/// By what a list is sorted before the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By nothing: the key is the moment of reception.
    Received,
    /// Pending before archived.
    State,
    /// By a column that has an index.
    Column {
        /// Its name.
        name: &'static str,
        /// Its index.
        index: &'static str,
    },
}

/// An order: by a column, then by the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    pub by: By,
    pub descending: bool,
    pub newest_first: bool,
}

impl Order {
    /// The order that a screen asks for; ties are broken newest first.
    pub fn of(kind: Kind, sort: Sort) -> Self {
        let by = column(kind, sort.column);
        let newest_first = if by == By::Received { sort.descending } else { true };
        Self { by, descending: sort.descending, newest_first }
    }

    /// The same from the other end.
    pub fn reversed(self) -> Self {
        Self { by: self.by, descending: !self.descending, newest_first: !self.newest_first }
    }

    pub fn compare(self, a: &Position, b: &Position) -> Ordering {
        let value = a.value.cmp(&b.value);
        let key = a.key.cmp(&b.key);
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

fn column(kind: Kind, column: SortColumn) -> By {
    macro_rules! by {
        ($kind:literal, $name:literal) => {
            By::Column { name: $name, index: concat!($kind, "_by_", $name) }
        };
    }
    match kind {
        Kind::Contract => match column {
            SortColumn::Agency => by!("contract", "agency"),
            SortColumn::Number => by!("contract", "number"),
            SortColumn::Company => by!("contract", "company"),
            SortColumn::Department => by!("contract", "department"),
            SortColumn::Employee => by!("contract", "employee"),
            SortColumn::Qualification => by!("contract", "qualification"),
            SortColumn::Justification => by!("contract", "justification"),
            SortColumn::StartsOn => by!("contract", "starts_on"),
            SortColumn::EndsOn => by!("contract", "ends_on"),
            SortColumn::PayRate => by!("contract", "pay_rate"),
            SortColumn::BillRate => by!("contract", "bill_rate"),
            SortColumn::SignedAt => by!("contract", "signed_at"),
            SortColumn::Deadline => by!("contract", "deadline"),
            SortColumn::State => By::State,
            SortColumn::Received
            | SortColumn::IssuedOn
            | SortColumn::DueOn
            | SortColumn::Week
            | SortColumn::Net
            | SortColumn::Vat
            | SortColumn::Gross
            | SortColumn::DownloadedAt => By::Received,
        },
        Kind::Invoice => match column {
            SortColumn::Agency => by!("invoice", "agency"),
            SortColumn::Number => by!("invoice", "number"),
            SortColumn::Company => by!("invoice", "company"),
            SortColumn::SignedAt => by!("invoice", "signed_at"),
            SortColumn::IssuedOn => by!("invoice", "issued_on"),
            SortColumn::DueOn => by!("invoice", "due_on"),
            SortColumn::Week => by!("invoice", "week"),
            SortColumn::Net => by!("invoice", "net"),
            SortColumn::Vat => by!("invoice", "vat"),
            SortColumn::Gross => by!("invoice", "gross"),
            SortColumn::State => By::State,
            SortColumn::Received
            | SortColumn::DownloadedAt
            | SortColumn::Department
            | SortColumn::Employee
            | SortColumn::Qualification
            | SortColumn::Justification
            | SortColumn::StartsOn
            | SortColumn::EndsOn
            | SortColumn::PayRate
            | SortColumn::BillRate
            | SortColumn::Deadline => By::Received,
        },
    }
}
