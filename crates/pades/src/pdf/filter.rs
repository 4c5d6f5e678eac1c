//! Inflates cross-reference and object streams (ISO 32000-1 § 7.4.4), never beyond a given size. No other filter.

use std::io::Read;

use super::object::{Dict, Object};
use super::{PdfError, damaged};

/// Decodes a stream's bytes; `at` is where they start, `limit` the most bytes that may come out.
pub(crate) fn decode(dict: &Dict, raw: &[u8], at: usize, limit: usize) -> Result<Vec<u8>, PdfError> {
    let one = |key| match dict.get(key) {
        Some(Object::Array(items)) if items.len() == 1 => Some(&items[0]),
        Some(Object::Array(items)) if items.is_empty() => None,
        other => other,
    };
    if dict.get("F").is_some() {
        return Err(PdfError::Unsupported("stream in an external file"));
    }
    let Some(filter) = one("Filter") else {
        return if raw.len() <= limit { Ok(raw.to_vec()) } else { Err(PdfError::TooComplex("decoded size")) };
    };
    if !filter.is_name("FlateDecode") {
        return Err(PdfError::Unsupported("filter other than FlateDecode on a structural stream"));
    }
    let plain = inflate(raw, at, limit)?;
    match one("DecodeParms") {
        None | Some(Object::Null) => Ok(plain),
        Some(Object::Dict(parms)) => unpredict(parms, plain, at),
        Some(_) => damaged("bad DecodeParms", at),
    }
}

fn inflate(raw: &[u8], at: usize, limit: usize) -> Result<Vec<u8>, PdfError> {
    let mut plain = Vec::new();
    let mut reader = flate2::read::ZlibDecoder::new(raw).take(limit as u64 + 1);
    if reader.read_to_end(&mut plain).is_err() {
        return damaged("bad compressed data", at);
    }
    if plain.len() > limit { Err(PdfError::TooComplex("decoded size")) } else { Ok(plain) }
}

/// Undoes the PNG predictors (RFC 2083 § 6); the TIFF predictor is used by nobody on structural streams.
fn unpredict(parms: &Dict, data: Vec<u8>, at: usize) -> Result<Vec<u8>, PdfError> {
    let number = |key, default| parms.get(key).map_or(Some(default), Object::as_int);
    match number("Predictor", 1) {
        Some(1) => return Ok(data),
        Some(10..=15) => {}
        _ => return Err(PdfError::Unsupported("predictor")),
    }
    let (Some(colors @ 1..=4), Some(8), Some(columns @ 1..=65_536)) =
        (number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1))
    else {
        return Err(PdfError::Unsupported("predictor"));
    };
    let (bpp, width) = (colors as usize, (colors * columns) as usize);
    let mut plain: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0u8; width];
    for row in data.chunks(width + 1) {
        let [kind, row @ ..] = row else { break };
        let mut line = row.to_vec();
        for i in 0..line.len() {
            let left = if i >= bpp { line[i - bpp] } else { 0 };
            let corner = if i >= bpp { above[i - bpp] } else { 0 };
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (u16::from(left).midpoint(u16::from(above[i]))) as u8,
                4 => paeth(left, above[i], corner),
                _ => return damaged("bad predictor row", at),
            };
            line[i] = line[i].wrapping_add(guess);
        }
        plain.extend_from_slice(&line);
        line.resize(width, 0);
        above = line;
    }
    Ok(plain)
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let distance = |value: u8| (guess - i16::from(value)).abs();
    if distance(left) <= distance(above) && distance(left) <= distance(corner) {
        left
    } else if distance(above) <= distance(corner) {
        above
    } else {
        corner
    }
}
