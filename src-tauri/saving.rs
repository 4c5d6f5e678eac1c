//! The system's dialog for saving. What the person chose in it may be shown in the file manager later.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use coffreo_desk::Desk;
use coffreo_desk::exports::Suggestion;
use tauri::{AppHandle, Manager as _};
use tokio::sync::oneshot;

use crate::texts::Texts;
use crate::window::MAIN;

/// The files whose places were chosen since the app started.
#[derive(Default)]
pub struct Chosen(Mutex<HashSet<PathBuf>>);

impl Chosen {
    /// Whether the person chose this file.
    pub fn contains(&self, file: &Path) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(file)
    }
}

/// Asks where to save; none when the person gave it up. That an existing file is to be replaced was asked by the dialog.
pub async fn ask(app: &AppHandle, suggestion: Suggestion) -> Option<PathBuf> {
    let (answer, answered) = oneshot::channel();
    let (window, name) = (app.get_webview_window(MAIN), suggestion.name.clone());
    let title = Texts(app.state::<Desk>().status().settings.language).save_as();
    // macOS shows dialogs from the main thread only.
    let asked = app.run_on_main_thread(move || {
        let mut dialog =
            rfd::AsyncFileDialog::new().set_directory(&suggestion.folder).set_file_name(&name).set_title(title);
        if let Some(ending) = ending(Path::new(&name)) {
            dialog = dialog.add_filter(ending.to_uppercase(), &[ending]);
        }
        if let Some(window) = &window {
            dialog = dialog.set_parent(window);
        }
        let chosen = dialog.save_file();
        tauri::async_runtime::spawn(async move {
            let path = chosen.await.map(|file| file.path().to_owned());
            // Nobody waits any more when the app ends.
            let _ = answer.send(path);
        });
    });
    if let Err(error) = asked {
        tracing::error!(%error, "the dialog for saving could not be shown");
        return None;
    }
    let path = with_ending(answered.await.ok().flatten()?, Path::new(&suggestion.name));
    let chosen = app.state::<Chosen>();
    chosen.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
    Some(path)
}

/// GTK's dialog does not add an ending that was not typed; a file that has that name already was not chosen.
fn with_ending(path: PathBuf, suggested: &Path) -> PathBuf {
    let (None, Some(ending), Some(stem)) = (path.extension(), ending(suggested), path.file_name()) else { return path };
    let stem = stem.to_string_lossy();
    let named = |number| match number {
        1 => path.with_file_name(format!("{stem}.{ending}")),
        _ => path.with_file_name(format!("{stem} ({number}).{ending}")),
    };
    (1..1000).map(named).find(|file| !file.exists()).unwrap_or_else(|| path.clone())
}

fn ending(path: &Path) -> Option<&str> {
    path.extension()?.to_str()
}
