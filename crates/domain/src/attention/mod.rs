//! Points of attention: what a contract's facts show that the law does not want, or that deserves a second look.
//!
//! They never block: the person decides. A fact that the agency did not send is told as missing, for it is in the PDF or
//! it is not, and only the person can see that.

mod term;
mod waiting;

use jiff::civil::Date;

use crate::calendar::Region;
use crate::contract::{Address, Contract};
use crate::recourse::Ground;

pub use waiting::Earlier;

macro_rules! points {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $article:literal;)*) => {
        /// What a point of attention is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Matter { $($(#[$doc])* $name,)* }

        impl Matter {
            /// Every matter.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How grave it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// The article of the Code du travail that asks for it.
            pub fn article(self) -> &'static str {
                match self { $(Self::$name => $article,)* }
            }
        }
    };
}

points! {
    /// The deadline for signing has passed.
    Late = "late", Error, "L1251-42";
    /// It was signed after its deadline.
    SignedLate = "signed_late", Error, "L1251-42";
    /// A replacement that does not name who is replaced.
    ReplacedNameMissing = "replaced_name_missing", Error, "L1251-43, 1°";
    /// A replacement that does not say the replaced person's qualification.
    ReplacedQualificationMissing = "replaced_qualification_missing", Error, "L1251-43, 1°";
    /// No qualification.
    QualificationMissing = "qualification_missing", Error, "L1251-43, 4°";
    /// No characteristics of the post.
    CharacteristicsMissing = "characteristics_missing", Error, "L1251-43, 4°";
    /// No place of work.
    PlaceMissing = "place_missing", Error, "L1251-43, 4°";
    /// No working hours.
    HoursMissing = "hours_missing", Error, "L1251-43, 4°";
    /// A post at risk without a word on protective equipment.
    EquipmentMissing = "equipment_missing", Error, "L1251-43, 5°";
    /// No pay.
    PayMissing = "pay_missing", Error, "L1251-43, 6°";
    /// No financial guarantor.
    GuarantorMissing = "guarantor_missing", Error, "R1251-15";
    /// The mission ends before it starts.
    EndsBeforeStart = "ends_before_start", Error, "L1251-11";
    /// An open term that the ground does not allow.
    OpenTermNotAllowed = "open_term_not_allowed", Error, "L1251-11";
    /// Longer than the ground allows, renewals included. `count` is the most, in months.
    TooLong = "too_long", Error, "L1251-12-1";
    /// Renewed more than twice. `count` is how often.
    TooManyRenewals = "too_many_renewals", Error, "L1251-35-1";
    /// Renewed after the term it prolongs; `day` is that term.
    RenewedAfterTerm = "renewed_after_term", Warning, "L1251-35";
    /// The waiting period after another contract on the same post is not over; `day` is the first day after it,
    /// `document` the other contract.
    WaitingPeriod = "waiting_period", Warning, "L1251-36";
    /// The flexibility window is wider than the mission allows; `count` is the most, in worked days.
    WindowTooWide = "window_too_wide", Warning, "L1251-30";
    /// The justification is too short to be precise.
    JustificationShort = "justification_short", Warning, "L1251-43, 1°";
}

/// How grave a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The law is not met, by what is known.
    Error,
    /// It deserves a look.
    Warning,
}

/// One point of attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What it is about.
    pub matter: Matter,
    /// A day that belongs to it, as the matter says.
    pub day: Option<Date>,
    /// A number that belongs to it, as the matter says.
    pub count: Option<i64>,
    /// Another contract's number.
    pub document: Option<String>,
}

impl Point {
    fn plain(matter: Matter) -> Self {
        Self { matter, day: None, count: None, document: None }
    }
}

/// What is known around a contract.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// Today in Paris.
    pub today: Date,
    /// When it was received, the day in Paris.
    pub received_on: Date,
    /// When it was signed, the day in Paris.
    pub signed_on: Option<Date>,
    /// The versions of the same contract before this amendment, oldest first, as far as they are known.
    pub before: &'a [Contract],
    /// Other contracts on posts of the same name for the same company, as far as they are known.
    pub others: &'a [Earlier],
}

/// The points of attention of a contract: errors first.
pub fn points(contract: &Contract, around: &Circumstances<'_>) -> Vec<Point> {
    let mut points = Vec::new();
    points.extend(lateness(contract, around));
    points.extend(missing(contract).into_iter().map(Point::plain));
    term::check(contract, around, &mut points);
    points.extend(waiting::check(contract, around));
    let words = contract.recourse.justification.split_whitespace().count();
    if words < FEWEST_WORDS && !contract.recourse.ground.replaces_somebody() {
        points.push(Point::plain(Matter::JustificationShort));
    }
    points.sort_by_key(|point| point.matter.severity() == Severity::Warning);
    points
}

/// A justification of fewer words repeats the law at best.
const FEWEST_WORDS: usize = 4;

fn lateness(contract: &Contract, around: &Circumstances<'_>) -> Option<Point> {
    let deadline = contract.deadline();
    let (matter, day) = match around.signed_on {
        Some(signed_on) => (Matter::SignedLate, signed_on),
        None => (Matter::Late, around.today),
    };
    (day > deadline).then(|| Point { day: Some(deadline), ..Point::plain(matter) })
}

/// The mandatory mentions (L1251-43, R1251-15) that the facts do not hold.
fn missing(contract: &Contract) -> Vec<Matter> {
    let empty = |text: &str| text.trim().is_empty();
    let absent = |text: &Option<String>| text.as_deref().is_none_or(empty);
    let Contract { recourse, position, site, .. } = contract;
    let replaces = recourse.ground.replaces_somebody() && recourse.ground != Ground::AwaitedHire;
    let replaced = recourse.replaced.as_ref();
    [
        (replaces && replaced.is_none_or(|one| empty(&one.name)), Matter::ReplacedNameMissing),
        (replaces && replaced.is_none_or(|one| empty(&one.qualification)), Matter::ReplacedQualificationMissing),
        (empty(&contract.qualification), Matter::QualificationMissing),
        (empty(&position.characteristics), Matter::CharacteristicsMissing),
        (empty(&site.city) || empty(&site.street), Matter::PlaceMissing),
        (absent(&position.hours), Matter::HoursMissing),
        (position.at_risk && absent(&position.protective_equipment), Matter::EquipmentMissing),
        (contract.pay_rate.0 == 0, Matter::PayMissing),
        (
            contract.guarantor.as_ref().is_none_or(|one| empty(&one.name) || empty(&one.address)),
            Matter::GuarantorMissing,
        ),
    ]
    .into_iter()
    .filter_map(|(is_missing, matter)| is_missing.then_some(matter))
    .collect()
}

fn region(site: &Address) -> Region {
    Region::of_postcode(&site.postcode)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Cents;
    use crate::contract::{Employee, Guarantor, Position, PositionStatus, Recourse, Replaced, Term};
    use jiff::civil::date;

    /// A contract without a fault, for two weeks of September 2026.
    pub fn faultless() -> Contract {
        Contract {
            number: "CMDE-1_00".into(),
            department: None,
            employee: Employee { title: None, first_name: "Anaïs".into(), last_name: "ROUSSEAU".into() },
            qualification: "Horloger".into(),
            recourse: Recourse {
                ground: Ground::Absence,
                justification: "Remplacement d’un salarié absent".into(),
                replaced: Some(Replaced { name: "Jean PETIT".into(), qualification: "Horloger".into() }),
            },
            term: Term {
                starts_on: date(2026, 9, 1),
                ends_on: Some(date(2026, 9, 14)),
                flex_from: Some(date(2026, 9, 10)),
                flex_until: Some(date(2026, 9, 16)),
            },
            pay_rate: Cents(1700),
            bill_rate: Cents(3200),
            position: Position {
                status: PositionStatus::NonExecutive,
                characteristics: "Réglage de montres".into(),
                hours: Some("35 h".into()),
                at_risk: false,
                protective_equipment: None,
            },
            site: Address {
                street: "1 rue du Port".into(),
                postcode: "58800".into(),
                city: "CORBIGNY".into(),
                country: "FR".into(),
            },
            guarantor: Some(Guarantor { name: "Garant SA".into(), address: "1 rue de Paris".into() }),
        }
    }

    pub fn around<'a>() -> Circumstances<'a> {
        let today = date(2026, 9, 2);
        Circumstances { today, received_on: today, signed_on: None, before: &[], others: &[] }
    }

    pub fn matters(contract: &Contract, around: &Circumstances<'_>) -> Vec<Matter> {
        points(contract, around).into_iter().map(|point| point.matter).collect()
    }

    #[test]
    fn a_faultless_contract_draws_no_attention() {
        assert_eq!(matters(&faultless(), &around()), []);
    }

    #[test]
    fn what_is_missing_is_told_one_by_one() {
        let mut contract = faultless();
        contract.recourse.replaced = None;
        contract.position.hours = Some(" ".into());
        contract.position.at_risk = true;
        contract.pay_rate = Cents(0);
        contract.guarantor = None;
        let told = matters(&contract, &around());
        let expected = [
            Matter::ReplacedNameMissing,
            Matter::ReplacedQualificationMissing,
            Matter::HoursMissing,
            Matter::EquipmentMissing,
            Matter::PayMissing,
            Matter::GuarantorMissing,
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn lateness_is_told_with_the_deadline() {
        let late = Circumstances { today: date(2026, 9, 4), ..around() };
        let deadline = Some(date(2026, 9, 3));
        assert_eq!(points(&faultless(), &late)[0], Point { day: deadline, ..Point::plain(Matter::Late) });
        let signed_in_time = Circumstances { signed_on: deadline, ..late };
        assert_eq!(matters(&faultless(), &signed_in_time), []);
        let signed_late = Circumstances { signed_on: Some(date(2026, 9, 4)), ..late };
        assert_eq!(matters(&faultless(), &signed_late), [Matter::SignedLate]);
    }

    #[test]
    fn a_justification_of_three_words_is_doubtful_unless_somebody_is_replaced() {
        let mut contract = faultless();
        contract.recourse.justification = "Accroissement temporaire d’activité".into();
        assert_eq!(matters(&contract, &around()), []);
        contract.recourse.ground = Ground::IncreasedActivity;
        assert_eq!(matters(&contract, &around()), [Matter::JustificationShort]);
        assert_eq!(Matter::JustificationShort.severity(), Severity::Warning);
    }
}
