//! PDF objects as values (ISO 32000-1 § 7.3). No reading, no writing, no following of references.

use std::fmt;
use std::ops::Range;

/// The number and generation of an indirect object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Ref {
    pub number: u32,
    pub generation: u16,
}

/// A value. Reals keep their text, so that a rewritten object says exactly what it said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Object {
    Null,
    Bool(bool),
    Int(i64),
    Real(Box<str>),
    String(Vec<u8>),
    Name(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    /// The range holds the encoded bytes, in the file.
    Stream(Dict, Range<usize>),
    Ref(Ref),
}

impl Object {
    pub fn name(text: &str) -> Self {
        Self::Name(text.as_bytes().to_vec())
    }

    pub fn as_int(&self) -> Option<i64> {
        if let Self::Int(value) = self { Some(*value) } else { None }
    }

    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(*value as f64),
            Self::Real(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub fn as_ref(&self) -> Option<Ref> {
        if let Self::Ref(reference) = self { Some(*reference) } else { None }
    }

    pub fn as_array(&self) -> Option<&[Object]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    pub fn as_string(&self) -> Option<&[u8]> {
        if let Self::String(bytes) = self { Some(bytes) } else { None }
    }

    pub fn as_name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub fn is_name(&self, name: &str) -> bool {
        self.as_name() == Some(name.as_bytes())
    }
}

/// A dictionary in the order of the file, in which every key stands once.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct Dict(pub Vec<(Vec<u8>, Object)>);

impl Dict {
    /// The value of a key; absent and `null` are the same (ISO 32000-1 § 7.3.7).
    pub fn get(&self, key: &str) -> Option<&Object> {
        let found = self.0.iter().find(|(name, _)| name == key.as_bytes()).map(|(_, value)| value);
        found.filter(|value| **value != Object::Null)
    }

    pub fn set(&mut self, key: &str, value: Object) {
        match self.0.iter_mut().find(|(name, _)| name == key.as_bytes()) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.as_bytes().to_vec(), value)),
        }
    }

    pub fn with(mut self, key: &str, value: Object) -> Self {
        self.set(key, value);
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.0.iter().map(|(key, value)| (key.as_slice(), value))
    }

    /// True if both hold the same keys and values, whatever their order, leaving `except` out.
    pub fn same_except(&self, other: &Self, except: &[&str]) -> bool {
        let kept = |dict: &Self| {
            let mut entries: Vec<(Vec<u8>, Object)> =
                dict.0.iter().filter(|(key, _)| !except.iter().any(|name| name.as_bytes() == key)).cloned().collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            entries
        };
        kept(self) == kept(other)
    }
}

impl fmt::Debug for Dict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_map().entries(self.0.iter().map(|(key, value)| (String::from_utf8_lossy(key), value))).finish()
    }
}
