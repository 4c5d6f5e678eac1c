//! Mails that time brings: what came in, a while after the first of it; contracts whose legal deadline is near, on the
//! working day before it and on its own. One letter a person, whatever the number of companies and agencies.
//!
//! Whatever is due is taken in the transaction that writes the letters, so that no two processes write them twice.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Duration;

use coffreo_api::Facts;
use coffreo_domain::calendar::{Region, reminders, signing_deadline};
use coffreo_domain::time::end_of_paris_day;
use coffreo_domain::{DocumentKind, PersonId, Timestamp};

use crate::app::App;
use crate::edge::new_secret;
use crate::mail::{DueContract, Letter, NewDocuments};
use crate::store::{DueReminder, Reader, StoreError, StoredDocument, Tx};

/// People are told of one scope's new documents this often at most.
const NEWS_PAUSE: i64 = 4 * 60 * 60 * 1000;
const EVERY: Duration = Duration::from_secs(30);
const MOST_SCOPES: i64 = 200;
const MOST_CONTRACTS: i64 = 1000;
/// Contracts named in one reminder.
const MOST_LISTED: usize = 20;

/// A document came in, new or in a new version.
///
/// # Errors
/// [`StoreError`]
pub(crate) async fn delivered(
    tx: &mut Tx,
    stored: &StoredDocument,
    facts: &Facts,
    news_after: i64,
) -> Result<(), StoreError> {
    let now = stored.received_at;
    tx.note_news(stored.scope, stored.n, now, now.plus(news_after), NEWS_PAUSE).await?;
    let Facts::Contract(contract) = facts else { return Ok(()) };
    let region = Region::of_postcode(&contract.site.postcode);
    let deadline = signing_deadline(contract.term.starts_on, region);
    let remind_at = reminders(deadline, region).into_iter().find(|at| *at > now);
    tx.set_deadline(stored.document.id, end_of_paris_day(deadline), remind_at).await
}

/// Writes letters in the background until the server stops.
pub(crate) fn start(app: App) {
    tokio::spawn(async move {
        loop {
            if let Err(error) = write_due(&app).await {
                tracing::warn!(cause = format!("{error:#}"), "announcements could not be written");
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = app.events.closed() => return,
            }
        }
    });
}

/// Writes the letters whose time has come; answers how many.
pub(crate) async fn write_due(app: &App) -> Result<usize, StoreError> {
    let letters = write_news(app).await? + write_reminders(app).await?;
    if letters > 0 {
        app.mail.nudge();
    }
    Ok(letters)
}

async fn write_news(app: &App) -> Result<usize, StoreError> {
    let mut letters = 0;
    loop {
        let now = app.now();
        let due = app.store.due_news(now, MOST_SCOPES).await?;
        let complete = (due.len() as i64) < MOST_SCOPES;
        let mut readers = Vec::with_capacity(due.len());
        for news in &due {
            readers.push(app.store.readers(news.scope, false, app.now()).await?);
        }
        let mut told = ByReader::default();
        let mut tx = app.store.begin().await?;
        for (news, readers) in due.into_iter().zip(readers) {
            if !tx.take_news(&news, now).await? {
                continue;
            }
            let count = tx.count_news(&news).await?;
            if count > 0 {
                let contracts = news.kind == DocumentKind::Contract;
                told.add(readers, &NewDocuments { place: news.place, contracts, count });
            }
        }
        for (reader, lines) in told.0.into_values() {
            let unsubscribe = tx.mail_token(reader.person, &new_secret("cfu_")).await?;
            let letter = Letter::NewDocuments { name: reader.name, lines, unsubscribe };
            tx.queue_mail(&reader.email, reader.language, &letter, now).await?;
            letters += 1;
        }
        tx.commit().await?;
        if complete {
            return Ok(letters);
        }
    }
}

async fn write_reminders(app: &App) -> Result<usize, StoreError> {
    let mut letters = 0;
    loop {
        let now = app.now();
        let due = app.store.due_reminders(now, MOST_CONTRACTS).await?;
        let complete = (due.len() as i64) < MOST_CONTRACTS;
        let mut readers = BTreeMap::new();
        for reminder in due.iter().filter(|reminder| reminder.pending) {
            if let Entry::Vacant(unknown) = readers.entry(reminder.scope) {
                unknown.insert(app.store.readers(reminder.scope, true, app.now()).await?);
            }
        }
        let mut told = ByReader::default();
        let mut tx = app.store.begin().await?;
        for reminder in due {
            let next = if reminder.pending { next_reminder(&reminder, now) } else { None };
            if !tx.take_reminder(&reminder, next).await? || !reminder.pending || reminder.deadline_at <= now {
                continue;
            }
            let readers = readers.get(&reminder.scope).cloned().unwrap_or_default();
            let day = deadline_day(reminder.deadline_at).to_string();
            told.add(readers, &DueContract { number: reminder.number, place: reminder.place, day });
        }
        for (reader, mut contracts) in told.0.into_values() {
            contracts.sort_by(|one, other| one.day.cmp(&other.day));
            let more = contracts.len().saturating_sub(MOST_LISTED);
            contracts.truncate(MOST_LISTED);
            let unsubscribe = tx.mail_token(reader.person, &new_secret("cfu_")).await?;
            let letter = Letter::Reminder { name: reader.name, contracts, more, unsubscribe };
            tx.queue_mail(&reader.email, reader.language, &letter, now).await?;
            letters += 1;
        }
        tx.commit().await?;
        if complete {
            return Ok(letters);
        }
    }
}

/// On the deadline's own day, unless that was it.
fn next_reminder(reminder: &DueReminder, now: Timestamp) -> Option<Timestamp> {
    // The region tells the day before alone.
    let [_, last] = reminders(deadline_day(reminder.deadline_at), Region::General);
    (last > now && last > reminder.remind_at).then_some(last)
}

/// The day that ends at the deadline.
fn deadline_day(deadline_at: Timestamp) -> jiff::civil::Date {
    Timestamp(deadline_at.0 - 1).paris_day()
}

/// What each reader is told.
struct ByReader<T>(BTreeMap<PersonId, (Reader, Vec<T>)>);

impl<T> Default for ByReader<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Clone> ByReader<T> {
    fn add(&mut self, readers: Vec<Reader>, line: &T) {
        for reader in readers {
            self.0.entry(reader.person).or_insert_with(|| (reader, Vec::new())).1.push(line.clone());
        }
    }
}
