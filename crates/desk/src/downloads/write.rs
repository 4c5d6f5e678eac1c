//! Files written beside their name and put there whole: under a name that was free, or in the place of a file that the
//! person chose.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use coffreo_domain::Sha256;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::names::numbered;
use super::{GoesOn, Wanted};
use crate::vault::{Vault, VaultError, sync_folder};
use crate::view::ExportProgress;

/// How a file came out. But for a whole one, nothing is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// All is there.
    Whole,
    /// A PDF is not on this computer.
    Missing,
    /// Nobody wants it any more.
    Stopped,
}

/// Writes a file and puts it under the name, or the name with a number where that exists.
pub fn beside(
    folder: &Path,
    name: &str,
    write: impl FnOnce(File) -> Result<Written, VaultError>,
) -> Result<(Written, PathBuf), VaultError> {
    placed(folder, name, write, |partial| place(folder, name, partial))
}

/// Writes a file and puts it at the path, in the place of what is there. `write` is given the folder too.
pub fn over(
    path: &Path,
    write: impl FnOnce(File, &Path) -> Result<Written, VaultError>,
) -> Result<Written, VaultError> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(VaultError::Invalid("a path that names no file"));
    };
    let replace = |partial: &Path| {
        std::fs::rename(partial, path)?;
        sync_folder(folder)?;
        Ok(path.to_owned())
    };
    Ok(placed(folder, &name.to_string_lossy(), |file| write(file, folder), replace)?.0)
}

fn placed(
    folder: &Path,
    name: &str,
    write: impl FnOnce(File) -> Result<Written, VaultError>,
    place: impl FnOnce(&Path) -> io::Result<PathBuf>,
) -> Result<(Written, PathBuf), VaultError> {
    let (partial, file) = partial(folder, name)?;
    let placed = match write(file) {
        Ok(Written::Whole) => place(&partial).map(|path| (Written::Whole, path)).map_err(VaultError::from),
        Ok(other) => Ok((other, PathBuf::new())),
        Err(error) => Err(error),
    };
    // Placed it is gone already; else nothing half done is left.
    let _ = std::fs::remove_file(&partial);
    placed
}

/// Writes the PDF.
pub fn pdf(vault: &Vault, sha256: Sha256, mut file: File) -> Result<Written, VaultError> {
    let Some(bytes) = vault.content(sha256)? else { return Ok(Written::Missing) };
    file.write_all(&bytes)?;
    file.sync_all()?;
    Ok(Written::Whole)
}

/// Writes the list of contents and the PDFs as they are: both are compressed inside.
///
/// That the bytes are those of the hash was checked before they were encrypted, and the encryption's tag covers both.
pub(super) fn zip(
    vault: &Vault,
    contents: (&str, &[u8]),
    documents: &[Wanted],
    file: File,
    goes_on: GoesOn<'_>,
) -> Result<Written, VaultError> {
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1024 * 1024, file));
    let mut add = |name: &str, bytes: &[u8]| -> Result<(), VaultError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(bytes.len() as u64 >= u64::from(u32::MAX))
            .unix_permissions(0o644);
        zip.start_file(name, options).map_err(zip_error)?;
        Ok(zip.write_all(bytes)?)
    };
    add(contents.0, contents.1)?;
    for (done, document) in documents.iter().enumerate() {
        if !goes_on(ExportProgress { done: done as u32, total: documents.len() as u32 }) {
            return Ok(Written::Stopped);
        }
        let Some(bytes) = vault.content(document.sha256)? else { return Ok(Written::Missing) };
        add(&document.name, &bytes)?;
    }
    let file = zip.finish().map_err(zip_error)?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(Written::Whole)
}

fn zip_error(error: zip::result::ZipError) -> VaultError {
    match error {
        zip::result::ZipError::Io(error) => error.into(),
        other => io::Error::other(other).into(),
    }
}

/// A new file beside, under a name that nothing has.
fn partial(folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    for number in 1..1000 {
        let path = folder.join(format!(".{}.part", numbered(name, number)));
        match File::options().read(true).write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Gives the file its name without ever replacing another: the name is taken first, by creating it.
fn place(folder: &Path, name: &str, partial: &Path) -> io::Result<PathBuf> {
    for number in 1..10_000 {
        let path = folder.join(numbered(name, number));
        match File::options().write(true).create_new(true).open(&path) {
            Ok(taken) => {
                drop(taken);
                if let Err(error) = std::fs::rename(partial, &path) {
                    let _ = std::fs::remove_file(&path);
                    return Err(error);
                }
                sync_folder(folder)?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
