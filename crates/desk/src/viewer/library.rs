//! Finds PDFium's library file. It must not load it: only the worker does.
//!
//! Looked up in this order, first one wins:
//! 1. the variable `COFFREO_PDFIUM`, the path of the library file;
//! 2. what the caller gives: the file, or a folder that holds it directly or under `pdfium/`;
//! 3. beside the running program, or in `pdfium/` beside it;
//! 4. the development folder `vendor/pdfium/` at the top of the workspace, or `<system>-<architecture>/` in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The path of the library file; read by the app, and set by it for the worker.
pub const VARIABLE: &str = "COFFREO_PDFIUM";

/// The library's file name on this system.
#[cfg(target_os = "windows")]
pub const FILE_NAME: &str = "pdfium.dll";
/// The library's file name on this system.
#[cfg(target_os = "macos")]
pub const FILE_NAME: &str = "libpdfium.dylib";
/// The library's file name on this system.
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
pub const FILE_NAME: &str = "libpdfium.so";

/// The folder below `vendor/pdfium/` for this machine, `linux-x86_64` for example.
pub fn platform() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

/// Finds the library.
///
/// # Errors
/// The places that were looked at, in order.
pub fn find(given: Option<&Path>) -> Result<PathBuf, Vec<PathBuf>> {
    let variable = std::env::var_os(VARIABLE);
    let program = std::env::current_exe().ok();
    // Set by cargo for what it runs; in debug builds also known from when the crate was built.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let built_in = cfg!(debug_assertions).then(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    let places = places(variable.as_deref(), given, program.as_deref(), manifest.into_iter().chain(built_in));
    match places.iter().find(|place| place.is_file()) {
        Some(found) => Ok(found.clone()),
        None => Err(places),
    }
}

fn places(
    variable: Option<&OsStr>,
    given: Option<&Path>,
    program: Option<&Path>,
    packages: impl Iterator<Item = PathBuf>,
) -> Vec<PathBuf> {
    let mut places = Vec::new();
    places.extend(variable.map(PathBuf::from));
    if let Some(given) = given {
        places.push(given.to_path_buf());
        places.push(given.join("pdfium").join(FILE_NAME));
        places.push(given.join(FILE_NAME));
    }
    if let Some(folder) = program.and_then(Path::parent) {
        places.push(folder.join(FILE_NAME));
        places.push(folder.join("pdfium").join(FILE_NAME));
    }
    for package in packages {
        let workspaces = package.ancestors().filter(|folder| folder.join("Cargo.lock").is_file());
        for folder in workspaces.map(|top| top.join("vendor").join("pdfium")) {
            places.push(folder.join(platform()).join(FILE_NAME));
            places.push(folder.join(FILE_NAME));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_comes_first_then_what_is_given_then_what_lies_beside_the_program() {
        let found = places(
            Some(OsStr::new("/set/lib")),
            Some(Path::new("/resources")),
            Some(Path::new("/app/bin/coffreo")),
            std::iter::empty(),
        );
        let expected = [
            PathBuf::from("/set/lib"),
            PathBuf::from("/resources"),
            Path::new("/resources/pdfium").join(FILE_NAME),
            Path::new("/resources").join(FILE_NAME),
            Path::new("/app/bin").join(FILE_NAME),
            Path::new("/app/bin/pdfium").join(FILE_NAME),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn developers_need_no_setting() {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let found = places(None, None, None, std::iter::once(here));
        assert!(found[0].ends_with(Path::new("vendor/pdfium").join(platform()).join(FILE_NAME)));
        assert!(found[1].ends_with(Path::new("vendor/pdfium").join(FILE_NAME)));
    }
}
