//! What the core refuses or fails at, named by what the caller can do about it. Causes go to the log, once, where they
//! happen; they must not be carried to a screen.

use crate::view::{ErrorCode, ErrorView};

/// Why a command of the [`Desk`](crate::Desk) did not do its work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// No address, or plain HTTP to another computer.
    #[error("the server address is not valid")]
    InvalidServerAddress,
    /// No answer.
    #[error("the server is not reached")]
    ServerUnreachable,
    /// An answer that no Coffreo server gives.
    #[error("what answers is no Coffreo server")]
    NotACoffreoServer,
    /// E-mail and password do not belong together.
    #[error("wrong credentials")]
    WrongCredentials,
    /// The password does not open the vault.
    #[error("wrong password")]
    WrongPassword,
    /// Wait.
    #[error("too many attempts")]
    TooManyAttempts {
        /// Seconds.
        retry_after: Option<u32>,
    },
    /// The password is needed again.
    #[error("the session ended")]
    SessionEnded,
    /// The vault is closed.
    #[error("the vault is closed")]
    Locked,
    /// Absent here.
    #[error("absent here")]
    NotFound,
    /// The PDF has not been downloaded yet.
    #[error("not downloaded yet")]
    NotDownloaded,
    /// *Document illisible*.
    #[error("the document cannot be read")]
    Unreadable,
    /// The PDF reader did not start.
    #[error("the PDF reader is not available")]
    ViewerUnavailable,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// A file or folder cannot be written.
    #[error("cannot write")]
    CannotWrite,
    /// The vault was made by a newer app.
    #[error("the vault was made by a newer version")]
    VaultTooNew,
    /// The vault is damaged.
    #[error("the vault is damaged")]
    VaultDamaged,
    /// Another copy of the app runs on the same data.
    #[error("the vault is in use")]
    VaultInUse,
    /// The system's keyring cannot be used.
    #[error("the keyring is not available")]
    KeyringUnavailable,
    /// Wait.
    #[error("the server is busy")]
    ServerBusy {
        /// Seconds.
        retry_after: Option<u32>,
    },
    /// The server refused what should have been right.
    #[error("the server refused: {code}")]
    ServerRefused {
        /// Its code.
        code: String,
    },
    /// Nothing was selected, or too much.
    #[error("the selection is not valid")]
    InvalidSelection,
    /// Beside the password, the account asks for the second factor's code.
    #[error("the account asks for a code too")]
    SecondFactorRequired,
    /// The second factor's code is wrong, or was used before.
    #[error("the code is not valid")]
    WrongCode,
    /// The server knows the password, the vault does not yet: it was changed on another computer.
    #[error("the password was changed elsewhere")]
    PasswordChanged,
    /// A person, place, session, account or link that is not there, or not the person's to see.
    #[error("there is no such thing")]
    Absent,
    /// The link has served.
    #[error("the link was used")]
    LinkUsed,
    /// The link's time is over.
    #[error("the link has expired")]
    LinkExpired,
    /// The terms have a newer version than the one that was shown.
    #[error("the terms have changed")]
    TermsChanged,
    /// The second factor is set up already, or not at all.
    #[error("the second factor is not in that state")]
    SecondFactorState,
    /// Another account has the e-mail address.
    #[error("the address is taken")]
    AddressTaken,
    /// The new password has too few characters.
    #[error("the password is too short")]
    PasswordTooShort,
    /// The new password is easily guessed.
    #[error("the password is easily guessed")]
    PasswordTooWeak,
    /// Nobody else administers the place.
    #[error("somebody must go on administering")]
    LastAdministrator,
    /// A person is removed once no pill is blue.
    #[error("the person still has rights")]
    StillHasRights,
    /// Name and phone are the person's own since they joined.
    #[error("the person has joined")]
    HasJoined,
    /// A confirmed relation cannot be declined.
    #[error("the relation is confirmed")]
    RelationConfirmed,
    /// The mandate was taken back or is over.
    #[error("the mandate is over")]
    MandateOver,
    /// Nobody of the same company is known by that address.
    #[error("no such colleague")]
    UnknownColleague,
    /// The days cannot be used.
    #[error("the period cannot be used")]
    InvalidPeriod,
    /// Something that was typed cannot be used.
    #[error("cannot be used: {field}")]
    InvalidInput {
        /// Which, as the server calls it.
        field: String,
    },
    /// More rows than a workbook can hold.
    #[error("too many rows for a workbook")]
    TooManyRows,
    /// A defect, in English, for the diagnostic.
    #[error("internal: {0}")]
    Internal(String),
}

impl From<DeskError> for ErrorView {
    fn from(error: DeskError) -> Self {
        let diagnostic = Some(error.to_string());
        let mut field = None;
        let (code, retry_after_seconds) = match error {
            DeskError::InvalidServerAddress => (ErrorCode::InvalidServerAddress, None),
            DeskError::ServerUnreachable => (ErrorCode::ServerUnreachable, None),
            DeskError::NotACoffreoServer => (ErrorCode::NotACoffreoServer, None),
            DeskError::WrongCredentials => (ErrorCode::WrongCredentials, None),
            DeskError::WrongPassword => (ErrorCode::WrongPassword, None),
            DeskError::TooManyAttempts { retry_after } => (ErrorCode::TooManyAttempts, retry_after),
            DeskError::SessionEnded => (ErrorCode::SessionEnded, None),
            DeskError::Locked => (ErrorCode::Locked, None),
            DeskError::NotFound => (ErrorCode::NotFound, None),
            DeskError::NotDownloaded => (ErrorCode::NotDownloaded, None),
            DeskError::Unreadable => (ErrorCode::Unreadable, None),
            DeskError::ViewerUnavailable => (ErrorCode::ViewerUnavailable, None),
            DeskError::DiskFull => (ErrorCode::DiskFull, None),
            DeskError::CannotWrite => (ErrorCode::CannotWrite, None),
            DeskError::VaultTooNew => (ErrorCode::VaultTooNew, None),
            DeskError::VaultDamaged => (ErrorCode::VaultDamaged, None),
            DeskError::VaultInUse => (ErrorCode::VaultInUse, None),
            DeskError::KeyringUnavailable => (ErrorCode::KeyringUnavailable, None),
            DeskError::ServerBusy { retry_after } => (ErrorCode::ServerBusy, retry_after),
            DeskError::ServerRefused { .. } => (ErrorCode::ServerRefused, None),
            DeskError::InvalidSelection => (ErrorCode::InvalidSelection, None),
            DeskError::SecondFactorRequired => (ErrorCode::SecondFactorRequired, None),
            DeskError::WrongCode => (ErrorCode::WrongCode, None),
            DeskError::PasswordChanged => (ErrorCode::PasswordChanged, None),
            DeskError::Absent => (ErrorCode::Absent, None),
            DeskError::LinkUsed => (ErrorCode::LinkUsed, None),
            DeskError::LinkExpired => (ErrorCode::LinkExpired, None),
            DeskError::TermsChanged => (ErrorCode::TermsChanged, None),
            DeskError::SecondFactorState => (ErrorCode::SecondFactorState, None),
            DeskError::AddressTaken => (ErrorCode::AddressTaken, None),
            DeskError::PasswordTooShort => (ErrorCode::PasswordTooShort, None),
            DeskError::PasswordTooWeak => (ErrorCode::PasswordTooWeak, None),
            DeskError::LastAdministrator => (ErrorCode::LastAdministrator, None),
            DeskError::StillHasRights => (ErrorCode::StillHasRights, None),
            DeskError::HasJoined => (ErrorCode::HasJoined, None),
            DeskError::RelationConfirmed => (ErrorCode::RelationConfirmed, None),
            DeskError::MandateOver => (ErrorCode::MandateOver, None),
            DeskError::UnknownColleague => (ErrorCode::UnknownColleague, None),
            DeskError::InvalidPeriod => (ErrorCode::InvalidPeriod, None),
            DeskError::InvalidInput { field: named } => {
                field = Some(named);
                (ErrorCode::InvalidInput, None)
            }
            DeskError::TooManyRows => (ErrorCode::TooManyRows, None),
            DeskError::Internal(_) => (ErrorCode::Internal, None),
        };
        Self { code, retry_after_seconds, field, diagnostic }
    }
}
