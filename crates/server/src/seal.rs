//! The seal: the server's key, and what a seal says of who signed. The bytes are `coffreo-pades`' work.

use std::fs;
use std::io::Write;
use std::path::Path;

use coffreo_domain::Timestamp;
use coffreo_pades::identity::{Subject, issue_authority, issue_signer};
use coffreo_pades::{Appearance, KeyRefused, SealError, SealRequest, Sealed, SealingKey, seal_hashed};

use crate::config::SealFiles;

/// Why there is no key to seal with.
#[derive(Debug, thiserror::Error)]
pub enum SealKeyError {
    /// A file cannot be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// The files are not a key with its certificates.
    #[error("the sealing key: {0}")]
    Refused(#[from] KeyRefused),
    /// There is a key already; it is never overwritten.
    #[error("{0} exists already: a sealing key is never overwritten")]
    Exists(String),
}

/// Who signs, for whom, and when.
#[derive(Debug, Clone)]
pub struct Signer {
    /// The person's full name.
    pub name: String,
    /// The company they sign for.
    pub company: String,
    /// When.
    pub at: Timestamp,
}

/// Reads the key and its certificates.
///
/// # Errors
/// [`SealKeyError::File`] or [`SealKeyError::Refused`].
pub fn read_key(files: &SealFiles) -> Result<SealingKey, SealKeyError> {
    Ok(SealingKey::from_pem(&read(&files.key)?, &read(&files.chain)?)?)
}

/// Seals a PDF: the input is a prefix of the output, and the output has been verified.
///
/// # Errors
/// Why the PDF cannot be sealed.
pub fn apply(key: &SealingKey, pdf: &[u8], signer: &Signer) -> Result<Vec<u8>, SealError> {
    apply_hashed(key, pdf, signer).map(|sealed| sealed.bytes)
}

/// The same, with the hashes that were made on the way.
///
/// # Errors
/// Why the PDF cannot be sealed.
pub fn apply_hashed(key: &SealingKey, pdf: &[u8], signer: &Signer) -> Result<Sealed, SealError> {
    let title = format!("Signé électroniquement par {}", signer.name);
    let company = format!("pour {}", signer.company);
    let moment = format!("le {} (heure de Paris)", signer.at.paris_text());
    seal_hashed(
        key,
        &SealRequest {
            pdf,
            signed_at: signer.at.0,
            name: &signer.name,
            reason: Some(&format!("Signature {company}")),
            location: None,
            appearance: Appearance { title: &title, lines: &[&company, &moment] },
        },
    )
}

/// Makes an authority and a key of this server's own: for companies that have no certificate of another authority.
/// `anchor.pem` beside the chain is what verifiers trust. The authority's key signs once and is thrown away.
///
/// # Errors
/// [`SealKeyError`]; a key that is there is left alone.
pub fn init(files: &SealFiles, organization: &str, now: Timestamp) -> Result<(), SealKeyError> {
    const YEAR: i64 = 366 * 24 * 60 * 60 * 1000;
    if let Some(there) = [&files.key, &files.chain].into_iter().find(|path| path.exists()) {
        return Err(SealKeyError::Exists(there.display().to_string()));
    }
    // Clocks that lag a little shall not call the certificate "not yet valid".
    let subject = |common_name, years| Subject {
        common_name,
        organization,
        country: "FR",
        not_before: now.0 - 24 * 60 * 60 * 1000,
        not_after: now.0 + years * YEAR,
    };
    let authority = issue_authority(&subject("Coffreo sealing authority", 20))?;
    let signer = issue_signer(&authority, &subject("Coffreo seal", 10))?;
    let chain = format!("{}{}", signer.certificate_pem, authority.certificate_pem);
    write(&files.chain, &chain, false)?;
    write(&files.chain.with_file_name("anchor.pem"), &authority.certificate_pem, false)?;
    write(&files.key, &signer.key_pem, true)
}

fn read(path: &Path) -> Result<String, SealKeyError> {
    fs::read_to_string(path).map_err(|error| SealKeyError::File { path: path.display().to_string(), error })
}

fn write(path: &Path, text: &str, secret: bool) -> Result<(), SealKeyError> {
    let written = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if secret { 0o600 } else { 0o644 });
        #[cfg(not(unix))]
        let _ = secret;
        let mut file = options.open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    written().map_err(|error| SealKeyError::File { path: path.display().to_string(), error })
}
