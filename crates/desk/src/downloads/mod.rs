//! Saving for other programs: one document as PDF, several as a zip, into the person's downloads. It must not overwrite
//! anything, nor leave half a file under its final name.

mod names;
mod write;

use std::path::Path;

use coffreo_api::downloads::Saved;
use coffreo_domain::{Sha256, Timestamp};
use jiff::civil::Date;

use crate::DeskError;
use crate::desk::Desk;
use crate::vault::{Vault, VaultError};
use crate::view::{DocumentView, Row, SavedFile};
pub(crate) use names::document_name;
use names::{Unique, zip_name};

/// Documents of one zip.
const MOST: usize = 10_000;

impl Desk {
    /// Saves one document as PDF, or several as one zip, into the downloads folder. Never overwrites.
    ///
    /// # Errors
    /// [`DeskError::InvalidSelection`], [`DeskError::NotFound`], [`DeskError::NotDownloaded`] when a PDF is not here
    /// yet (nothing is saved then), [`DeskError::CannotWrite`], [`DeskError::DiskFull`].
    pub async fn save(&self, ids: &[String]) -> Result<SavedFile, DeskError> {
        if ids.is_empty() || ids.len() > MOST {
            return Err(DeskError::InvalidSelection);
        }
        let (ids, folder) = (ids.to_vec(), self.core.places.downloads.clone());
        let now = self.core.clock.now();
        let saved = self.core.ask(move |vault| Ok(save_and_note(vault, &ids, &folder, now))).await??;
        // The company is told with the next synchronisation: now, if the server is reached.
        self.sync_now();
        Ok(saved)
    }
}

fn save_and_note(vault: &Vault, ids: &[String], folder: &Path, now: Timestamp) -> Result<SavedFile, DeskError> {
    let file = save(vault, ids, folder, now.paris_day())?;
    let mut taken = Vec::new();
    for id in ids {
        if let Some(DocumentView { row: Row::Invoice(row), .. }) = vault.document(id)? {
            taken.push(Saved { id: row.id, sha256: row.original_sha256, at: now.0 });
        }
    }
    vault.take_down(&taken)?;
    Ok(file)
}

/// Saves the documents from the vault into the folder. Blocks.
///
/// # Errors
/// As [`Desk::save`].
pub fn save(vault: &Vault, ids: &[String], folder: &Path, today: Date) -> Result<SavedFile, DeskError> {
    let mut names = Unique::default();
    let mut wanted = Vec::with_capacity(ids.len());
    for id in ids {
        let document = vault.document(id)?.ok_or(DeskError::NotFound)?;
        if !document.available {
            return Err(DeskError::NotDownloaded);
        }
        wanted.push((names.take(&document_name(&document)), digest(&document)?));
    }
    std::fs::create_dir_all(folder).map_err(VaultError::from)?;
    let (path, missing) = match wanted.as_slice() {
        [(name, sha256)] => write::beside(folder, name, |file| write::pdf(vault, *sha256, file))?,
        _ => write::beside(folder, &zip_name(wanted.len(), today), |file| write::zip(vault, &wanted, file))?,
    };
    if missing {
        return Err(DeskError::NotDownloaded);
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(SavedFile { path: path.to_string_lossy().into_owned(), name, documents: wanted.len() as u32 })
}

fn digest(document: &DocumentView) -> Result<Sha256, VaultError> {
    document.sha256.parse().map_err(|_| VaultError::Damaged("a hash does not read back"))
}
