//! What is taken out of the app to a place that the person chooses: a list as workbook or CSV, documents as a zip. It must
//! not replace a file before the new one is whole, nor write what the person did not ask for.

mod cell;
mod csv;
mod table;
mod words;
mod xlsx;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use crate::DeskError;
use crate::desk::{Desk, lock};
use crate::downloads::{Place, Written, over, saved_file, suggested_name};
use crate::vault::{Meta, Vault, VaultError};
use crate::view::{ExportProgress, Language, ListExport, ListFormat, SavedFile};
pub(crate) use table::summary;
use table::{Next, Table};
pub(crate) use words::Words;

/// Rows that are read at once.
const PAGE: usize = 500;

/// Where a file may go, for a dialog to begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The folder that was chosen last, or the downloads.
    pub folder: PathBuf,
    /// A name.
    pub name: String,
}

impl Desk {
    /// Where a list may be saved.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn suggest_for_list(&self, export: &ListExport) -> Result<Suggestion, DeskError> {
        let kind = Words(self.language()).kind(export.query.kind);
        let ending = match export.format {
            ListFormat::Xlsx => "xlsx",
            ListFormat::Csv => "csv",
        };
        let name = format!("{} Coffreo {kind}.{ending}", self.today());
        Ok(Suggestion { folder: self.save_folder().await?, name })
    }

    /// Where documents may be saved.
    ///
    /// # Errors
    /// [`DeskError::Locked`], [`DeskError::NotFound`].
    pub async fn suggest_for_documents(&self, ids: &[String]) -> Result<Suggestion, DeskError> {
        let (ids, today, language) = (ids.to_vec(), self.today(), self.language());
        let name = self.core.ask(move |vault| Ok(suggested_name(vault, &ids, today, language))).await??;
        Ok(Suggestion { folder: self.save_folder().await?, name })
    }

    /// Writes all that matches, in its order, to the file, which is replaced. Answers none when
    /// [`stop_export`](Self::stop_export) was called meanwhile: the file is then as it was.
    ///
    /// # Errors
    /// [`DeskError::TooManyRows`] beyond what a workbook holds, [`DeskError::InvalidSelection`] without columns,
    /// [`DeskError::CannotWrite`], [`DeskError::DiskFull`], [`DeskError::Locked`].
    pub async fn export_list(
        &self,
        export: ListExport,
        to: PathBuf,
        tell: impl Fn(ExportProgress) + Send + 'static,
    ) -> Result<Option<SavedFile>, DeskError> {
        let (goes_on, path) = (self.new_export(tell), to.clone());
        let (language, today) = (self.language(), self.today());
        let written = self.core.ask(move |vault| Ok(write_list(vault, &export, &path, today, language, &goes_on)));
        let rows = written.await??;
        self.remember_folder(&to).await?;
        Ok(rows.map(|rows| saved_file(&to, rows)))
    }

    /// Writes one document as PDF, or several as one zip, to the file, which is replaced. Answers none when it was stopped.
    ///
    /// # Errors
    /// As [`save`](Self::save).
    pub async fn export_documents(
        &self,
        ids: Vec<String>,
        to: PathBuf,
        tell: impl Fn(ExportProgress) + Send + 'static,
    ) -> Result<Option<SavedFile>, DeskError> {
        let goes_on = self.new_export(tell);
        let saved = self.save_at(ids, Place::File(to.clone()), goes_on).await?;
        self.remember_folder(&to).await?;
        Ok(saved)
    }

    /// Stops what is being written; nothing of it is left.
    pub fn stop_export(&self) {
        lock(&self.core.export).store(true, Ordering::Relaxed);
    }

    /// Tells how far an export is, and answers whether it goes on.
    fn new_export(
        &self,
        tell: impl Fn(ExportProgress) + Send + 'static,
    ) -> impl Fn(ExportProgress) -> bool + Send + 'static {
        let stopped = Arc::new(AtomicBool::new(false));
        *lock(&self.core.export) = Arc::clone(&stopped);
        move |progress| {
            tell(progress);
            !stopped.load(Ordering::Relaxed)
        }
    }

    async fn save_folder(&self) -> Result<PathBuf, DeskError> {
        let kept = self.core.ask(|vault| vault.meta(Meta::SaveFolder)).await?.map(PathBuf::from);
        Ok(kept.filter(|folder| folder.is_dir()).unwrap_or_else(|| self.core.places.downloads.clone()))
    }

    async fn remember_folder(&self, file: &Path) -> Result<(), DeskError> {
        let Some(folder) = file.parent().and_then(Path::to_str).map(str::to_owned) else { return Ok(()) };
        self.core.ask(move |vault| vault.set_meta(&[(Meta::SaveFolder, Some(&folder))])).await
    }
}

/// Writes the list; answers how many rows it has, none when `goes_on` said no. Blocks.
///
/// # Errors
/// As [`Desk::export_list`].
pub fn write_list(
    vault: &Vault,
    export: &ListExport,
    to: &Path,
    today: Date,
    language: Language,
    goes_on: &dyn Fn(ExportProgress) -> bool,
) -> Result<Option<usize>, DeskError> {
    if export.fields.is_empty() {
        return Err(DeskError::InvalidSelection);
    }
    // The list as it is now; what goes meanwhile is left out.
    let keys = vault.keys(&export.query, today)?;
    if export.format == ListFormat::Xlsx && keys.len() > xlsx::MOST_ROWS {
        return Err(DeskError::TooManyRows);
    }
    let mut pages = keys.chunks(PAGE);
    let (mut done, total) = (0, keys.len());
    let mut next = || -> Result<Next, VaultError> {
        if !goes_on(ExportProgress { done: done as u32, total: total as u32 }) {
            return Ok(Next::Stop);
        }
        let Some(page) = pages.next() else { return Ok(Next::End) };
        done += page.len();
        Ok(Next::Rows(vault.rows(page)?))
    };
    let table = Table { kind: export.query.kind, fields: &export.fields, words: Words(language) };
    let written = over(to, |file, folder| match export.format {
        ListFormat::Xlsx => table.xlsx(file, folder, &mut next),
        ListFormat::Csv => table.csv(file, &mut next),
    })?;
    Ok((written == Written::Whole).then_some(total))
}
