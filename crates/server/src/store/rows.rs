//! From columns to domain values. A row that cannot be read is damage, not absence.

use std::str::FromStr;

use coffreo_domain::{DocumentKind, Timestamp};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::StoreError;

pub(super) trait Columns {
    fn text(&self, column: &'static str) -> Result<String, StoreError>;
    fn number(&self, column: &'static str) -> Result<i64, StoreError>;
    fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError>;
    fn maybe_number(&self, column: &'static str) -> Result<Option<i64>, StoreError>;

    fn moment(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        self.number(column).map(Timestamp)
    }

    fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| StoreError::Damaged(column))
    }

    fn kind(&self, column: &'static str) -> Result<DocumentKind, StoreError> {
        let code = self.text(column)?;
        let kind = DocumentKind::ALL.into_iter().find(|kind| kind.code() == code);
        kind.ok_or(StoreError::Damaged(column))
    }
}

impl Columns for AnyRow {
    fn text(&self, column: &'static str) -> Result<String, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn number(&self, column: &'static str) -> Result<i64, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn maybe_number(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        Ok(self.try_get(column)?)
    }
}

/// A row that breaks a unique constraint is somebody's second try, not a failure.
pub(super) fn unless_taken(error: sqlx::Error, what: &'static str) -> StoreError {
    match &error {
        sqlx::Error::Database(database) if database.is_unique_violation() => StoreError::Exists(what),
        _ => StoreError::Database(error),
    }
}

/// `start` followed by `rows` groups of `columns` placeholders: `($1, $2), ($3, $4)`.
pub(super) fn many(start: &str, columns: usize, rows: usize) -> String {
    let mut text = start.to_owned();
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            text.push_str(if column == 0 { "$" } else { ", $" });
            text.push_str(&(row * columns + column + 1).to_string());
        }
        text.push(')');
    }
    text
}
