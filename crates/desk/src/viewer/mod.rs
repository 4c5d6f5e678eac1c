//! Shows PDF documents: page sizes, rendered pages, text. The documents come from outsiders, so that PDFium works in
//! confined worker processes ([`run_worker`]) and this side only asks.
//!
//! It must not parse a PDF in the app's own process, read a file, or know where documents come from: the caller hands
//! over bytes. `pdfium-render` appears below `worker/` only.

mod document;
mod error;
mod frame;
pub mod invoice;
mod lane;
mod letters;
pub mod library;
mod lru;
mod memory;
mod pages;
mod process;
mod settings;
mod source;
mod text;
mod worker;

pub use document::{DocumentOutline, ExtractedText, PageImage, PageSize};
pub use error::ViewerError;
pub use frame::Confinement;
pub use letters::{Letters, Place, Run, needle};
pub use pages::Viewer;
pub use settings::{ViewerLimits, ViewerSettings, WORKER_ARGUMENT, WorkerCommand};
#[cfg(test)]
pub(crate) use worker::read_invoice;
pub use worker::run_worker;
