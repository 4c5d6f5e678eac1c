//! Reads one object from bytes (ISO 32000-1 § 7.2 and § 7.3). Strict: what is not in the grammar is an error.
//! Knows nothing of files, offsets tables or streams' data.

use std::collections::HashSet;
use std::ops::Range;

use super::object::{Dict, Object, Ref};
use super::{MAX_DEPTH, MAX_VALUES, PdfError, damaged};

pub(crate) fn is_whitespace(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

pub(crate) fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// A cursor over bytes. `pos` never goes beyond the end.
pub(crate) struct Parser<'a> {
    pub data: &'a [u8],
    pub pos: usize,
    values: usize,
}

impl<'a> Parser<'a> {
    pub fn new(data: &'a [u8], pos: usize) -> Self {
        Self { data, pos: pos.min(data.len()), values: 0 }
    }

    pub fn object(&mut self) -> Result<Object, PdfError> {
        self.nested(0)
    }

    /// Reads a dictionary and says where each value stands, delimiters included.
    pub fn dict_with_spans(&mut self) -> Result<(Dict, Vec<Range<usize>>), PdfError> {
        self.skip_space();
        let at = self.pos;
        if !self.eat(b"<<") {
            return damaged("expected a dictionary", at);
        }
        self.entries(0)
    }

    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_whitespace(byte) {
                self.pos += 1;
            } else if byte == b'%' {
                let rest = &self.data[self.pos..];
                self.pos += rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
            } else {
                return;
            }
        }
    }

    /// Skips space, then the keyword, which must end there.
    pub fn keyword(&mut self, word: &str, what: &'static str) -> Result<(), PdfError> {
        self.skip_space();
        if self.eat_word(word) { Ok(()) } else { damaged(what, self.pos) }
    }

    /// True, and past it, if the keyword stands exactly here.
    pub fn eat_word(&mut self, word: &str) -> bool {
        let rest = &self.data[self.pos..];
        let ends = rest.get(word.len()).is_none_or(|byte| is_whitespace(*byte) || is_delimiter(*byte));
        ends && self.eat(word.as_bytes())
    }

    /// Skips space, then reads digits only.
    pub fn unsigned(&mut self, what: &'static str) -> Result<u64, PdfError> {
        self.skip_space();
        let start = self.pos;
        let mut value = 0u64;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            value = match value.checked_mul(10).and_then(|v| v.checked_add(u64::from(digit - b'0'))) {
                Some(value) => value,
                None => return damaged(what, start),
            };
            self.pos += 1;
        }
        let ends = self.peek().is_none_or(|byte| is_whitespace(byte) || is_delimiter(byte));
        if self.pos == start || !ends { damaged(what, start) } else { Ok(value) }
    }

    pub fn peek(&self) -> Option<u8> {
        self.data.get(self.pos).copied()
    }

    pub fn eat(&mut self, bytes: &[u8]) -> bool {
        let found = self.data[self.pos..].starts_with(bytes);
        if found {
            self.pos += bytes.len();
        }
        found
    }

    fn nested(&mut self, depth: usize) -> Result<Object, PdfError> {
        self.values += 1;
        if depth > MAX_DEPTH {
            return Err(PdfError::TooComplex("nesting"));
        }
        if self.values > MAX_VALUES {
            return Err(PdfError::TooComplex("values in one object"));
        }
        self.skip_space();
        let at = self.pos;
        match self.peek() {
            Some(b'/') => self.name().map(Object::Name),
            Some(b'(') => self.literal_string().map(Object::String),
            Some(b'<') if self.eat(b"<<") => Ok(Object::Dict(self.entries(depth)?.0)),
            Some(b'<') => self.hex_string().map(Object::String),
            Some(b'[') => self.array(depth),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.number_or_reference(),
            _ if self.eat_word("true") => Ok(Object::Bool(true)),
            _ if self.eat_word("false") => Ok(Object::Bool(false)),
            _ if self.eat_word("null") => Ok(Object::Null),
            _ => damaged("expected an object", at),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Object, PdfError> {
        self.pos += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.eat(b"]") {
                return Ok(Object::Array(items));
            }
            items.push(self.nested(depth + 1)?);
        }
    }

    fn entries(&mut self, depth: usize) -> Result<(Dict, Vec<Range<usize>>), PdfError> {
        let start = self.pos;
        let (mut entries, mut spans) = (Vec::new(), Vec::new());
        loop {
            self.skip_space();
            if self.eat(b">>") {
                break;
            }
            if self.peek() != Some(b'/') {
                return damaged("expected a key", self.pos);
            }
            let key = self.name()?;
            self.skip_space();
            let from = self.pos;
            let value = self.nested(depth + 1)?;
            entries.push((key, value));
            spans.push(from..self.pos);
        }
        if has_duplicates(&entries) { damaged("a key stands twice", start) } else { Ok((Dict(entries), spans)) }
    }

    fn name(&mut self) -> Result<Vec<u8>, PdfError> {
        let at = self.pos;
        self.pos += 1;
        let rest = &self.data[self.pos..];
        let len = rest.iter().position(|b| is_whitespace(*b) || is_delimiter(*b)).unwrap_or(rest.len());
        let raw = &rest[..len];
        self.pos += len;
        if !raw.contains(&b'#') {
            return Ok(raw.to_vec());
        }
        let mut name = Vec::with_capacity(len);
        let mut bytes = raw.iter();
        while let Some(&byte) = bytes.next() {
            if byte != b'#' {
                name.push(byte);
                continue;
            }
            match (bytes.next().copied().and_then(hex_value), bytes.next().copied().and_then(hex_value)) {
                (Some(high), Some(low)) if high | low != 0 => name.push(high << 4 | low),
                _ => return damaged("bad # in a name", at),
            }
        }
        Ok(name)
    }

    fn number_or_reference(&mut self) -> Result<Object, PdfError> {
        let at = self.pos;
        let rest = &self.data[at..];
        let len =
            rest.iter().position(|b| !(b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.'))).unwrap_or(rest.len());
        self.pos += len;
        let text = std::str::from_utf8(&rest[..len]).unwrap_or_default();
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let ends = self.peek().is_none_or(|byte| is_whitespace(byte) || is_delimiter(byte));
        if !ends || digits.contains(['+', '-']) || !digits.contains(|c: char| c.is_ascii_digit()) {
            return damaged("bad number", at);
        }
        match digits.matches('.').count() {
            0 => match text.parse() {
                Ok(value) => Ok(self.reference(digits.len() == len, value).unwrap_or(Object::Int(value))),
                Err(_) => damaged("number out of range", at),
            },
            1 => Ok(Object::Real(text.into())),
            _ => damaged("bad number", at),
        }
    }

    /// After an integer without sign: the rest of `n g R`, or nothing read.
    fn reference(&mut self, unsigned: bool, number: i64) -> Option<Object> {
        let number = u32::try_from(number).ok().filter(|_| unsigned)?;
        let mut ahead = Parser::new(self.data, self.pos);
        ahead.skip_space();
        if !ahead.peek()?.is_ascii_digit() {
            return None;
        }
        let generation = u16::try_from(ahead.unsigned("").ok()?).ok()?;
        ahead.skip_space();
        if !ahead.eat_word("R") {
            return None;
        }
        self.pos = ahead.pos;
        Some(Object::Ref(Ref { number, generation }))
    }

    fn literal_string(&mut self) -> Result<Vec<u8>, PdfError> {
        let start = self.pos;
        self.pos += 1;
        let (mut text, mut depth) = (Vec::new(), 1usize);
        while let Some(byte) = self.peek() {
            self.pos += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(text);
                    }
                }
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                b'\r' => {
                    self.eat(b"\n");
                    text.push(b'\n');
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        damaged("unfinished string", start)
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.pos += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => {
                self.eat(b"\n");
            }
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.pos += 1;
                }
                text.push(value as u8);
            }
            other => text.push(other),
        }
    }

    fn hex_string(&mut self) -> Result<Vec<u8>, PdfError> {
        let start = self.pos;
        self.pos += 1;
        let mut text = Vec::new();
        let mut high = None;
        while let Some(byte) = self.peek() {
            self.pos += 1;
            match (byte, hex_value(byte), high) {
                (b'>', _, _) => {
                    text.extend(high.map(|high| high << 4));
                    return Ok(text);
                }
                (_, Some(value), None) => high = Some(value),
                (_, Some(value), Some(first)) => {
                    text.push(first << 4 | value);
                    high = None;
                }
                _ if is_whitespace(byte) => {}
                _ => return damaged("bad hexadecimal string", start),
            }
        }
        damaged("unfinished string", start)
    }
}

pub(crate) fn hex_value(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).map(|value| value as u8)
}

fn has_duplicates(entries: &[(Vec<u8>, Object)]) -> bool {
    if entries.len() <= 16 {
        return entries.iter().enumerate().any(|(i, (key, _))| entries[..i].iter().any(|(other, _)| other == key));
    }
    let mut seen = HashSet::with_capacity(entries.len());
    !entries.iter().all(|(key, _)| seen.insert(key.as_slice()))
}
