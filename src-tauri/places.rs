//! Where the app keeps and finds its files.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use coffreo_desk::Places;
use tauri::{AppHandle, Manager as _};

use crate::saving::Chosen;

/// The system's folders for this app. `COFFREO_DATA` moves the data, `COFFREO_DOWNLOADS` what is saved:
/// for a second account on one computer, and for tests.
pub fn of(app: &AppHandle) -> tauri::Result<Places> {
    let paths = app.path();
    let home_downloads = || paths.home_dir().map(|home| home.join("Downloads"));
    Ok(Places {
        data: from_environment("COFFREO_DATA").map_or_else(|| paths.app_local_data_dir(), Ok)?,
        downloads: from_environment("COFFREO_DOWNLOADS")
            .map_or_else(|| paths.download_dir().or_else(|_| home_downloads()), Ok)?,
        resources: paths.resource_dir().ok(),
    })
}

fn from_environment(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Opens the folder of a saved file in the system's file manager.
///
/// # Errors
/// When the file neither lies among the downloads nor was chosen by the person, or there is no file manager to be started.
pub fn reveal(app: &AppHandle, file: &Path) -> std::io::Result<()> {
    let chosen = app.state::<Chosen>().contains(file);
    let file = file.canonicalize()?;
    let among = |downloads: PathBuf| downloads.canonicalize().is_ok_and(|downloads| file.starts_with(downloads));
    if !chosen && !among(of(app).map_err(std::io::Error::other)?.downloads) {
        return Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
    }
    let mut command = if cfg!(windows) {
        let mut command = Command::new("explorer");
        command.arg(format!("/select,{}", file.display()));
        command
    } else if cfg!(target_os = "macos") {
        let mut command = Command::new("open");
        command.arg("-R").arg(&file);
        command
    } else {
        let mut command = Command::new("xdg-open");
        command.arg(file.parent().unwrap_or(&file));
        command
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(drop)
}

/// Opens a file in the system's program for its kind.
///
/// # Errors
/// When there is nothing to be started.
pub fn open(file: &Path) -> std::io::Result<()> {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("explorer");
        command.arg(file);
        command
    } else {
        let mut command = Command::new(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
        command.arg(file);
        command
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(drop)
}
