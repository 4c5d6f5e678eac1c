//! The database's tables, and which app can open which of their versions. A merged migration is never edited; the next
//! one is added, with the oldest app version that can still work on the result.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::VaultError;

struct Migration {
    /// The oldest schema version whose app can still open the database afterwards.
    readable_from: i64,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { readable_from: 1, sql: include_str!("schema/0001.sql") },
    Migration { readable_from: 1, sql: include_str!("schema/0002.sql") },
    Migration { readable_from: 3, sql: include_str!("schema/0003.sql") },
    Migration { readable_from: 3, sql: include_str!("schema/0004.sql") },
    Migration { readable_from: 3, sql: include_str!("schema/0005.sql") },
    Migration { readable_from: 3, sql: include_str!("schema/0006.sql") },
    Migration { readable_from: 3, sql: include_str!("schema/0007.sql") },
    Migration { readable_from: 3, sql: include_str!("schema/0008.sql") },
];

/// Brings the database to this app's version.
///
/// # Errors
/// [`VaultError::TooNew`] when a newer app made it and says that this one cannot work on it.
pub fn migrate(connection: &mut Connection) -> Result<(), VaultError> {
    let ours = MIGRATIONS.len() as i64;
    let theirs: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if theirs < 0 {
        return Err(VaultError::Damaged("the schema's version is negative"));
    }
    if theirs > ours {
        let needed: Option<i64> = connection
            .query_row("SELECT value FROM meta WHERE name = 'readable_from'", [], |row| row.get(0))
            .optional()?;
        return if needed.is_some_and(|needed| needed <= ours) { Ok(()) } else { Err(VaultError::TooNew) };
    }
    for (index, migration) in MIGRATIONS.iter().enumerate().skip(theirs as usize) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration.sql)?;
        transaction.execute(
            "INSERT INTO meta (name, value) VALUES ('readable_from', ?1) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![migration.readable_from],
        )?;
        transaction.pragma_update(None, "user_version", index as i64 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_vault_is_refused_unless_it_says_otherwise() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(migrate(&mut connection).is_ok(), "a later version that this app can still work on");
        connection.execute("UPDATE meta SET value = 98 WHERE name = 'readable_from'", []).unwrap();
        assert!(matches!(migrate(&mut connection), Err(VaultError::TooNew)));
    }
}
