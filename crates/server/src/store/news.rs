//! What the operator tells everybody.

use coffreo_domain::Timestamp;
use sqlx::any::AnyRow;

use super::rows::Columns;
use super::{Store, StoreError, Tx};

/// A piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredNews {
    /// Identifier.
    pub id: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// One line, in French.
    pub title: String,
    /// Plain text, in French.
    pub text: String,
    /// Title and text in English.
    pub english: Option<(String, String)>,
}

impl Store {
    /// What is published, newest first.
    pub async fn news(&self, most: i64) -> Result<Vec<StoredNews>, StoreError> {
        let found = sqlx::query(
            "SELECT id, published_at, title, text, english_title, english_text FROM news
             WHERE withdrawn_at IS NULL ORDER BY published_at DESC, id DESC LIMIT $1",
        );
        let news = |row: &AnyRow| {
            Ok(StoredNews {
                id: row.text("id")?,
                published_at: row.moment("published_at")?,
                title: row.text("title")?,
                text: row.text("text")?,
                english: row.maybe_text("english_title")?.zip(row.maybe_text("english_text")?),
            })
        };
        found.bind(most).fetch_all(&self.read).await?.iter().map(news).collect()
    }
}

impl Tx {
    /// Publishes.
    pub async fn insert_news(&mut self, news: &StoredNews) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO news (id, published_at, title, text, english_title, english_text)
             VALUES ($1, $2, $3, $4, $5, $6)",
        );
        let (title, text) = news.english.clone().unzip();
        let insert = insert.bind(news.id.clone()).bind(news.published_at.0).bind(news.title.clone());
        insert.bind(news.text.clone()).bind(title).bind(text).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Takes back what was published. `false` when there is no such news.
    pub async fn withdraw_news(&mut self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        let update = sqlx::query("UPDATE news SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL");
        Ok(update.bind(id.to_owned()).bind(now.0).execute(&mut *self.inner).await?.rows_affected() == 1)
    }
}
