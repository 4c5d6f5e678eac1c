//! The columns as the database has them.

use rusqlite::Connection;

use super::{Columns, Names};
use crate::vault::VaultError;
use crate::vault::document::Row;
use crate::vault::fold::sort_key;

impl Columns {
    /// Reads all documents, in the order of their keys.
    pub fn load(reader: &Connection) -> Result<Self, VaultError> {
        let mut columns = Self::new();
        let mut scopes = reader.prepare("SELECT id, agency, company FROM scopes")?;
        let mut scopes = scopes.query([])?;
        while let Some(scope) = scopes.next()? {
            let (agency, company): (String, String) = (scope.get(1)?, scope.get(2)?);
            let names = Names { agency: sort_key(&agency), company: sort_key(&company) };
            for table in columns.both() {
                table.name(scope.get(0)?, names.clone());
            }
        }
        let mut rows = reader.prepare(&format!("SELECT key, {} FROM documents ORDER BY key", Row::COLUMNS))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let (key, row) = (row.get(0)?, Row::read(row)?);
            let table = if row.kind == 0 { &mut columns.contracts } else { &mut columns.invoices };
            table.put(key, &row);
        }
        columns.both().into_iter().for_each(super::Table::settle);
        Ok(columns)
    }
}
