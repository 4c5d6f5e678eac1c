//! A page as marks on paper, which becomes either a PDF page ([`pdf`]) or a picture of one ([`scan`]).
//!
//! Lengths are points (1/72 inch), x from the left edge and y from the top edge of an A4 sheet.
//! Knows nothing of contracts and invoices.

mod outline;
pub mod pdf;
pub mod scan;
pub mod typeface;

use typeface::Face;

/// Width of A4.
pub const WIDTH: f32 = 595.28;
/// Height of A4.
pub const HEIGHT: f32 = 841.89;

/// A colour of print: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

/// Black, slightly softened as printers do.
pub const BLACK: Ink = Ink(24, 24, 27);
/// Secondary text.
pub const GREY: Ink = Ink(95, 99, 104);
/// Paper.
pub const WHITE: Ink = Ink(255, 255, 255);

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Typeface.
    pub face: Face,
    /// Points.
    pub size: f32,
    /// Colour.
    pub ink: Ink,
}

impl Style {
    /// The same in another colour.
    pub fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// The width of a text in points.
    pub fn width(&self, text: &str) -> f32 {
        self.face.width(text, self.size)
    }

    /// From one base line to the next.
    pub fn leading(&self) -> f32 {
        self.size * 1.24
    }

    /// The text broken at spaces into lines no wider than `width` points, where words allow it.
    pub fn wrap(&self, text: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in bind(text).split('\n') {
            let mut line = String::new();
            let mut used = 0.0;
            let space = self.width(" ");
            for word in paragraph.split(' ') {
                let long = self.width(word);
                if !line.is_empty() && used + space + long > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                if !line.is_empty() {
                    line.push(' ');
                    used += space;
                }
                line.push_str(word);
                used += long;
            }
            lines.push(line);
        }
        lines
    }
}

/// One thing on the paper.
#[derive(Debug, Clone)]
pub enum Mark {
    /// Text on one base line, with extra points after each space.
    Text { x: f32, y: f32, style: Style, text: String, word_space: f32 },
    /// A filled polygon.
    Shape { points: Vec<(f32, f32)>, ink: Ink },
    /// A straight line.
    Line { from: (f32, f32), to: (f32, f32), width: f32, ink: Ink },
}

/// The marks of one sheet.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// In the order in which they are printed.
    pub marks: Vec<Mark>,
}

impl Page {
    /// Text that starts at `x` on the base line `y`.
    pub fn text(&mut self, x: f32, y: f32, style: Style, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.marks.push(Mark::Text { x, y, style, text, word_space: 0.0 });
        }
    }

    /// Text that ends at `x`.
    pub fn text_right(&mut self, x: f32, y: f32, style: Style, text: &str) {
        self.text(x - style.width(text), y, style, text);
    }

    /// Text with `x` in its middle.
    pub fn text_centre(&mut self, x: f32, y: f32, style: Style, text: &str) {
        self.text(x - style.width(text) / 2.0, y, style, text);
    }

    /// Lines of text below `top`; answers where they end.
    pub fn paragraph(&mut self, x: f32, top: f32, width: f32, style: Style, text: &str) -> f32 {
        let mut y = top;
        for line in style.wrap(text, width) {
            self.text(x, y + style.size * 0.93, style, line);
            y += style.leading();
        }
        y
    }

    /// One line stretched to `width` by wider spaces.
    pub fn justified(&mut self, x: f32, y: f32, width: f32, style: Style, text: String) {
        let spaces = text.bytes().filter(|&byte| byte == b' ').count();
        let word_space = if spaces == 0 { 0.0 } else { (width - style.width(&text)) / spaces as f32 };
        self.marks.push(Mark::Text { x, y, style, text, word_space });
    }

    /// A filled rectangle.
    pub fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Ink) {
        self.shape(vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)], ink);
    }

    /// A rectangle's outline.
    pub fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, line: f32, ink: Ink) {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
        for side in corners.windows(2) {
            self.marks.push(Mark::Line { from: side[0], to: side[1], width: line, ink });
        }
    }

    /// A straight line.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, ink: Ink) {
        self.marks.push(Mark::Line { from, to, width, ink });
    }

    /// A filled polygon.
    pub fn shape(&mut self, points: Vec<(f32, f32)>, ink: Ink) {
        self.marks.push(Mark::Shape { points, ink });
    }

    /// A filled circle, as a polygon of 48 corners.
    pub fn disc(&mut self, x: f32, y: f32, radius: f32, ink: Ink) {
        let corner = |i: u8| {
            let (sin, cos) = (f32::from(i) * std::f32::consts::TAU / 48.0).sin_cos();
            (x + radius * cos, y + radius * sin)
        };
        self.shape((0..48).map(corner).collect(), ink);
    }

    /// A box to tick.
    pub fn tick_box(&mut self, x: f32, y: f32, size: f32, ticked: bool, ink: Ink) {
        self.frame(x, y, size, size, 0.6, ink);
        if ticked {
            let inset = size * 0.2;
            self.line((x + inset, y + inset), (x + size - inset, y + size - inset), 0.9, ink);
            self.line((x + inset, y + size - inset), (x + size - inset, y + inset), 0.9, ink);
        }
    }
}

/// French sets no line break before high punctuation nor inside hours and quotation marks.
fn bind(text: &str) -> String {
    const BOUND: [(&str, &str); 6] = [
        (" :", "\u{a0}:"),
        (" ;", "\u{a0};"),
        (" h ", "\u{a0}h\u{a0}"),
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        ("n° ", "n°\u{a0}"),
    ];
    BOUND.iter().fold(text.to_owned(), |text, (loose, bound)| text.replace(loose, bound))
}
