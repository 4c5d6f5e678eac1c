//! The signature fields of a document's interactive form (ISO 32000-1 § 12.7). Reads; decides nothing.

use std::collections::HashSet;

use crate::pdf::{Dict, Document, Object, PdfError, Ref};

/// The most form fields that are followed.
const MAX_FIELDS: usize = 20_000;

/// A terminal or inner field.
pub(crate) struct Field {
    pub reference: Ref,
    pub dict: Dict,
    /// `/FT`, inherited values included.
    pub is_signature: bool,
    pub terminal: bool,
}

impl Field {
    /// `/V`, if the field itself is a signature field with a value.
    pub fn signature(&self) -> Option<&Object> {
        self.dict.get("V").filter(|_| self.is_signature)
    }
}

/// The interactive form's dictionary, empty if there is none.
pub(crate) fn form(document: &Document<'_>, catalog: &Dict) -> Result<Dict, PdfError> {
    match document.value(catalog, "AcroForm")? {
        Object::Null => Ok(Dict::default()),
        Object::Dict(form) => Ok(form),
        _ => crate::pdf::damaged("bad AcroForm", 0),
    }
}

/// Every field of the form, parents before their kids.
pub(crate) fn fields(document: &Document<'_>, form: &Dict) -> Result<Vec<Field>, PdfError> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut open: Vec<(Object, bool)> = Vec::new();
    let kids = |dict: &Dict, key, signature| match document.value(dict, key)? {
        Object::Null => Ok(Vec::new()),
        Object::Array(kids) => Ok(kids.into_iter().rev().map(|kid| (kid, signature)).collect()),
        _ => crate::pdf::damaged("bad list of form fields", 0),
    };
    open.extend(kids(form, "Fields", false)?);
    while let Some((kid, inherited)) = open.pop() {
        let Object::Ref(reference) = kid else { return crate::pdf::damaged("a form field is no reference", 0) };
        if !seen.insert(reference) {
            return crate::pdf::damaged("a form field stands twice", 0);
        }
        if found.len() == MAX_FIELDS {
            return Err(PdfError::TooComplex("form fields"));
        }
        let Object::Dict(dict) = document.load(reference)? else {
            return crate::pdf::damaged("a form field is no dictionary", 0);
        };
        let is_signature = match document.value(&dict, "FT")? {
            Object::Null => inherited,
            kind => kind.is_name("Sig"),
        };
        let below = kids(&dict, "Kids", is_signature)?;
        found.push(Field { reference, dict, is_signature, terminal: below.is_empty() });
        open.extend(below);
    }
    Ok(found)
}
