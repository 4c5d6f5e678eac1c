//! What went wrong, as `application/problem+json` (RFC 9457) with a stable code.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal, $title:literal;)*) => {
        /// The stable code of a problem. Programs match it; people read `title` and `detail`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum ProblemCode { $($(#[$doc])* $name,)* }

        impl ProblemCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The HTTP status it travels with.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// One English sentence for a person who reads a log.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    /// The request is not of the documented form; `field` says where.
    InvalidRequest = 400, "The request is not of the documented form.";
    /// No valid access token or agency key came with the request.
    Unauthenticated = 401, "Sign in first.";
    /// E-mail and password do not belong together. Never tells which is wrong.
    WrongCredentials = 401, "The e-mail address and the password do not belong together.";
    /// The refresh token is unknown, used or expired: sign in with the password.
    SessionEnded = 401, "The session has ended; sign in again.";
    /// The password is right; the account has a second factor and no code came.
    SecondFactorRequired = 401, "The account asks for a code too.";
    /// The code is wrong, or was used before. Counts as an attempt.
    WrongCode = 401, "The code is not valid.";
    /// Absent, or not yours to see.
    NotFound = 404, "There is no such thing here.";
    /// The path exists, the method does not.
    MethodNotAllowed = 405, "The method is not offered here.";
    /// Signed documents stay as they are.
    AlreadySigned = 409, "The document is signed already.";
    /// What the company refused stays refused: a corrected invoice has a reference of its own.
    AlreadyRefused = 409, "The invoice was refused.";
    /// What the agency withdrew does not come back under the same reference.
    Withdrawn = 409, "The document was withdrawn.";
    /// The document has not been signed yet, so there is no signed PDF.
    NotSignedYet = 409, "The document is not signed yet.";
    /// The same reference was delivered with another kind or company.
    ReferenceTaken = 409, "The reference belongs to another kind of document or to another company.";
    /// The link has served.
    LinkUsed = 409, "The link was used already.";
    /// The link's time is over: ask for a new one.
    LinkExpired = 409, "The link has expired.";
    /// The terms have a newer version than the one that was accepted: show it.
    TermsChanged = 409, "The terms have changed.";
    /// The account has a second factor already, or none to confirm or remove.
    SecondFactorState = 409, "The second factor is not in that state.";
    /// Another account has the e-mail address by now.
    AddressTaken = 409, "Another account has this e-mail address.";
    /// Nobody else administers the place, so the right A stays.
    LastAdministrator = 409, "Somebody must go on administering this.";
    /// A person is removed once they have no right any longer.
    StillHasRights = 409, "The person still has rights.";
    /// The person has joined: name and phone are theirs to change.
    HasJoined = 409, "The person has joined and changes this themselves.";
    /// A confirmed relation is not declined: an administrator removes the person.
    RelationConfirmed = 409, "The relation is confirmed.";
    /// The mandate was taken back or is over.
    MandateOver = 409, "The mandate is over.";
    /// The body is larger than the server takes.
    TooLarge = 413, "The request is too large.";
    /// The content type is not the documented one.
    UnsupportedMediaType = 415, "The content type is not supported.";
    /// The requested range lies outside of the file.
    RangeNotSatisfiable = 416, "The range lies outside of the file.";
    /// A fact is missing or cannot be true; `field` says which.
    InvalidFacts = 422, "A fact is missing or cannot be true.";
    /// No company has this SIRET here.
    UnknownCompany = 422, "No company has this SIRET here.";
    /// A person's name, address, phone number or right cannot be used; `field` says which.
    InvalidPerson = 422, "Something said of a person cannot be used.";
    /// Nobody of the same company who has joined and confirmed is known by that; never tells more.
    UnknownColleague = 422, "Nobody of this company is known by that.";
    /// The days of the mandate cannot be used.
    InvalidPeriod = 422, "The period cannot be used.";
    /// The file is no PDF, or is damaged.
    PdfUnreadable = 422, "The file is not a readable PDF.";
    /// The PDF is encrypted.
    PdfEncrypted = 422, "The PDF is encrypted.";
    /// The PDF holds scripts, launches, embedded programs or other active content.
    PdfActiveContent = 422, "The PDF holds active content.";
    /// The PDF holds form fields other than signatures.
    PdfForm = 422, "The PDF holds form fields.";
    /// The PDF has more pages than the server takes.
    PdfTooManyPages = 422, "The PDF has too many pages.";
    /// The PDF is certified: nobody may add a signature.
    PdfCertified = 422, "The PDF is certified.";
    /// The PDF holds a signature that is not this server's, or that no longer holds: a seal on top would not verify.
    PdfSigned = 422, "The PDF holds a signature that is not this server's.";
    /// The PDF cannot be sealed.
    PdfCannotBeSealed = 422, "The PDF cannot be sealed.";
    /// A new password has fewer than 12 characters.
    PasswordTooShort = 422, "The password has fewer than 12 characters.";
    /// A new password is easily guessed: a common one, or made of the person's own words.
    PasswordTooWeak = 422, "The password is easily guessed.";
    /// Not an address that webhooks may be sent to, or the agency has enough of them.
    WebhookRefused = 422, "Not an address that webhooks may be sent to.";
    /// More documents than one request may sign.
    TooManyDocuments = 422, "More documents than one request may sign.";
    /// Too many attempts; `retry_after_seconds` says when to come back.
    TooManyAttempts = 429, "Too many attempts.";
    /// Something failed here; the same request may be sent again.
    Internal = 500, "Something failed on the server.";
    /// The server has more to do than it can; `retry_after_seconds` says when to come back.
    Busy = 503, "The server is busy.";
}

/// A problem (RFC 9457). Never tells a cause, a path or another customer's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// The stable code.
    pub code: ProblemCode,
    /// The HTTP status.
    pub status: u16,
    /// One English sentence.
    pub title: String,
    /// The offending field, as a path: `contract.term.ends_on`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong with it, in English, for the engineer who reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Seconds to wait before the next attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}

impl Problem {
    /// The problem with its code's status and title.
    pub fn new(code: ProblemCode) -> Self {
        let title = code.title().to_owned();
        Self { code, status: code.status(), title, field: None, detail: None, retry_after_seconds: None }
    }

    /// Names the field and what is wrong with it.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>, detail: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self.detail = Some(detail.into());
        self
    }

    /// Says what is wrong, in English.
    #[must_use]
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Says when to come back.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.title)?;
        self.field.iter().try_for_each(|field| write!(f, " ({field})"))?;
        self.detail.iter().try_for_each(|detail| write!(f, " {detail}"))
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_its_code_and_field_on_the_wire() {
        let problem = Problem::new(ProblemCode::InvalidFacts).at("contract.number", "is empty");
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["code"], "invalid_facts");
        assert_eq!(json["status"], 422);
        assert_eq!(json["field"], "contract.number");
        assert!(json.get("retry_after_seconds").is_none());
    }
}
