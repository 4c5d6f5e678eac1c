//! Moments and days. The clock itself is at the edges.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment `milliseconds` later.
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// The civil day in metropolitan France, where legal deadlines run.
    pub fn paris_day(self) -> Date {
        self.zoned().date()
    }

    /// `2026-11-24T10:02:11.123Z` (RFC 3339).
    pub fn rfc3339(self) -> String {
        format!("{:.3}", self.instant())
    }

    /// `24-11-2026 10:02:11`, the wall clock of metropolitan France, as it is printed into evidence.
    pub fn paris_text(self) -> String {
        self.zoned().strftime("%d-%m-%Y %H:%M:%S").to_string()
    }

    /// The wall clock of metropolitan France.
    pub fn paris_clock(self) -> DateTime {
        self.zoned().datetime()
    }

    fn zoned(self) -> jiff::ZonedDateTime {
        self.instant().to_zoned_datetime(paris())
    }

    /// Out of jiff's years (−9999 to 9999) the nearest end is taken.
    fn instant(self) -> jiff::Timestamp {
        let (least, most) = (jiff::Timestamp::MIN, jiff::Timestamp::MAX);
        let clamped = self.0.clamp(least.as_millisecond() + 1, most.as_millisecond() - 1);
        jiff::Timestamp::from_millisecond(clamped).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

/// The first moment after `day` in metropolitan France: where a deadline that includes the day ends.
pub fn end_of_paris_day(day: Date) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day);
    let midnight = next.to_zoned_datetime(paris()).map(|zoned| zoned.timestamp().as_millisecond());
    Timestamp(midnight.unwrap_or(i64::MAX))
}

/// The first moment of `day` in metropolitan France.
pub fn start_of_paris_day(day: Date) -> Timestamp {
    let midnight = day.to_zoned_datetime(paris()).map(|zoned| zoned.timestamp().as_millisecond());
    Timestamp(midnight.unwrap_or(i64::MIN))
}

fn paris() -> TimeZone {
    // The time zone database is compiled in, so the name is always known.
    TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_summer_evening_in_utc_is_already_the_next_day_in_paris() {
        let moment = Timestamp(1_785_535_200_000); // 2026-07-31T22:00:00Z
        assert_eq!(moment.rfc3339(), "2026-07-31T22:00:00.000Z");
        assert_eq!(moment.paris_day(), date(2026, 8, 1));
        assert_eq!(moment.paris_text(), "01-08-2026 00:00:00");
    }

    #[test]
    fn a_day_ends_at_midnight_in_paris_in_winter_and_summer() {
        assert_eq!(end_of_paris_day(date(2026, 11, 24)).rfc3339(), "2026-11-24T23:00:00.000Z");
        assert_eq!(end_of_paris_day(date(2026, 7, 14)).rfc3339(), "2026-07-14T22:00:00.000Z");
    }
}
