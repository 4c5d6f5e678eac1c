//! Numbered screenshots of a walk.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;

use crate::desktop::{Session, Window};

/// A folder of pictures in the order they were taken.
#[derive(Debug)]
pub struct Album {
    folder: PathBuf,
    taken: AtomicU32,
}

impl Album {
    /// An album in the folder, which is emptied of earlier pictures.
    pub fn new(folder: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&folder)?;
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "png") {
                std::fs::remove_file(path)?;
            }
        }
        Ok(Self { folder, taken: AtomicU32::new(0) })
    }

    /// Where the pictures are.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// Takes a picture of the whole display, once the window has drawn what it has to say.
    pub async fn take(&self, session: &Session, window: &Window, name: &str) -> Result<()> {
        window.drawn().await?;
        let number = self.taken.fetch_add(1, Ordering::Relaxed) + 1;
        session.screenshot(&self.folder.join(format!("{number:02}-{name}.png")))
    }

    /// When a walk failed: a picture of the display, and what was logged and notified.
    pub async fn on_failure<T>(&self, session: &Session, window: &Window, walked: Result<T>) -> Result<T> {
        if walked.is_err() {
            self.take(session, window, "failure").await?;
            let told = format!("{}\n== notifications\n{}", window.log(), session.notifications());
            std::fs::write(self.folder.join("failure.log"), told)?;
        }
        walked
    }
}
