//! *Mon compte*: the person's data, password, second factor and sessions, as the server has them.
//!
//! A password that is changed here opens this computer's copy from then on.

use std::fmt::Write as _;

use coffreo_api::account::{
    Account, ChangeAccount, ChangeEmail, ChangePassword, ConfirmSecondFactor, Language as WireLanguage, Mails,
    NewSecondFactor, RecoveryCodes, WithPassword,
};
use coffreo_api::sessions::Sessions;
use qrcode::{Color, QrCode};
use reqwest::Method;

use crate::desk::Desk;
use crate::vault::Meta;
use crate::view::{AccountChange, AccountDetails, Language, MailChoices, SecondFactorSetup, SessionView};
use crate::{DeskError, Password};

/// Light squares around a QR code (ISO/IEC 18004, 6.3.8).
const QUIET_ZONE: usize = 4;

impl Desk {
    /// The account as the server has it.
    ///
    /// # Errors
    /// [`DeskError::SessionEnded`]; those of the connection.
    pub async fn account(&self) -> Result<AccountDetails, DeskError> {
        Ok(details(self.core.opened()?.get::<Account>("v1/account").await?))
    }

    /// Changes name, telephone or e-mails.
    ///
    /// # Errors
    /// [`DeskError::InvalidInput`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn change_account(&self, change: AccountChange) -> Result<AccountDetails, DeskError> {
        let opened = self.core.opened()?;
        let request = ChangeAccount {
            name: change.name,
            phone: change.phone,
            language: change.language.map(Into::into),
            mails: change.mails.map(|MailChoices { new_documents, reminders }| Mails { new_documents, reminders }),
        };
        let changed: Account = opened.send(Method::PATCH, "v1/account", &request).await?;
        let name = changed.name.clone();
        opened.ask(move |vault| vault.set_meta(&[(Meta::PersonName, Some(&name))])).await?;
        self.core.set_name(&changed.name);
        self.core.tell_status();
        Ok(details(changed))
    }

    /// Changes the password: at the server, which ends the other sessions, then for this computer's copy.
    ///
    /// # Errors
    /// [`DeskError::WrongCredentials`] for the old one; [`DeskError::PasswordTooShort`], [`DeskError::PasswordTooWeak`],
    /// [`DeskError::TooManyAttempts`], [`DeskError::SessionEnded`]; those of the connection. [`DeskError::CannotWrite`]
    /// and [`DeskError::DiskFull`]: the password is changed, this computer's copy still opens with the old one.
    pub async fn change_password(&self, old: Password, new: Password) -> Result<(), DeskError> {
        let opened = self.core.opened()?;
        let request = ChangePassword { old: old.expose().to_owned(), new: new.expose().to_owned() };
        opened.tell(Method::POST, "v1/account/password", &request).await?;
        opened.rewrap(new).await
    }

    /// Asks for another e-mail address: both confirm it by a link.
    ///
    /// # Errors
    /// [`DeskError::WrongCredentials`], [`DeskError::InvalidInput`], [`DeskError::AddressTaken`],
    /// [`DeskError::SessionEnded`]; those of the connection.
    pub async fn change_email(&self, email: &str, password: Password) -> Result<AccountDetails, DeskError> {
        let opened = self.core.opened()?;
        let request = ChangeEmail { email: email.trim().to_owned(), password: password.expose().to_owned() };
        opened.tell(Method::POST, "v1/account/email", &request).await?;
        self.account().await
    }

    /// Begins to set up a second factor: nothing is asked for until a code has confirmed it.
    ///
    /// # Errors
    /// [`DeskError::WrongCredentials`], [`DeskError::SecondFactorState`], [`DeskError::SessionEnded`]; those of the
    /// connection.
    pub async fn begin_second_factor(&self, password: Password) -> Result<SecondFactorSetup, DeskError> {
        let request = WithPassword { password: password.expose().to_owned() };
        let made: NewSecondFactor =
            self.core.opened()?.send(Method::POST, "v1/account/second-factor", &request).await?;
        let code = QrCode::new(made.uri.as_bytes()).map_err(|error| DeskError::Internal(error.to_string()))?;
        let (path, size) = drawn(&code.to_colors(), code.width());
        let groups: Vec<String> =
            made.secret.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into()).collect();
        Ok(SecondFactorSetup { secret: groups.join(" "), path, size })
    }

    /// Confirms the second factor by a code. Answers the recovery codes, which are shown this once.
    ///
    /// # Errors
    /// [`DeskError::WrongCode`], [`DeskError::SecondFactorState`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn confirm_second_factor(&self, code: &str) -> Result<Vec<String>, DeskError> {
        let request = ConfirmSecondFactor { code: digits(code) };
        let codes: RecoveryCodes =
            self.core.opened()?.send(Method::POST, "v1/account/second-factor/confirm", &request).await?;
        Ok(codes.recovery_codes)
    }

    /// Takes the second factor away.
    ///
    /// # Errors
    /// As [`begin_second_factor`](Self::begin_second_factor).
    pub async fn remove_second_factor(&self, password: Password) -> Result<(), DeskError> {
        let request = WithPassword { password: password.expose().to_owned() };
        self.core.opened()?.tell(Method::POST, "v1/account/second-factor/remove", &request).await
    }

    /// The open sessions of the account.
    ///
    /// # Errors
    /// [`DeskError::SessionEnded`]; those of the connection.
    pub async fn sessions(&self) -> Result<Vec<SessionView>, DeskError> {
        let all: Sessions = self.core.opened()?.get("v1/sessions").await?;
        let shown = all.sessions.into_iter().map(|session| SessionView {
            id: session.id,
            device: session.device,
            created_at: session.created_at,
            used_at: session.used_at,
            address: session.address,
            current: session.current,
        });
        Ok(shown.collect())
    }

    /// Closes a session. Answers those that are left.
    ///
    /// # Errors
    /// [`DeskError::Absent`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn end_session(&self, id: &str) -> Result<Vec<SessionView>, DeskError> {
        let id = uuid::Uuid::try_parse(id).map_err(|_| DeskError::Absent)?;
        let path = format!("v1/sessions/{id}/end");
        self.core.opened()?.tell(Method::POST, &path, &serde_json::json!({})).await?;
        self.sessions().await
    }

    /// Closes every session but this one.
    ///
    /// # Errors
    /// [`DeskError::SessionEnded`]; those of the connection.
    pub async fn end_other_sessions(&self) -> Result<Vec<SessionView>, DeskError> {
        self.core.opened()?.tell(Method::POST, "v1/sessions/end-others", &serde_json::json!({})).await?;
        self.sessions().await
    }
}

fn details(account: Account) -> AccountDetails {
    let (version, accepted_at) = account.terms.map(|terms| (terms.version, terms.accepted_at)).unzip();
    AccountDetails {
        name: account.name,
        email: account.email,
        pending_email: account.pending_email,
        phone: account.phone,
        second_factor: account.second_factor,
        terms_version: version,
        terms_accepted_at: accepted_at,
        mails: MailChoices { new_documents: account.mails.new_documents, reminders: account.mails.reminders },
    }
}

/// What a person types of a code, without the spaces that apps show it with.
pub fn digits(code: &str) -> String {
    code.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The dark squares as the path of an SVG, row by row, and how many units its side has.
fn drawn(squares: &[Color], width: usize) -> (String, u32) {
    let mut path = String::new();
    for (y, row) in squares.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let dark = row[x..].iter().take_while(|square| **square == Color::Dark).count();
            if dark > 0 {
                let _ = write!(path, "M{} {}h{dark}v1h-{dark}z", x + QUIET_ZONE, y + QUIET_ZONE);
            }
            x += dark.max(1);
        }
    }
    (path, u32::try_from(width + 2 * QUIET_ZONE).unwrap_or_default())
}

impl From<Language> for WireLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::Fr => Self::Fr,
            Language::En => Self::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_squares_in_a_row_are_one_step_of_the_path() {
        let (dark, light) = (Color::Dark, Color::Light);
        let squares = [dark, dark, light, light, light, dark, light, light, light];
        assert_eq!(drawn(&squares, 3), ("M4 4h2v1h-2zM6 5h1v1h-1z".to_owned(), 11));
    }

    #[test]
    fn a_code_is_typed_with_or_without_spaces() {
        assert_eq!(digits(" 123 456 "), "123456");
        assert_eq!(digits("7QK4-M2ZD-XE5R-9HTA"), "7QK4-M2ZD-XE5R-9HTA");
    }
}
