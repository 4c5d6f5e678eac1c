//! What a new password must be (NIST SP 800-63B-4 §3.1.1): long enough, not a common one, and not made of the person's
//! own words. No rule about kinds of characters. Fifteen characters are recommended, by the screens.

use coffreo_api::{Problem, ProblemCode};

/// The shortest: characters.
pub const SHORTEST: usize = 12;
/// The longest: bytes. Nobody types more, and hashing has an end.
pub const LONGEST: usize = 1024;
/// Out of 4: zxcvbn takes it that more than 10¹⁰ guesses are needed. Below that are a name and a year.
const LEAST_SCORE: u8 = 4;

/// What people in France choose, beside the common passwords that zxcvbn knows.
const COMMON: &[&str] = &[
    "coffreo",
    "motdepasse",
    "motdepass",
    "azerty",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "bonjour",
    "bonsoir",
    "soleil",
    "doudou",
    "loulou",
    "chouchou",
    "jetaime",
    "mamour",
    "amour",
    "marseille",
    "chocolat",
    "nicolas",
    "camille",
    "vacances",
    "bienvenue",
    "entreprise",
    "agence",
    "interim",
    "contrat",
    "contrats",
    "facture",
    "factures",
    "signature",
    "signer",
    "salarie",
    "travail",
    "bureau",
    "secret",
    "administrateur",
    "direction",
    "comptabilite",
    "france",
    "paris",
    "printemps",
    "automne",
    "hiver",
    "janvier",
    "fevrier",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// Whether a person whose own words these are (name, address, companies) may have this password.
///
/// # Errors
/// [`ProblemCode::PasswordTooShort`] and [`ProblemCode::PasswordTooWeak`], at the field `password`.
pub fn check(password: &str, own_words: &[&str]) -> Result<(), Problem> {
    let length = password.chars().count();
    if length < SHORTEST || password.len() > LONGEST {
        let why = format!("has fewer than {SHORTEST} characters or more than {LONGEST} bytes");
        return Err(Problem::new(ProblemCode::PasswordTooShort).at("password", why));
    }
    let parts = own_words.iter().flat_map(|words| words.split(|c: char| !c.is_alphanumeric()));
    let parts = parts.filter(|part| part.chars().count() > 2).map(str::to_lowercase);
    let known: Vec<String> = parts.chain(COMMON.iter().map(|word| (*word).to_owned())).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    if u8::from(zxcvbn::zxcvbn(password, &known).score()) < LEAST_SCORE {
        return Err(Problem::new(ProblemCode::PasswordTooWeak).at("password", "is easily guessed"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> Option<ProblemCode> {
        check(password, &["Clara LÉGER", "clara.leger@the-eu.example"]).err().map(|problem| problem.code)
    }

    #[test]
    fn a_password_is_long_uncommon_and_not_of_the_persons_own_words() {
        assert_eq!(refused("tD7#pq!9xZ"), Some(ProblemCode::PasswordTooShort));
        assert_eq!(refused(&"long ".repeat(300)), Some(ProblemCode::PasswordTooShort));
        for weak in
            ["motdepasse2026", "azertyuiop12", "Bonjour2026!!", "ClaraLeger2026", "123456789012", "aaaaaaaaaaaaaaaa"]
        {
            assert_eq!(refused(weak), Some(ProblemCode::PasswordTooWeak), "{weak}");
        }
        for good in ["correct horse battery", "quatre tortues jouent du piano", "vG8kqpZ2wLm4"] {
            assert_eq!(refused(good), None, "{good}");
        }
    }
}
