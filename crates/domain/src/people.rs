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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_their_letters() {
        let rights: Rights = "SA".parse().unwrap();
        assert_eq!(rights.letters(), "AS");
        assert!(rights.has(Right::Sign) && !rights.has(Right::Invoices));
        assert_eq!("SX".parse::<Rights>(), Err(NotRights));
    }
}
