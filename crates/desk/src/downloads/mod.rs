//! Saving for other programs: one document as PDF, several as a zip, into the person's downloads or where they choose. It
//! must not overwrite anything that the person did not choose, nor leave half a file under its final name.

mod names;
mod naming;
mod template;
mod write;

use std::path::{Path, PathBuf};

use coffreo_api::downloads::Saved;
use coffreo_domain::{Sha256, Timestamp};
use jiff::civil::Date;

use crate::DeskError;
use crate::desk::Desk;
use crate::exports::{Words, summary};
use crate::vault::{Vault, VaultError};
use crate::view::{DocumentView, ExportProgress, Language, Row, SavedFile};
use names::{Unique, zip_name};
pub(crate) use naming::Naming;
pub(crate) use write::{Written, over};

/// Documents of one zip.
const MOST: usize = 10_000;

/// Where documents are saved to.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// A folder, under a name that is free.
    Folder(PathBuf),
    /// A file that the person chose; it is replaced.
    File(PathBuf),
}

impl Desk {
    /// Saves one document as PDF, or several as one zip, into the downloads folder. Never overwrites.
    ///
    /// # Errors
    /// [`DeskError::InvalidSelection`], [`DeskError::NotFound`], [`DeskError::NotDownloaded`] when a PDF is not here
    /// yet (nothing is saved then), [`DeskError::CannotWrite`], [`DeskError::DiskFull`].
    pub async fn save(&self, ids: &[String]) -> Result<SavedFile, DeskError> {
        let place = Place::Folder(self.core.places.downloads.clone());
        let saved = self.save_at(ids.to_vec(), place, |_| true).await?;
        saved.ok_or_else(|| DeskError::Internal("a saving that nobody stopped was stopped".into()))
    }

    /// Saves the documents; none when `goes_on` said no.
    pub(crate) async fn save_at(
        &self,
        ids: Vec<String>,
        place: Place,
        goes_on: impl Fn(ExportProgress) -> bool + Send + 'static,
    ) -> Result<Option<SavedFile>, DeskError> {
        if ids.is_empty() || ids.len() > MOST {
            return Err(DeskError::InvalidSelection);
        }
        let (now, language) = (self.core.clock.now(), self.language());
        let saved =
            self.core.ask(move |vault| Ok(save_and_note(vault, &ids, &place, now, language, &goes_on))).await??;
        // The company is told with the next synchronisation: now, if the server is reached.
        self.sync_now();
        Ok(saved)
    }
}

type GoesOn<'a> = &'a dyn Fn(ExportProgress) -> bool;

fn save_and_note(
    vault: &Vault,
    ids: &[String],
    place: &Place,
    now: Timestamp,
    language: Language,
    goes_on: GoesOn<'_>,
) -> Result<Option<SavedFile>, DeskError> {
    let files = files(vault, ids, language)?;
    let Some(saved) = put(vault, &files, place, now.paris_day(), language, goes_on)? else { return Ok(None) };
    let mut taken = Vec::new();
    for file in files {
        if let Row::Invoice(row) = file.row {
            taken.push(Saved { id: row.id, sha256: row.original_sha256, at: now.0 });
        }
    }
    vault.take_down(&taken)?;
    Ok(Some(saved))
}

/// Saves the documents from the vault into the folder. Blocks.
///
/// # Errors
/// As [`Desk::save`].
pub fn save(
    vault: &Vault,
    ids: &[String],
    folder: &Path,
    today: Date,
    language: Language,
) -> Result<SavedFile, DeskError> {
    let place = Place::Folder(folder.to_owned());
    let saved = put(vault, &files(vault, ids, language)?, &place, today, language, &|_| true)?;
    saved.ok_or_else(|| DeskError::Internal("a saving that nobody stopped was stopped".into()))
}

/// A document that is to become a file.
struct Wanted {
    name: String,
    sha256: Sha256,
    row: Row,
}

/// The documents with a name each. A zip's list of contents takes its own name first.
fn files(vault: &Vault, ids: &[String], language: Language) -> Result<Vec<Wanted>, DeskError> {
    let naming = Naming::of(vault, language)?;
    let mut names = Unique::default();
    names.take(Words(language).summary());
    let mut wanted = Vec::with_capacity(ids.len());
    for id in ids {
        let document = vault.document(id)?.ok_or(DeskError::NotFound)?;
        if !document.available {
            return Err(DeskError::NotDownloaded);
        }
        let (name, sha256) = (names.take(&naming.name(&document)), digest(&document)?);
        wanted.push(Wanted { name, sha256, row: document.row });
    }
    Ok(wanted)
}

fn put(
    vault: &Vault,
    wanted: &[Wanted],
    place: &Place,
    today: Date,
    language: Language,
    goes_on: GoesOn<'_>,
) -> Result<Option<SavedFile>, DeskError> {
    let write = |file, folder: &Path| match wanted {
        [one] => write::pdf(vault, one.sha256, file),
        _ => {
            let rows = wanted.iter().map(|one| (one.name.as_str(), &one.row));
            let contents = summary(rows, folder, Words(language))?;
            let contents = (Words(language).summary(), contents.as_slice());
            write::zip(vault, contents, wanted, file, goes_on)
        }
    };
    let (written, path) = match place {
        Place::File(path) => (over(path, |file, folder| write(file, folder))?, path.clone()),
        Place::Folder(folder) => {
            std::fs::create_dir_all(folder).map_err(VaultError::from)?;
            let name = suggested(wanted, today);
            write::beside(folder, &name, |file| write(file, folder))?
        }
    };
    match written {
        Written::Whole => Ok(Some(saved_file(&path, wanted.len()))),
        Written::Missing => Err(DeskError::NotDownloaded),
        Written::Stopped => Ok(None),
    }
}

fn suggested(wanted: &[Wanted], today: Date) -> String {
    match wanted {
        [one] => one.name.clone(),
        _ => zip_name(wanted.len(), today),
    }
}

/// The name that documents would be saved under.
pub(crate) fn suggested_name(
    vault: &Vault,
    ids: &[String],
    today: Date,
    language: Language,
) -> Result<String, DeskError> {
    match ids {
        [one] => {
            let document = vault.document(one)?.ok_or(DeskError::NotFound)?;
            Ok(Naming::of(vault, language)?.name(&document))
        }
        _ => Ok(zip_name(ids.len(), today)),
    }
}

/// What is told of a file that was saved.
pub(crate) fn saved_file(path: &Path, documents: usize) -> SavedFile {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    SavedFile { path: path.to_string_lossy().into_owned(), name, documents: documents as u32 }
}

fn digest(document: &DocumentView) -> Result<Sha256, VaultError> {
    document.sha256.parse().map_err(|_| VaultError::Damaged("a hash does not read back"))
}
