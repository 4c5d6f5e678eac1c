//! The commands for reading a document: its text, what is found in it, and its neighbours' pages rendered ahead.

use coffreo_domain::Sha256;

use super::core::lock;
use super::{Desk, viewer_error};
use crate::DeskError;
use crate::view::{Found, Hit, TextBox, TextRun};
use crate::viewer::{Place, needle};

/// Hits that are answered; more are only said to be there.
const MOST_HITS: usize = 2_000;
/// Documents rendered ahead.
const MOST_AHEAD: usize = 4;

impl Desk {
    /// The text of a page (from 0), in runs that can be laid over its picture.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    pub async fn page_text(&self, id: &str, sha256: &str, page: u32) -> Result<Vec<TextRun>, DeskError> {
        let load = self.load(self.content_of(id, sha256).await?);
        let letters = self.core.viewer.letters(sha256, page, || load).await.map_err(viewer_error)?;
        Ok(letters.runs().into_iter().map(|run| TextRun { text: run.text, place: text_box(run.place) }).collect())
    }

    /// Where the words stand in the document; accents and case do not matter. Pages that cannot be read have no hit.
    ///
    /// # Errors
    /// As [`outline`](Self::outline).
    pub async fn find(&self, id: &str, sha256: &str, words: &str) -> Result<Found, DeskError> {
        let content = self.content_of(id, sha256).await?;
        let load = self.load(content);
        let pages = self.core.viewer.outline(sha256, || load).await.map_err(viewer_error)?.pages.len() as u32;
        let wanted = needle(words);
        let mut found = Found { hits: Vec::new(), more: false };
        if wanted.is_empty() {
            return Ok(found);
        }
        for page in 0..pages {
            let load = self.load(content);
            let Ok(letters) = self.core.viewer.letters(sha256, page, || load).await else { continue };
            for parts in letters.find(&wanted) {
                if found.hits.len() == MOST_HITS {
                    found.more = true;
                    return Ok(found);
                }
                found.hits.push(Hit { page, parts: parts.into_iter().map(text_box).collect() });
            }
        }
        Ok(found)
    }

    /// Renders the first page of each document while nobody waits for another, in the order given. What an earlier call
    /// has not done yet is given up. Answers when it is done or given up.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn prefetch(&self, ids: Vec<String>, scale_milli: u32) -> Result<(), DeskError> {
        self.core.opened()?;
        let desk = self.clone();
        let task = tokio::spawn(async move {
            for id in ids.into_iter().take(MOST_AHEAD) {
                // What cannot be had ahead is told when it is asked for.
                let Ok(standing) = desk.standing(&id).await else { continue };
                if standing.available {
                    let load = desk.load(standing.content);
                    let key = standing.content.to_string();
                    desk.core.viewer.prefetch(&key, [0], scale_milli, || load).await;
                }
            }
        });
        if let Some(earlier) = lock(&self.core.ahead).replace(task.abort_handle()) {
            earlier.abort();
        }
        // Given up is as good as done: the page is rendered when it is asked for.
        drop(task.await);
        Ok(())
    }

    /// The PDF that stands for the document, which must still be the one that was shown.
    pub(crate) async fn content_of(&self, id: &str, sha256: &str) -> Result<Sha256, DeskError> {
        let standing = self.standing(id).await?;
        if !standing.available {
            return Err(DeskError::NotDownloaded);
        }
        if standing.content.to_string() != sha256 {
            return Err(DeskError::NotFound);
        }
        Ok(standing.content)
    }
}

fn text_box(Place { left, top, right, bottom }: Place) -> TextBox {
    TextBox { left, top, width: right - left, height: bottom - top }
}
