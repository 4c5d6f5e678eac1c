//! Just enough of ISO 32000-1 to read a document's structure lazily and to append a revision to it.
//!
//! It never repairs: a document that needs repairing is read differently by different readers, which is what the
//! attacks on PDF signatures live on. It never decodes page content, images or fonts, and never overwrites a byte.
//! Everything is bounded: see the constants below and [`Document::open`].

mod document;
mod filter;
mod object;
mod parse;
mod write;
mod xref;

pub(crate) use document::Document;
pub(crate) use object::{Dict, Object, Ref};
pub(crate) use parse::{Parser, is_delimiter, is_whitespace};
pub(crate) use write::{Update, write_object};
pub(crate) use xref::Entry;

/// The longest document that is read, in bytes (256 MiB).
pub const MAX_PDF_BYTES: usize = 256 << 20;
/// The highest object number that is accepted.
pub(crate) const MAX_OBJECT_NUMBER: u32 = 1_000_000;
/// The most revisions (cross-reference sections) that are followed.
pub(crate) const MAX_SECTIONS: usize = 512;
/// The deepest nesting of arrays and dictionaries.
pub(crate) const MAX_DEPTH: usize = 64;
/// The most values in one indirect object.
pub(crate) const MAX_VALUES: usize = 500_000;
/// The most bytes that compressed streams of one document may inflate to (64 MiB).
pub(crate) const MAX_INFLATED: usize = 64 << 20;

/// Why the structure of a document cannot be read. Says what is wrong and where, never what the document contains.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// A rule of ISO 32000-1 is broken. Other readers may guess what was meant; this one does not.
    #[error("damaged PDF: {what} at byte {at}")]
    Damaged {
        /// The broken rule.
        what: &'static str,
        /// Offset in bytes from the start of the file or, in an object stream, of its decoded data.
        at: usize,
    },
    /// The document is encrypted, even if with an empty password.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// More than [`MAX_PDF_BYTES`].
    #[error("the PDF is too large")]
    TooLarge,
    /// A limit on nesting, objects, revisions or decompression was reached: no honest document comes near.
    #[error("the PDF is too complex: {0}")]
    TooComplex(&'static str),
    /// Allowed by ISO 32000-1 but used by nobody today, such as an LZW-compressed cross-reference stream.
    #[error("unsupported PDF feature: {0}")]
    Unsupported(&'static str),
}

pub(crate) fn damaged<T>(what: &'static str, at: usize) -> Result<T, PdfError> {
    Err(PdfError::Damaged { what, at })
}
