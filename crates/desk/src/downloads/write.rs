//! Files written beside their name and put there whole, under a name that was free.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use coffreo_domain::Sha256;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::names::numbered;
use crate::vault::{Vault, VaultError, sync_folder};

/// Writes a file and puts it under the name, or the name with a number where that exists. `write` answers whether
/// something was missing; nothing is left then.
pub fn beside(
    folder: &Path,
    name: &str,
    write: impl FnOnce(File) -> Result<bool, VaultError>,
) -> Result<(PathBuf, bool), VaultError> {
    let (partial, file) = partial(folder, name)?;
    let written = write(file);
    let placed = match written {
        Ok(false) => place(folder, name, &partial).map(|path| (path, false)).map_err(VaultError::from),
        Ok(true) => Ok((PathBuf::new(), true)),
        Err(error) => Err(error),
    };
    // Placed it is gone already; else nothing half done is left.
    let _ = std::fs::remove_file(&partial);
    placed
}

/// Writes the PDF; answers whether it is missing.
pub fn pdf(vault: &Vault, sha256: Sha256, mut file: File) -> Result<bool, VaultError> {
    let Some(bytes) = vault.content(sha256)? else { return Ok(true) };
    file.write_all(&bytes)?;
    file.sync_all()?;
    Ok(false)
}

/// Writes the PDFs as they are: they are compressed inside. Answers whether one is missing.
///
/// That the bytes are those of the hash was checked before they were encrypted, and the encryption's tag covers both.
pub fn zip(vault: &Vault, documents: &[(String, Sha256)], file: File) -> Result<bool, VaultError> {
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1024 * 1024, file));
    for (name, sha256) in documents {
        let Some(bytes) = vault.content(*sha256)? else { return Ok(true) };
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(bytes.len() as u64 >= u64::from(u32::MAX))
            .unix_permissions(0o644);
        zip.start_file(name.as_str(), options).map_err(zip_error)?;
        zip.write_all(&bytes)?;
    }
    let file = zip.finish().map_err(zip_error)?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(false)
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
        match File::options().write(true).create_new(true).open(&path) {
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
