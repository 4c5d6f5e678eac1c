//! Cross-reference sections (ISO 32000-1 § 7.5.4 to § 7.5.8): tables, streams and hybrids, newest first.
//! Follows `/Prev`; never searches for objects by itself.

use std::collections::HashSet;

use super::document::Budget;
use super::object::{Dict, Object};
use super::parse::{Parser, is_whitespace};
use super::{MAX_OBJECT_NUMBER, MAX_SECTIONS, PdfError, damaged, filter};

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// No section speaks of it.
    Absent,
    Free,
    At {
        offset: usize,
        generation: u16,
    },
    Packed {
        stream: u32,
        index: u32,
    },
}

/// One revision's section: where it stands, its form and its trailer dictionary.
#[derive(Debug)]
pub(crate) struct Section {
    pub at: usize,
    pub classic: bool,
    pub trailer: Dict,
}

#[derive(Debug, Default)]
pub(crate) struct Xref {
    /// Newest first; never empty once read.
    pub sections: Vec<Section>,
    /// By object number; the newest section that speaks of an object wins.
    pub entries: Vec<Entry>,
}

/// Reads the whole chain from the `startxref` that ends the file.
pub(crate) fn read(data: &[u8], budget: &Budget) -> Result<Xref, PdfError> {
    let mut xref = Xref::default();
    let mut seen = HashSet::new();
    let mut next = Some(start(data)?);
    while let Some(at) = next {
        if !seen.insert(at) {
            return damaged("cross-reference sections in a circle", at);
        }
        if xref.sections.len() == MAX_SECTIONS {
            return Err(PdfError::TooComplex("revisions"));
        }
        let section = xref.section(data, at, budget)?;
        if section.trailer.get("Encrypt").is_some() {
            return Err(PdfError::Encrypted);
        }
        next = offset(&section.trailer, "Prev", at)?;
        xref.sections.push(section);
    }
    Ok(xref)
}

/// The offset that stands between the last `startxref` and the `%%EOF` that ends the file.
fn start(data: &[u8]) -> Result<usize, PdfError> {
    let trim = |end: usize| data[..end].iter().rposition(|byte| !is_whitespace(*byte)).map_or(0, |last| last + 1);
    let end = trim(data.len());
    let Some(before) = data[..end].strip_suffix(b"%%EOF") else {
        return damaged("the file does not end with %%EOF", end);
    };
    let number_end = trim(before.len());
    let number_start = data[..number_end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |last| last + 1);
    if !data[..trim(number_start)].ends_with(b"startxref") {
        return damaged("no startxref before %%EOF", number_start);
    }
    let at = Parser::new(data, number_start).unsigned("bad startxref")?;
    usize::try_from(at).ok().filter(|at| *at < data.len()).map_or_else(|| damaged("bad startxref", number_start), Ok)
}

fn offset(trailer: &Dict, key: &str, at: usize) -> Result<Option<usize>, PdfError> {
    match trailer.get(key) {
        None => Ok(None),
        Some(Object::Int(value)) => match usize::try_from(*value) {
            Ok(value) => Ok(Some(value)),
            Err(_) => damaged("bad offset in a trailer", at),
        },
        Some(_) => damaged("bad offset in a trailer", at),
    }
}

impl Xref {
    fn section(&mut self, data: &[u8], at: usize, budget: &Budget) -> Result<Section, PdfError> {
        let mut parser = Parser::new(data, at);
        if !parser.eat_word("xref") {
            let trailer = self.stream(data, at, budget)?;
            return Ok(Section { at, classic: false, trailer });
        }
        let mut free = Vec::new();
        loop {
            parser.skip_space();
            if parser.eat_word("trailer") {
                break;
            }
            self.subsection(&mut parser, &mut free)?;
        }
        let trailer = match parser.object()? {
            Object::Dict(trailer) => trailer,
            _ => return damaged("the trailer is no dictionary", at),
        };
        budget.work(parser.pos - at)?;
        if let Some(hidden) = offset(&trailer, "XRefStm", at)? {
            self.stream(data, hidden, budget)?;
        }
        for number in free {
            self.note(number, Entry::Free, at)?;
        }
        Ok(Section { at, classic: true, trailer })
    }

    fn subsection(&mut self, parser: &mut Parser<'_>, free: &mut Vec<u64>) -> Result<(), PdfError> {
        let first = parser.unsigned("bad cross-reference table")?;
        let count = parser.unsigned("bad cross-reference table")?;
        for number in first..first.saturating_add(count) {
            let at = parser.pos;
            let offset = parser.unsigned("bad cross-reference entry")?;
            let generation = parser.unsigned("bad cross-reference entry")?;
            parser.skip_space();
            if parser.eat_word("n") {
                self.note(number, in_use(offset, generation, at)?, at)?;
            } else if parser.eat_word("f") {
                free.push(number);
            } else {
                return damaged("bad cross-reference entry", at);
            }
        }
        Ok(())
    }

    fn stream(&mut self, data: &[u8], at: usize, budget: &Budget) -> Result<Dict, PdfError> {
        let (dict, raw) = stream_with_direct_length(data, at)?;
        if !dict.get("Type").is_some_and(|kind| kind.is_name("XRef")) {
            return damaged("no cross-reference section here", at);
        }
        budget.work(raw.len())?;
        let plain = filter::decode(&dict, raw, at, budget.inflatable())?;
        budget.inflate(plain.len())?;
        let widths = match dict.get("W").and_then(Object::as_array) {
            Some([a, b, c]) => [a, b, c].map(|w| w.as_int().and_then(|w| usize::try_from(w).ok()).unwrap_or(9)),
            _ => return damaged("bad W in a cross-reference stream", at),
        };
        let row = widths.iter().sum::<usize>();
        if row == 0 || widths.iter().any(|w| *w > 8) {
            return damaged("bad W in a cross-reference stream", at);
        }
        let mut rows = plain.chunks_exact(row);
        for (first, count) in ranges(&dict, at)? {
            for number in first..first.saturating_add(count) {
                let Some(fields) = rows.next() else { return damaged("short cross-reference stream", at) };
                self.note(number, packed_entry(fields, widths, at)?, at)?;
            }
        }
        Ok(dict)
    }

    fn note(&mut self, number: u64, entry: Entry, at: usize) -> Result<(), PdfError> {
        if number > u64::from(MAX_OBJECT_NUMBER) {
            return damaged("object number out of range", at);
        }
        let index = number as usize;
        if self.entries.len() <= index {
            self.entries.resize(index + 1, Entry::Absent);
        }
        if self.entries[index] == Entry::Absent {
            self.entries[index] = entry;
        }
        Ok(())
    }
}

fn in_use(offset: u64, generation: u64, at: usize) -> Result<Entry, PdfError> {
    match (usize::try_from(offset), u16::try_from(generation)) {
        (Ok(offset), Ok(generation)) => Ok(Entry::At { offset, generation }),
        _ => damaged("bad cross-reference entry", at),
    }
}

fn packed_entry(fields: &[u8], widths: [usize; 3], at: usize) -> Result<Entry, PdfError> {
    let number = |bytes: &[u8]| bytes.iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    let (kind, rest) = fields.split_at(widths[0]);
    let (second, third) = rest.split_at(widths[1]);
    match if widths[0] == 0 { 1 } else { number(kind) } {
        0 => Ok(Entry::Free),
        1 => in_use(number(second), number(third), at),
        2 => match (u32::try_from(number(second)), u32::try_from(number(third))) {
            (Ok(stream), Ok(index)) => Ok(Entry::Packed { stream, index }),
            _ => damaged("bad cross-reference entry", at),
        },
        _ => damaged("unknown kind of cross-reference entry", at),
    }
}

fn ranges(dict: &Dict, at: usize) -> Result<Vec<(u64, u64)>, PdfError> {
    let number = |object: &Object| object.as_int().and_then(|value| u64::try_from(value).ok());
    let size = dict.get("Size").and_then(number);
    match (dict.get("Index"), size) {
        (None, Some(size)) => Ok(vec![(0, size)]),
        (Some(Object::Array(pairs)), Some(_)) if pairs.len() % 2 == 0 => {
            let pair = |pair: &[Object]| Some((number(&pair[0])?, number(&pair[1])?));
            pairs.chunks(2).map(pair).collect::<Option<_>>().map_or_else(|| damaged("bad Index", at), Ok)
        }
        _ => damaged("bad Size or Index in a cross-reference stream", at),
    }
}

/// A cross-reference stream's own values are direct (ISO 32000-1 § 7.5.8.2), so no other object is needed.
fn stream_with_direct_length(data: &[u8], at: usize) -> Result<(Dict, &[u8]), PdfError> {
    let mut parser = Parser::new(data, at);
    parser.unsigned("no cross-reference section here")?;
    parser.unsigned("no cross-reference section here")?;
    parser.keyword("obj", "no cross-reference section here")?;
    let Object::Dict(dict) = parser.object()? else { return damaged("no cross-reference section here", at) };
    let length = dict.get("Length").and_then(Object::as_int).and_then(|length| usize::try_from(length).ok());
    let Some(length) = length else { return damaged("bad Length", at) };
    let range = stream_data(&mut parser, length)?;
    Ok((dict, &data[range]))
}

/// From before the keyword `stream` to after `endstream`; the range of what stands between.
pub(super) fn stream_data(parser: &mut Parser<'_>, length: usize) -> Result<std::ops::Range<usize>, PdfError> {
    parser.keyword("stream", "expected a stream")?;
    if !(parser.eat(b"\r\n") || parser.eat(b"\n")) {
        return damaged("bad line end after stream", parser.pos);
    }
    let start = parser.pos;
    let Some(end) = start.checked_add(length).filter(|end| *end <= parser.data.len()) else {
        return damaged("stream beyond the end", start);
    };
    parser.pos = end;
    let _ = parser.eat(b"\r\n") || parser.eat(b"\n") || parser.eat(b"\r");
    if parser.eat_word("endstream") { Ok(start..end) } else { damaged("wrong stream length", start) }
}
