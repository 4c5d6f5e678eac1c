//! One column's values.

use std::collections::HashMap;

/// How a column holds its values. Each is read by slot.
pub enum Held {
    /// Numbers, days and moments.
    Numbers(Vec<i64>),
    /// Texts that many documents share: a code each.
    Coded(Coded),
    /// Texts of their own.
    Written(Written),
}

/// Texts by code.
#[derive(Default)]
pub struct Coded {
    pub codes: Vec<u32>,
    pub texts: Vec<Box<str>>,
    known: HashMap<Box<str>, u32>,
}

/// Texts one after another, each behind a byte that none of them holds. What is overwritten stays there, unnamed.
#[derive(Default)]
pub struct Written {
    pub bytes: Vec<u8>,
    /// Where each slot's text begins.
    pub starts: Vec<u32>,
    /// Where each text begins, and whose it was.
    pub begun: Vec<(u32, u32)>,
}

/// Stands before each text.
const BEFORE: u8 = 0;

impl Held {
    pub fn number(&self, slot: u32) -> i64 {
        match self {
            Self::Numbers(numbers) => numbers[slot as usize],
            Self::Coded(_) | Self::Written(_) => 0,
        }
    }

    pub fn text(&self, slot: u32) -> &str {
        match self {
            Self::Numbers(_) => "",
            Self::Coded(coded) => &coded.texts[coded.codes[slot as usize] as usize],
            Self::Written(written) => written.text(slot),
        }
    }

    pub fn set_number(&mut self, slot: u32, value: i64) {
        if let Self::Numbers(numbers) = self {
            at(numbers, slot, value);
        }
    }

    pub fn set_text(&mut self, slot: u32, text: &str) {
        match self {
            Self::Numbers(_) => {}
            Self::Coded(coded) => {
                let code = coded.code(text);
                at(&mut coded.codes, slot, code);
            }
            Self::Written(written) => written.set(slot, text),
        }
    }
}

impl Coded {
    fn code(&mut self, text: &str) -> u32 {
        if let Some(&code) = self.known.get(text) {
            return code;
        }
        let code = self.texts.len() as u32;
        self.texts.push(text.into());
        self.known.insert(text.into(), code);
        code
    }

    /// The place of each code among the texts in their order.
    pub fn ranks(&self) -> Vec<u32> {
        let mut sorted: Vec<u32> = (0..self.texts.len() as u32).collect();
        sorted.sort_unstable_by_key(|&code| &self.texts[code as usize]);
        let mut ranks = vec![0; sorted.len()];
        for (rank, code) in sorted.into_iter().enumerate() {
            ranks[code as usize] = rank as u32;
        }
        ranks
    }
}

impl Written {
    pub fn text(&self, slot: u32) -> &str {
        let start = self.starts[slot as usize] as usize;
        let rest = &self.bytes[start..];
        let length = rest.iter().position(|&byte| byte == BEFORE).unwrap_or(rest.len());
        std::str::from_utf8(&rest[..length]).unwrap_or_default()
    }

    fn set(&mut self, slot: u32, text: &str) {
        if self.starts.get(slot as usize).is_some_and(|_| self.text(slot) == text) {
            return;
        }
        self.bytes.push(BEFORE);
        let start = self.bytes.len() as u32;
        self.bytes.extend(text.bytes().filter(|&byte| byte != BEFORE));
        at(&mut self.starts, slot, start);
        self.begun.push((start, slot));
    }

    /// Marks the slots whose text holds this.
    pub fn mark(&self, part: &str, marked: &mut [bool]) {
        for found in memchr::memmem::find_iter(&self.bytes, part) {
            let after = self.begun.partition_point(|&(start, _)| start as usize <= found);
            let Some(&(start, slot)) = after.checked_sub(1).and_then(|last| self.begun.get(last)) else { continue };
            if self.starts[slot as usize] == start {
                marked[slot as usize] = true;
            }
        }
    }
}

/// Slots are given one after another: a value is overwritten, or the next.
pub fn at<T>(values: &mut Vec<T>, slot: u32, value: T) {
    match values.get_mut(slot as usize) {
        Some(place) => *place = value,
        None => values.push(value),
    }
}
