//! Reads the text of PDFs for the index, a few at a time, in the background.

use std::sync::Arc;

use crate::DeskError;
use crate::desk::Core;
use crate::session::Opened;
use crate::vault::{Unread, Vault};
use crate::view::DeskEvent;
use crate::viewer::ViewerError;

/// Texts of one transaction.
const BATCH: u32 = 16;
/// From so many on the index is put together afterwards.
const MANY: usize = 500;

/// Reads until the vault is closed.
pub async fn read(core: Arc<Core>, opened: Arc<Opened>) {
    loop {
        opened.texts.notified().await;
        if let Err(error) = read_all(&core, &opened).await {
            tracing::warn!(%error, "the texts of PDFs are not read");
        }
    }
}

async fn read_all(core: &Core, opened: &Opened) -> Result<(), DeskError> {
    let mut count = 0;
    loop {
        let unread = opened.ask(|vault| vault.unread(BATCH)).await?;
        if unread.is_empty() {
            break;
        }
        let mut read = Vec::with_capacity(unread.len());
        for one in unread {
            if let Some(text) = text(core, opened, &one).await? {
                read.push((one, text));
            }
        }
        if read.is_empty() {
            break;
        }
        count += read.len();
        opened.ask(move |vault| vault.store_texts(&read)).await?;
    }
    if count >= MANY {
        opened.ask(Vault::merge_words).await?;
    }
    if count > 0 {
        // A search that is on screen may find more now.
        core.tell(DeskEvent::DocumentsChanged { kinds: vec![crate::view::Kind::Contract, crate::view::Kind::Invoice] });
    }
    Ok(())
}

/// The text; `Some(None)` when the PDF cannot be read, `None` when it went meanwhile.
async fn text(core: &Core, opened: &Opened, unread: &Unread) -> Result<Option<Option<String>>, DeskError> {
    let sha256 = unread.sha256;
    let Some(bytes) = opened.ask(move |vault| vault.content(sha256)).await? else { return Ok(None) };
    match core.viewer.text(bytes).await {
        Ok(text) => Ok(Some(Some(text.pages.join("\n\n")))),
        Err(ViewerError::WorkerUnavailable { .. }) => Err(DeskError::ViewerUnavailable),
        Err(error) => {
            tracing::info!(%error, "a PDF has no readable text");
            Ok(Some(None))
        }
    }
}
