//! Who may do what: the rights A, S, F and R, given per person, company and agency.

/// One right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// **A**: gives and takes rights.
    Admin,
    /// **S**: sees and signs contracts.
    Sign,
    /// **F**: sees and validates invoices.
    Invoices,
    /// **R**: sees and validates time sheets.
    Timesheets,
}

impl Right {
    /// Every right, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Sign, Self::Invoices, Self::Timesheets];

    /// Its letter: A, S, F or R.
    pub fn letter(self) -> char {
        match self {
            Self::Admin => 'A',
            Self::Sign => 'S',
            Self::Invoices => 'F',
            Self::Timesheets => 'R',
        }
    }
}

/// A set of rights. Its text is their letters: `AS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rights(u8);

/// The text has a letter other than A, S, F and R.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("rights are letters out of A, S, F and R")]
pub struct NotRights;

impl Rights {
    /// No right.
    pub const NONE: Self = Self(0);

    /// The set with one more.
    #[must_use]
    pub fn with(self, right: Right) -> Self {
        Self(self.0 | 1 << right as u8)
    }

    /// Whether the set holds the right.
    pub fn has(self, right: Right) -> bool {
        self.0 & 1 << right as u8 != 0
    }

    /// What is in either.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    /// The letters, in the order of [`Right::ALL`].
    pub fn letters(self) -> String {
        Right::ALL.into_iter().filter(|&right| self.has(right)).map(Right::letter).collect()
    }
}

impl std::str::FromStr for Rights {
    type Err = NotRights;

    fn from_str(text: &str) -> Result<Self, NotRights> {
        text.chars().try_fold(Self::NONE, |rights, letter| {
            let right = Right::ALL.into_iter().find(|right| right.letter() == letter).ok_or(NotRights)?;
            Ok(rights.with(right))
        })
    }
}

/// The longest name: characters.
const MOST_NAME: usize = 200;

/// What is said of a person cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonRefused {
    /// The name.
    #[error("is empty, longer than 200 characters or holds control characters")]
    Name,
    /// The address.
    #[error("is not an e-mail address")]
    Email,
}

/// A person's name, without the space around it.
///
/// # Errors
/// [`PersonRefused::Name`]
pub fn name(text: &str) -> Result<String, PersonRefused> {
    let name = text.trim();
    match name.is_empty() || name.chars().count() > MOST_NAME || name.chars().any(char::is_control) {
        true => Err(PersonRefused::Name),
        false => Ok(name.to_owned()),
    }
}

/// An e-mail address as accounts are named by: in lower case. RFC 5321 §4.5.3.1 bounds it; whether it can be reached
/// only a mail can tell.
///
/// # Errors
/// [`PersonRefused::Email`]
pub fn email(text: &str) -> Result<String, PersonRefused> {
    let email = text.trim().to_lowercase();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c);
    let host = |host: &str| host.contains('.') && host.split('.').all(|part| !part.is_empty()) && !host.contains('@');
    let (user, at) = email.split_once('@').ok_or(PersonRefused::Email)?;
    match !user.is_empty() && user.len() <= 64 && host(at) && email.len() <= 254 && !email.chars().any(odd) {
        true => Ok(email),
        false => Err(PersonRefused::Email),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_by_one_form_of_their_address() {
        assert_eq!(email(" Clara.LEGER@The-EU.example ").as_deref(), Ok("clara.leger@the-eu.example"));
        for wrong in [
            "",
            "clara",
            "@x.example",
            "clara@x",
            "a b@x.example",
            "a@b@x.example",
            "a@.example",
            "a\nb@x.example",
            "Clara <clara@x.example>",
            "a@x..example",
        ] {
            assert_eq!(email(wrong), Err(PersonRefused::Email), "{wrong:?}");
        }
        assert_eq!(name("  Clara LEGER ").as_deref(), Ok("Clara LEGER"));
        assert_eq!(name("Clara\u{7}"), Err(PersonRefused::Name));
    }

    #[test]
    fn rights_are_their_letters() {
        let rights: Rights = "SA".parse().unwrap();
        assert_eq!(rights.letters(), "AS");
        assert!(rights.has(Right::Sign) && !rights.has(Right::Invoices));
        assert_eq!("SX".parse::<Rights>(), Err(NotRights));
    }
}
