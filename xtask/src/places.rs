//! Where things are. Knows paths only; reads and writes nothing.

use std::env;
use std::path::{Path, PathBuf};

/// The workspace's root folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where cargo builds: `target/`, or what `CARGO_TARGET_DIR` names.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// A program that a debug build of the workspace made.
pub fn debug_program(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// A program in the private Python environment.
pub fn python_program(name: &str) -> PathBuf {
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    python_environment().join(folder).join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// The private Python environment: under the root's `target/` whatever cargo's target folder is, as tests look here.
pub fn python_environment() -> PathBuf {
    root().join("target").join("venv")
}

/// The folder of the PDFium library and its licences.
pub fn pdfium() -> PathBuf {
    root().join("vendor").join("pdfium")
}

/// The PDFium library itself.
pub fn pdfium_library() -> PathBuf {
    pdfium().join(pdfium_file_name())
}

/// The name that each system gives the library.
pub const fn pdfium_file_name() -> &'static str {
    if cfg!(windows) {
        "pdfium.dll"
    } else if cfg!(target_os = "macos") {
        "libpdfium.dylib"
    } else {
        "libpdfium.so"
    }
}
