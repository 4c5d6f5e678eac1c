//! Phone numbers in E.164 (ITU-T): `+33612345678`. Which numbers a country has is libphonenumber's knowledge.

use phonenumber::Mode;

/// Nobody can be called at that number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a phone number: give it with its country's code, such as +33612345678")]
pub struct NotAPhoneNumber;

/// The number in E.164. Without a country's code it is taken as dialled in France.
///
/// # Errors
/// [`NotAPhoneNumber`]
pub fn e164(text: &str) -> Result<String, NotAPhoneNumber> {
    e164_in(text, "FR")
}

/// The number in E.164. Without a country's code it is taken as dialled in the country: its ISO 3166 code.
///
/// # Errors
/// [`NotAPhoneNumber`]
pub fn e164_in(text: &str, country: &str) -> Result<String, NotAPhoneNumber> {
    let country = country.parse().map_err(|_| NotAPhoneNumber)?;
    if text.chars().count() > 40 {
        return Err(NotAPhoneNumber);
    }
    let number = phonenumber::parse(Some(country), text).map_err(|_| NotAPhoneNumber)?;
    if !phonenumber::is_valid(&number) || number.extension().is_some() {
        return Err(NotAPhoneNumber);
    }
    Ok(number.format().mode(Mode::E164).to_string())
}

/// The country of a number in E.164, by its ISO 3166 code, and the number as it is written there.
pub fn in_its_country(e164: &str) -> Option<(String, String)> {
    let number = phonenumber::parse(None, e164).ok()?;
    let country = number.country().id()?.as_ref().to_owned();
    Some((country, number.format().mode(Mode::National).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_france_and_of_elsewhere_have_one_form() {
        for text in ["06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678", "06.12.34.56.78"] {
            assert_eq!(e164(text).as_deref(), Ok("+33612345678"), "{text}");
        }
        assert_eq!(e164("+352 621 123 456").as_deref(), Ok("+352621123456"));
        assert_eq!(e164("+44 20 7946 0958").as_deref(), Ok("+442079460958"));
    }

    #[test]
    fn a_number_is_dialled_in_the_country_that_was_chosen() {
        assert_eq!(e164_in("470 12 34 56", "BE").as_deref(), Ok("+32470123456"));
        assert_eq!(e164_in("06 12 34 56 78", "nowhere"), Err(NotAPhoneNumber));
        let (country, national) = in_its_country("+33612345678").unwrap();
        assert_eq!((country.as_str(), national.as_str()), ("FR", "06 12 34 56 78"));
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        for text in ["", "12", "06 12 34", "+33 6 12 34 56 78 99", "+999123456789", "appelez-moi", &"1".repeat(60)] {
            assert_eq!(e164(text), Err(NotAPhoneNumber), "{text}");
        }
    }
}
