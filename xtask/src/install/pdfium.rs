//! PDFium, from the wheel that PyPI has for each system, unpacked to `vendor/pdfium/` with its licences.
//!
//! Only the library and its licence texts are kept. The wheel's SHA-256 is pinned in `python/pdfium.txt`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Missing, python};
use crate::places;
use crate::run::{Result, command, run};

const WHEELS: &str = include_str!("../../python/pdfium.txt");

/// Licence folders of builds that are not ours: V8, musl, Android.
const NOT_OURS: [&str; 4] = ["v8_xfa", "cibw_musl", "pbin_musl", "android"];

pub fn missing() -> Option<Missing> {
    let stamp = places::pdfium().join("pinned.txt");
    if python::is_stamped(&stamp, WHEELS) && places::pdfium_library().is_file() {
        return None;
    }
    Some(Missing::new("PDFium, which renders the documents (vendor/pdfium, 8 MB)", move || {
        let folder = places::root().join("vendor").join("unpacking");
        remove(&folder)?;
        let list = python::requirements("pdfium.txt");
        run(python::pip()?
            .args(["download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--quiet", "--dest"])
            .arg(&folder)
            .arg("-r")
            .arg(list))?;
        let wheel = only_file(&folder)?;
        run(command(places::python_program("python")).args(["-m", "zipfile", "-e"]).arg(wheel).arg(&folder))?;
        remove(&places::pdfium().join("licenses"))?;
        fs::create_dir_all(places::pdfium().join("licenses"))?;
        keep(&folder)?;
        fs::write(stamp, WHEELS)?;
        remove(&folder)
    }))
}

/// Moves the library and the licence texts from the unpacked wheel to where they stay.
fn keep(unpacked: &Path) -> Result {
    let library = unpacked.join("pypdfium2_raw").join(places::pdfium_file_name());
    fs::rename(&library, places::pdfium_library())
        .map_err(|error| format!("the wheel has no {}: {error}", library.display()))?;
    for folder in fs::read_dir(unpacked)?.flatten().map(|entry| entry.path()) {
        let licenses = folder.join("licenses").join("BUILD_LICENSES");
        if licenses.is_dir() {
            keep_licenses(&licenses)?;
        }
    }
    Ok(())
}

fn keep_licenses(folder: &Path) -> Result {
    for path in fs::read_dir(folder)?.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default();
        if path.is_file() {
            fs::rename(&path, places::pdfium().join("licenses").join(name))?;
        } else if !NOT_OURS.iter().any(|other| name == OsStr::new(other)) {
            keep_licenses(&path)?;
        }
    }
    Ok(())
}

fn only_file(folder: &Path) -> Result<PathBuf> {
    let file = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).find(|path| path.is_file());
    file.ok_or_else(|| "pip downloaded nothing".into())
}

fn remove(folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}
