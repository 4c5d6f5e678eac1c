//! What can go wrong with the vault, by what the caller can do about it.

use crate::DeskError;

/// Why the vault did not do it.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// It was closed meanwhile: unlock it again.
    #[error("the vault is closed")]
    Closed,
    /// The password does not open the key file.
    #[error("the password does not open the vault")]
    WrongPassword,
    /// Made by a newer app: update.
    #[error("the vault was made by a newer version")]
    TooNew,
    /// Cannot be read as what it should be: remove it and synchronise again.
    #[error("the vault is damaged: {0}")]
    Damaged(&'static str),
    /// The cursor, identifier or filter is not one that the vault gave out.
    #[error("not a valid question: {0}")]
    Invalid(&'static str),
    /// No room.
    #[error("the disk is full")]
    DiskFull,
    /// A file cannot be read or written.
    #[error("a file of the vault: {0}")]
    Io(std::io::Error),
    /// Anything else the database says.
    #[error("the vault's database: {0}")]
    Database(rusqlite::Error),
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged("the database's pages do not fit together"),
            Some(ErrorCode::NotADatabase) => Self::Damaged("the database does not open with its key"),
            _ => Self::Database(error),
        }
    }
}

impl From<VaultError> for DeskError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Closed => Self::Locked,
            VaultError::WrongPassword => Self::WrongPassword,
            VaultError::TooNew => Self::VaultTooNew,
            VaultError::Invalid(_) => Self::InvalidSelection,
            VaultError::DiskFull => Self::DiskFull,
            VaultError::Damaged(what) => {
                tracing::error!(what, "the vault is damaged");
                Self::VaultDamaged
            }
            VaultError::Io(cause) => {
                tracing::error!(%cause, "a file of the vault cannot be used");
                Self::CannotWrite
            }
            VaultError::Database(cause) => {
                tracing::error!(%cause, "the vault's database failed");
                Self::Internal("the vault's database failed".into())
            }
        }
    }
}
