//! Telephone numbers as they are typed beside a country, and as they are kept: E.164. `coffreo-domain` knows the numbers.

use coffreo_domain::phone;

use crate::DeskError;
use crate::view::Phone;

/// What was typed, for a country by its ISO 3166 code.
///
/// # Errors
/// [`DeskError::InvalidInput`] (`phone`).
pub fn read(typed: &str, country: &str) -> Result<Phone, DeskError> {
    let refused = || DeskError::InvalidInput { field: "phone".into() };
    let e164 = phone::e164_in(typed, country).map_err(|_| refused())?;
    let (country, national) = phone::in_its_country(&e164).ok_or_else(refused)?;
    Ok(Phone { e164, country, national })
}
