//! Why a call brought no answer that can be used.

use coffreo_api::{Problem, ProblemCode};

use crate::DeskError;

/// What the caller can tell apart.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// No connection, no name, no trusted certificate: nothing was heard. Try later.
    #[error("the server is not reached: {0}")]
    Unreachable(String),
    /// The connection broke after the request may have been heard: ask what became of it.
    #[error("the answer was cut: {0}")]
    Cut(String),
    /// Something that is no Coffreo server answers: a proxy, a captive portal. Try later; it says nothing of the session.
    #[error("an answer that is not of a Coffreo server: {0}")]
    NotOurs(String),
    /// The server says what is wrong.
    #[error("the server refused: {0}")]
    Refused(Problem),
}

impl RemoteError {
    /// The server's code, when it was the server that spoke.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            Self::Unreachable(_) | Self::Cut(_) | Self::NotOurs(_) => None,
        }
    }
}

impl From<reqwest::Error> for RemoteError {
    fn from(error: reqwest::Error) -> Self {
        // The address is not said: it is the person's, and the same each time.
        let error = error.without_url();
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            text = format!("{text}: {cause}");
            source = cause.source();
        }
        if error.is_connect() || error.is_builder() { Self::Unreachable(text) } else { Self::Cut(text) }
    }
}

impl From<RemoteError> for DeskError {
    fn from(error: RemoteError) -> Self {
        let problem = match error {
            RemoteError::Unreachable(cause) | RemoteError::Cut(cause) => {
                tracing::info!(cause, "the server is not reached");
                return Self::ServerUnreachable;
            }
            RemoteError::NotOurs(what) => {
                tracing::warn!(what, "something else than the server answered");
                return Self::NotACoffreoServer;
            }
            RemoteError::Refused(problem) => problem,
        };
        let retry_after = problem.retry_after_seconds;
        match problem.code {
            ProblemCode::WrongCredentials => Self::WrongCredentials,
            ProblemCode::Unauthenticated | ProblemCode::SessionEnded => Self::SessionEnded,
            ProblemCode::TooManyAttempts => Self::TooManyAttempts { retry_after },
            ProblemCode::Busy => Self::ServerBusy { retry_after },
            ProblemCode::NotFound => Self::NotFound,
            ProblemCode::TooManyDocuments => Self::InvalidSelection,
            ProblemCode::SecondFactorRequired => Self::SecondFactorRequired,
            ProblemCode::WrongCode => Self::WrongCode,
            ProblemCode::LinkUsed => Self::LinkUsed,
            ProblemCode::LinkExpired => Self::LinkExpired,
            ProblemCode::TermsChanged => Self::TermsChanged,
            ProblemCode::SecondFactorState => Self::SecondFactorState,
            ProblemCode::AddressTaken => Self::AddressTaken,
            ProblemCode::PasswordTooShort => Self::PasswordTooShort,
            ProblemCode::PasswordTooWeak => Self::PasswordTooWeak,
            ProblemCode::LastAdministrator => Self::LastAdministrator,
            ProblemCode::StillHasRights => Self::StillHasRights,
            ProblemCode::HasJoined => Self::HasJoined,
            ProblemCode::RelationConfirmed => Self::RelationConfirmed,
            ProblemCode::MandateOver => Self::MandateOver,
            ProblemCode::UnknownColleague => Self::UnknownColleague,
            ProblemCode::InvalidPeriod => Self::InvalidPeriod,
            ProblemCode::InvalidPerson | ProblemCode::InvalidRequest if problem.field.is_some() => {
                Self::InvalidInput { field: problem.field.unwrap_or_default() }
            }
            _ => {
                tracing::warn!(%problem, "the server refused what should have been right");
                Self::ServerRefused { code: format!("{:?}", problem.code) }
            }
        }
    }
}
