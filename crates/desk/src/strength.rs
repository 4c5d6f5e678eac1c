//! How well a password resists guessing, by zxcvbn. Pure: nothing is kept and nothing is asked of anybody.
//!
//! The server decides whether it takes a password; this says beforehand what it will say.

use zxcvbn::Score;
use zxcvbn::feedback::Warning;

use crate::Password;
use crate::view::{Strength, Weakness};

/// Characters that the server wants.
const SHORTEST: usize = 12;

/// The strength of a new password of somebody of whom these words are known: name, address, companies.
pub fn of(password: &Password, words: &[String]) -> Strength {
    // zxcvbn compares what is known as it stands.
    let words: Vec<String> = words.iter().map(|words| words.to_lowercase()).collect();
    let parts = words.iter().flat_map(|words| words.split([' ', '@', '.', '-']));
    let parts: Vec<&str> = parts.filter(|part| part.chars().count() > 2).collect();
    let guessed = zxcvbn::zxcvbn(password.expose(), &parts);
    let score: u8 = guessed.score().into();
    let short = password.expose().chars().count() < SHORTEST;
    let lower = password.expose().to_lowercase();
    let personal = parts.iter().any(|part| lower.contains(part));
    let weakness = match guessed.feedback().and_then(|feedback| feedback.warning()) {
        _ if short => Some(Weakness::TooShort),
        _ if guessed.score() == Score::Four => None,
        _ if personal => Some(Weakness::Personal),
        Some(warning) => Some(weakness(warning)),
        None => Some(Weakness::Words),
    };
    Strength { score, weakness, enough: weakness.is_none() }
}

fn weakness(warning: Warning) -> Weakness {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess
        | Warning::ShortKeyboardPatternsAreEasyToGuess
        | Warning::SequencesLikeAbcAreEasyToGuess => Weakness::Sequence,
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            Weakness::Repeated
        }
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => Weakness::Date,
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => Weakness::Common,
        Warning::AWordByItselfIsEasyToGuess
        | Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => Weakness::Words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_told_with_its_reason() {
        let words = ["Clara LEGER".to_owned(), "clara.leger@the-eu.example".to_owned(), "THE EU".to_owned()];
        let weakness = |password: &str| of(&password.into(), &words).weakness;
        assert_eq!(weakness("court"), Some(Weakness::TooShort));
        assert_eq!(weakness("clara.leger1"), Some(Weakness::Personal));
        assert_eq!(weakness("aaaaaaaaaaaa"), Some(Weakness::Repeated));
        assert!(weakness("qwertyuiopas").is_some());
        let good = of(&"Une montre à remonter chaque lundi".into(), &words);
        assert_eq!((good.score, good.enough), (4, true));
    }
}
