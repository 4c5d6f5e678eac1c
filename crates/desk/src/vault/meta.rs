//! Single values that the vault keeps by name.

use rusqlite::{OptionalExtension as _, params};

use super::{Vault, VaultError};

/// The names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meta {
    /// The newest refresh token.
    RefreshToken,
    /// The person's full name.
    PersonName,
    /// When the last complete synchronisation ended: ms, in decimal.
    LastSyncAt,
    /// The person's relations as the server told them last: JSON.
    Relations,
    /// How saved documents are named: [`FileNames`](crate::view::FileNames) as JSON.
    FileNames,
    /// The folder that the person chose last to save into.
    SaveFolder,
}

impl Meta {
    fn name(self) -> &'static str {
        match self {
            Self::RefreshToken => "refresh_token",
            Self::PersonName => "person_name",
            Self::LastSyncAt => "last_sync_at",
            Self::Relations => "relations",
            Self::FileNames => "file_names",
            Self::SaveFolder => "save_folder",
        }
    }
}

impl Vault {
    /// The value, if there is one.
    pub fn meta(&self, meta: Meta) -> Result<Option<String>, VaultError> {
        self.read(|reader| {
            let mut statement = reader.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
            Ok(statement.query_row([meta.name()], |row| row.get(0)).optional()?)
        })
    }

    /// Keeps the values; `None` forgets.
    pub fn set_meta(&self, values: &[(Meta, Option<&str>)]) -> Result<(), VaultError> {
        self.write(|writer| {
            for (meta, value) in values {
                match value {
                    Some(value) => writer.execute(
                        "INSERT INTO meta (name, value) VALUES (?1, ?2) \
                         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        params![meta.name(), value],
                    )?,
                    None => writer.execute("DELETE FROM meta WHERE name = ?1", [meta.name()])?,
                };
            }
            Ok(())
        })
    }
}
