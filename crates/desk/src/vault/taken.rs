//! What was saved to files and the server has not been told of yet: kept here until it was.

use coffreo_api::downloads::Saved;
use rusqlite::params;

use super::{Vault, VaultError};

impl Vault {
    /// Remembers what is to be told. Of the same content the first time counts.
    pub fn take_down(&self, saved: &[Saved]) -> Result<(), VaultError> {
        self.write(|writer| {
            let put = "INSERT INTO taken (uid, sha256, at) VALUES (?1, ?2, ?3) ON CONFLICT (uid, sha256) DO NOTHING";
            let mut put = writer.prepare_cached(put)?;
            for one in saved {
                put.execute(params![one.id, one.sha256, one.at])?;
            }
            Ok(())
        })
    }

    /// What is to be told, oldest first, each document once; at most `most`.
    pub fn to_tell(&self, most: usize) -> Result<Vec<Saved>, VaultError> {
        self.read(|reader| {
            let text = "SELECT uid, sha256, min(at) FROM taken GROUP BY uid ORDER BY min(at) LIMIT ?1";
            let mut statement = reader.prepare_cached(text)?;
            let rows = statement
                .query_map([most as i64], |row| Ok(Saved { id: row.get(0)?, sha256: row.get(1)?, at: row.get(2)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// They were told.
    pub fn told(&self, saved: &[Saved]) -> Result<(), VaultError> {
        self.write(|writer| {
            let mut delete = writer.prepare_cached("DELETE FROM taken WHERE uid = ?1 AND sha256 = ?2")?;
            for one in saved {
                delete.execute(params![one.id, one.sha256])?;
            }
            Ok(())
        })
    }
}
