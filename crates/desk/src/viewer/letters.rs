//! The characters of a page: grouped into runs that can be selected, and searched. It must not need PDFium: the worker
//! says where each character stands, the rest is arithmetic.

use std::error::Error;
use std::sync::Arc;

use super::frame::{Answer, LETTER_BYTES, Request};
use super::lane::Urgency;
use super::{Viewer, ViewerError};
use crate::vault::fold;

/// Where something stands on a page: points from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

/// A run of characters on one line, ending with the space or the line's end that follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub text: String,
    pub place: Place,
}

/// The characters of one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Letters(Vec<(char, Place)>);

impl Letters {
    /// From the worker's answer; none when it does not fit together.
    fn read(payload: &[u8]) -> Option<Self> {
        if !payload.len().is_multiple_of(LETTER_BYTES) {
            return None;
        }
        let letter = |bytes: &[u8]| {
            let word = |at: usize| bytes.get(at..at + 4)?.try_into().ok();
            let side = |at: usize| word(at).map(f32::from_le_bytes).filter(|side| side.is_finite());
            let character = char::from_u32(u32::from_le_bytes(word(0)?))?;
            Some((character, Place { left: side(4)?, top: side(8)?, right: side(12)?, bottom: side(16)? }))
        };
        payload.chunks_exact(LETTER_BYTES).map(letter).collect::<Option<_>>().map(Self)
    }

    /// Bytes in memory.
    pub(super) fn weight(&self) -> usize {
        self.0.len() * size_of::<(char, Place)>() + 64
    }

    /// The runs, in the order of the document.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut open = false;
        for &(character, place) in &self.0 {
            let follows = open && runs.last().is_some_and(|run| run.place.goes_on(place));
            match runs.last_mut() {
                Some(run) if character == '\n' || character == '\r' => {
                    if !run.text.ends_with('\n') {
                        run.text.push('\n');
                    }
                    open = false;
                }
                Some(run) if open && (place.is_empty() || follows) => {
                    run.text.push(character);
                    run.place.take_in(place);
                }
                _ if place.is_empty() || character.is_control() || character.is_whitespace() => {}
                last => {
                    if let Some(run) = last.filter(|run| !run.text.ends_with(char::is_whitespace)) {
                        run.text.push(' ');
                    }
                    runs.push(Run { text: character.to_string(), place });
                    open = true;
                }
            }
        }
        runs
    }

    /// Where the words stand, each hit as the parts of lines it covers. Case, accents and the width of spaces do not
    /// matter. `wanted` is folded already: see [`needle`].
    pub fn find(&self, wanted: &str) -> Vec<Vec<Place>> {
        if wanted.is_empty() {
            return Vec::new();
        }
        let (mut folded, mut from) = (String::new(), Vec::new());
        for (at, (character, _)) in self.0.iter().enumerate() {
            let start = folded.len();
            push_folded(*character, &mut folded);
            from.resize(from.len() + folded.len() - start, at);
        }
        let hits = folded.match_indices(wanted);
        hits.map(|(start, hit)| self.parts(from[start], from[start + hit.len() - 1])).collect()
    }

    fn parts(&self, first: usize, last: usize) -> Vec<Place> {
        let mut parts: Vec<Place> = Vec::new();
        for (_, place) in self.0[first..=last].iter().filter(|(_, place)| !place.is_empty()) {
            match parts.last_mut() {
                Some(part) if part.goes_on(*place) => part.take_in(*place),
                _ => parts.push(*place),
            }
        }
        parts
    }
}

/// What is searched, as [`Letters::find`] takes it.
pub fn needle(typed: &str) -> String {
    let mut folded = String::new();
    typed.trim().chars().for_each(|character| push_folded(character, &mut folded));
    folded
}

/// Folds a character; spaces and line ends become one space.
fn push_folded(character: char, folded: &mut String) {
    match character {
        '’' | '‘' | 'ʼ' => folded.push('\''),
        '‐' | '‑' | '–' | '—' => folded.push('-'),
        '\u{ad}' | '\u{2}' | '\u{fffe}' => {} // hyphens that are not meant to be read
        space if space.is_whitespace() => {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        other => folded.push_str(&fold(other.encode_utf8(&mut [0; 4]))),
    }
}

impl Place {
    fn is_empty(self) -> bool {
        self.right <= self.left || self.bottom <= self.top
    }

    /// Whether what stands at `next` goes on with the same line.
    fn goes_on(self, next: Self) -> bool {
        let height = (self.bottom - self.top).max(1.0);
        let middle = (next.top + next.bottom) / 2.0;
        let same_line = middle > self.top && middle < self.bottom;
        same_line && next.left > self.right - 0.5 * height && next.left < self.right + 0.8 * height
    }

    fn take_in(&mut self, other: Self) {
        if !other.is_empty() {
            self.left = self.left.min(other.left);
            self.top = self.top.min(other.top);
            self.right = self.right.max(other.right);
            self.bottom = self.bottom.max(other.bottom);
        }
    }
}

impl Viewer {
    /// The characters of a page, counted from 0.
    ///
    /// # Errors
    /// [`ViewerError`].
    pub async fn letters<L, F, E>(&self, key: &str, page: u32, load: L) -> Result<Arc<Letters>, ViewerError>
    where
        L: FnOnce() -> F + Send,
        F: Future<Output = Result<Vec<u8>, E>> + Send,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let mut source = self.source(key, load);
        if let Some(known) = self.memory().letters(source.key(), page) {
            return Ok(known);
        }
        let request = Request::Letters { key: key.to_owned(), page };
        let (answer, payload) = self.about(Urgency::Patient, &mut source, request).await?;
        let read = matches!(answer, Answer::Letters).then(|| Letters::read(&payload)).flatten();
        let letters = Arc::new(read.ok_or(ViewerError::Unreadable)?);
        self.memory().keep_letters(key, page, &letters);
        Ok(letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of characters of 10 by 10 points, with the line ends that PDFium makes up.
    fn page(lines: &[&str]) -> Letters {
        let mut letters = Vec::new();
        for (row, line) in lines.iter().enumerate() {
            for (column, character) in line.chars().enumerate() {
                let (left, top) = (column as f32 * 10.0, row as f32 * 20.0);
                letters.push((character, Place { left, top, right: left + 10.0, bottom: top + 10.0 }));
            }
            let nowhere = Place { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 };
            letters.extend([('\r', nowhere), ('\n', nowhere)]);
        }
        Letters(letters)
    }

    #[test]
    fn a_line_is_a_run_and_a_wide_gap_parts_it() {
        let runs = page(&["Agence Nord", "suite"]).runs();
        assert_eq!(runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>(), ["Agence Nord\n", "suite\n"]);
        assert_eq!(runs[0].place, Place { left: 0.0, top: 0.0, right: 110.0, bottom: 10.0 });
        let Letters(mut letters) = page(&["ab"]);
        letters[1].1 = Place { left: 90.0, top: 0.0, right: 100.0, bottom: 10.0 };
        let parted = Letters(letters).runs();
        assert_eq!(parted.iter().map(|run| run.text.as_str()).collect::<Vec<_>>(), ["a ", "b\n"]);
    }

    #[test]
    fn accents_case_and_line_ends_do_not_hide_a_hit() {
        let page = page(&["Salariée Hélène", "DUPONT, l’été"]);
        assert_eq!(page.find(&needle(" helene dupont ")).len(), 1);
        let parts = &page.find(&needle("Hélène Dupont"))[0];
        assert_eq!(parts.len(), 2, "one part a line");
        assert_eq!(parts[0], Place { left: 90.0, top: 0.0, right: 150.0, bottom: 10.0 });
        assert_eq!(page.find(&needle("l'ETE")).len(), 1);
        assert_eq!(page.find(&needle("")).len(), 0);
        assert_eq!(page.find(&needle("e")).len(), 7);
    }

    #[test]
    fn an_answer_that_does_not_fit_together_is_refused() {
        let mut payload = 65_u32.to_le_bytes().to_vec();
        payload.extend([0.0_f32; 4].iter().flat_map(|side| side.to_le_bytes()));
        assert_eq!(Letters::read(&payload).unwrap().0.len(), 1);
        assert_eq!(Letters::read(&payload[1..]), None);
        payload[..4].copy_from_slice(&0xd800_u32.to_le_bytes());
        assert_eq!(Letters::read(&payload), None, "no character");
    }
}
