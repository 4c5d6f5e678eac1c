//! The words of a document: of its facts at once, of its PDF when it has been read.

use coffreo_api::Facts;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashSet;

use super::document::ScopeRow;
use super::fold::words;
use super::{Vault, VaultError, facts};

/// Words of one document that are indexed; a PDF of nothing but words has fewer.
const MOST_WORDS: usize = 60_000;
/// What a compressed text may grow to: bytes.
const LONGEST_TEXT: usize = 16 * 1024 * 1024;

/// Documents whose words are indexed in one transaction: nothing else is written for a tenth of a second.
const AT_ONCE: u32 = 500;

/// A PDF that is here and whose text has not been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The document's key.
    pub key: i64,
    /// The PDF.
    pub sha256: coffreo_domain::Sha256,
}

/// Indexes a document under its facts, its kind and state, and its text where there is one.
pub fn index(
    writer: &Connection,
    key: i64,
    kind: i64,
    state: i64,
    facts: &Facts,
    scope: &ScopeRow,
    body: Option<&[u8]>,
) -> Result<(), VaultError> {
    let mut unique = HashSet::new();
    for text in fact_texts(facts).into_iter().chain([scope.agency.as_str(), scope.company.as_str()]) {
        unique.extend(words(text));
    }
    if let Some(body) = body {
        let text = decompress(body)?;
        unique.extend(words(&text).take(MOST_WORDS));
    }
    let mut folded = tags(kind, state).join(" ");
    for word in &unique {
        folded.push(' ');
        folded.push_str(word);
    }
    writer.prepare_cached("INSERT INTO words (rowid, folded) VALUES (?1, ?2)")?.execute(params![key, folded])?;
    Ok(())
}

/// The words that stand for kind, and for kind and state.
pub fn tags(kind: i64, state: i64) -> [&'static str; 2] {
    match (kind, state) {
        (0, 0) => ["_c", "_cp"],
        (0, _) => ["_c", "_ca"],
        (_, 0) => ["_i", "_ip"],
        _ => ["_i", "_ia"],
    }
}

/// The text of a document's PDF as it is kept.
pub fn compressed(connection: &Connection, key: i64) -> Result<Option<Vec<u8>>, VaultError> {
    let mut statement = connection.prepare_cached("SELECT body FROM texts WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// The text as it was read.
pub fn decompress(body: &[u8]) -> Result<String, VaultError> {
    let text = zstd_text(body).map_err(|_| VaultError::Damaged("a text does not open"))?;
    String::from_utf8(text).map_err(|_| VaultError::Damaged("a text is no text"))
}

fn zstd_text(body: &[u8]) -> std::io::Result<Vec<u8>> {
    zstd::bulk::decompress(body, LONGEST_TEXT)
}

impl Vault {
    /// Some PDFs whose text is to be read, newest first.
    pub fn unread(&self, limit: u32) -> Result<Vec<Unread>, VaultError> {
        self.read(|reader| {
            let mut statement = reader.prepare_cached(
                "SELECT key, content FROM documents INDEXED BY documents_unread \
                 WHERE available = 1 AND text_state = 0 ORDER BY key DESC LIMIT ?1",
            )?;
            let rows = statement.query_map([limit], |row| {
                Ok(Unread { key: row.get(0)?, sha256: coffreo_domain::Sha256(row.get(1)?) })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps and indexes what was read of PDFs; `None` for those that cannot be read. A document that was replaced
    /// meanwhile is left alone.
    pub fn store_texts(&self, read: &[(Unread, Option<String>)]) -> Result<(), VaultError> {
        self.write(|writer| read.iter().try_for_each(|(unread, text)| store(writer, unread, text.as_deref())))
    }
}

impl Vault {
    /// Indexes the words of some documents that came many at once, newest first. `false`: all are indexed.
    pub fn index_words(&self) -> Result<bool, VaultError> {
        self.write(|writer| {
            let mut keys = writer.prepare_cached("SELECT key FROM unindexed ORDER BY key DESC LIMIT ?1")?;
            let keys = keys.query_map([AT_ONCE], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
            for &key in &keys {
                let body = compressed(writer, key)?;
                reindex(writer, key, body.as_deref())?;
            }
            Ok(!keys.is_empty())
        })
    }

    /// Puts the index of words together, in short transactions. For after many texts: each was indexed without its text
    /// before, and what was replaced is stepped over at every search until then.
    pub fn merge_words(&self) -> Result<(), VaultError> {
        const PAGES: i64 = 500;
        let merge = |pages: i64| {
            self.write(|writer| {
                let changes = || writer.query_row("SELECT total_changes()", [], |row| row.get::<_, i64>(0));
                let before = changes()?;
                writer.execute("INSERT INTO words (words, rank) VALUES ('merge', ?1)", [pages])?;
                Ok(changes()? - before)
            })
        };
        // FTS5, 6.9: a negative number takes all parts together; less than two changes mean that nothing is left to do.
        let mut changed = merge(-PAGES)?;
        while changed >= 2 {
            changed = merge(PAGES)?;
        }
        Ok(())
    }
}

fn store(writer: &Connection, unread: &Unread, text: Option<&str>) -> Result<(), VaultError> {
    let text_state = if text.is_some() { 1 } else { 2 };
    let changed = writer
        .prepare_cached("UPDATE documents SET text_state = ?3 WHERE key = ?1 AND content = ?2 AND text_state = 0")?
        .execute(params![unread.key, unread.sha256.0, text_state])?;
    let (1, Some(text)) = (changed, text) else { return Ok(()) };
    let text = text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default();
    let body = zstd::bulk::compress(text.as_bytes(), 3)?;
    writer.prepare_cached("INSERT INTO texts (key, body) VALUES (?1, ?2)")?.execute(params![unread.key, body])?;
    reindex(writer, unread.key, Some(&body))
}

/// Indexes a document anew, under what is kept of it.
pub fn reindex(writer: &Connection, key: i64, body: Option<&[u8]>) -> Result<(), VaultError> {
    let mut statement = writer.prepare_cached(
        "SELECT d.kind, d.state, f.facts, s.id, s.company, s.agency FROM documents d \
         JOIN facts f ON f.key = d.key JOIN scopes s ON s.id = d.scope WHERE d.key = ?1",
    )?;
    let (kind, state, facts, scope): (i64, i64, String, ScopeRow) = statement.query_row([key], |row| {
        let scope = ScopeRow { id: row.get(3)?, company: row.get(4)?, agency: row.get(5)? };
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, scope))
    })?;
    let facts = facts::read(kind, &facts)?;
    writer.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([key])?;
    writer.prepare_cached("DELETE FROM unindexed WHERE key = ?1")?.execute([key])?;
    index(writer, key, kind, state, &facts, &scope, body)
}

/// The texts among the facts that somebody might search.
fn fact_texts(facts: &Facts) -> Vec<&str> {
    match facts {
        Facts::Contract(contract) => {
            let mut texts = vec![
                contract.number.as_str(),
                &contract.employee.first_name,
                &contract.employee.last_name,
                &contract.qualification,
                &contract.recourse.justification,
                &contract.position.characteristics,
                &contract.site.street,
                &contract.site.postcode,
                &contract.site.city,
            ];
            texts.extend(contract.department.as_deref());
            texts.extend(contract.position.hours.as_deref());
            texts.extend(contract.recourse.replaced.iter().flat_map(|one| [one.name.as_str(), &one.qualification]));
            texts
        }
        Facts::Invoice(invoice) => {
            let mut texts = vec![invoice.number.as_str()];
            texts.extend(invoice.reference.as_deref());
            texts.extend(invoice.contracts.iter().map(String::as_str));
            texts
        }
    }
}
