//! A document over borrowed bytes: finds and parses objects when they are asked for.
//! It never changes or repairs anything, and each reading is paid for from a budget, so that time stays linear.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::object::{Dict, Object, Ref};
use super::parse::Parser;
use super::xref::{self, Entry, Section, Xref};
use super::{MAX_INFLATED, MAX_OBJECT_NUMBER, MAX_PDF_BYTES, PdfError, damaged, filter};

pub(crate) struct Document<'a> {
    pub data: &'a [u8],
    xref: Xref,
    packs: RefCell<HashMap<u32, Rc<Pack>>>,
    budget: Budget,
}

/// An object that stands in the file itself.
pub(crate) struct Indirect {
    pub object: Object,
    /// From its number to after `endobj`.
    pub span: Range<usize>,
}

/// A decoded object stream: its bytes, and each object's number and place.
struct Pack {
    plain: Vec<u8>,
    index: Vec<(u32, usize)>,
}

/// What reading one document may still cost.
pub(crate) struct Budget {
    work: Cell<usize>,
    inflate: Cell<usize>,
}

impl Budget {
    fn new(len: usize) -> Self {
        Self { work: Cell::new(len * 8 + (1 << 20)), inflate: Cell::new(MAX_INFLATED) }
    }

    /// Takes bytes that were read.
    pub fn work(&self, bytes: usize) -> Result<(), PdfError> {
        let left = self.work.get().checked_sub(bytes.max(16)).ok_or(PdfError::TooComplex("overlapping objects"))?;
        self.work.set(left);
        Ok(())
    }

    /// Takes bytes that came out of a compressed stream.
    pub fn inflate(&self, bytes: usize) -> Result<(), PdfError> {
        let left = self.inflate.get().checked_sub(bytes).ok_or(PdfError::TooComplex("decoded size"))?;
        self.inflate.set(left);
        self.work.set(self.work.get().saturating_add(bytes * 8));
        Ok(())
    }

    pub fn inflatable(&self) -> usize {
        self.inflate.get()
    }
}

impl<'a> Document<'a> {
    /// Reads the header, the end and all cross-reference sections; no object yet.
    pub fn open(data: &'a [u8]) -> Result<Self, PdfError> {
        if data.len() > MAX_PDF_BYTES {
            return Err(PdfError::TooLarge);
        }
        if !matches!(data, [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', b'0'..=b'9', ..]) {
            return damaged("no PDF header", 0);
        }
        let budget = Budget::new(data.len());
        let xref = xref::read(data, &budget)?;
        Ok(Self { data, xref, packs: RefCell::default(), budget })
    }

    /// Newest first.
    pub fn sections(&self) -> &[Section] {
        &self.xref.sections
    }

    pub fn trailer(&self) -> &Dict {
        &self.xref.sections[0].trailer
    }

    /// By object number.
    pub fn entries(&self) -> &[Entry] {
        &self.xref.entries
    }

    pub fn entry(&self, number: u32) -> Entry {
        self.xref.entries.get(number as usize).copied().unwrap_or(Entry::Absent)
    }

    pub fn root(&self) -> Result<Ref, PdfError> {
        self.trailer().get("Root").and_then(Object::as_ref).map_or_else(|| damaged("no Root in the trailer", 0), Ok)
    }

    pub fn catalog(&self) -> Result<Dict, PdfError> {
        let root = self.root()?;
        match self.load(root)? {
            Object::Dict(catalog) if catalog.get("Pages").is_some() => Ok(catalog),
            _ => damaged("no catalog", 0),
        }
    }

    /// The object a reference names; what no section knows is `null` (ISO 32000-1 § 7.3.10).
    pub fn load(&self, reference: Ref) -> Result<Object, PdfError> {
        match self.entry(reference.number) {
            Entry::At { offset, generation } if generation == reference.generation => {
                Ok(self.indirect(reference, offset, true)?.object)
            }
            Entry::Packed { stream, index } if reference.generation == 0 => {
                self.packed(reference.number, stream, index)
            }
            _ => Ok(Object::Null),
        }
    }

    /// Follows references until there is a value.
    pub fn resolve(&self, object: &Object) -> Result<Object, PdfError> {
        let Object::Ref(mut reference) = *object else { return Ok(object.clone()) };
        for _ in 0..8 {
            match self.load(reference)? {
                Object::Ref(next) => reference = next,
                value => return Ok(value),
            }
        }
        damaged("references in a circle", 0)
    }

    /// The value of a key, references followed; absent is `null`.
    pub fn value(&self, dict: &Dict, key: &str) -> Result<Object, PdfError> {
        dict.get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// An object that must stand in the file itself, not in an object stream; `None` if it does not.
    pub fn standing(&self, reference: Ref) -> Result<Option<Indirect>, PdfError> {
        match self.entry(reference.number) {
            Entry::At { offset, generation } if generation == reference.generation => {
                self.indirect(reference, offset, true).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Loads every object in use, by rising number.
    pub fn each(&self, mut seen: impl FnMut(Ref, &Object) -> Result<(), PdfError>) -> Result<(), PdfError> {
        for (number, entry) in (0..).zip(self.entries()) {
            let generation = match entry {
                Entry::Absent | Entry::Free => continue,
                Entry::At { generation, .. } => *generation,
                Entry::Packed { .. } => 0,
            };
            let reference = Ref { number, generation };
            seen(reference, &self.load(reference)?)?;
        }
        Ok(())
    }

    /// Decoded bytes of a stream, at most as many as the budget has left.
    pub fn decode(&self, dict: &Dict, range: Range<usize>) -> Result<Vec<u8>, PdfError> {
        self.decode_up_to(dict, range, MAX_INFLATED)
    }

    /// Decoded bytes of a stream; more than `limit` are an error.
    pub fn decode_up_to(&self, dict: &Dict, range: Range<usize>, limit: usize) -> Result<Vec<u8>, PdfError> {
        self.budget.work(range.len())?;
        let limit = limit.min(self.budget.inflatable());
        let plain = filter::decode(dict, &self.data[range.clone()], range.start, limit)?;
        self.budget.inflate(plain.len())?;
        Ok(plain)
    }

    fn indirect(&self, reference: Ref, at: usize, streams: bool) -> Result<Indirect, PdfError> {
        let mut parser = Parser::new(self.data, at);
        let number = parser.unsigned("no object where the cross-reference says")?;
        let generation = parser.unsigned("no object where the cross-reference says")?;
        parser.keyword("obj", "no object where the cross-reference says")?;
        if (number, generation) != (u64::from(reference.number), u64::from(reference.generation)) {
            return damaged("another object than the cross-reference says", at);
        }
        let mut object = parser.object()?;
        self.budget.work(parser.pos - at)?;
        parser.skip_space();
        if let Object::Dict(dict) = &mut object
            && self.data[parser.pos..].starts_with(b"stream")
        {
            let dict = std::mem::take(dict);
            if !streams {
                return damaged("a stream where a number was expected", at);
            }
            let length = self.length(&dict, at)?;
            object = Object::Stream(dict, xref::stream_data(&mut parser, length)?);
        }
        parser.keyword("endobj", "no endobj after an object")?;
        Ok(Indirect { object, span: at..parser.pos })
    }

    fn length(&self, dict: &Dict, at: usize) -> Result<usize, PdfError> {
        let length = match dict.get("Length") {
            Some(Object::Ref(reference)) => match self.entry(reference.number) {
                Entry::At { offset, generation } if generation == reference.generation => {
                    self.indirect(*reference, offset, false)?.object
                }
                _ => return Err(PdfError::Unsupported("stream length in an object stream")),
            },
            Some(object) => object.clone(),
            None => Object::Null,
        };
        length.as_int().and_then(|length| usize::try_from(length).ok()).map_or_else(|| damaged("bad Length", at), Ok)
    }

    fn packed(&self, number: u32, stream: u32, index: u32) -> Result<Object, PdfError> {
        let cached = self.packs.borrow().get(&stream).cloned();
        let pack = match cached {
            Some(pack) => pack,
            None => {
                let pack = Rc::new(self.pack(stream)?);
                self.packs.borrow_mut().insert(stream, pack.clone());
                pack
            }
        };
        match pack.index.get(index as usize) {
            Some((found, at)) if *found == number => {
                let mut parser = Parser::new(&pack.plain, *at);
                let object = parser.object()?;
                self.budget.work(parser.pos - at)?;
                Ok(object)
            }
            _ => damaged("another object than the cross-reference says", 0),
        }
    }

    fn pack(&self, stream: u32) -> Result<Pack, PdfError> {
        let Entry::At { offset, generation: 0 } = self.entry(stream) else {
            return damaged("no object stream where the cross-reference says", 0);
        };
        let Object::Stream(dict, range) = self.indirect(Ref { number: stream, generation: 0 }, offset, true)?.object
        else {
            return damaged("no object stream where the cross-reference says", offset);
        };
        let number = |key| dict.get(key).and_then(Object::as_int).and_then(|value| usize::try_from(value).ok());
        let (true, Some(count), Some(first)) =
            (dict.get("Type").is_some_and(|kind| kind.is_name("ObjStm")), number("N"), number("First"))
        else {
            return damaged("bad object stream", offset);
        };
        if count > MAX_OBJECT_NUMBER as usize {
            return Err(PdfError::TooComplex("objects in a stream"));
        }
        let plain = self.decode(&dict, range)?;
        let mut parser = Parser::new(&plain, 0);
        let mut index = Vec::new();
        for _ in 0..count {
            let number = parser.unsigned("bad object stream")?;
            let at = parser.unsigned("bad object stream")?;
            match (u32::try_from(number), usize::try_from(at).ok().and_then(|at| at.checked_add(first))) {
                (Ok(number), Some(at)) if at < plain.len() => index.push((number, at)),
                _ => return damaged("bad object stream", offset),
            }
        }
        Ok(Pack { plain, index })
    }
}
