//! Guesses where a page already shows something, so that a seal's mark does not cover it. A guess only: it follows
//! text, rectangles, lines and images of the page's own content, not what lies inside form XObjects. Content that it
//! cannot read counts as empty. It never decides whether a document is accepted.

use crate::pdf::{Dict, Document, Object, Parser, is_delimiter, is_whitespace};

/// The most content that is looked at, in decoded bytes; a page of text has some 10,000.
const MAX_CONTENT: usize = 1 << 20;
/// The most places that are noted.
const MAX_PLACES: usize = 4000;
/// Things larger than this share of the page are its background.
const BACKGROUND: f64 = 0.6;

/// `a b c d e f` of ISO 32000-1 § 8.3.3.
type Matrix = [f64; 6];

/// Places with ink, as left, bottom, right, top in the page's own coordinates.
pub(crate) fn places(document: &Document<'_>, page: &Dict, shown: [f64; 4]) -> Vec<[f64; 4]> {
    let mut pen = Pen::new(shown);
    let Some(content) = content(document, page) else { return Vec::new() };
    let mut parser = Parser::new(&content, 0);
    loop {
        parser.skip_space();
        match parser.peek() {
            None => break,
            Some(b'/' | b'(' | b'<' | b'[' | b'0'..=b'9' | b'+' | b'-' | b'.') => match parser.object() {
                Ok(operand) if pen.operands.len() < 64 => pen.operands.push(operand),
                _ => break,
            },
            Some(_) => {
                let start = parser.pos;
                let rest = &content[start..];
                let len = rest.iter().position(|b| is_whitespace(*b) || is_delimiter(*b)).unwrap_or(rest.len());
                parser.pos += len.max(1);
                if &rest[..len] == b"BI" || pen.places.len() > MAX_PLACES {
                    break; // an inline image's bytes cannot be told from operators
                }
                pen.operator(&rest[..len]);
                pen.operands.clear();
            }
        }
    }
    pen.places
}

fn content(document: &Document<'_>, page: &Dict) -> Option<Vec<u8>> {
    let parts = match document.value(page, "Contents").ok()? {
        Object::Array(parts) => parts,
        part => vec![part],
    };
    let mut content = Vec::new();
    for part in parts.iter().take(64) {
        let Object::Stream(dict, range) = document.resolve(part).ok()? else { return None };
        content.extend(document.decode_up_to(&dict, range, MAX_CONTENT - content.len().min(MAX_CONTENT)).ok()?);
        content.push(b'\n');
    }
    Some(content)
}

struct Pen {
    shown: [f64; 4],
    operands: Vec<Object>,
    places: Vec<[f64; 4]>,
    page: Matrix,
    saved: Vec<Matrix>,
    line: Matrix,
    text: Matrix,
    leading: f64,
    size: f64,
    path: Option<[f64; 4]>,
}

impl Pen {
    fn new(shown: [f64; 4]) -> Self {
        let still = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        Self {
            shown,
            operands: Vec::new(),
            places: Vec::new(),
            page: still,
            saved: Vec::new(),
            line: still,
            text: still,
            leading: 0.0,
            size: 10.0,
            path: None,
        }
    }

    fn operator(&mut self, name: &[u8]) {
        let numbers: Vec<f64> = self.operands.iter().filter_map(Object::as_f64).collect();
        match (name, numbers.as_slice()) {
            (b"q", _) if self.saved.len() < 256 => self.saved.push(self.page),
            (b"Q", _) => self.page = self.saved.pop().unwrap_or(self.page),
            (b"cm", &[a, b, c, d, e, f]) => self.page = product([a, b, c, d, e, f], self.page),
            (b"BT", _) => self.place_text([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
            (b"Tm", &[a, b, c, d, e, f]) => self.place_text([a, b, c, d, e, f]),
            (b"Tf", &[size]) => self.size = size,
            (b"TL", &[leading]) => self.leading = leading,
            (b"Td", &[x, y]) => self.next_line(x, y),
            (b"TD", &[x, y]) => {
                self.leading = -y;
                self.next_line(x, y);
            }
            (b"T*", _) => self.next_line(0.0, -self.leading),
            (b"Tj" | b"TJ", _) => self.show(),
            (b"'" | b"\"", _) => {
                self.next_line(0.0, -self.leading);
                self.show();
            }
            (b"re", &[x, y, wide, high]) => self.reach(&[(x, y), (x + wide, y + high)]),
            (b"m" | b"l", &[x, y]) => self.reach(&[(x, y)]),
            (b"c", &[a, b, c, d, e, f]) => self.reach(&[(a, b), (c, d), (e, f)]),
            (b"n", _) => self.path = None,
            (b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*", _) => {
                if let Some([left, bottom, right, top]) = self.path.take() {
                    self.note([left - 1.0, bottom - 1.0, right + 1.0, top + 1.0]);
                }
            }
            (b"Do", _) => {
                self.reach(&[(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]);
                if let Some(image) = self.path.take() {
                    self.note(image);
                }
            }
            _ => {}
        }
    }

    fn place_text(&mut self, at: Matrix) {
        (self.line, self.text) = (at, at);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.place_text(product([1.0, 0.0, 0.0, 1.0, x, y], self.line));
    }

    /// Notes a text as half as wide as its letters are high, each.
    fn show(&mut self) {
        let letters = |object: &Object| object.as_string().map_or(0, <[u8]>::len);
        let count: usize = match self.operands.last() {
            Some(Object::Array(parts)) => parts.iter().map(letters).sum(),
            Some(text) => letters(text),
            None => 0,
        };
        let wide = count as f64 * self.size * 0.5;
        let matrix = product(self.text, self.page);
        let corners = [(0.0, -self.size * 0.25), (wide, self.size)].map(|(x, y)| apply(matrix, x, y));
        self.note(bounds(None, &corners));
        self.text = product([1.0, 0.0, 0.0, 1.0, wide, 0.0], self.text);
    }

    fn reach(&mut self, points: &[(f64, f64)]) {
        let on_page: Vec<_> = points.iter().map(|(x, y)| apply(self.page, *x, *y)).collect();
        self.path = Some(bounds(self.path, &on_page));
    }

    fn note(&mut self, place: [f64; 4]) {
        let area = |[left, bottom, right, top]: [f64; 4]| (right - left) * (top - bottom);
        if place.iter().all(|edge| edge.is_finite()) && area(place) < BACKGROUND * area(self.shown) {
            self.places.push(place);
        }
    }
}

fn product(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [p, q, r, s, t, u] = then;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

fn apply([a, b, c, d, e, f]: Matrix, x: f64, y: f64) -> (f64, f64) {
    (a * x + c * y + e, b * x + d * y + f)
}

fn bounds(so_far: Option<[f64; 4]>, points: &[(f64, f64)]) -> [f64; 4] {
    let start = so_far.unwrap_or([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY]);
    points
        .iter()
        .fold(start, |[left, bottom, right, top], (x, y)| [left.min(*x), bottom.min(*y), right.max(*x), top.max(*y)])
}
