//! French company identifiers.

/// Whether the text is a SIREN: nine digits with a Luhn check digit (ISO/IEC 7812-1).
pub fn is_siren(text: &str) -> bool {
    digits::<9>(text).is_some_and(|digits| luhn(&digits))
}

/// Whether the text is a SIRET: a SIREN, five digits of establishment, and a Luhn check digit over all fourteen.
/// La Poste (356000000) numbers its establishments so that the digit sum is a multiple of five instead.
pub fn is_siret(text: &str) -> bool {
    let Some(siret) = digits::<14>(text) else { return false };
    let sum: u32 = siret.iter().sum();
    luhn(&siret[..9]) && (luhn(&siret) || (text.starts_with("356000000") && sum.is_multiple_of(5)))
}

fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let found: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    found?.try_into().ok()
}

fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits.iter().rev().enumerate().map(|(i, &d)| if i % 2 == 1 { doubled(d) } else { d }).sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_is_told_from_a_typo() {
        for siret in ["73282932000074", "10000000900009", "20000000800009", "35600000000048"] {
            assert!(is_siret(siret), "{siret}");
        }
        for text in ["10000000900008", "49827780500010", "", "7328293200007", "7328293200007a", "732829320000740"] {
            assert!(!is_siret(text), "{text}");
        }
        assert!(is_siren("732829320") && !is_siren("732829321"));
    }
}
