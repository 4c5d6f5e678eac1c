//! What the viewer remembers between requests: page sizes, rendered pages, and which documents made trouble. Bounded
//! throughout; it must not hold a document's bytes.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::invoice::Carried;
use super::lru::Lru;
use super::{DocumentOutline, Letters, PageImage, ViewerLimits};

/// Documents whose page sizes, or whose trouble, are remembered.
const DOCUMENTS: usize = 256;
/// Structured invoices that are remembered.
const INVOICES: usize = 16;
/// Characters that are remembered, in bytes.
const LETTER_BYTES: usize = 16 * 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageKey {
    pub document: String,
    pub page: u32,
    pub scale_milli: u32,
}

pub struct Memory {
    outlines: Lru<String, Arc<DocumentOutline>>,
    pages: Lru<PageKey, Arc<PageImage>>,
    letters: Lru<(String, u32), Arc<Letters>>,
    invoices: Lru<String, Arc<Carried>>,
    /// Documents that were too slow or broke the worker, and until when they are refused.
    refused: Lru<String, Instant>,
    refused_for: Duration,
    unnamed: u64,
}

impl Memory {
    pub fn new(limits: &ViewerLimits) -> Self {
        Self {
            outlines: Lru::new(DOCUMENTS, usize::MAX),
            pages: Lru::new(usize::MAX, limits.cached_page_bytes),
            letters: Lru::new(usize::MAX, LETTER_BYTES),
            invoices: Lru::new(INVOICES, usize::MAX),
            refused: Lru::new(DOCUMENTS, usize::MAX),
            refused_for: limits.refused,
            unnamed: 0,
        }
    }

    pub fn outline(&mut self, key: &String) -> Option<Arc<DocumentOutline>> {
        self.outlines.get(key).map(Arc::clone)
    }

    pub fn keep_outline(&mut self, key: &str, outline: &Arc<DocumentOutline>) {
        self.outlines.insert(key.to_owned(), Arc::clone(outline), 1);
    }

    pub fn page(&mut self, key: &PageKey) -> Option<Arc<PageImage>> {
        self.pages.get(key).map(Arc::clone)
    }

    pub fn keep_page(&mut self, key: PageKey, page: &Arc<PageImage>) {
        self.pages.insert(key, Arc::clone(page), page.bytes.len());
    }

    pub fn forget_pages(&mut self) {
        self.pages.clear();
        self.letters.clear();
        self.invoices.clear();
    }

    pub fn letters(&mut self, key: &str, page: u32) -> Option<Arc<Letters>> {
        self.letters.get(&(key.to_owned(), page)).map(Arc::clone)
    }

    pub fn keep_letters(&mut self, key: &str, page: u32, letters: &Arc<Letters>) {
        self.letters.insert((key.to_owned(), page), Arc::clone(letters), letters.weight());
    }

    pub fn invoice(&mut self, key: &String) -> Option<Arc<Carried>> {
        self.invoices.get(key).map(Arc::clone)
    }

    pub fn keep_invoice(&mut self, key: &str, carried: &Arc<Carried>) {
        self.invoices.insert(key.to_owned(), Arc::clone(carried), 1);
    }

    pub fn refuse(&mut self, key: &str) {
        self.refused.insert(key.to_owned(), Instant::now() + self.refused_for, 1);
    }

    pub fn is_refused(&mut self, key: &String) -> bool {
        self.refused.get(key).is_some_and(|until| Instant::now() < *until)
    }

    /// A name for a document that comes without one.
    pub fn unnamed_key(&mut self) -> String {
        self.unnamed += 1;
        format!("unnamed-{}", self.unnamed)
    }
}
