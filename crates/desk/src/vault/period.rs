//! From days to keys: which part of the keys' order a period is.

use coffreo_domain::time::start_of_paris_day;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::document::{KEY_BITS, MOMENTS};
use crate::view::Period;

/// The keys of documents received in the period, half open.
pub fn keys(period: Period, today: Date) -> (i64, i64) {
    let (from, to) = match period {
        Period::All => (None, None),
        Period::Months { months } => (Some(today.saturating_sub(i32::from(months).months())), None),
        Period::Days { from, to } => (from, to),
    };
    let bound = |day: Date| start_of_paris_day(day).0.clamp(MOMENTS.start, MOMENTS.end - 1) << KEY_BITS;
    let after = to.and_then(|day| day.tomorrow().ok());
    (from.map_or(0, bound), after.map_or(i64::MAX, bound))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_go_back_to_a_day_that_exists() {
        let (from, before) = keys(Period::Months { months: 1 }, date(2026, 3, 31));
        assert_eq!((from >> KEY_BITS, before), (start_of_paris_day(date(2026, 2, 28)).0, i64::MAX));
    }

    #[test]
    fn both_days_of_a_period_are_whole() {
        let period = Period::Days { from: Some(date(2026, 10, 1)), to: Some(date(2026, 10, 31)) };
        let (from, before) = keys(period, date(2026, 11, 24));
        assert_eq!(from >> KEY_BITS, start_of_paris_day(date(2026, 10, 1)).0);
        assert_eq!(before >> KEY_BITS, start_of_paris_day(date(2026, 11, 1)).0);
    }
}
