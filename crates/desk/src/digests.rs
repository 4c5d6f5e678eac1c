//! When to tell of new documents: at once, then at most once a quarter of an hour for each kind, and not in the person's
//! quiet hours, unless a deadline is near. What comes in between is told together.
//!
//! Pure: the moment and the time zone come in. It must not raise a notification or word one.

use std::collections::BTreeMap;

use coffreo_domain::Timestamp;
use jiff::Timestamp as Instant;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::view::{ArrivedDocument, Kind, Settings};

const MINUTE: i64 = 60_000;
/// Between two digests of one kind: ms.
const EVERY: i64 = 15 * MINUTE;
/// A deadline nearer than this is told in the quiet hours too: ms.
const NEAR: i64 = 4 * 60 * MINUTE;

/// New documents of one kind, to be told in one notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Which kind.
    pub kind: Kind,
    /// In the order in which they came.
    pub documents: Vec<ArrivedDocument>,
}

/// What waits to be told.
#[derive(Debug, Default)]
pub struct Digests {
    waiting: BTreeMap<Kind, Vec<ArrivedDocument>>,
    told_at: BTreeMap<Kind, i64>,
}

impl Digests {
    /// New documents came.
    pub fn arrive(&mut self, kind: Kind, documents: Vec<ArrivedDocument>) {
        self.waiting.entry(kind).or_default().extend(documents);
    }

    /// Nothing of what waits is to be told: the person does not want it, or is not in any more.
    pub fn forget(&mut self) {
        self.waiting.clear();
    }

    /// Takes what is to be told now. The quiet hours hold back what can wait, and only that.
    pub fn due(&mut self, now: Timestamp, quiet: &Quiet) -> Vec<Digest> {
        let mut due = Vec::new();
        for (&kind, waiting) in &mut self.waiting {
            let ready = |document: &ArrivedDocument| moment(document, self.told_at.get(&kind), now, quiet) <= now.0;
            let (told, kept) = std::mem::take(waiting).into_iter().partition(ready);
            *waiting = kept;
            due.push(Digest { kind, documents: told });
        }
        due.retain(|digest| !digest.documents.is_empty());
        self.told_at.extend(due.iter().map(|digest| (digest.kind, now.0)));
        due
    }

    /// When there will be something to tell, as things stand at `now`.
    pub fn next(&self, now: Timestamp, quiet: &Quiet) -> Option<Timestamp> {
        let moments = self.waiting.iter().flat_map(|(kind, documents)| {
            documents.iter().map(move |document| moment(document, self.told_at.get(kind), now, quiet))
        });
        moments.min().map(Timestamp)
    }
}

/// The earliest moment for this document.
fn moment(document: &ArrivedDocument, told_at: Option<&i64>, now: Timestamp, quiet: &Quiet) -> i64 {
    let spaced = told_at.map_or(now.0, |told_at| now.0.max(told_at.saturating_add(EVERY)));
    match (quiet.ends(Timestamp(spaced)), document.deadline) {
        (None, _) => spaced,
        (Some(end), Some(deadline)) => spaced.max(end.0.min(deadline.saturating_sub(NEAR))),
        (Some(end), None) => end.0,
    }
}

/// The hours of the day in which notifications wait.
#[derive(Debug, Clone)]
pub struct Quiet {
    hours: Option<(i16, i16)>,
    zone: TimeZone,
}

impl Quiet {
    /// As the person chose, by the clock of this time zone. From an hour to the same hour is never.
    pub fn new(settings: &Settings, zone: TimeZone) -> Self {
        let minute = |minutes: u16| i16::try_from(minutes % (24 * 60)).unwrap_or(0);
        let hours = (minute(settings.quiet_from), minute(settings.quiet_until));
        Self { hours: Some(hours).filter(|(from, until)| settings.quiet_hours && from != until), zone }
    }

    /// As the person chose, by this computer's clock.
    pub fn here(settings: &Settings) -> Self {
        Self::new(settings, TimeZone::system())
    }

    /// When the quiet hours that this moment lies in are over; `None` outside of them.
    fn ends(&self, moment: Timestamp) -> Option<Timestamp> {
        let (from, until) = self.hours?;
        let local = Instant::from_millisecond(moment.0).ok()?.to_zoned_datetime(self.zone.clone());
        let minute = i16::from(local.hour()) * 60 + i16::from(local.minute());
        let within = if from < until { (from..until).contains(&minute) } else { minute >= from || minute < until };
        if !within {
            return None;
        }
        let day = if minute < until { local.date() } else { local.date().tomorrow().ok()? };
        let time = Time::new(i8::try_from(until / 60).ok()?, i8::try_from(until % 60).ok()?, 0, 0).ok()?;
        let end = day.to_datetime(time).to_zoned_datetime(self.zone.clone()).ok()?;
        Some(Timestamp(end.timestamp().as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * MINUTE;

    /// A moment of 24 November 2026 in Paris, where it is UTC+1.
    fn at(hour: i64, minute: i64) -> Timestamp {
        Timestamp((20_781 * 24 + hour - 1) * HOUR + minute * MINUTE)
    }

    fn quiet(from: u16, until: u16) -> Quiet {
        let settings =
            Settings { quiet_hours: true, quiet_from: from * 60, quiet_until: until * 60, ..Settings::default() };
        Quiet::new(&settings, TimeZone::get("Europe/Paris").unwrap())
    }

    fn never() -> Quiet {
        Quiet::new(&Settings { quiet_hours: false, ..Settings::default() }, TimeZone::UTC)
    }

    fn contract(number: &str, deadline: Option<Timestamp>) -> ArrivedDocument {
        ArrivedDocument {
            id: number.into(),
            number: number.into(),
            agency: "BARRE".into(),
            company: "THE EU".into(),
            employee: None,
            deadline: deadline.map(|deadline| deadline.0),
        }
    }

    fn arrive(digests: &mut Digests, numbers: &[&str]) {
        digests.arrive(Kind::Contract, numbers.iter().map(|number| contract(number, None)).collect());
    }

    /// The numbers that are told now.
    fn told(digests: &mut Digests, now: Timestamp, quiet: &Quiet) -> Vec<String> {
        digests.due(now, quiet).into_iter().flat_map(|digest| digest.documents).map(|one| one.number).collect()
    }

    #[test]
    fn the_first_is_told_at_once_and_the_next_ones_together_a_quarter_of_an_hour_later() {
        let mut digests = Digests::default();
        arrive(&mut digests, &["1"]);
        assert_eq!(told(&mut digests, at(10, 0), &never()), ["1"]);
        arrive(&mut digests, &["2"]);
        assert!(told(&mut digests, at(10, 1), &never()).is_empty());
        arrive(&mut digests, &["3"]);
        assert_eq!(digests.next(at(10, 2), &never()), Some(at(10, 15)));
        assert!(told(&mut digests, at(10, 14), &never()).is_empty());
        assert_eq!(told(&mut digests, at(10, 15), &never()), ["2", "3"]);
        assert_eq!(digests.next(at(10, 15), &never()), None);
    }

    #[test]
    fn each_kind_has_its_own_quarter_of_an_hour() {
        let mut digests = Digests::default();
        arrive(&mut digests, &["contract"]);
        assert_eq!(told(&mut digests, at(10, 0), &never()), ["contract"]);
        digests.arrive(Kind::Invoice, vec![contract("invoice", None)]);
        assert_eq!(told(&mut digests, at(10, 1), &never()), ["invoice"]);
    }

    #[test]
    fn what_comes_in_the_quiet_hours_is_told_once_they_are_over() {
        let mut digests = Digests::default();
        let night = quiet(19, 8);
        arrive(&mut digests, &["1", "2"]);
        assert!(told(&mut digests, at(19, 0), &night).is_empty());
        assert_eq!(digests.next(at(23, 30), &night), Some(at(24 + 8, 0)));
        assert_eq!(digests.next(at(24 + 2, 0), &night), Some(at(24 + 8, 0)));
        assert_eq!(told(&mut digests, at(24 + 8, 0), &night), ["1", "2"]);
    }

    #[test]
    fn the_quiet_hours_may_lie_within_one_day_or_be_none() {
        let noon = quiet(12, 14);
        assert_eq!(noon.ends(at(12, 0)), Some(at(14, 0)));
        assert_eq!((noon.ends(at(11, 59)), noon.ends(at(14, 0))), (None, None));
        assert_eq!(quiet(8, 8).ends(at(8, 0)), None);
    }

    #[test]
    fn a_deadline_under_four_hours_is_told_in_the_quiet_hours_and_nothing_else_with_it() {
        let mut digests = Digests::default();
        let night = quiet(19, 8);
        let midnight = at(24, 0);
        digests.arrive(Kind::Contract, vec![contract("urgent", Some(midnight)), contract("other", Some(at(72, 0)))]);
        assert!(told(&mut digests, at(19, 30), &night).is_empty());
        assert_eq!(digests.next(at(19, 30), &night), Some(at(20, 0)));
        assert_eq!(told(&mut digests, at(20, 0), &night), ["urgent"]);
        assert_eq!(told(&mut digests, at(24 + 8, 0), &night), ["other"]);
    }

    #[test]
    fn nothing_is_told_that_was_to_be_forgotten() {
        let mut digests = Digests::default();
        arrive(&mut digests, &["1"]);
        digests.forget();
        assert!(told(&mut digests, at(10, 0), &never()).is_empty());
    }
}
