//! The gate for documents from outside: what may be delivered, shown and sealed. Looks at every object that the
//! cross-reference knows, reachable or not, and refuses by name. Never decodes page content, never executes anything.

use crate::form;
use crate::page;
use crate::pdf::{Dict, Document, Object, PdfError};

/// The most bytes that an attached XML file may inflate to (16 MiB, from the budget of the whole document).
const MAX_XML: usize = 16 << 20;

/// What an accepted document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// At least 1.
    pub pages: usize,
    /// How many signature fields have a value. Whether they are valid says [`crate::verify`].
    pub signatures: usize,
    /// How many XML files are embedded, such as a Factur-X invoice's `factur-x.xml`.
    pub xml_attachments: usize,
}

/// Why a document is not accepted. Each has a short code that does not change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfRefused {
    /// Not a PDF, or broken so that readers would have to guess.
    #[error("{0}")]
    Damaged(PdfError),
    /// Encrypted, even if everybody may open it.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// Longer than [`crate::MAX_PDF_BYTES`].
    #[error("the PDF is too large")]
    TooLarge,
    /// Beyond a limit on nesting, objects, revisions or decompression.
    #[error("{0}")]
    TooComplex(PdfError),
    /// JavaScript, wherever it stands.
    #[error("the PDF contains a script")]
    Script,
    /// Something runs by itself: additional actions, or an open action that is more than a place in the document.
    #[error("the PDF does something by itself when it is opened")]
    AutomaticAction,
    /// An action that starts a program, opens another file, or sends or imports form data.
    #[error("the PDF reaches out of itself")]
    ExternalAction,
    /// An embedded file that is not plain XML, or a portfolio.
    #[error("the PDF carries an embedded file that is not XML")]
    EmbeddedFile,
    /// Sound, film, 3D or rich media.
    #[error("the PDF contains media")]
    Media,
    /// An XFA form.
    #[error("the PDF is an XFA form")]
    Xfa,
    /// A form field other than a signature: its text could change after signing.
    #[error("the PDF has form fields to fill in")]
    FormField,
}

impl PdfRefused {
    /// A stable word for interfaces and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Damaged(_) => "damaged",
            Self::Encrypted => "encrypted",
            Self::TooLarge => "too_large",
            Self::TooComplex(_) => "too_complex",
            Self::Script => "script",
            Self::AutomaticAction => "automatic_action",
            Self::ExternalAction => "external_action",
            Self::EmbeddedFile => "embedded_file",
            Self::Media => "media",
            Self::Xfa => "xfa",
            Self::FormField => "form_field",
        }
    }
}

impl From<PdfError> for PdfRefused {
    fn from(error: PdfError) -> Self {
        match error {
            PdfError::Damaged { .. } | PdfError::Unsupported(_) => Self::Damaged(error),
            PdfError::Encrypted => Self::Encrypted,
            PdfError::TooLarge => Self::TooLarge,
            PdfError::TooComplex(_) => Self::TooComplex(error),
        }
    }
}

/// Looks at a whole document.
///
/// # Errors
/// The first [`PdfRefused`] found.
pub fn inspect(pdf: &[u8]) -> Result<Inspection, PdfRefused> {
    let document = Document::open(pdf)?;
    let catalog = document.catalog()?;
    let (pages, _) = page::last_page(&document, &catalog)?;
    if catalog.get("Collection").is_some() {
        return Err(PdfRefused::EmbeddedFile);
    }
    check_open_action(&document, &catalog)?;
    let form = form::form(&document, &catalog)?;
    if form.get("XFA").is_some() || catalog.get("NeedsRendering").is_some() {
        return Err(PdfRefused::Xfa);
    }
    let fields = form::fields(&document, &form)?;
    if fields.iter().any(|field| field.terminal && !field.is_signature) {
        return Err(PdfRefused::FormField);
    }
    let mut gate = Gate { document: &document, xml: 0, refused: None };
    document.each(|_, object| {
        if gate.refused.is_none() {
            gate.refused = gate.look(object).err();
        }
        Ok(())
    })?;
    match gate.refused {
        Some(refused) => Err(refused),
        None => Ok(Inspection {
            pages,
            signatures: fields.iter().filter(|field| field.signature().is_some()).count(),
            xml_attachments: gate.xml,
        }),
    }
}

/// A place in the document may open it (LibreOffice writes one always); anything else may not.
fn check_open_action(document: &Document<'_>, catalog: &Dict) -> Result<(), PdfRefused> {
    match document.value(catalog, "OpenAction")? {
        Object::Null | Object::Array(_) | Object::Name(_) | Object::String(_) => Ok(()),
        Object::Dict(action) => {
            let going = document.value(&action, "S")?.is_name("GoTo") && action.get("Next").is_none();
            if going { Ok(()) } else { Err(PdfRefused::AutomaticAction) }
        }
        _ => Err(PdfRefused::AutomaticAction),
    }
}

struct Gate<'d, 'a> {
    document: &'d Document<'a>,
    xml: usize,
    refused: Option<PdfRefused>,
}

impl Gate<'_, '_> {
    fn look(&mut self, object: &Object) -> Result<(), PdfRefused> {
        match object {
            Object::Array(items) => items.iter().try_for_each(|item| self.look(item)),
            Object::Dict(dict) => self.look_into(dict),
            Object::Stream(dict, range) => {
                if dict.get("Type").is_some_and(|kind| kind.is_name("EmbeddedFile")) {
                    self.check_embedded(dict, range.clone())?;
                }
                self.look_into(dict)
            }
            _ => Ok(()),
        }
    }

    fn look_into(&mut self, dict: &Dict) -> Result<(), PdfRefused> {
        for (key, value) in dict.iter() {
            match key {
                b"JS" | b"JavaScript" => return Err(PdfRefused::Script),
                b"AA" => return Err(PdfRefused::AutomaticAction),
                b"XFA" => return Err(PdfRefused::Xfa),
                b"RichMediaContent" | b"RichMediaSettings" => return Err(PdfRefused::Media),
                b"EF" => self.check_file(value)?,
                b"FT" if !self.document.resolve(value)?.is_name("Sig") => return Err(PdfRefused::FormField),
                b"S" => check_action(self.document.resolve(value)?.as_name().unwrap_or_default())?,
                b"Subtype" => check_annotation(self.document.resolve(value)?.as_name().unwrap_or_default())?,
                _ => {}
            }
            self.look(value)?;
        }
        Ok(())
    }

    /// Every file of a file specification (ISO 32000-1 § 7.11.4) must be XML, whatever it calls itself.
    fn check_file(&mut self, files: &Object) -> Result<(), PdfRefused> {
        let Object::Dict(files) = self.document.resolve(files)? else { return Err(PdfRefused::EmbeddedFile) };
        for (_, file) in files.iter() {
            match self.document.resolve(file)? {
                Object::Stream(dict, _) if dict.get("Type").is_some_and(|kind| kind.is_name("EmbeddedFile")) => {}
                Object::Stream(dict, range) => self.check_embedded(&dict, range)?,
                _ => return Err(PdfRefused::EmbeddedFile),
            }
        }
        Ok(())
    }

    fn check_embedded(&mut self, dict: &Dict, range: std::ops::Range<usize>) -> Result<(), PdfRefused> {
        let declared = self.document.value(dict, "Subtype")?;
        let xml = matches!(declared.as_name(), None | Some(b"text/xml" | b"application/xml"));
        let bytes = match self.document.decode(dict, range) {
            Ok(bytes) => bytes,
            Err(PdfError::Unsupported(_)) => return Err(PdfRefused::EmbeddedFile),
            Err(error) => return Err(error.into()),
        };
        if !xml || bytes.len() > MAX_XML || !looks_like_xml(&bytes) {
            return Err(PdfRefused::EmbeddedFile);
        }
        self.xml += 1;
        Ok(())
    }
}

/// Begins as XML in UTF-8 and holds no control characters. No HTML and no DTD, which viewers might run or expand.
fn looks_like_xml(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    let begins = text.strip_prefix("<?xml").map_or(text, |rest| rest.split_once("?>").map_or("", |(_, body)| body));
    let head: String = begins.trim_start().chars().take(64).collect::<String>().to_ascii_lowercase();
    let plain = text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    head.starts_with('<')
        && plain
        && !head.starts_with("<html")
        && !text.contains("<!DOCTYPE")
        && !head.contains("<script")
}

/// ISO 32000-1 table 198: what stays are places (GoTo), links that a viewer asks about (URI), names and layers.
fn check_action(kind: &[u8]) -> Result<(), PdfRefused> {
    match kind {
        b"JavaScript" => Err(PdfRefused::Script),
        b"Launch" | b"GoToR" | b"GoToE" | b"SubmitForm" | b"ImportData" | b"ResetForm" | b"Thread" => {
            Err(PdfRefused::ExternalAction)
        }
        b"Sound" | b"Movie" | b"Rendition" | b"GoTo3DView" | b"RichMediaExecute" | b"Trans" => Err(PdfRefused::Media),
        _ => Ok(()),
    }
}

/// ISO 32000-1 table 169.
fn check_annotation(kind: &[u8]) -> Result<(), PdfRefused> {
    match kind {
        b"Sound" | b"Movie" | b"Screen" | b"3D" | b"RichMedia" => Err(PdfRefused::Media),
        b"FileAttachment" => Err(PdfRefused::EmbeddedFile),
        _ => Ok(()),
    }
}
