//! What people are to be told of at a later moment: documents that came in, deadlines that come near.

use coffreo_api::account::Language;
use coffreo_domain::{DocumentId, DocumentKind, PersonId, ScopeId, Timestamp};
use sqlx::any::AnyRow;

use super::rows::Columns;
use super::{Store, StoreError, Tx};
use crate::mail::Place;

/// A scope of whose new documents people are to be told now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueNews {
    /// Which.
    pub scope: ScopeId,
    /// From which number on.
    pub from_n: i64,
    /// From which moment on.
    pub from_at: Timestamp,
    /// Its kind.
    pub kind: DocumentKind,
    /// Its company and agency.
    pub place: Place,
}

/// A contract of which people are to be reminded now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReminder {
    /// Which.
    pub document: DocumentId,
    /// Its scope.
    pub scope: ScopeId,
    /// As the agency numbers it.
    pub number: String,
    /// Its company and agency.
    pub place: Place,
    /// Whether it still waits.
    pub pending: bool,
    /// Its legal deadline.
    pub deadline_at: Timestamp,
    /// When it was due.
    pub remind_at: Timestamp,
}

/// Somebody who sees a scope and wants to be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Who.
    pub person: PersonId,
    /// Full name.
    pub name: String,
    /// Where to.
    pub email: String,
    /// In which language.
    pub language: Language,
}

impl Store {
    /// The scopes whose news are due, those that have waited longest first.
    pub async fn due_news(&self, now: Timestamp, most: i64) -> Result<Vec<DueNews>, StoreError> {
        let found = sqlx::query(
            "SELECT w.scope_id, w.from_n, w.from_at, s.kind, c.name AS company, a.name AS agency
             FROM scope_news w JOIN scopes s ON s.id = w.scope_id
             JOIN companies c ON c.id = s.company_id JOIN agencies a ON a.id = s.agency_id
             WHERE w.due_at <= $1 ORDER BY w.due_at, w.scope_id LIMIT $2",
        );
        let news = |row: &AnyRow| {
            Ok(DueNews {
                scope: row.parsed("scope_id")?,
                from_n: row.number("from_n")?,
                from_at: row.moment("from_at")?,
                kind: row.kind("kind")?,
                place: place(row)?,
            })
        };
        found.bind(now.0).bind(most).fetch_all(&self.read).await?.iter().map(news).collect()
    }

    /// The contracts of which people are to be reminded, by scope.
    pub async fn due_reminders(&self, now: Timestamp, most: i64) -> Result<Vec<DueReminder>, StoreError> {
        let found = sqlx::query(
            "SELECT d.id, d.scope_id, d.number, d.state, d.deadline_at, d.remind_at, c.name AS company,
                    a.name AS agency
             FROM documents d JOIN scopes s ON s.id = d.scope_id
             JOIN companies c ON c.id = s.company_id JOIN agencies a ON a.id = s.agency_id
             WHERE d.remind_at <= $1 ORDER BY d.remind_at, d.scope_id, d.n LIMIT $2",
        );
        let reminder = |row: &AnyRow| {
            Ok(DueReminder {
                document: row.parsed("id")?,
                scope: row.parsed("scope_id")?,
                number: row.text("number")?,
                place: place(row)?,
                pending: row.text("state")? == "pending",
                deadline_at: row.moment("deadline_at")?,
                remind_at: row.moment("remind_at")?,
            })
        };
        found.bind(now.0).bind(most).fetch_all(&self.read).await?.iter().map(reminder).collect()
    }

    /// Those who have joined, see a scope at a moment, and want its news, or its reminders.
    pub async fn readers(&self, scope: ScopeId, reminders: bool, at: Timestamp) -> Result<Vec<Reader>, StoreError> {
        let found = sqlx::query(match reminders {
            true => {
                "SELECT DISTINCT p.id, p.name, p.email, p.language FROM sees v JOIN people p ON p.id = v.person_id
                 WHERE v.scope_id = $1 AND v.opens_at <= $2 AND v.closes_at > $2
                 AND p.password_hash IS NOT NULL AND p.wants_reminders = 1 ORDER BY p.id"
            }
            false => {
                "SELECT DISTINCT p.id, p.name, p.email, p.language FROM sees v JOIN people p ON p.id = v.person_id
                 WHERE v.scope_id = $1 AND v.opens_at <= $2 AND v.closes_at > $2
                 AND p.password_hash IS NOT NULL AND p.wants_news = 1 ORDER BY p.id"
            }
        });
        let reader = |row: &AnyRow| {
            Ok(Reader {
                person: row.parsed("id")?,
                name: row.text("name")?,
                email: row.text("email")?,
                language: row.parsed("language")?,
            })
        };
        found.bind(scope.to_string()).bind(at.0).fetch_all(&self.read).await?.iter().map(reader).collect()
    }
}

impl Tx {
    /// A document came into a scope: its people are told at `due_at`, but `pause` ms after they last were at the
    /// earliest. What came before and has not been told goes along.
    pub async fn note_news(
        &mut self,
        scope: ScopeId,
        n: i64,
        at: Timestamp,
        due_at: Timestamp,
        pause: i64,
    ) -> Result<(), StoreError> {
        let put = sqlx::query(
            "INSERT INTO scope_news (scope_id, from_n, from_at, due_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (scope_id) DO UPDATE SET from_n = excluded.from_n, from_at = excluded.from_at,
                 due_at = CASE WHEN scope_news.told_at + $5 > excluded.due_at THEN scope_news.told_at + $5
                               ELSE excluded.due_at END
             WHERE scope_news.due_at IS NULL",
        );
        let put = put.bind(scope.to_string()).bind(n).bind(at.0).bind(due_at.0).bind(pause);
        put.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Takes due news, so that nobody else tells them. `false` when somebody was quicker.
    pub async fn take_news(&mut self, news: &DueNews, now: Timestamp) -> Result<bool, StoreError> {
        let update = sqlx::query(
            "UPDATE scope_news SET due_at = NULL, told_at = $3
             WHERE scope_id = $1 AND from_n = $2 AND due_at IS NOT NULL AND due_at <= $3",
        );
        let update = update.bind(news.scope.to_string()).bind(news.from_n).bind(now.0);
        Ok(update.execute(&mut *self.inner).await?.rows_affected() == 1)
    }

    /// How many of the new documents still wait, and were not answered yet.
    pub async fn count_news(&mut self, news: &DueNews) -> Result<i64, StoreError> {
        let count = sqlx::query(
            "SELECT COUNT(*) AS count FROM documents
             WHERE scope_id = $1 AND n >= $2 AND received_at >= $3 AND state = 'pending' AND answer_n IS NULL",
        );
        let count = count.bind(news.scope.to_string()).bind(news.from_n).bind(news.from_at.0);
        count.fetch_one(&mut *self.inner).await?.number("count")
    }

    /// Keeps a contract's legal deadline, and when people are reminded of it.
    pub async fn set_deadline(
        &mut self,
        document: DocumentId,
        deadline_at: Timestamp,
        remind_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE documents SET deadline_at = $2, remind_at = $3 WHERE id = $1");
        let update = update.bind(document.to_string()).bind(deadline_at.0).bind(remind_at.map(|at| at.0));
        update.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Takes a reminder; the next one is due then. `false` when somebody was quicker.
    pub async fn take_reminder(&mut self, reminder: &DueReminder, next: Option<Timestamp>) -> Result<bool, StoreError> {
        let update = sqlx::query("UPDATE documents SET remind_at = $3 WHERE id = $1 AND remind_at = $2");
        let update = update.bind(reminder.document.to_string()).bind(reminder.remind_at.0).bind(next.map(|at| at.0));
        Ok(update.execute(&mut *self.inner).await?.rows_affected() == 1)
    }
}

fn place(row: &AnyRow) -> Result<Place, StoreError> {
    Ok(Place { company: row.text("company")?, agency: row.text("agency")? })
}
