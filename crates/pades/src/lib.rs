//! PDF signatures: [`seal`] a document at PAdES level B-B, [`verify`] every signature of one, [`inspect`] what may be
//! sealed at all. Knows PDF and CMS and nothing of ours: no documents, no people, no companies.
//!
//! What is absent, on purpose: no clock (moments come in as unix milliseconds), no network, no files, no repair of
//! damaged documents, no RSA, no encryption, no rewriting: a seal only appends. No function panics on any input.
//!
//! ```
//! use coffreo_pades::identity::{Subject, issue_authority, issue_signer};
//! # fn main() -> Result<(), coffreo_pades::KeyRefused> {
//! let day = 86_400_000;
//! let subject = |name| Subject {
//!     common_name: name, organization: "Coffreo", country: "FR", not_before: 0, not_after: 3650 * day,
//! };
//! let authority = issue_authority(&subject("Coffreo sealing authority"))?;
//! let signer = issue_signer(&authority, &subject("Coffreo seal"))?;
//! let chain = format!("{}{}", signer.certificate_pem, authority.certificate_pem);
//! let key = coffreo_pades::SealingKey::from_pem(&signer.key_pem, &chain)?;
//! assert_eq!(key.certificate().common_name(), "Coffreo seal");
//! # Ok(()) }
//! ```

mod appearance;
mod certificate;
mod changes;
mod cms;
mod form;
pub mod identity;
mod ink;
mod inspect;
mod page;
mod pdf;
mod seal;
mod text;
mod verify;

pub use appearance::Appearance;
pub use certificate::{Certificate, CertificateRefused};
pub use cms::CmsRefused;
pub use identity::{KeyRefused, SealingKey};
pub use inspect::{Inspection, PdfRefused, inspect};
pub use pdf::{MAX_PDF_BYTES, PdfError};
pub use seal::{SealError, SealRequest, Sealed, seal, seal_hashed};
pub use verify::{Level, SignatureReport, Verification, VerifyError, verify};
