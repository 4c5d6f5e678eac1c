//! What the viewer hands out. It must not hold anything that still has to be parsed.

use std::time::Duration;

/// The pages of a document, before any is rendered.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentOutline {
    /// In page order; never empty.
    pub pages: Vec<PageSize>,
}

/// A page's size as it is shown (rotation applied), in points of 1/72 inch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSize {
    pub width_pt: f32,
    pub height_pt: f32,
}

/// One rendered page, encoded for the web view.
#[derive(Debug, Clone)]
pub struct PageImage {
    pub mime: &'static str,
    pub bytes: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What the worker took to render it, for the benchmarks.
    pub rendered_in: Duration,
    /// What the worker took to encode it, for the benchmarks.
    pub encoded_in: Duration,
}

/// A document's text, for the search index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractedText {
    /// One text a page, in page order; empty for a page without text or that cannot be read.
    pub pages: Vec<String>,
    /// Pages or characters were left out, at a limit of [`super::ViewerLimits`].
    pub truncated: bool,
}
