//! Messages to the support that the server has not taken yet: the one thing here that the server could not send again.

use rusqlite::params;

use super::{Vault, VaultError};

impl Vault {
    /// Keeps a message; the same one again changes nothing.
    pub fn keep_message(&self, id: &str, message: &str) -> Result<(), VaultError> {
        let keep = "INSERT INTO support (uid, message) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.write(|writer| Ok(writer.execute(keep, params![id, message]).map(drop)?))
    }

    /// Those that wait, oldest first.
    pub fn messages(&self) -> Result<Vec<(String, String)>, VaultError> {
        self.read(|reader| {
            let mut statement = reader.prepare_cached("SELECT uid, message FROM support ORDER BY rowid")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The server has it.
    pub fn drop_message(&self, id: &str) -> Result<(), VaultError> {
        self.write(|writer| Ok(writer.execute("DELETE FROM support WHERE uid = ?1", [id]).map(drop)?))
    }
}
