//! The advanced search: what a field must hold to match. Pure; where the fields come from is the caller's.

use std::collections::BTreeMap;

use super::VaultError;
use super::fold::{fold, words};
use crate::view::{Criterion, CriterionField, Kind};

/// All that must hold, by field; one of each field's is enough.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Criteria(pub BTreeMap<CriterionField, Vec<Wanted>>);

/// What a text must be like.
#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Each of these, folded, begins one of its words.
    Words(Vec<String>),
    /// This stands in it, letters and digits alone.
    Part(String),
    /// It is this.
    Exactly(String),
}

impl Criteria {
    /// The criteria that say something.
    ///
    /// # Errors
    /// [`VaultError::Invalid`] for a field that documents of this kind do not have.
    pub fn of(kind: Kind, criteria: &[Criterion]) -> Result<Self, VaultError> {
        let mut wanted: BTreeMap<CriterionField, Vec<Wanted>> = BTreeMap::new();
        for criterion in criteria {
            check(kind, criterion.field)?;
            let one = match criterion.field {
                CriterionField::Number | CriterionField::Reference => Wanted::Part(compact(&criterion.value)),
                CriterionField::PositionStatus => Wanted::Exactly(criterion.value.trim().to_owned()),
                _ => Wanted::Words(words(&criterion.value).collect()),
            };
            if !one.is_blank() {
                wanted.entry(criterion.field).or_default().push(one);
            }
        }
        Ok(Self(wanted))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether documents of this kind have the field.
pub fn check(kind: Kind, field: CriterionField) -> Result<(), VaultError> {
    use CriterionField::{Agency, Company, Number, Reference};
    let has = match kind {
        Kind::Contract => field != Reference,
        Kind::Invoice => matches!(field, Agency | Company | Number | Reference),
    };
    if has { Ok(()) } else { Err(VaultError::Invalid("documents of this kind do not have the field")) }
}

impl Wanted {
    /// Whether a folded text is like this.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Words(wanted) => wanted
                .iter()
                .all(|one| text.split(|one: char| !one.is_alphanumeric()).any(|held| held.starts_with(one.as_str()))),
            Self::Part(wanted) => compact(text).contains(wanted),
            Self::Exactly(wanted) => text == wanted,
        }
    }

    fn is_blank(&self) -> bool {
        match self {
            Self::Words(words) => words.is_empty(),
            Self::Part(text) | Self::Exactly(text) => text.is_empty(),
        }
    }
}

/// The letters and digits of a text, folded, without what parts them.
pub fn compact(text: &str) -> String {
    let mut compact = fold(text);
    compact.retain(char::is_alphanumeric);
    compact
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(field: CriterionField, typed: &str, text: &str) -> bool {
        let kind = if field == CriterionField::Reference { Kind::Invoice } else { Kind::Contract };
        let criteria = Criteria::of(kind, &[Criterion { field, value: typed.to_owned() }]).unwrap();
        let text = fold(text);
        criteria.0.values().flatten().all(|wanted| wanted.matches(&text))
    }

    #[test]
    fn words_of_a_text_are_found_in_any_order_by_their_beginnings() {
        let agency = "BARRE TRAVAIL TEMPORAIRE MAGNY LORMES (SHTECO)";
        assert!(matches(CriterionField::Agency, "lormes barre", agency));
        assert!(matches(CriterionField::Agency, "temp shteco", agency));
        assert!(matches(CriterionField::Agency, agency, agency), "a proposed value is found");
        assert!(!matches(CriterionField::Agency, "barre vezelay", agency));
        assert!(!matches(CriterionField::Agency, "ravail", agency));
        assert!(matches(CriterionField::LastName, "oeuvré", "ŒUVRE"));
    }

    #[test]
    fn a_part_of_a_number_is_found_however_it_is_written() {
        let number = "CMDE-BT1-001-001-225333_00";
        for typed in ["225333", "cmde bt1", "225333_00", "5333"] {
            assert!(matches(CriterionField::Number, typed, number), "{typed}");
        }
        assert!(!matches(CriterionField::Number, "225334", number));
    }

    #[test]
    fn what_says_nothing_is_left_out_and_what_cannot_be_is_refused() {
        let criteria = [Criterion { field: CriterionField::Agency, value: " - ".into() }];
        assert!(Criteria::of(Kind::Invoice, &criteria).unwrap().is_empty());
        let criteria = [Criterion { field: CriterionField::LastName, value: "a".into() }];
        assert!(Criteria::of(Kind::Invoice, &criteria).is_err());
    }
}
