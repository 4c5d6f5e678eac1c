//! The documents that the app has opened here: their page sizes, pages and text. PDFium's answers are taken as an
//! outsider's: sizes are checked before anything is allocated from them. It must not keep a page between requests.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use pdfium_render::prelude::{PdfDocument, PdfPage, Pdfium};

use super::render::{self, Canvas};
use super::{invoice, letters};
use crate::viewer::frame::{Answer, Refusal, WorkerLimits};

/// One answer with text takes about this long at most, or one page.
const TEXT_SLICE: Duration = Duration::from_millis(40);
/// Pages in one answer with text.
const TEXT_PAGES: u32 = 200;

pub struct Documents<'p> {
    pdfium: &'p Pdfium,
    limits: WorkerLimits,
    open: HashMap<String, PdfDocument<'p>>,
    canvas: Canvas,
    payload: Vec<u8>,
}

type Answered<'a> = Result<(Answer, &'a [u8]), Refusal>;

impl<'p> Documents<'p> {
    pub fn new(pdfium: &'p Pdfium, limits: WorkerLimits) -> Self {
        Self { pdfium, limits, open: HashMap::new(), canvas: Canvas::default(), payload: Vec::new() }
    }

    /// Opens the document and answers its page sizes.
    pub fn open(&mut self, key: String, bytes: Vec<u8>) -> Answered<'_> {
        self.close(&key);
        let document = self.pdfium.load_pdf_from_byte_vec(bytes, None).map_err(|_| Refusal::Unreadable)?;
        let count = u32::try_from(document.pages().len()).map_err(|_| Refusal::Unreadable)?;
        if count == 0 {
            return Err(Refusal::Unreadable);
        }
        if count > self.limits.pages {
            return Err(Refusal::TooLarge);
        }
        self.payload.clear();
        for page in document.pages().as_range() {
            // A page that PDFium cannot size is shown as an empty one; its rendering will be refused.
            let size = document.pages().page_size(page).ok();
            let (width, height) = size.map_or((0.0, 0.0), |size| (size.width().value, size.height().value));
            let (width, height) = render::side(width).zip(render::side(height)).unwrap_or(render::A4);
            self.payload.extend_from_slice(&width.to_le_bytes());
            self.payload.extend_from_slice(&height.to_le_bytes());
        }
        self.open.insert(key, document);
        Ok((Answer::Opened, &self.payload))
    }

    pub fn close(&mut self, key: &str) {
        self.open.remove(key);
    }

    pub fn render(&mut self, key: &str, page: u32, scale_milli: u32) -> Answered<'_> {
        let start = Instant::now();
        let page = page_of(&self.open, key, page)?;
        let picture = self.canvas.draw(&page, start, scale_milli, self.limits.pixels, &mut self.payload)?;
        Ok((picture, &self.payload))
    }

    /// Text from `first_page` on, at least one page's.
    pub fn text(&mut self, key: &str, first_page: u32, pages: u32, characters: u32) -> Answered<'_> {
        let start = Instant::now();
        let mut text = String::new();
        let mut lengths = Vec::new();
        let mut left = characters as usize;
        let mut truncated = false;
        for page in first_page..first_page.saturating_add(pages.min(TEXT_PAGES)) {
            // What cannot be read has no text; the rest of the document may have.
            let all = page_of(&self.open, key, page).and_then(|page| text_of(&page)).unwrap_or_default();
            let cut = all.char_indices().nth(left).map_or(all.len(), |(at, _)| at);
            truncated |= cut < all.len();
            left -= all[..cut].chars().count();
            text.push_str(&all[..cut]);
            lengths.push(cut as u32);
            if left == 0 || start.elapsed() > TEXT_SLICE {
                break;
            }
        }
        self.payload.clear();
        self.payload.extend_from_slice(text.as_bytes());
        Ok((Answer::Text { lengths, truncated }, &self.payload))
    }

    pub fn letters(&mut self, key: &str, page: u32) -> Answered<'_> {
        let page = page_of(&self.open, key, page)?;
        self.payload.clear();
        letters::write(&page, &mut self.payload)?;
        Ok((Answer::Letters, &self.payload))
    }

    pub fn invoice(&mut self, key: &str) -> Answered<'_> {
        let document = self.open.get(key).ok_or(Refusal::Unreadable)?;
        self.payload = serde_json::to_vec(&invoice::find(document)).map_err(|_| Refusal::Unreadable)?;
        Ok((Answer::Invoice, &self.payload))
    }
}

fn page_of<'p>(open: &HashMap<String, PdfDocument<'p>>, key: &str, page: u32) -> Result<PdfPage<'p>, Refusal> {
    let document = open.get(key).ok_or(Refusal::Unreadable)?;
    let index = i32::try_from(page).map_err(|_| Refusal::NoSuchPage)?;
    if index >= document.pages().len() {
        return Err(Refusal::NoSuchPage);
    }
    document.pages().get(index).map_err(|_| Refusal::Unreadable)
}

/// Lines end with `\n`; characters that PDFium cannot name are left out.
fn text_of(page: &PdfPage<'_>) -> Result<String, Refusal> {
    let text = page.text().map_err(|_| Refusal::Unreadable)?.all();
    Ok(text.chars().filter(|c| *c == '\n' || *c == '\t' || !(c.is_control() || *c == '\u{fffe}')).collect())
}
