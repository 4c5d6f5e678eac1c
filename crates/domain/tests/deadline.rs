//! The legal deadline beside a calendar made by other means: weekdays counted from a known one, Easter from the almanac.

#![allow(clippy::unwrap_used, reason = "tests")]

use coffreo_domain::calendar::{Region, is_working_day, signing_deadline};
use jiff::civil::{Date, date};

/// Easter Sundays from 2026 on, as almanacs print them.
const EASTER: [(i8, i8); 11] =
    [(4, 5), (3, 28), (4, 16), (4, 1), (4, 21), (4, 13), (3, 28), (4, 17), (4, 9), (3, 25), (4, 13)];

/// A day of the brute-force calendar.
struct Day {
    date: Date,
    sunday: bool,
    holiday: bool,
    holiday_in_alsace: bool,
}

/// All days of 2026 to 2036, one by one.
fn calendar() -> Vec<Day> {
    let mut days = Vec::new();
    // 1 January 2026 is a Thursday: Sunday is three days later.
    let mut until_sunday = 3;
    for (year, easter) in (2026..).zip(EASTER) {
        let months = [31, if year % 4 == 0 { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let of_month = |(month, length)| (1..=length).map(move |day| (month, day));
        let year_days: Vec<(i8, i8)> = (1..).zip(months).flat_map(of_month).collect();
        let easter = year_days.iter().position(|&day| day == easter).unwrap();
        for (at, &(month, day)) in year_days.iter().enumerate() {
            let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)].contains(&(month, day));
            let holiday = fixed || [easter + 1, easter + 39, easter + 50].contains(&at);
            let local = at + 2 == easter || (month, day) == (12, 26);
            let date = date(year, month, day);
            days.push(Day { date, sunday: until_sunday == 0, holiday, holiday_in_alsace: holiday || local });
            until_sunday = if until_sunday == 0 { 6 } else { until_sunday - 1 };
        }
    }
    days
}

#[test]
fn the_deadline_is_that_of_a_brute_force_calendar_for_every_day_from_2026_to_2035() {
    let days = calendar();
    let starts = days.iter().filter(|day| day.date.year() <= 2035).count();
    assert_eq!(starts, 3652);
    for region in [Region::General, Region::AlsaceMoselle] {
        let works = |day: &Day| {
            let holiday = if region == Region::AlsaceMoselle { day.holiday_in_alsace } else { day.holiday };
            !day.sunday && !holiday
        };
        for (at, start) in days[..starts].iter().enumerate() {
            assert_eq!(is_working_day(start.date, region), works(start), "{} {region:?}", start.date);
            let second = days[at + 1..].iter().filter(|day| works(day)).nth(1).unwrap();
            assert_eq!(signing_deadline(start.date, region), second.date, "{} {region:?}", start.date);
        }
    }
}
