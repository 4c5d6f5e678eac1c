//! *Jours ouvrables* and the legal deadline of a contract.
//!
//! Sources: public holidays, Code du travail L3133-1; Alsace-Moselle, L3134-13; the deadline, L1251-42.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use crate::time::{Timestamp, start_of_paris_day};

/// Eight o'clock: ms after midnight, on days on which the clock is not changed.
const EIGHT: i64 = 8 * 60 * 60 * 1000;

/// Whose public holidays count at a work site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Region {
    /// The eleven holidays of L3133-1.
    General,
    /// Bas-Rhin, Haut-Rhin and Moselle: Good Friday and 26 December too (L3134-13).
    AlsaceMoselle,
}

impl Region {
    /// By the work site's postcode: 57, 67 and 68 are Alsace-Moselle.
    pub fn of_postcode(postcode: &str) -> Self {
        match postcode.get(..2) {
            Some("57" | "67" | "68") => Self::AlsaceMoselle,
            _ => Self::General,
        }
    }
}

/// Easter Sunday of a year (Gregorian; the anonymous computus of Meeus, *Astronomical Algorithms*, ch. 8).
pub fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

/// Whether the day is a public holiday in the region.
pub fn is_holiday(day: Date, region: Region) -> bool {
    let from_easter = (day - easter(day.year())).get_days();
    let fixed = matches!(
        (day.month(), day.day()),
        (1, 1) | (5, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 1) | (11, 11) | (12, 25)
    );
    let local = region == Region::AlsaceMoselle && (from_easter == -2 || (day.month(), day.day()) == (12, 26));
    fixed || matches!(from_easter, 1 | 39 | 50) || local
}

/// A *jour ouvrable*: Monday to Saturday, public holidays excepted.
pub fn is_working_day(day: Date, region: Region) -> bool {
    day.weekday() != Weekday::Sunday && !is_holiday(day, region)
}

/// The last day on which a contract may be signed: the second *jour ouvrable* after the mission's start,
/// the start itself not counted (L1251-42). It runs until the end of that day in Paris
/// ([`crate::time::end_of_paris_day`]).
pub fn signing_deadline(starts_on: Date, region: Region) -> Date {
    let mut day = starts_on;
    let mut left = 2;
    while left > 0 {
        day = day.saturating_add(1.day());
        if is_working_day(day, region) || day == Date::MAX {
            left -= 1;
        }
    }
    day
}

/// When people are reminded of a deadline: at eight in the morning, of the working day before it and of its own day.
pub fn reminders(deadline: Date, region: Region) -> [Timestamp; 2] {
    let mut before = deadline.saturating_sub(1.day());
    while !is_working_day(before, region) && before > Date::MIN {
        before = before.saturating_sub(1.day());
    }
    [before, deadline].map(|day| start_of_paris_day(day).plus(EIGHT))
}

#[cfg(test)]
mod tests {
    use super::Region::{AlsaceMoselle, General};
    use super::*;

    #[test]
    fn the_deadline_is_the_second_working_day_after_the_start() {
        for (start, region, deadline) in [
            (date(2026, 11, 20), General, date(2026, 11, 23)),
            (date(2026, 11, 23), General, date(2026, 11, 25)),
            (date(2026, 4, 30), General, date(2026, 5, 4)),
            (date(2026, 5, 13), General, date(2026, 5, 16)),
            (date(2026, 12, 24), General, date(2026, 12, 28)),
            (date(2026, 12, 24), AlsaceMoselle, date(2026, 12, 29)),
            (date(2026, 4, 2), General, date(2026, 4, 4)),
            (date(2026, 4, 2), AlsaceMoselle, date(2026, 4, 7)),
        ] {
            assert_eq!(signing_deadline(start, region), deadline, "{start} {region:?}");
        }
    }

    #[test]
    fn people_are_reminded_on_the_working_day_before_the_deadline_and_on_its_own() {
        // Monday; the Saturday before is a working day, the Sunday is not.
        let times = reminders(date(2026, 11, 23), General).map(Timestamp::rfc3339);
        assert_eq!(times, ["2026-11-21T07:00:00.000Z", "2026-11-23T07:00:00.000Z"]);
        // Tuesday; Monday is Easter Monday, Sunday is Sunday.
        let times = reminders(date(2026, 4, 7), General).map(Timestamp::rfc3339);
        assert_eq!(times, ["2026-04-04T06:00:00.000Z", "2026-04-07T06:00:00.000Z"]);
    }

    #[test]
    fn easter_falls_where_the_almanac_says() {
        assert_eq!(easter(2026), date(2026, 4, 5));
        assert_eq!(easter(2027), date(2027, 3, 28));
        assert_eq!(easter(2038), date(2038, 4, 25));
    }

    #[test]
    fn alsace_moselle_is_told_by_the_postcode() {
        assert_eq!(Region::of_postcode("67000"), AlsaceMoselle);
        assert_eq!(Region::of_postcode("58800"), General);
        assert_eq!(Region::of_postcode("6"), General);
    }
}
