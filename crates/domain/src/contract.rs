//! The facts of a *contrat de mise à disposition* (CMDE), Code du travail L1251-43.

use jiff::civil::Date;

use crate::calendar::{Region, signing_deadline};
use crate::money::Cents;
use crate::recourse::Ground;

/// What an agency says of a contract beside its PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// As the agency numbers it: `CMDE-BT1-001-001-225333_00`. The stem is opaque.
    pub number: String,
    /// The client's own division, as free text.
    pub department: Option<String>,
    /// Who works.
    pub employee: Employee,
    /// The job as the contract names it.
    pub qualification: String,
    /// Why a temp worker is used.
    pub recourse: Recourse,
    /// From when until when.
    pub term: Term,
    /// Paid to the worker, cents per hour.
    pub pay_rate: Cents,
    /// Billed to the company, cents per hour.
    pub bill_rate: Cents,
    /// What the post is.
    pub position: Position,
    /// Where the work is done.
    pub site: Address,
    /// Who guarantees the agency's obligations (L1251-49).
    pub guarantor: Option<Guarantor>,
}

/// The temp worker. One contract has one (L1251-42).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employee {
    /// `M` or `Mme`, as the agency writes it.
    pub title: Option<String>,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

/// The ground, with its precise justification (L1251-43 1°).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recourse {
    /// The ground of the closed list.
    pub ground: Ground,
    /// In the agency's words: *Accroissement temporaire d'activité ou tâche occasionnelle*.
    pub justification: String,
    /// Who is replaced, where the ground is a replacement.
    pub replaced: Option<Replaced>,
}

/// The replaced person (L1251-43 1°).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Full name.
    pub name: String,
    /// Their qualification.
    pub qualification: String,
}

/// The mission's dates, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// First day.
    pub starts_on: Date,
    /// Last day; none for an open term (L1251-11).
    pub ends_on: Option<Date>,
    /// First day of the flexibility window (*souplesse*, L1251-30).
    pub flex_from: Option<Date>,
    /// Last day of the flexibility window.
    pub flex_until: Option<Date>,
}

/// The post (L1251-43 4° to 6°).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// *Cadre* or not.
    pub status: PositionStatus,
    /// What is done there, in the agency's words.
    pub characteristics: String,
    /// Working hours in words.
    pub hours: Option<String>,
    /// Whether the post is on the list of L4154-2.
    pub at_risk: bool,
    /// Protective equipment and who supplies it.
    pub protective_equipment: Option<String>,
}

/// *Statut du poste*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PositionStatus {
    /// *Cadre*.
    Executive,
    /// *Non cadre*.
    NonExecutive,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Number and street.
    pub street: String,
    /// Five digits in France.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// ISO 3166-1 alpha-2, as in `FR`.
    pub country: String,
}

/// The financial guarantor (L1251-43 7°).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarantor {
    /// Name.
    pub name: String,
    /// Address on one line.
    pub address: String,
}

/// Why the facts of a contract are refused at delivery. What is merely doubtful is told to the signer instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContractRefused {
    /// The mission would end before it starts.
    #[error("the mission ends before it starts")]
    EndsBeforeStart,
    /// The flexibility window is not a span.
    #[error("the flexibility window ends before it starts")]
    FlexEndsBeforeStart,
    /// A rate below zero.
    #[error("a rate is negative")]
    NegativeRate,
}

impl Contract {
    /// Refuses facts that cannot be true. Facts that may be unlawful are delivered: the signer must see them.
    pub fn check(&self) -> Result<(), ContractRefused> {
        let term = &self.term;
        if term.ends_on.is_some_and(|end| end < term.starts_on) {
            return Err(ContractRefused::EndsBeforeStart);
        }
        if matches!((term.flex_from, term.flex_until), (Some(from), Some(until)) if until < from) {
            return Err(ContractRefused::FlexEndsBeforeStart);
        }
        if self.pay_rate.0 < 0 || self.bill_rate.0 < 0 {
            return Err(ContractRefused::NegativeRate);
        }
        Ok(())
    }

    /// The last day on which it may be signed (L1251-42), by the holidays of the work site.
    pub fn deadline(&self) -> Date {
        signing_deadline(self.term.starts_on, Region::of_postcode(&self.site.postcode))
    }

    /// Which amendment (*avenant*) this is: see [`amendment`].
    pub fn amendment(&self) -> u8 {
        amendment(&self.number)
    }
}

/// The amendment's number in a contract number: its suffix `_` and two digits, where `_00` is the initial contract.
/// A number without such a suffix is an initial contract.
pub fn amendment(number: &str) -> u8 {
    match number.rsplit_once('_') {
        Some((_, suffix)) if suffix.len() == 2 && suffix.bytes().all(|b| b.is_ascii_digit()) => {
            suffix.parse().unwrap_or(0)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_suffix_of_a_number_is_its_amendment() {
        assert_eq!(amendment("CMDE-BT1-001-001-225333_00"), 0);
        assert_eq!(amendment("CMDE-BT1-001-001-225333_01"), 1);
        assert_eq!(amendment("CMDE_1"), 0);
        assert_eq!(amendment("CMDE-7"), 0);
    }
}
