//! A document's text for the index, read in short slices so that a page on screen never waits long behind it. It must not
//! keep the document open once it is read.

use tokio::time::Instant;

use super::frame::{Answer, Request};
use super::lane::{Question, Urgency};
use super::{ExtractedText, Viewer, ViewerError};

impl Viewer {
    /// The text of each page, for the index.
    ///
    /// # Errors
    /// [`ViewerError`]; a document over the limits of [`ViewerLimits`](super::ViewerLimits) on text is no error, it is
    /// read as far as they go.
    pub async fn text(&self, bytes: Vec<u8>) -> Result<ExtractedText, ViewerError> {
        let key = self.memory().unnamed_key();
        let text = self.text_of(&key, bytes).await;
        let close = Question::Other(Request::Close { key });
        // Whether it was still open is of no matter: a worker that broke has forgotten it.
        drop(self.background().turn(Urgency::Patient).await.ask(close, self.settings().limits.open).await);
        text
    }

    async fn text_of(&self, key: &str, bytes: Vec<u8>) -> Result<ExtractedText, ViewerError> {
        let limits = &self.settings().limits;
        let mut source = self.source(key, || std::future::ready(Ok::<_, std::io::Error>(bytes)));
        source.fetch().await?;
        let lane = self.background();
        let until = Instant::now() + limits.text;
        let opened = lane.turn(Urgency::Patient).await.ask(Question::Open(source.document()), limits.open).await;
        let (_, sizes) = self.judge(key, opened)?;
        let count = sizes.len() / 8;
        let wanted = count.min(limits.text_pages as usize);
        let mut text = ExtractedText { pages: Vec::new(), truncated: wanted < count };
        let mut characters = limits.text_characters;
        while text.pages.len() < wanted {
            if characters == 0 || Instant::now() >= until {
                text.truncated = true;
                break;
            }
            let (first_page, pages) = (text.pages.len() as u32, (wanted - text.pages.len()) as u32);
            let request = Request::Text { key: key.to_owned(), first_page, pages, characters };
            let turn = lane.turn(Urgency::Patient).await;
            let asked = turn.ask(Question::About(source.document(), request), limits.page).await;
            let (answer, payload) = self.judge(key, asked)?;
            let slice = texts(&answer, &payload).ok_or(ViewerError::Unreadable)?;
            text.truncated |= slice.truncated;
            let read: usize = slice.pages.iter().map(|page| page.chars().count()).sum();
            characters = characters.saturating_sub(read as u32);
            text.pages.extend(slice.pages);
        }
        Ok(text)
    }
}

/// Cuts the worker's answer into pages; `None` when it does not fit together, or brings no page and so would never end.
fn texts(answer: &Answer, payload: &[u8]) -> Option<ExtractedText> {
    let Answer::Text { lengths, truncated } = answer else { return None };
    let mut rest = std::str::from_utf8(payload).ok()?;
    let mut pages = Vec::new();
    for length in lengths {
        let (page, after) = rest.split_at_checked(*length as usize)?;
        pages.push(page.to_owned());
        rest = after;
    }
    (!pages.is_empty() && rest.is_empty()).then_some(ExtractedText { pages, truncated: *truncated })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_does_not_fit_together_is_refused() {
        let cut = |lengths: &[u32], text: &str| {
            texts(&Answer::Text { lengths: lengths.to_vec(), truncated: false }, text.as_bytes()).map(|text| text.pages)
        };
        assert_eq!(cut(&[3, 0, 2], "éàb").as_deref(), None);
        assert_eq!(cut(&[2, 0, 3], "éàb").unwrap(), ["é", "", "àb"]);
        assert_eq!(cut(&[1], "é"), None, "in the middle of a character");
        assert_eq!(cut(&[9], "é"), None, "beyond the end");
        assert_eq!(cut(&[], ""), None, "no page at all");
    }
}
