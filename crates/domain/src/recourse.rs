//! The legal grounds for using a temp worker: a closed list (Code du travail L1251-6 and L1251-7).

use std::fmt;
use std::str::FromStr;

macro_rules! grounds {
    ($($(#[$doc:meta])* $name:ident = $code:literal, replaces: $replaces:literal;)*) => {
        /// A ground of L1251-6 or L1251-7. Its code is the article with its point, as in `L1251-6-1-a`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Ground { $($(#[$doc])* $name,)* }

        impl Ground {
            /// Every ground, in the order of the articles.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Whether the contract must name the replaced person and their qualification (L1251-43 1°).
            pub fn replaces_somebody(self) -> bool {
                match self { $(Self::$name => $replaces,)* }
            }
        }
    };
}

grounds! {
    /// Replacement of an absent employee (1° a).
    Absence = "L1251-6-1-a", replaces: true;
    /// Replacement of an employee temporarily working part-time (1° b).
    TemporaryPartTime = "L1251-6-1-b", replaces: true;
    /// Replacement of an employee whose contract is suspended (1° c).
    Suspension = "L1251-6-1-c", replaces: true;
    /// Replacement after a departure, before the post is abolished (1° d).
    DepartureBeforeAbolition = "L1251-6-1-d", replaces: true;
    /// Replacement while a permanent hire is awaited (1° e).
    AwaitedHire = "L1251-6-1-e", replaces: true;
    /// Temporary increase of activity (2°): occasional task, exceptional export order, urgent safety works.
    IncreasedActivity = "L1251-6-2", replaces: false;
    /// Seasonal work or a trade where fixed terms are customary (3°).
    SeasonOrCustom = "L1251-6-3", replaces: false;
    /// Replacement of the head of a firm (4°).
    HeadOfFirm = "L1251-6-4", replaces: true;
    /// Replacement of the head of a farm (5°).
    HeadOfFarm = "L1251-6-5", replaces: true;
    /// Insertion of people without work (L1251-7 1°).
    Insertion = "L1251-7-1", replaces: false;
    /// A training complement (L1251-7 2°).
    Training = "L1251-7-2", replaces: false;
    /// Apprenticeship (L1251-7 3°).
    Apprenticeship = "L1251-7-3", replaces: false;
    /// Workers with a disability (L1251-7 4°).
    Disability = "L1251-7-4", replaces: false;
}

/// The text is no ground of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a ground of L1251-6 or L1251-7")]
pub struct NotAGround;

impl FromStr for Ground {
    type Err = NotAGround;

    fn from_str(code: &str) -> Result<Self, NotAGround> {
        Self::ALL.iter().copied().find(|ground| ground.code() == code).ok_or(NotAGround)
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_reads_back_from_its_code() {
        for &ground in Ground::ALL {
            assert_eq!(ground.code().parse(), Ok(ground));
        }
        assert_eq!("L1251-6-9".parse::<Ground>(), Err(NotAGround));
    }
}
