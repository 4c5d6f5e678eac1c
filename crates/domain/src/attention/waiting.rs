//! The waiting period (*carence*) between two contracts on the same post (L1251-36, L1251-36-1, L1251-37).

use jiff::ToSpan;
use jiff::civil::Date;

use super::term::is_worked;
use super::{Circumstances, Matter, Point, region};
use crate::contract::{Address, Contract};
use crate::recourse::Ground;

/// Another contract for the same company on a post of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its number.
    pub number: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Where.
    pub site: Address,
    /// Whom it replaced.
    pub replaced: Option<String>,
}

pub fn check(contract: &Contract, around: &Circumstances<'_>) -> Option<Point> {
    if contract.amendment() > 0 || is_exempt(contract.recourse.ground) {
        return None;
    }
    let starts_on = contract.term.starts_on;
    let same_person = |other: &Earlier| {
        let replaced = contract.recourse.replaced.as_ref().map(|one| one.name.as_str());
        replaced.is_some() && replaced == other.replaced.as_deref()
    };
    let same_place =
        |other: &Earlier| other.site.postcode == contract.site.postcode && other.site.street == contract.site.street;
    let late =
        around.others.iter().filter(|other| other.ends_on < starts_on && same_place(other) && !same_person(other));
    late.map(|other| (earliest(other), other))
        .filter(|(earliest, _)| *earliest > starts_on)
        .max_by_key(|(earliest, _)| *earliest)
        .map(|(day, other)| Point {
            day: Some(day),
            document: Some(other.number.clone()),
            ..Point::plain(Matter::WaitingPeriod)
        })
}

/// L1251-37: these may follow at once.
fn is_exempt(ground: Ground) -> bool {
    matches!(
        ground,
        Ground::SeasonOrCustom
            | Ground::HeadOfFirm
            | Ground::HeadOfFarm
            | Ground::Insertion
            | Ground::Training
            | Ground::Apprenticeship
            | Ground::Disability
    )
}

/// The first day on which the post may be filled again. From 14 calendar days a third of them, below a half, rounded up,
/// counted in opening days; the site is taken to open Monday to Friday.
fn earliest(other: &Earlier) -> Date {
    let days = i64::from((other.ends_on - other.starts_on).get_days()) + 1;
    let mut left = if days >= 14 { (days + 2) / 3 } else { (days + 1) / 2 };
    let mut day = other.ends_on;
    loop {
        day = day.saturating_add(1.day());
        if day == Date::MAX {
            return day;
        }
        if is_worked(day, region(&other.site)) {
            if left <= 0 {
                return day;
            }
            left -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{around, faultless, matters};
    use super::*;
    use jiff::civil::date;

    fn other(ends_on: Date) -> Earlier {
        let Contract { site, .. } = faultless();
        Earlier { number: "CMDE-0_00".into(), starts_on: date(2026, 9, 1), ends_on, site, replaced: None }
    }

    #[test]
    fn a_third_from_fourteen_days_on_and_a_half_below() {
        assert_eq!(earliest(&other(date(2026, 9, 14))), date(2026, 9, 22));
        // 13 days: seven, from Monday the 14th.
        assert_eq!(earliest(&other(date(2026, 9, 13))), date(2026, 9, 23));
    }

    #[test]
    fn a_contract_that_follows_too_soon_is_told_with_the_day() {
        let others = [other(date(2026, 9, 14))];
        let mut next = faultless();
        next.term.starts_on = date(2026, 9, 21);
        next.term.ends_on = Some(date(2026, 10, 2));
        (next.term.flex_from, next.term.flex_until) = (None, None);
        let around = Circumstances { others: &others, ..around() };
        assert_eq!(matters(&next, &around), [Matter::WaitingPeriod]);
        assert_eq!(check(&next, &around).unwrap().day, Some(date(2026, 9, 22)));
        next.term.starts_on = date(2026, 9, 22);
        assert_eq!(matters(&next, &around), []);
    }

    #[test]
    fn seasons_other_sites_and_a_new_absence_of_the_same_person_need_not_wait() {
        let mut others = [other(date(2026, 9, 14))];
        let mut next = faultless();
        next.term.starts_on = date(2026, 9, 15);
        next.term.ends_on = Some(date(2026, 9, 28));
        (next.term.flex_from, next.term.flex_until) = (None, None);
        let of = |next: &Contract, others: &[Earlier]| check(next, &Circumstances { others, ..around() }).is_some();
        assert!(of(&next, &others));
        others[0].replaced = Some("Jean PETIT".into());
        assert!(!of(&next, &others));
        others[0].replaced = None;
        others[0].site.street = "2 rue du Port".into();
        assert!(!of(&next, &others));
        others[0].site.street = next.site.street.clone();
        next.recourse.ground = Ground::SeasonOrCustom;
        assert!(!of(&next, &others));
    }
}
