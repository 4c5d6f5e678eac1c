//! The visible mark of a seal: a small box with a title and lines, drawn with Helvetica in WinAnsi. Places it; knows
//! nothing of signatures. The words are the caller's, in whatever language.

use unicode_normalization::UnicodeNormalization;

use crate::page::Page;
use crate::pdf::{Dict, Object};
use crate::text::win_ansi;

/// What the box says. A reader sees it on the last page.
#[derive(Debug, Clone, Copy)]
pub struct Appearance<'a> {
    /// In bold, such as "Signé électroniquement par Clara LEGER".
    pub title: &'a str,
    /// Below it, such as "pour THE EU". The first six are drawn.
    pub lines: &'a [&'a str],
}

/// All in points (1/72 inch).
const TITLE_SIZE: f64 = 8.0;
const LINE_SIZE: f64 = 7.0;
const LEADING: f64 = 9.0;
const PADDING: f64 = 7.0;
const MARGIN: f64 = 18.0;
const GAP: f64 = 6.0;
const MAX_LINES: usize = 6;
const MAX_WIDTH: f64 = 260.0;

/// A drawn appearance: where it stands on the page, and the form XObject that fills it.
pub(crate) struct Drawn {
    /// Left, bottom, right, top in the page's own coordinates.
    pub rect: [f64; 4],
    pub form: Dict,
    pub content: Vec<u8>,
}

/// Width and height of the box, in points as displayed.
pub(crate) fn size(appearance: &Appearance<'_>) -> (f64, f64) {
    let lines = appearance.lines.iter().take(MAX_LINES).map(|line| width(line) * LINE_SIZE);
    let widest = lines.fold(width(appearance.title) * TITLE_SIZE * 1.08, f64::max);
    let count = appearance.lines.len().min(MAX_LINES) as f64;
    ((widest + 2.0 * PADDING + 3.0).min(MAX_WIDTH), TITLE_SIZE + LEADING * count + 2.0 * PADDING - 1.0)
}

/// Draws the box at the lowest place that covers neither fields nor ink; if there is none, that covers no field. Both
/// are rectangles in the page's own coordinates.
pub(crate) fn draw(appearance: &Appearance<'_>, page: &Page, fields: &[[f64; 4]], ink: &[[f64; 4]]) -> Drawn {
    let (wide, high) = size(appearance);
    let turned = page.quarters % 2 == 1;
    let [left, bottom, right, top] = page.shown;
    let (page_wide, page_high) = if turned { (top - bottom, right - left) } else { (right - left, top - bottom) };
    let to_page = |x: f64, y: f64| match page.quarters {
        0 => (left + x, bottom + y),
        1 => (right - y, bottom + x),
        2 => (right - x, top - y),
        _ => (left + y, top - x),
    };
    let place = |x: f64, y: f64| {
        let ((a, b), (c, d)) = (to_page(x, y), to_page(x + wide, y + high));
        [a.min(c), b.min(d), a.max(c), b.max(d)]
    };
    let clear = |x: f64, y: f64, of: &[[f64; 4]]| {
        let rect = place(x, y);
        !of.iter().any(|other| overlap(&rect, other))
    };
    let corner = ((page_wide - MARGIN - wide).max(0.0), MARGIN.min((page_high - high).max(0.0)));
    let (x, y) = first_free(corner, page_high - MARGIN - high, wide, |x, y| clear(x, y, fields) && clear(x, y, ink))
        .or_else(|| first_free(corner, page_high - MARGIN - high, wide, |x, y| clear(x, y, fields)))
        .unwrap_or(corner);
    let rect = place(x, y);
    // The form is drawn upright in its own space and turned with the page (ISO 32000-1 § 12.5.5, algorithm 8.1).
    let matrix: [i64; 4] = match page.quarters {
        0 => [1, 0, 0, 1],
        1 => [0, 1, -1, 0],
        2 => [-1, 0, 0, -1],
        _ => [0, -1, 1, 0],
    };
    let font = |name: &str| {
        let font = Dict::default().with("Type", Object::name("Font")).with("Subtype", Object::name("Type1"));
        Object::Dict(font.with("BaseFont", Object::name(name)).with("Encoding", Object::name("WinAnsiEncoding")))
    };
    let fonts = Dict::default().with("F1", font("Helvetica")).with("F2", font("Helvetica-Bold"));
    let form = Dict::default()
        .with("Type", Object::name("XObject"))
        .with("Subtype", Object::name("Form"))
        .with("BBox", numbers(&[0.0, 0.0, wide, high]))
        .with("Matrix", Object::Array(matrix.into_iter().chain([0, 0]).map(Object::Int).collect()))
        .with("Resources", Object::Dict(Dict::default().with("Font", Object::Dict(fonts))));
    Drawn { rect, form, content: content(appearance, wide, high) }
}

/// Numbers as PDF writes them, to a hundredth.
pub(crate) fn numbers(values: &[f64]) -> Object {
    Object::Array(values.iter().map(|value| Object::Real(format!("{value:.2}").into())).collect())
}

/// From the bottom right corner leftwards, then up to `highest`.
fn first_free(corner: (f64, f64), highest: f64, wide: f64, free: impl Fn(f64, f64) -> bool) -> Option<(f64, f64)> {
    let mut y = corner.1;
    while y <= highest {
        let mut x = corner.0;
        while x >= MARGIN {
            if free(x, y) {
                return Some((x, y));
            }
            x -= wide / 2.0 + GAP;
        }
        y += GAP;
    }
    None
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

fn content(appearance: &Appearance<'_>, wide: f64, high: f64) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    let (inner_wide, inner_high) = (wide - 0.5, high - 0.5);
    out.extend_from_slice(format!("q 0.96 0.97 0.99 rg 0 0 {wide:.2} {high:.2} re f ").as_bytes());
    out.extend_from_slice(
        format!("0.72 0.77 0.86 RG 0.5 w 0.25 0.25 {inner_wide:.2} {inner_high:.2} re S ").as_bytes(),
    );
    out.extend_from_slice(format!("0.16 0.33 0.62 rg 0 0 3 {high:.2} re f Q\n").as_bytes());
    let room = wide - 2.0 * PADDING - 3.0;
    let mut y = high - PADDING - TITLE_SIZE + 1.5;
    line(&mut out, "F2", TITLE_SIZE, 1.08, room, y, appearance.title);
    for text in appearance.lines.iter().take(MAX_LINES) {
        y -= LEADING;
        line(&mut out, "F1", LINE_SIZE, 1.0, room, y, text);
    }
    out
}

/// One line of text, smaller if the room asks for it.
fn line(out: &mut Vec<u8>, font: &str, size: f64, heavier: f64, room: f64, y: f64, text: &str) {
    let needed = width(text) * size * heavier;
    let size = if needed > room { size * room / needed } else { size };
    out.extend_from_slice(
        format!("BT 0.1 0.12 0.18 rg /{font} {size:.2} Tf {:.2} {y:.2} Td ", PADDING + 3.0).as_bytes(),
    );
    crate::pdf::write_object(out, &Object::String(win_ansi(text)));
    out.extend_from_slice(b" Tj ET\n");
}

/// Widths of Helvetica's characters 0x20 to 0x7e, in thousandths of the size (Adobe's font metrics).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Width of a text at size 1. An accented letter is as wide as its plain one; anything unknown counts as wide.
fn width(text: &str) -> f64 {
    let of = |c: char| match c {
        ' '..='~' => WIDTHS[c as usize - 0x20],
        '\u{a0}' | '\u{202f}' => 278,
        '’' | '‘' => 222,
        '–' | '«' | '»' | '€' => 556,
        '°' => 400,
        _ => 1000,
    };
    let letters = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    letters.map(|c| f64::from(of(c))).sum::<f64>() / 1000.0
}
