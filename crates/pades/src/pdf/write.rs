//! Appends one revision to a document (ISO 32000-1 § 7.5.6): objects, a cross-reference section of the same form as
//! the last one, a trailer. The document's own bytes are copied as they are, never touched.

use std::collections::BTreeMap;
use std::ops::Range;

use super::document::Document;
use super::object::{Dict, Object, Ref};
use super::parse::{is_delimiter, is_whitespace};
use super::{MAX_OBJECT_NUMBER, PdfError};

/// The objects of a revision that is being written.
pub(crate) struct Update<'d, 'a> {
    document: &'d Document<'a>,
    bodies: BTreeMap<Ref, Vec<u8>>,
    next: u32,
}

/// A document with its new revision, and where each new object's body stands.
pub(crate) struct Updated {
    pub bytes: Vec<u8>,
    pub bodies: BTreeMap<Ref, Range<usize>>,
}

impl<'d, 'a> Update<'d, 'a> {
    /// `first_free`: the lowest number for new objects; nothing in the document may mention it or a higher one.
    pub fn new(document: &'d Document<'a>, first_free: u32) -> Self {
        Self { document, bodies: BTreeMap::new(), next: first_free }
    }

    pub fn new_object(&mut self) -> Ref {
        let reference = Ref { number: self.next, generation: 0 };
        self.next += 1;
        reference
    }

    pub fn set(&mut self, reference: Ref, object: &Object) {
        let mut body = Vec::new();
        write_object(&mut body, object);
        self.set_raw(reference, body);
    }

    pub fn set_raw(&mut self, reference: Ref, body: Vec<u8>) {
        self.bodies.insert(reference, body);
    }

    /// A stream without filter.
    pub fn set_stream(&mut self, reference: Ref, dict: Dict, data: &[u8]) {
        let mut body = Vec::with_capacity(data.len() + 256);
        write_object(&mut body, &Object::Dict(dict.with("Length", Object::Int(data.len() as i64))));
        body.extend_from_slice(b"\nstream\n");
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.set_raw(reference, body);
    }

    /// Writes everything. `stamp` becomes the second half of the file identifier, if the document has one.
    pub fn finish(mut self, stamp: [u8; 16]) -> Result<Updated, PdfError> {
        let classic = self.document.sections()[0].classic;
        let own = (!classic).then(|| self.new_object());
        if self.next > MAX_OBJECT_NUMBER {
            return Err(PdfError::TooComplex("object numbers"));
        }
        let extra: usize = self.bodies.values().map(|body| body.len() + 64).sum();
        let mut out = Vec::with_capacity(self.document.data.len() + extra + 1024);
        out.extend_from_slice(self.document.data);
        if !matches!(out.last(), Some(b'\n' | b'\r')) {
            out.push(b'\n');
        }
        let (mut offsets, mut places) = (BTreeMap::new(), BTreeMap::new());
        for (reference, body) in &self.bodies {
            offsets.insert(*reference, out.len());
            out.extend_from_slice(format!("{} {} obj\n", reference.number, reference.generation).as_bytes());
            places.insert(*reference, out.len()..out.len() + body.len());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let at = out.len();
        let trailer = self.trailer(stamp)?;
        match own {
            None => write_table(&mut out, &offsets, trailer),
            Some(own) => {
                offsets.insert(own, at);
                write_stream(&mut out, own, &offsets, trailer);
            }
        }
        out.extend_from_slice(format!("startxref\n{at}\n%%EOF\n").as_bytes());
        Ok(Updated { bytes: out, bodies: places })
    }

    fn trailer(&self, stamp: [u8; 16]) -> Result<Dict, PdfError> {
        let old = self.document.trailer();
        let size = old.get("Size").and_then(Object::as_int).unwrap_or(0);
        let mut trailer = Dict::default()
            .with("Size", Object::Int(size.max(i64::from(self.next))))
            .with("Prev", Object::Int(self.document.sections()[0].at as i64))
            .with("Root", Object::Ref(self.document.root()?));
        if let Some(info @ Object::Ref(_)) = old.get("Info") {
            trailer.set("Info", info.clone());
        }
        if let Object::Array(id) = self.document.value(old, "ID")?
            && let [first @ Object::String(_), Object::String(_)] = id.as_slice()
        {
            trailer.set("ID", Object::Array(vec![first.clone(), Object::String(stamp.to_vec())]));
        }
        Ok(trailer)
    }
}

fn write_table(out: &mut Vec<u8>, offsets: &BTreeMap<Ref, usize>, trailer: Dict) {
    out.extend_from_slice(b"xref\n");
    for run in runs(offsets) {
        out.extend_from_slice(format!("{} {}\n", run[0].0.number, run.len()).as_bytes());
        for (reference, offset) in run {
            out.extend_from_slice(format!("{offset:010} {:05} n\r\n", reference.generation).as_bytes());
        }
    }
    out.extend_from_slice(b"trailer\n");
    write_object(out, &Object::Dict(trailer));
    out.push(b'\n');
}

fn write_stream(out: &mut Vec<u8>, own: Ref, offsets: &BTreeMap<Ref, usize>, trailer: Dict) {
    let (mut index, mut rows) = (Vec::new(), Vec::new());
    for run in runs(offsets) {
        index.extend([Object::Int(i64::from(run[0].0.number)), Object::Int(run.len() as i64)]);
        for (reference, offset) in run {
            rows.push(1u8);
            rows.extend_from_slice(&(offset as u32).to_be_bytes());
            rows.extend_from_slice(&reference.generation.to_be_bytes());
        }
    }
    let dict = trailer
        .with("Type", Object::name("XRef"))
        .with("W", Object::Array([1, 4, 2].map(Object::Int).to_vec()))
        .with("Index", Object::Array(index))
        .with("Length", Object::Int(rows.len() as i64));
    out.extend_from_slice(format!("{} {} obj\n", own.number, own.generation).as_bytes());
    write_object(out, &Object::Dict(dict));
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(&rows);
    out.extend_from_slice(b"\nendstream\nendobj\n");
}

/// Groups of consecutive object numbers.
fn runs(offsets: &BTreeMap<Ref, usize>) -> Vec<Vec<(Ref, usize)>> {
    let mut runs: Vec<Vec<(Ref, usize)>> = Vec::new();
    for (reference, offset) in offsets {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last.number + 1 == reference.number) => {
                run.push((*reference, *offset));
            }
            _ => runs.push(vec![(*reference, *offset)]),
        }
    }
    runs
}

/// Writes a value so that reading it gives the same value. A stream is written as its dictionary only.
pub(crate) fn write_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Int(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(text) => out.extend_from_slice(text.as_bytes()),
        Object::String(bytes) => write_string(out, bytes),
        Object::Name(name) => write_name(out, name),
        Object::Ref(Ref { number, generation }) => {
            out.extend_from_slice(format!("{number} {generation} R").as_bytes());
        }
        Object::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b' ');
                }
                write_object(out, item);
            }
            out.push(b']');
        }
        Object::Dict(dict) | Object::Stream(dict, _) => {
            out.extend_from_slice(b"<<");
            for (key, value) in dict.iter() {
                write_name(out, key);
                out.push(b' ');
                write_object(out, value);
                out.push(b'\n');
            }
            out.extend_from_slice(b">>");
        }
    }
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte == b'#' || !byte.is_ascii_graphic() || is_delimiter(byte) || is_whitespace(byte) {
            out.extend_from_slice(format!("#{byte:02x}").as_bytes());
        } else {
            out.push(byte);
        }
    }
}

fn write_string(out: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        out.push(b'(');
        for &byte in bytes {
            if matches!(byte, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.push(b')');
    } else {
        out.push(b'<');
        out.extend(bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()));
        out.push(b'>');
    }
}
