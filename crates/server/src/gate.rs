//! What may come in: a PDF that can be shown and sealed, and nothing that acts by itself.

use bytes::Bytes;
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::Timestamp;
use coffreo_pades::{Inspection, PdfRefused, SealError, SealingKey, inspect};

use crate::seal::{self, Signer};

/// Looks at a PDF as it is delivered.
///
/// # Errors
/// The problem to answer, with the reason.
pub fn check(pdf: &Bytes, most_pages: usize) -> Result<Inspection, Problem> {
    match inspect(pdf) {
        Ok(inspection) if inspection.pages > most_pages => {
            let detail = format!("{} pages; at most {most_pages} are taken", inspection.pages);
            Err(Problem::new(ProblemCode::PdfTooManyPages).at("pdf", detail))
        }
        Ok(inspection) => Ok(inspection),
        Err(refused) => Err(Problem::new(code(&refused)).at("pdf", refused.to_string())),
    }
}

/// Seals a PDF that was looked at, and throws the result away: what cannot be sealed is to be refused now, by the very
/// checks that signing makes, and not on the day on which somebody signs.
///
/// # Errors
/// The problem to answer. [`ProblemCode::Internal`] when it is the server's key that is at fault.
pub fn check_sealing(pdf: &Bytes, inspection: &Inspection, key: &SealingKey, now: Timestamp) -> Result<(), Problem> {
    let trial = Signer { name: "Coffreo".into(), company: "Coffreo".into(), at: now };
    let refused = match seal::apply(key, pdf, &trial) {
        Ok(_) => return Ok(()),
        Err(refused) => refused,
    };
    let code = match &refused {
        SealError::Certified => ProblemCode::PdfCertified,
        SealError::Xfa => ProblemCode::PdfForm,
        SealError::SelfCheck(_) if inspection.signatures > 0 => ProblemCode::PdfSigned,
        SealError::Pdf(_) => ProblemCode::PdfCannotBeSealed,
        // Nothing in the PDF speaks against it: the key, its certificate or the clock does.
        SealError::SelfCheck(_) | SealError::Signature | SealError::Time => {
            tracing::error!(cause = %refused, "sealing does not work");
            return Err(ProblemCode::Internal.into());
        }
    };
    Err(Problem::new(code).at("pdf", refused.to_string()))
}

fn code(refused: &PdfRefused) -> ProblemCode {
    match refused {
        PdfRefused::Damaged(_) | PdfRefused::TooComplex(_) => ProblemCode::PdfUnreadable,
        PdfRefused::TooLarge => ProblemCode::TooLarge,
        PdfRefused::Encrypted => ProblemCode::PdfEncrypted,
        PdfRefused::Script
        | PdfRefused::AutomaticAction
        | PdfRefused::ExternalAction
        | PdfRefused::EmbeddedFile
        | PdfRefused::Media => ProblemCode::PdfActiveContent,
        PdfRefused::Xfa | PdfRefused::FormField => ProblemCode::PdfForm,
    }
}
