//! Seals a document: one more revision with a signature field, its value and its visible mark, at level PAdES B-B
//! (ETSI EN 319 142-1 § 6). Never changes a byte that was there, and releases nothing that [`crate::verify`] refuses.

use aws_lc_rs::digest::{Context, SHA256};

use crate::appearance::{self, Appearance, numbers};
use crate::cms;
use crate::form::{self, Field};
use crate::identity::SealingKey;
use crate::ink;
use crate::page::{self, Page};
use crate::pdf::{Dict, Document, Entry, MAX_OBJECT_NUMBER, Object, PdfError, Ref, Update, write_object};
use crate::text::{date_string, text_string};
use crate::verify::{Hashed, VerifyError, verify_after};

/// What is sealed, and what the signature says.
#[derive(Debug, Clone, Copy)]
pub struct SealRequest<'a> {
    /// The document. The result begins with exactly these bytes.
    pub pdf: &'a [u8],
    /// The moment claimed in `/M`, in unix milliseconds; written to the second, in UTC.
    pub signed_at: i64,
    /// The person who signs, for `/Name`.
    pub name: &'a str,
    /// For `/Reason`.
    pub reason: Option<&'a str>,
    /// For `/Location`.
    pub location: Option<&'a str>,
    /// The visible mark.
    pub appearance: Appearance<'a>,
}

/// Why a document was not sealed. Nothing is returned then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The document is damaged, encrypted or beyond a limit.
    #[error("{0}")]
    Pdf(#[from] PdfError),
    /// A certification signature (DocMDP) rules what may be added.
    #[error("the document is certified")]
    Certified,
    /// The form is an XFA form, whose pages are not what the file's pages say.
    #[error("the document is an XFA form")]
    Xfa,
    /// The moment is before 1970 or after 9999.
    #[error("the signing time is out of range")]
    Time,
    /// Encoding or signing failed.
    #[error("the signature could not be made")]
    Signature,
    /// The sealed document does not verify: an earlier signature is foreign or broken, or the key's certificate is
    /// not valid at that moment.
    #[error("the sealed document does not verify: {0}")]
    SelfCheck(VerifyError),
}

/// A sealed document with what was hashed on the way, so that nobody hashes it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The document, sealed.
    pub bytes: Vec<u8>,
    /// SHA-256 of all of them.
    pub sha256: [u8; 32],
    /// SHA-256 of the document as it was given.
    pub given_sha256: [u8; 32],
}

/// Seals a document. Sealing a sealed one again adds a signature and keeps the earlier ones valid.
///
/// # Errors
/// Any [`SealError`].
pub fn seal(key: &SealingKey, request: &SealRequest<'_>) -> Result<Vec<u8>, SealError> {
    seal_hashed(key, request).map(|sealed| sealed.bytes)
}

/// The same, with the hashes. The given bytes are hashed once: the signature, the check of it and both results go on
/// from there.
///
/// # Errors
/// Any [`SealError`].
pub fn seal_hashed(key: &SealingKey, request: &SealRequest<'_>) -> Result<Sealed, SealError> {
    let given = Hashed::new(request.pdf);
    let document = Document::open(request.pdf)?;
    let catalog = document.catalog()?;
    if !matches!(document.value(&catalog, "Perms")?, Object::Null) {
        return Err(SealError::Certified);
    }
    let form = form::form(&document, &catalog)?;
    if form.get("XFA").is_some() {
        return Err(SealError::Xfa);
    }
    let fields = form::fields(&document, &form)?;
    let (_, page) = page::last_page(&document, &catalog)?;

    let mut update = Update::new(&document, first_free(&document)?);
    let (field, value, mark) = (update.new_object(), update.new_object(), update.new_object());
    let fields_at = field_places(&document, &fields, &page)?;
    let ink = ink::places(&document, &page.dict, page.shown);
    let drawn = appearance::draw(&request.appearance, &page, &fields_at, &ink);
    update.set_stream(mark, drawn.form, &drawn.content);
    let widget = Dict::default()
        .with("Type", Object::name("Annot"))
        .with("Subtype", Object::name("Widget"))
        .with("FT", Object::name("Sig"))
        .with("T", Object::String(text_string(&unused_name(&fields))))
        .with("F", Object::Int(132)) // printed, and locked in place
        .with("Rect", numbers(&drawn.rect))
        .with("P", Object::Ref(page.reference))
        .with("AP", Object::Dict(Dict::default().with("N", Object::Ref(mark))))
        .with("V", Object::Ref(value));
    update.set(field, &Object::Dict(widget));
    let room = key.embedded().iter().map(|one| one.der.len()).sum::<usize>() + 1024;
    let body = value_body(request, room)?;
    let (range_at, contents_at) = (body.range_at, body.contents_at);
    update.set_raw(value, body.bytes);
    append(&document, &mut update, &page.dict, page.reference, "Annots", field)?;
    register(&document, &mut update, catalog, form, field)?;

    let stamp = stamp(request);
    let updated = update.finish(stamp)?;
    let Some(place) = updated.bodies.get(&value).map(|place| place.start) else { return Err(SealError::Signature) };
    let mut bytes = updated.bytes;
    let (gap_start, gap_end) = (place + contents_at, place + contents_at + 2 * room + 2);
    let range = format!("[0 {gap_start} {gap_end} {}]", bytes.len() - gap_end);
    bytes[place + range_at..place + range_at + range.len()].copy_from_slice(range.as_bytes());
    let mut digest = given.up_to(&bytes, gap_start);
    digest.update(&bytes[gap_end..]);
    let signed = cms::signed_data(key, digest.finish().as_ref()).map_err(|_| SealError::Signature)?;
    if signed.len() > room {
        return Err(SealError::Signature);
    }
    for (place, byte) in bytes[gap_start + 1..].chunks_exact_mut(2).zip(&signed) {
        place.copy_from_slice(&HEX[usize::from(*byte)]);
    }
    self_check(key, request, &bytes, &given)?;
    let sha256 = finished(given.up_to(&bytes, bytes.len()));
    Ok(Sealed { bytes, sha256, given_sha256: finished(given.context) })
}

fn finished(context: Context) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(context.finish().as_ref());
    out
}

fn self_check(key: &SealingKey, request: &SealRequest<'_>, sealed: &[u8], given: &Hashed) -> Result<(), SealError> {
    // Before anything goes on from the hash of what was given: it stands at the beginning, byte for byte.
    if !sealed.starts_with(request.pdf) {
        return Err(SealError::Signature);
    }
    let verification = verify_after(sealed, key.anchors(), Some(given)).map_err(SealError::SelfCheck)?;
    let last = verification.signatures.last().filter(|last| {
        last.covers_whole_document
            && last.signer_name == request.name
            && last.claimed_at == request.signed_at.div_euclid(1000) * 1000
    });
    if last.is_some() { Ok(()) } else { Err(SealError::Signature) }
}

/// A signature dictionary with room for what is known only once everything else is written.
struct ValueBody {
    bytes: Vec<u8>,
    range_at: usize,
    contents_at: usize,
}

fn value_body(request: &SealRequest<'_>, room: usize) -> Result<ValueBody, SealError> {
    let time = date_string(request.signed_at).ok_or(SealError::Time)?;
    let mut bytes = b"<</Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/M ".to_vec();
    write_object(&mut bytes, &Object::String(time.into_bytes()));
    for (key, text) in [("Name", Some(request.name)), ("Reason", request.reason), ("Location", request.location)] {
        if let Some(text) = text {
            bytes.extend_from_slice(format!("\n/{key} ").as_bytes());
            write_object(&mut bytes, &Object::String(text_string(text)));
        }
    }
    bytes.extend_from_slice(b"\n/ByteRange ");
    let range_at = bytes.len();
    bytes.extend(std::iter::repeat_n(b' ', 48));
    bytes.extend_from_slice(b"\n/Contents ");
    let contents_at = bytes.len();
    bytes.push(b'<');
    bytes.extend(std::iter::repeat_n(b'0', 2 * room));
    bytes.extend_from_slice(b">\n>>");
    Ok(ValueBody { bytes, range_at, contents_at })
}

/// Appends the field to the array that an entry of `owner` holds, directly or by reference.
fn append(
    document: &Document<'_>,
    update: &mut Update<'_, '_>,
    owner: &Dict,
    owner_reference: Ref,
    key: &str,
    field: Ref,
) -> Result<(), SealError> {
    let mut items = match document.value(owner, key)? {
        Object::Array(items) => items,
        Object::Null => Vec::new(),
        _ => return Err(PdfError::Damaged { what: "bad Annots", at: 0 }.into()),
    };
    items.push(Object::Ref(field));
    match owner.get(key) {
        Some(Object::Ref(array)) => update.set(*array, &Object::Array(items)),
        _ => update.set(owner_reference, &Object::Dict(owner.clone().with(key, Object::Array(items)))),
    }
    Ok(())
}

/// Enters the field into the form, making the form if there is none.
fn register(
    document: &Document<'_>,
    update: &mut Update<'_, '_>,
    catalog: Dict,
    mut form: Dict,
    field: Ref,
) -> Result<(), SealError> {
    let mut items = match document.value(&form, "Fields")? {
        Object::Array(items) => items,
        _ => Vec::new(),
    };
    items.push(Object::Ref(field));
    let flags = Object::Int(3); // SignaturesExist and AppendOnly (ISO 32000-1 table 219)
    match form.get("Fields") {
        Some(Object::Ref(array)) => {
            update.set(*array, &Object::Array(items));
            if form.get("SigFlags") == Some(&flags) {
                return Ok(());
            }
        }
        _ => form.set("Fields", Object::Array(items)),
    }
    form.set("SigFlags", flags);
    match catalog.get("AcroForm") {
        Some(Object::Ref(reference)) => update.set(*reference, &Object::Dict(form)),
        direct => {
            let form = if direct.is_some() {
                Object::Dict(form)
            } else {
                let reference = update.new_object();
                update.set(reference, &Object::Dict(form));
                Object::Ref(reference)
            };
            update.set(document.root()?, &Object::Dict(catalog.with("AcroForm", form)));
        }
    }
    Ok(())
}

/// The lowest number above every object and every reference: a reference to nothing must not become one to our mark.
fn first_free(document: &Document<'_>) -> Result<u32, SealError> {
    let size = document.trailer().get("Size").and_then(Object::as_int).and_then(|size| u32::try_from(size).ok());
    let used = document.entries().iter().rposition(|entry| *entry != Entry::Absent).map_or(0, |last| last + 1);
    let mut next = size.unwrap_or(0).max(used as u32);
    document.each(|_, object| {
        references(object, &mut |reference| next = next.max(reference.number.saturating_add(1)));
        Ok(())
    })?;
    if next < MAX_OBJECT_NUMBER { Ok(next.max(1)) } else { Err(PdfError::TooComplex("object numbers").into()) }
}

/// Every reference inside a value.
pub(crate) fn references(object: &Object, seen: &mut dyn FnMut(Ref)) {
    match object {
        Object::Ref(reference) => seen(*reference),
        Object::Array(items) => items.iter().for_each(|item| references(item, seen)),
        Object::Dict(dict) | Object::Stream(dict, _) => dict.iter().for_each(|(_, value)| references(value, seen)),
        _ => {}
    }
}

fn unused_name(fields: &[Field]) -> String {
    let taken = |name: &str| {
        fields.iter().any(|field| field.dict.get("T").and_then(Object::as_string) == Some(name.as_bytes()))
    };
    let mut number = fields.iter().filter(|field| field.signature().is_some()).count() + 1;
    while taken(&format!("Signature{number}")) {
        number += 1;
    }
    format!("Signature{number}")
}

/// Where the last page shows form fields already.
fn field_places(document: &Document<'_>, fields: &[Field], page: &Page) -> Result<Vec<[f64; 4]>, SealError> {
    let mut rects = Vec::new();
    for field in fields.iter().filter(|field| field.dict.get("P") == Some(&Object::Ref(page.reference))) {
        rects.extend(page::rectangle(document, field.dict.get("Rect"))?);
    }
    Ok(rects)
}

/// The changing half of the file identifier: this document, this moment, this person.
fn stamp(request: &SealRequest<'_>) -> [u8; 16] {
    let mut digest = Context::new(&SHA256);
    digest.update(&(request.pdf.len() as u64).to_be_bytes());
    digest.update(&request.pdf[request.pdf.len().saturating_sub(4096)..]);
    digest.update(&request.signed_at.to_be_bytes());
    digest.update(request.name.as_bytes());
    let mut stamp = [0; 16];
    stamp.copy_from_slice(&digest.finish().as_ref()[..16]);
    stamp
}

const HEX: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut table = [[0; 2]; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = [digits[i >> 4], digits[i & 15]];
        i += 1;
    }
    table
};
