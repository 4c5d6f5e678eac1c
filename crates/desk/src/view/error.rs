//! What a screen is told when something did not work: a code that it turns into a sentence.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A failure, as the screens know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ErrorView {
    /// The code.
    pub code: ErrorCode,
    /// Seconds to wait, where the code asks for it.
    pub retry_after_seconds: Option<u32>,
    /// Which of the things that were typed it is about, where the code has one.
    pub field: Option<String>,
    /// For *Copier le diagnostic*: English, without names, contents or secrets.
    pub diagnostic: Option<String>,
}

/// What a person can do about it decides the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The server address is no address, or is plain HTTP to another computer.
    InvalidServerAddress,
    /// The server is not reached.
    ServerUnreachable,
    /// Something answers there, but it is no Coffreo server (a proxy's page, a captive portal).
    NotACoffreoServer,
    /// E-mail and password do not belong together.
    WrongCredentials,
    /// The password does not open the vault.
    WrongPassword,
    /// Too many attempts; wait.
    TooManyAttempts,
    /// The session ended; the password is needed again.
    SessionEnded,
    /// The vault is closed.
    Locked,
    /// Absent here.
    NotFound,
    /// The PDF has not been downloaded yet.
    NotDownloaded,
    /// *Document illisible*.
    Unreadable,
    /// The PDF reader did not start.
    ViewerUnavailable,
    /// The disk is full.
    DiskFull,
    /// A file or folder cannot be written.
    CannotWrite,
    /// The vault was made by a newer version of the app.
    VaultTooNew,
    /// The vault is damaged; it can be removed and synchronised again.
    VaultDamaged,
    /// Another copy of the app has the vault open.
    VaultInUse,
    /// The system's keyring cannot be used.
    KeyringUnavailable,
    /// The server is busy; wait.
    ServerBusy,
    /// The server refused what should have been right; the app may be too old.
    ServerRefused,
    /// Nothing was selected, or too much.
    InvalidSelection,
    /// More rows than a workbook can hold.
    TooManyRows,
    /// The system has no program for PDFs that could be started.
    NoProgram,
    /// The system's printing did not take the document.
    NotPrinted,
    /// Beside the password, the account asks for the second factor's code.
    SecondFactorRequired,
    /// The second factor's code is wrong, or was used before.
    WrongCode,
    /// The server knows the password, the vault does not yet: it was changed on another computer.
    PasswordChanged,
    /// A person, place, session, account or link that is not there, or not the person's to see.
    Absent,
    /// The link has served.
    LinkUsed,
    /// The link's time is over.
    LinkExpired,
    /// The terms have a newer version than the one that was shown.
    TermsChanged,
    /// The second factor is set up already, or not at all.
    SecondFactorState,
    /// Another account has the e-mail address.
    AddressTaken,
    /// The new password has too few characters.
    PasswordTooShort,
    /// The new password is easily guessed.
    PasswordTooWeak,
    /// Nobody else administers the place.
    LastAdministrator,
    /// A person is removed once no pill is blue.
    StillHasRights,
    /// Name and phone are the person's own since they joined.
    HasJoined,
    /// A confirmed relation cannot be declined.
    RelationConfirmed,
    /// The mandate was taken back or is over.
    MandateOver,
    /// Nobody of the same company is known by that address.
    UnknownColleague,
    /// The days cannot be used.
    InvalidPeriod,
    /// Something that was typed cannot be used; `field` says which.
    InvalidInput,
    /// Something else failed.
    Internal,
}
