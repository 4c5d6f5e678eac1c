//! The yardstick: the same documents in plain SQLite, one table and one FTS5 index, asked as directly as can be.

use std::path::Path;

use rusqlite::{Connection, params};

use crate::Outcome;
use crate::made::{line, text};

pub struct Plain(Connection);

impl Plain {
    pub fn new(path: &Path) -> Outcome<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536;
             CREATE TABLE documents (key INTEGER PRIMARY KEY, state INTEGER, facts TEXT);
             CREATE VIRTUAL TABLE words USING fts5 (body, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');",
        )?;
        Ok(Self(connection))
    }

    pub fn fill(&self, documents: i64) -> Outcome<()> {
        self.0.execute_batch("BEGIN")?;
        let mut document = self.0.prepare("INSERT INTO documents VALUES (?1, ?2, ?3)")?;
        let mut words = self.0.prepare("INSERT INTO words (rowid, body) VALUES (?1, ?2)")?;
        for i in 0..documents {
            let facts = serde_json::to_string(&line(i).facts)?;
            document.execute(params![i, i % 2, facts])?;
            words.execute(params![i, format!("{facts} {}", text(i))])?;
        }
        self.0.execute_batch("COMMIT")?;
        Ok(())
    }

    /// A page of a hundred, newest first.
    pub fn page(&self, i: u32) -> Outcome<()> {
        let mut page =
            self.0.prepare_cached("SELECT key, facts FROM documents WHERE key < ?1 ORDER BY key DESC LIMIT 100")?;
        let rows = page.query_map([100_000 - i64::from(i) * 100], |row| row.get::<_, String>(1))?;
        let read = rows.collect::<Result<Vec<_>, _>>()?;
        std::hint::black_box(read);
        Ok(())
    }

    /// The newest hundred that match, with SQLite's own snippets.
    pub fn search(&self, typed: &str) -> Outcome<()> {
        let mut search = self.0.prepare_cached(
            "SELECT rowid, snippet(words, 0, '[', ']', '…', 24) FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT 100",
        )?;
        let question: Vec<String> = typed.split(' ').map(|word| format!("\"{word}\"")).collect();
        let rows = search.query_map([format!("{}*", question.join(" "))], |row| row.get::<_, String>(1))?;
        let read = rows.collect::<Result<Vec<_>, _>>()?;
        std::hint::black_box(read);
        Ok(())
    }
}
