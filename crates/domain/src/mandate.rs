//! Mandates: a person's right to sign, given to a colleague for some days.

use jiff::Span;
use jiff::civil::Date;

use crate::time::{Timestamp, end_of_paris_day, start_of_paris_day};

/// A mandate lasts at most so many days.
const MOST_DAYS: i32 = 366;

/// First and last day of a mandate, in the time of metropolitan France.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    from: Date,
    until: Date,
}

/// Why days make no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodRefused {
    /// The first day is over.
    #[error("the first day is over")]
    Past,
    /// The last day comes before the first.
    #[error("the last day comes before the first")]
    Backwards,
    /// Longer than a year, or too far away.
    #[error("a mandate lasts a year at most, and begins within two years")]
    TooLong,
}

/// Where a mandate that was not taken back stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodState {
    /// Its first day has not come.
    Planned,
    /// It counts.
    Active,
    /// Its last day is over.
    Ended,
}

impl Period {
    /// From today on at the earliest, for a year at most.
    ///
    /// # Errors
    /// [`PeriodRefused`]
    pub fn new(from: Date, until: Date, today: Date) -> Result<Self, PeriodRefused> {
        let days = |from: Date, until: Date| from.until(until).map_or(i32::MAX, |span: Span| span.get_days());
        match () {
            () if from < today => Err(PeriodRefused::Past),
            () if until < from => Err(PeriodRefused::Backwards),
            () if days(from, until) >= MOST_DAYS || days(today, from) >= 2 * MOST_DAYS => Err(PeriodRefused::TooLong),
            () => Ok(Self { from, until }),
        }
    }

    /// The first day.
    pub fn from(self) -> Date {
        self.from
    }

    /// The last day.
    pub fn until(self) -> Date {
        self.until
    }

    /// The first moment at which it counts.
    pub fn opens_at(self) -> Timestamp {
        start_of_paris_day(self.from)
    }

    /// The first moment at which it does not count any longer.
    pub fn closes_at(self) -> Timestamp {
        end_of_paris_day(self.until)
    }
}

impl PeriodState {
    /// Of a period between those moments.
    pub fn at(now: Timestamp, opens_at: Timestamp, closes_at: Timestamp) -> Self {
        match () {
            () if now < opens_at => Self::Planned,
            () if now < closes_at => Self::Active,
            () => Self::Ended,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_mandate_counts_from_its_first_midnight_in_france_to_its_last() {
        let today = date(2026, 3, 27);
        // The night of the change to summer time lies in between.
        let period = Period::new(date(2026, 3, 28), date(2026, 3, 29), today).unwrap();
        assert_eq!(period.opens_at().rfc3339(), "2026-03-27T23:00:00.000Z");
        assert_eq!(period.closes_at().rfc3339(), "2026-03-29T22:00:00.000Z");
        let state = |at: Timestamp| PeriodState::at(at, period.opens_at(), period.closes_at());
        assert_eq!(state(period.opens_at().plus(-1)), PeriodState::Planned);
        assert_eq!(state(period.opens_at()), PeriodState::Active);
        assert_eq!(state(period.closes_at().plus(-1)), PeriodState::Active);
        assert_eq!(state(period.closes_at()), PeriodState::Ended);
    }

    #[test]
    fn days_that_make_no_sense_are_no_period() {
        let today = date(2026, 11, 24);
        let period = |from, until| Period::new(from, until, today).map(|_| ());
        assert_eq!(period(today, today), Ok(()));
        assert_eq!(period(date(2026, 11, 23), today), Err(PeriodRefused::Past));
        assert_eq!(period(date(2026, 11, 26), date(2026, 11, 25)), Err(PeriodRefused::Backwards));
        assert_eq!(period(today, date(2027, 11, 24)), Ok(()));
        assert_eq!(period(today, date(2027, 11, 25)), Err(PeriodRefused::TooLong));
        assert_eq!(period(date(9000, 1, 1), date(9000, 1, 2)), Err(PeriodRefused::TooLong));
    }
}
