//! The server's news, kept for offline, and which of them the person has seen.

use rusqlite::params;

use super::{Vault, VaultError};
use crate::view::NewsItem;

impl Vault {
    /// The news, newest first.
    pub fn news(&self) -> Result<Vec<NewsItem>, VaultError> {
        self.read(|reader| {
            let mut statement = reader.prepare_cached(
                "SELECT uid, published_at, title, text, read FROM news ORDER BY published_at DESC, uid",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(NewsItem {
                    id: row.get(0)?,
                    published_at: row.get(1)?,
                    title: row.get(2)?,
                    text: row.get(3)?,
                    read: row.get(4)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many the person has not seen.
    pub fn unread_news(&self) -> Result<u32, VaultError> {
        self.read(|reader| Ok(reader.query_row("SELECT count(*) FROM news WHERE NOT read", [], |row| row.get(0))?))
    }

    /// Makes these the news. What was seen stays seen, what the server took back goes. Answers whether anything changed.
    pub fn put_news(&self, news: &[NewsItem]) -> Result<bool, VaultError> {
        self.write(|writer| {
            let put = "INSERT INTO news (uid, published_at, title, text, read) VALUES (?1, ?2, ?3, ?4, 0) \
                       ON CONFLICT (uid) DO UPDATE SET published_at = excluded.published_at, title = excluded.title, \
                       text = excluded.text WHERE (published_at, title, text) \
                       IS NOT (excluded.published_at, excluded.title, excluded.text)";
            let mut put = writer.prepare_cached(put)?;
            let mut changed = 0;
            for item in news {
                changed += put.execute(params![item.id, item.published_at, item.title, item.text])?;
            }
            let ids: Vec<&String> = news.iter().map(|item| &item.id).collect();
            let ids = serde_json::to_string(&ids).map_err(|_| VaultError::Invalid("news without names"))?;
            let take_back = "DELETE FROM news WHERE uid NOT IN (SELECT value FROM json_each(?1))";
            changed += writer.execute(take_back, [ids])?;
            Ok(changed > 0)
        })
    }

    /// The person has seen them.
    pub fn mark_news_read(&self) -> Result<(), VaultError> {
        self.write(|writer| Ok(writer.execute("UPDATE news SET read = 1 WHERE NOT read", []).map(drop)?))
    }
}
