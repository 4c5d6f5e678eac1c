//! The page tree (ISO 32000-1 § 7.7.3): how many pages, and the last one with what it inherits. Never page content.

use std::collections::HashSet;

use crate::pdf::{Dict, Document, Object, PdfError, Ref, damaged};

/// The most pages that are counted.
const MAX_PAGES: usize = 100_000;
const INHERITED: [&str; 3] = ["MediaBox", "CropBox", "Rotate"];

/// The last page: its own dictionary, and the visible box in default user space units (1/72 inch).
pub(crate) struct Page {
    pub reference: Ref,
    pub dict: Dict,
    /// Left, bottom, right, top of what a viewer shows, before rotation.
    pub shown: [f64; 4],
    /// Clockwise turn at display, in quarters: 0 to 3.
    pub quarters: u8,
}

/// Counts the pages and returns the last one, which must exist.
pub(crate) fn last_page(document: &Document<'_>, catalog: &Dict) -> Result<(usize, Page), PdfError> {
    let Some(Object::Ref(root)) = catalog.get("Pages") else { return damaged("no page tree", 0) };
    let mut seen = HashSet::new();
    let mut open = vec![(*root, Dict::default())];
    let (mut count, mut last) = (0, None);
    while let Some((reference, above)) = open.pop() {
        if !seen.insert(reference) {
            return damaged("the page tree is no tree", 0);
        }
        let Object::Dict(dict) = document.load(reference)? else { return damaged("a page is no dictionary", 0) };
        let mut inherited = above;
        for key in INHERITED {
            match document.value(&dict, key)? {
                Object::Null => {}
                value => inherited.set(key, value),
            }
        }
        match document.value(&dict, "Kids")? {
            Object::Array(kids) => {
                for kid in kids.iter().rev() {
                    let Object::Ref(kid) = kid else { return damaged("a page is no reference", 0) };
                    open.push((*kid, inherited.clone()));
                }
            }
            Object::Null if dict.get("Type").is_some_and(|kind| kind.is_name("Page")) => {
                count += 1;
                last = Some((reference, dict, inherited));
            }
            _ => return damaged("neither a page nor a page tree node", 0),
        }
        if count + open.len() > MAX_PAGES {
            return Err(PdfError::TooComplex("pages"));
        }
    }
    let Some((reference, dict, inherited)) = last else { return damaged("no page", 0) };
    let media = rectangle(document, inherited.get("MediaBox"))?;
    let Some(media) = media else { return damaged("no MediaBox", 0) };
    let crop = rectangle(document, inherited.get("CropBox"))?.unwrap_or(media);
    let shown = [media[0].max(crop[0]), media[1].max(crop[1]), media[2].min(crop[2]), media[3].min(crop[3])];
    let shown = if shown[0] < shown[2] && shown[1] < shown[3] { shown } else { media };
    let turn = inherited.get("Rotate").and_then(Object::as_int).unwrap_or(0);
    let quarters = (turn.rem_euclid(360) / 90) as u8;
    Ok((count, Page { reference, dict, shown, quarters }))
}

/// Four numbers in any order of corners, put in order; `None` if absent.
pub(crate) fn rectangle(document: &Document<'_>, object: Option<&Object>) -> Result<Option<[f64; 4]>, PdfError> {
    let Some(object) = object else { return Ok(None) };
    let Object::Array(items) = document.resolve(object)? else { return damaged("bad rectangle", 0) };
    let mut numbers = [0f64; 4];
    if items.len() != 4 {
        return damaged("bad rectangle", 0);
    }
    for (number, item) in numbers.iter_mut().zip(&items) {
        *number = match document.resolve(item)?.as_f64() {
            Some(value) if value.abs() < 1e6 => value,
            _ => return damaged("bad rectangle", 0),
        };
    }
    let [a, b, c, d] = numbers;
    Ok(Some([a.min(c), b.min(d), a.max(c), b.max(d)]))
}
