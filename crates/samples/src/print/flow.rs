//! Text and blocks one below the other, over as many sheets as they need.

use crate::page::typeface::Face;
use crate::page::{BLACK, GREY, HEIGHT, Page, Style, WHITE, WIDTH};
use crate::print::letterhead;
use crate::profile::{AgencyProfile, Frames};

/// Points to the left and right of the text.
pub const MARGIN: f32 = 42.0;
/// Width of the text.
pub const MEASURE: f32 = WIDTH - 2.0 * MARGIN;
/// Nothing of the text lies below.
pub const BOTTOM: f32 = HEIGHT - 62.0;

/// The sheets so far and where to go on.
pub struct Flow<'a> {
    /// Whose paper.
    pub agency: &'a AgencyProfile,
    /// The document's name, repeated on later sheets.
    title: String,
    /// Finished sheets, and the current one last.
    pages: Vec<Page>,
    /// Where the next block begins on the current sheet.
    pub y: f32,
}

impl<'a> Flow<'a> {
    /// A first sheet with the letterhead.
    pub fn new(agency: &'a AgencyProfile, title: String) -> Self {
        let mut page = Page::default();
        let y = letterhead::first(&mut page, agency);
        Self { agency, title, pages: vec![page], y }
    }

    /// The current sheet.
    pub fn page(&mut self) -> &mut Page {
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// A new sheet.
    pub fn turn(&mut self) {
        let mut page = Page::default();
        self.y = letterhead::later(&mut page, self.agency, &self.title);
        self.pages.push(page);
    }

    /// Makes sure that `height` points are left on the sheet.
    pub fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.turn();
        }
    }

    /// Leaves room.
    pub fn skip(&mut self, points: f32) {
        self.y += points;
    }

    /// Plain text.
    pub fn body(&self) -> Style {
        Style { face: Face::Regular(self.agency.look.family), size: 9.2, ink: BLACK }
    }

    /// Emphasised text.
    pub fn bold(&self) -> Style {
        Style { face: Face::Bold(self.agency.look.family), ..self.body() }
    }

    /// Words before a value.
    pub fn label(&self) -> Style {
        Style { size: 7.4, ink: GREY, ..self.body() }
    }

    /// A section's title.
    pub fn heading(&mut self, text: &str) {
        self.need(54.0);
        self.skip(10.0);
        let look = self.agency.look;
        let (style, y) = (self.bold(), self.y);
        let page = self.page();
        match look.frames {
            Frames::Boxed => {
                page.fill(MARGIN, y, MEASURE, 13.5, look.tint);
                page.frame(MARGIN, y, MEASURE, 13.5, 0.5, BLACK);
                page.text(MARGIN + 4.0, y + 9.8, style, text.to_uppercase());
                self.y += 20.0;
            }
            Frames::Ruled => {
                page.text_centre(WIDTH / 2.0, y + 9.0, Style { size: 9.6, ..style }.ink(look.accent), text);
                page.line((MARGIN, y + 13.0), (MARGIN + MEASURE, y + 13.0), 0.4, look.accent);
                self.y += 20.0;
            }
            Frames::Airy => {
                page.fill(MARGIN, y + 1.5, 3.0, 10.0, look.accent);
                page.text(MARGIN + 8.0, y + 9.8, Style { size: 9.8, ..style }.ink(look.accent), text);
                self.y += 20.0;
            }
        }
    }

    /// A paragraph over the whole measure.
    pub fn paragraph(&mut self, style: Style, text: &str) {
        for line in style.wrap(text, MEASURE - 8.0) {
            self.need(style.leading());
            let y = self.y + style.size * 0.93;
            self.page().text(MARGIN + 4.0, y, style, line);
            self.y += style.leading();
        }
        self.skip(2.5);
    }

    /// Labels with their values, in columns of equal width, row by row.
    pub fn fields(&mut self, columns: usize, fields: &[(&str, &str)]) {
        let width = MEASURE / columns as f32;
        let (label, body) = (self.label(), Style { size: 9.6, ..self.body() });
        for row in fields.chunks(columns) {
            let lines: Vec<Vec<String>> = row.iter().map(|(_, value)| body.wrap(value, width - 10.0)).collect();
            let deepest = lines.iter().map(Vec::len).max().unwrap_or(0) as f32;
            self.need(10.0 + deepest * body.leading());
            let top = self.y;
            for (i, ((name, _), lines)) in row.iter().zip(lines).enumerate() {
                let x = MARGIN + 4.0 + i as f32 * width;
                let page = self.page();
                page.text(x, top + 7.0, label, *name);
                for (n, line) in lines.into_iter().enumerate() {
                    page.text(x, top + 17.0 + n as f32 * body.leading(), body, line);
                }
            }
            self.y = top + 13.0 + deepest * body.leading();
        }
    }

    /// The sheets, each with its foot.
    pub fn finish(mut self) -> Vec<Page> {
        let count = self.pages.len();
        for (i, page) in self.pages.iter_mut().enumerate() {
            letterhead::foot(page, self.agency, i + 1, count);
        }
        self.pages
    }
}

/// A title in the way of the house, right below the letterhead.
pub fn title(flow: &mut Flow<'_>, text: &str, below: &str) {
    let look = flow.agency.look;
    let big = Style { size: 14.0, ..flow.bold() };
    let mut small = flow.body();
    while small.width(below) > MEASURE - 24.0 {
        small.size -= 0.1;
    }
    let y = flow.y;
    let page = flow.page();
    match look.frames {
        Frames::Boxed => {
            page.frame(MARGIN, y, MEASURE, 36.0, 1.0, BLACK);
            page.text_centre(WIDTH / 2.0, y + 16.0, big, &text.to_uppercase());
            page.text_centre(WIDTH / 2.0, y + 29.0, small, below);
        }
        Frames::Ruled => {
            page.line((MARGIN, y), (MARGIN + MEASURE, y), 1.2, look.accent);
            page.line((MARGIN, y + 2.2), (MARGIN + MEASURE, y + 2.2), 0.4, look.accent);
            page.text_centre(WIDTH / 2.0, y + 19.0, Style { size: 15.0, ..big }, text);
            page.text_centre(WIDTH / 2.0, y + 31.0, Style { face: Face::Italic(look.family), ..small }, below);
        }
        Frames::Airy => {
            page.fill(MARGIN, y, MEASURE, 36.0, look.accent);
            page.text(MARGIN + 12.0, y + 16.5, big.ink(WHITE), text);
            page.text(MARGIN + 12.0, y + 29.0, small.ink(WHITE), below);
        }
    }
    flow.y += 48.0;
}
