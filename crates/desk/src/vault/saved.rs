//! What a person arranged for themselves: named views of the list, and the layout of its columns.

use jiff::civil::Date;
use rusqlite::{OptionalExtension as _, params};

use super::key::random;
use super::{Vault, VaultError};
use crate::view::{Kind, ListQuery, SavedView, ViewToSave};

/// Views of one person.
const MOST_VIEWS: i64 = 100;
/// Characters of a view's name.
const LONGEST_NAME: usize = 60;
/// Bytes of a layout.
const LONGEST_LAYOUT: usize = 16 * 1024;

impl Vault {
    /// The views in their order, each with how many documents match now.
    pub fn saved_views(&self, today: Date) -> Result<Vec<SavedView>, VaultError> {
        let views: Vec<(String, String, String)> = self.read(|reader| {
            let mut statement = reader.prepare_cached("SELECT id, name, query FROM saved_views ORDER BY place, id")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let mut known = Vec::with_capacity(views.len());
        for (id, name, query) in views {
            // A question that this app does not understand is another version's; it is left alone.
            let Ok(query) = serde_json::from_str::<ListQuery>(&query) else { continue };
            known.push(SavedView { id, name, total: self.total(&query, today)?, query });
        }
        Ok(known)
    }

    /// Keeps a view: at the end, or in the place of the one whose identifier it has.
    ///
    /// # Errors
    /// [`VaultError::Invalid`] for a name that is blank or too long, a hundred views, or a question that cannot be asked.
    pub fn save_view(&self, view: &ViewToSave, today: Date) -> Result<(), VaultError> {
        let name = view.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(VaultError::Invalid("a view's name has 1 to 60 characters"));
        }
        let query = ListQuery { after: None, ..view.query.clone() };
        self.total(&query, today)?;
        let query = serde_json::to_string(&query).map_err(|_| VaultError::Invalid("the question cannot be kept"))?;
        let id = view.id.as_ref().map_or_else(new_id, |id| Ok(id.clone()))?;
        self.write(|writer| {
            let update = "UPDATE saved_views SET name = ?2, query = ?3 WHERE id = ?1";
            if writer.execute(update, params![id, name, query])? > 0 {
                return Ok(());
            }
            let (count, place): (i64, i64) =
                writer.query_row("SELECT count(*), coalesce(max(place), 0) + 1 FROM saved_views", [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            if count >= MOST_VIEWS {
                return Err(VaultError::Invalid("there are a hundred views"));
            }
            let insert = "INSERT INTO saved_views (id, name, query, place) VALUES (?1, ?2, ?3, ?4)";
            writer.execute(insert, params![id, name, query, place])?;
            Ok(())
        })
    }

    /// Removes a view; one that is not there is well.
    pub fn remove_view(&self, id: &str) -> Result<(), VaultError> {
        self.write(|writer| Ok(writer.execute("DELETE FROM saved_views WHERE id = ?1", [id]).map(drop)?))
    }

    /// Puts the views in this order; those that are not named come after them.
    pub fn order_views(&self, ids: &[String]) -> Result<(), VaultError> {
        self.write(|writer| {
            writer.execute("UPDATE saved_views SET place = place + ?1", [ids.len()])?;
            for (place, id) in ids.iter().enumerate() {
                writer.execute("UPDATE saved_views SET place = ?2 WHERE id = ?1", params![id, place])?;
            }
            Ok(())
        })
    }

    /// The layout of a kind's columns, as the screens gave it.
    pub fn layout(&self, kind: Kind) -> Result<Option<String>, VaultError> {
        self.read(|reader| {
            let sql = "SELECT value FROM meta WHERE name = ?1";
            Ok(reader.query_row(sql, [layout_name(kind)], |row| row.get(0)).optional()?)
        })
    }

    /// Keeps the layout of a kind's columns: JSON that only the screens read.
    ///
    /// # Errors
    /// [`VaultError::Invalid`] for what is no JSON, or longer than 16 KiB.
    pub fn save_layout(&self, kind: Kind, layout: &str) -> Result<(), VaultError> {
        if layout.len() > LONGEST_LAYOUT || serde_json::from_str::<serde::de::IgnoredAny>(layout).is_err() {
            return Err(VaultError::Invalid("a layout is JSON of 16 KiB at most"));
        }
        self.write(|writer| {
            let sql = "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
            writer.execute(sql, params![layout_name(kind), layout])?;
            Ok(())
        })
    }
}

fn new_id() -> Result<String, VaultError> {
    let mut bytes = [0; 16];
    random(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

fn layout_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Contract => "contract_layout",
        Kind::Invoice => "invoice_layout",
    }
}
