//! The term: how long, how often renewed, how far it may move (L1251-11, L1251-12-1, L1251-30, L1251-35, L1251-35-1).

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::{Circumstances, Matter, Point, region};
use crate::calendar::{Region, is_holiday};
use crate::contract::{Contract, Term};
use crate::recourse::Ground;

/// Renewals that the law allows where no branch agreement says otherwise.
const MOST_RENEWALS: usize = 2;

pub fn check(contract: &Contract, around: &Circumstances<'_>, points: &mut Vec<Point>) {
    let Term { starts_on, ends_on, .. } = contract.term;
    let ground = contract.recourse.ground;
    let Some(ends_on) = ends_on else {
        if !allows_open_term(ground) {
            points.push(Point::plain(Matter::OpenTermNotAllowed));
        }
        return;
    };
    if ends_on < starts_on {
        points.push(Point::plain(Matter::EndsBeforeStart));
        return;
    }
    let first_day = around.before.iter().map(|before| before.term.starts_on).min().unwrap_or(starts_on).min(starts_on);
    let most = most_months(ground, &contract.site.country);
    if ends_on >= first_day.saturating_add(most.months()) {
        points.push(Point { count: Some(most), ..Point::plain(Matter::TooLong) });
    }
    renewals(contract, around, ends_on, points);
    if let Some(most) = window_too_wide(&contract.term, ends_on, region(&contract.site)) {
        points.push(Point { count: Some(most), ..Point::plain(Matter::WindowTooWide) });
    }
}

/// L1251-11: only where the end cannot be known.
fn allows_open_term(ground: Ground) -> bool {
    matches!(
        ground,
        Ground::Absence
            | Ground::Suspension
            | Ground::AwaitedHire
            | Ground::SeasonOrCustom
            | Ground::HeadOfFirm
            | Ground::HeadOfFarm
    )
}

/// L1251-12-1, in months, renewals included. Urgent safety works (9) and exceptional export orders (24) share their
/// ground with other increases of activity, so that the facts do not tell them apart: 18 is taken.
fn most_months(ground: Ground, country: &str) -> i64 {
    match ground {
        Ground::AwaitedHire => 9,
        Ground::DepartureBeforeAbolition => 24,
        Ground::Apprenticeship => 36,
        _ if country != "FR" => 24,
        _ => 18,
    }
}

/// A renewal is a version that ends later than the one before it.
fn renewals(contract: &Contract, around: &Circumstances<'_>, ends_on: Date, points: &mut Vec<Point>) {
    let ends: Vec<Date> = around.before.iter().filter_map(|one| one.term.ends_on).chain([ends_on]).collect();
    let count = ends.windows(2).filter(|pair| pair[1] > pair[0]).count();
    if count > MOST_RENEWALS {
        points.push(Point { count: i64::try_from(count).ok(), ..Point::plain(Matter::TooManyRenewals) });
    }
    let Some(last) = around.before.last().and_then(|one| one.term.ends_on) else { return };
    if contract.amendment() > 0 && ends_on > last && around.received_on > last {
        points.push(Point { day: Some(last), ..Point::plain(Matter::RenewedAfterTerm) });
    }
}

/// L1251-30: a day for five worked days, two below ten worked days, ten at most. Answers the most when the window, counted
/// in worked days from the term, is wider.
fn window_too_wide(term: &Term, ends_on: Date, region: Region) -> Option<i64> {
    let worked = worked_days(term.starts_on, ends_on, region);
    let most = if worked < 10 { 2 } else { (worked / 5).min(10) };
    let day = 1.day();
    let earlier = term.flex_from.map_or(0, |from| worked_days(from.saturating_add(day), ends_on, region));
    let later = term.flex_until.map_or(0, |until| worked_days(ends_on.saturating_add(day), until, region));
    (earlier > most || later > most).then_some(most)
}

/// Monday to Friday without public holidays, both ends included: what a site that says nothing else is taken to work.
pub fn worked_days(from: Date, until: Date, region: Region) -> i64 {
    let mut day = from;
    let mut count = 0;
    while day <= until && day < Date::MAX {
        count += i64::from(is_worked(day, region));
        day = day.saturating_add(1.day());
    }
    count
}

pub fn is_worked(day: Date, region: Region) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day, region)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{around, faultless, matters};
    use super::*;
    use jiff::civil::date;

    fn until(ends_on: Option<Date>) -> Contract {
        let mut contract = faultless();
        contract.term = Term { ends_on, flex_from: None, flex_until: None, ..contract.term };
        contract
    }

    #[test]
    fn eighteen_months_are_allowed_and_not_a_day_more() {
        assert_eq!(matters(&until(Some(date(2028, 2, 29))), &around()), []);
        assert_eq!(matters(&until(Some(date(2028, 3, 1))), &around()), [Matter::TooLong]);
        let mut awaited = until(Some(date(2027, 6, 1)));
        awaited.recourse.ground = Ground::AwaitedHire;
        assert_eq!(matters(&awaited, &around()), [Matter::TooLong]);
    }

    #[test]
    fn renewals_count_from_the_first_start() {
        let mut first = until(Some(date(2026, 9, 30)));
        first.term.starts_on = date(2025, 1, 1);
        let before = [first];
        let mut amendment = until(Some(date(2026, 10, 30)));
        amendment.number = "CMDE-1_01".into();
        assert_eq!(matters(&amendment, &Circumstances { before: &before, ..around() }), [Matter::TooLong]);
    }

    #[test]
    fn an_open_term_needs_a_ground_that_allows_it() {
        assert_eq!(matters(&until(None), &around()), []);
        let mut contract = until(None);
        contract.recourse.ground = Ground::IncreasedActivity;
        assert_eq!(matters(&contract, &around()), [Matter::OpenTermNotAllowed]);
    }

    #[test]
    fn a_third_renewal_is_one_too_many_and_a_late_one_is_told() {
        let ends = [date(2026, 9, 14), date(2026, 9, 21), date(2026, 9, 28)];
        let before: Vec<Contract> = ends.into_iter().map(|end| until(Some(end))).collect();
        let mut third = until(Some(date(2026, 10, 5)));
        third.number = "CMDE-1_03".into();
        assert_eq!(matters(&third, &Circumstances { before: &before, ..around() }), [Matter::TooManyRenewals]);
        let after = Circumstances { before: &before[..1], received_on: date(2026, 9, 15), ..around() };
        assert_eq!(matters(&third, &after), [Matter::RenewedAfterTerm]);
    }

    #[test]
    fn a_window_has_a_day_for_five_and_two_for_a_short_mission() {
        let window = |from, until| {
            let mut contract = faultless();
            contract.term = Term { flex_from: Some(from), flex_until: Some(until), ..contract.term };
            matters(&contract, &around())
        };
        // Ten worked days: two, counted from Monday the 14th.
        assert_eq!(window(date(2026, 9, 10), date(2026, 9, 16)), []);
        assert_eq!(window(date(2026, 9, 9), date(2026, 9, 16)), [Matter::WindowTooWide]);
        assert_eq!(window(date(2026, 9, 10), date(2026, 9, 17)), [Matter::WindowTooWide]);
    }
}
