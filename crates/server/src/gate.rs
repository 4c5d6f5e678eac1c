//! What may come in: a PDF that can be shown and sealed, and nothing that acts by itself.

use bytes::Bytes;
use coffreo_api::{Problem, ProblemCode};
use coffreo_pades::{PdfRefused, inspect};

/// Looks at a PDF as it is delivered.
///
/// # Errors
/// The problem to answer, with the reason.
pub fn check(pdf: &Bytes, most_pages: usize) -> Result<(), Problem> {
    match inspect(pdf) {
        Ok(inspection) if inspection.pages > most_pages => {
            let detail = format!("{} pages; at most {most_pages} are taken", inspection.pages);
            Err(Problem::new(ProblemCode::PdfTooManyPages).at("pdf", detail))
        }
        Ok(_) => Ok(()),
        Err(refused) => Err(Problem::new(code(&refused)).at("pdf", refused.to_string())),
    }
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
