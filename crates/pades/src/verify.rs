//! Verifies every signature of a document, or refuses the document. There is no half answer: what is odd is refused
//! by name, and "unsigned" is said only of a document in which nothing looks like a signature.
//!
//! No byte can be changed unnoticed. What `/ByteRange` leaves out is `/Contents` alone, and there each hexadecimal
//! digit counts: the DER must be canonical, the padding zeros, and letters all of one case.

use aws_lc_rs::digest::{Context, SHA256};

use crate::certificate::Certificate;
use crate::changes;
use crate::cms::{self, CmsRefused};
use crate::form;
use crate::pdf::{Dict, Document, Object, Parser, PdfError, Ref};
use crate::text::{read_date_string, read_text_string};

/// The most signatures of one document.
const MAX_SIGNATURES: usize = 64;

/// What is known of a document all of whose signatures are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Oldest first. Empty: the document is not signed.
    pub signatures: Vec<SignatureReport>,
}

/// One valid signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureReport {
    /// `/Name`: who signs, as the signature itself says.
    pub signer_name: String,
    /// The certificate's subject, as RFC 4514 writes it.
    pub certificate_subject: String,
    /// `/Reason`, if given.
    pub reason: Option<String>,
    /// `/Location`, if given.
    pub location: Option<String>,
    /// `/M` in unix milliseconds: claimed by the signer, proved by nobody.
    pub claimed_at: i64,
    /// True of the last signature only. After an earlier one nothing but further signatures was added.
    pub covers_whole_document: bool,
    /// How many bytes of the file this signature covers, its own `/Contents` included.
    pub revision_len: usize,
    /// What was checked.
    pub level: Level,
}

/// A baseline level (ETSI EN 319 142-1 § 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// PAdES B-B: signed attributes and the signer's certificate.
    BaselineB,
}

/// Why a document is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The document, or the revision that a signature covers, cannot be read.
    #[error("{0}")]
    Pdf(#[from] PdfError),
    /// Something looks like a signature but no signature field of the form holds it, such as a removed signature.
    #[error("a signature stands outside the form")]
    StraySignature,
    /// The signature dictionary lacks something or has something that PAdES forbids.
    #[error("bad signature dictionary: {0}")]
    Dictionary(&'static str),
    /// `/ByteRange` is not two ranges that start at 0 and leave out exactly `/Contents`.
    #[error("the signature does not cover exactly everything but itself")]
    ByteRange,
    /// `/Contents` is not a plain hexadecimal string.
    #[error("bad signature contents")]
    Contents,
    /// The covered bytes do not end where a revision ends, or later revisions do not build on them.
    #[error("the signature does not end with a revision")]
    RevisionEnd,
    /// Bytes follow the last signature.
    #[error("the document goes on after its last signature")]
    Tail,
    /// A later revision changes something that a signature had covered.
    #[error("changed after signing: {0}")]
    ForbiddenChange(&'static str),
    /// A certification (DocMDP) with further signatures, whose permissions are not supported.
    #[error("the document is certified and was signed again")]
    Certified,
    /// More than anyone needs.
    #[error("too many signatures")]
    TooMany,
    /// The signature itself is refused.
    #[error("{0}")]
    Signature(#[from] CmsRefused),
}

/// A signature as it stands in the file, not yet believed.
struct Found {
    field: Ref,
    value: Ref,
    dict: Dict,
    /// Where `/Contents` stands, delimiters included.
    gap: std::ops::Range<usize>,
    end: usize,
}

/// Verifies all signatures against the pinned anchors. Needs no network and no clock.
///
/// # Errors
/// Any [`VerifyError`] if the document is damaged or not every signature is valid and trusted.
pub fn verify(pdf: &[u8], anchors: &[Certificate]) -> Result<Verification, VerifyError> {
    verify_after(pdf, anchors, None)
}

/// The hash of a document's first bytes.
pub(crate) struct Hashed {
    len: usize,
    pub(crate) context: Context,
}

impl Hashed {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let mut context = Context::new(&SHA256);
        context.update(bytes);
        Self { len: bytes.len(), context }
    }

    /// The hash of the first `end` bytes of a document that begins with these.
    pub(crate) fn up_to(&self, document: &[u8], end: usize) -> Context {
        let mut context = self.context.clone();
        context.update(&document[self.len..end]);
        context
    }
}

/// The same for a document whose beginning was hashed: the caller has seen to it that it begins so.
pub(crate) fn verify_after(
    pdf: &[u8],
    anchors: &[Certificate],
    begins: Option<&Hashed>,
) -> Result<Verification, VerifyError> {
    let document = Document::open(pdf)?;
    let catalog = document.catalog()?;
    let found = find(&document, &catalog)?;
    let certified = !matches!(document.value(&catalog, "Perms")?, Object::Null);
    if certified && found.len() > 1 {
        return Err(VerifyError::Certified);
    }
    if found.last().is_some_and(|last| last.end != pdf.len()) {
        return Err(VerifyError::Tail);
    }
    check_revisions(&document, &found)?;
    let report = |one: &Found| report(pdf, one, anchors, begins);
    Ok(Verification { signatures: found.iter().map(report).collect::<Result<_, _>>()? })
}

/// All signatures of the form, oldest first.
fn find(document: &Document<'_>, catalog: &Dict) -> Result<Vec<Found>, VerifyError> {
    let mut found = Vec::new();
    let mut spans = Vec::new();
    for (field, value) in values(document, catalog)? {
        if found.len() == MAX_SIGNATURES {
            return Err(VerifyError::TooMany);
        }
        let standing = document.standing(value)?;
        let span = standing.ok_or(VerifyError::Dictionary("not an object of the file itself"))?.span;
        found.push(read(document.data, field, value, span.start)?);
        spans.push(span);
    }
    let covered = |at: usize| spans.iter().any(|span| span.contains(&at));
    if !memchr::memmem::find_iter(document.data, b"/ByteRange").all(covered) {
        return Err(VerifyError::StraySignature);
    }
    found.sort_by_key(|one| one.end);
    if found.windows(2).any(|pair| pair[0].end == pair[1].end) {
        return Err(VerifyError::ByteRange);
    }
    Ok(found)
}

/// Each signature field that has a value, with the value's reference.
fn values(document: &Document<'_>, catalog: &Dict) -> Result<Vec<(Ref, Ref)>, VerifyError> {
    let form = form::form(document, catalog)?;
    let fields = form::fields(document, &form)?;
    let signed = fields.iter().filter_map(|field| Some((field.reference, field.signature()?)));
    let reference = |value: &Object| value.as_ref().ok_or(VerifyError::Dictionary("not an object of its own"));
    signed.map(|(field, value)| Ok((field, reference(value)?))).collect()
}

fn read(data: &[u8], field: Ref, value: Ref, at: usize) -> Result<Found, VerifyError> {
    let mut parser = Parser::new(data, at);
    parser.unsigned("no object")?;
    parser.unsigned("no object")?;
    parser.keyword("obj", "no object")?;
    let (dict, spans) = parser.dict_with_spans()?;
    let gap = dict.iter().zip(spans).find(|((key, _), _)| *key == b"Contents").map(|(_, span)| span);
    let gap = gap.ok_or(VerifyError::Dictionary("no Contents"))?;
    let range = dict.get("ByteRange").and_then(Object::as_array).ok_or(VerifyError::ByteRange)?;
    let range: Vec<usize> = range.iter().filter_map(|number| usize::try_from(number.as_int()?).ok()).collect();
    let &[0, first_len, second_at, second_len] = range.as_slice() else { return Err(VerifyError::ByteRange) };
    let end = second_at.checked_add(second_len).ok_or(VerifyError::ByteRange)?;
    let exact = first_len == gap.start && second_at == gap.end && end <= data.len();
    if dict.get("ByteRange").and_then(Object::as_array).is_none_or(|items| items.len() != 4) || !exact {
        return Err(VerifyError::ByteRange);
    }
    if dict.get("Type").is_some_and(|kind| !kind.is_name("Sig")) {
        return Err(VerifyError::Dictionary("wrong Type"));
    }
    if !dict.get("Filter").is_some_and(|filter| filter.is_name("Adobe.PPKLite")) {
        return Err(VerifyError::Dictionary("unsupported Filter"));
    }
    if !dict.get("SubFilter").is_some_and(|filter| filter.is_name("ETSI.CAdES.detached")) {
        return Err(VerifyError::Dictionary("SubFilter is not ETSI.CAdES.detached"));
    }
    if dict.get("Cert").is_some() {
        return Err(VerifyError::Dictionary("Cert is forbidden"));
    }
    Ok(Found { field, value, dict, gap, end })
}

/// Each signature must end a revision that holds exactly the signatures made so far, and each later revision may add
/// the next signature and nothing else.
fn check_revisions(document: &Document<'_>, found: &[Found]) -> Result<(), VerifyError> {
    let Some((last, earlier)) = found.split_last() else { return Ok(()) };
    check_end(document.data, last.end)?;
    let mut newer: Option<Document<'_>> = None;
    for (i, one) in earlier.iter().enumerate().rev() {
        check_end(document.data, one.end)?;
        let older = Document::open(&document.data[..one.end])?;
        let next = newer.as_ref().unwrap_or(document);
        if !builds_on(next, &older) || older.root()? != next.root()? {
            return Err(VerifyError::RevisionEnd);
        }
        let mut then = values(&older, &older.catalog()?)?;
        then.sort_unstable();
        let mut so_far: Vec<_> = found[..=i].iter().map(|one| (one.field, one.value)).collect();
        so_far.sort_unstable();
        if then != so_far {
            return Err(VerifyError::ForbiddenChange("signatures"));
        }
        changes::check(&older, next, found[i + 1].field, found[i + 1].value)?;
        newer = Some(older);
    }
    Ok(())
}

/// A revision ends with `%%EOF` and at most one end of line.
fn check_end(data: &[u8], end: usize) -> Result<(), VerifyError> {
    let revision = &data[..end];
    let ends = [&b"%%EOF\r\n"[..], b"%%EOF\n", b"%%EOF\r", b"%%EOF"];
    if ends.iter().any(|mark| revision.ends_with(mark)) { Ok(()) } else { Err(VerifyError::RevisionEnd) }
}

/// True if the newer document's sections are the older one's, preceded by others that all stand behind them.
fn builds_on(newer: &Document<'_>, older: &Document<'_>) -> bool {
    let (new, old) = (newer.sections(), older.sections());
    let Some(added) = new.len().checked_sub(old.len()).filter(|added| *added > 0) else { return false };
    new[..added].iter().all(|section| section.at >= older.data.len())
        && new[added..].iter().zip(old).all(|(a, b)| a.at == b.at)
}

fn report(
    pdf: &[u8],
    one: &Found,
    anchors: &[Certificate],
    begins: Option<&Hashed>,
) -> Result<SignatureReport, VerifyError> {
    let text = |key| one.dict.get(key).and_then(Object::as_string).map(read_text_string);
    let claimed_at = one.dict.get("M").and_then(Object::as_string).and_then(read_date_string);
    let claimed_at = claimed_at.ok_or(VerifyError::Dictionary("no complete signing time in M"))?;
    let contents = decode_hex(&pdf[one.gap.clone()]).ok_or(VerifyError::Contents)?;
    let mut digest = match begins.filter(|begins| begins.len <= one.gap.start) {
        Some(begins) => begins.up_to(pdf, one.gap.start),
        None => Hashed::new(&pdf[..one.gap.start]).context,
    };
    digest.update(&pdf[one.gap.end..one.end]);
    let signer = cms::check(&contents, digest.finish().as_ref(), anchors, claimed_at)?;
    Ok(SignatureReport {
        signer_name: text("Name").unwrap_or_else(|| signer.common_name()),
        certificate_subject: signer.subject(),
        reason: text("Reason"),
        location: text("Location"),
        claimed_at,
        covers_whole_document: one.end == pdf.len(),
        revision_len: one.end,
        level: Level::BaselineB,
    })
}

/// The bytes of `<…>`: an even number of digits, nothing between them, letters all of one case.
fn decode_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digits = text.strip_prefix(b"<")?.strip_suffix(b">")?;
    let (lower, upper) = (digits.iter().any(u8::is_ascii_lowercase), digits.iter().any(u8::is_ascii_uppercase));
    if digits.len() % 2 == 1 || (lower && upper) {
        return None;
    }
    let value = |digit: u8| (digit as char).to_digit(16).map(|value| value as u8);
    digits.chunks_exact(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect()
}
