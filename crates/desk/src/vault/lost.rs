//! Whose documents went with the right to see them: kept until the person has read it.

use rusqlite::{Connection, params};

use super::{Vault, VaultError};
use crate::view::{Kind, LostAccess};

impl Vault {
    /// What was lost and not read of yet.
    pub fn lost(&self) -> Result<Vec<LostAccess>, VaultError> {
        self.read(|reader| {
            let mut statement =
                reader.prepare_cached("SELECT kind, company, agency FROM lost ORDER BY company, agency, kind")?;
            let rows = statement.query_map([], |row| {
                let kind = if row.get::<_, i64>(0)? == 0 { Kind::Contract } else { Kind::Invoice };
                Ok(LostAccess { kind, company: row.get(1)?, agency: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The person has read it.
    pub fn forget_lost(&self) -> Result<(), VaultError> {
        self.write(|writer| Ok(writer.execute("DELETE FROM lost", []).map(drop)?))
    }
}

/// In the transaction that drops the scope's documents.
pub fn lose(writer: &Connection, scope: i64) -> Result<(), VaultError> {
    let lose = "INSERT INTO lost (kind, company, agency) SELECT kind, company, agency FROM scopes WHERE id = ?1 \
                ON CONFLICT DO NOTHING";
    Ok(writer.prepare_cached(lose)?.execute(params![scope]).map(drop)?)
}

/// The scope is seen again: nothing is lost.
pub fn regain(writer: &Connection, kind: i64, company: &str, agency: &str) -> Result<(), VaultError> {
    let regain = "DELETE FROM lost WHERE kind = ?1 AND company = ?2 AND agency = ?3";
    Ok(writer.prepare_cached(regain)?.execute(params![kind, company, agency]).map(drop)?)
}
