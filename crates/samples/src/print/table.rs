//! Tables in the way of the house: boxed, ruled or with a coloured head.

use super::flow::{Flow, MARGIN, MEASURE};
use crate::page::typeface::Face;
use crate::page::{BLACK, Ink, Style, WHITE};
use crate::profile::Frames;

/// A column: its title, its share of the width, and whether its values end at the right.
pub struct Column {
    /// Above the values.
    pub title: &'static str,
    /// Of the sum of all shares.
    pub share: f32,
    /// Numbers are.
    pub right: bool,
}

/// A column of words.
pub const fn words(title: &'static str, share: f32) -> Column {
    Column { title, share, right: false }
}

/// A column of numbers.
pub const fn numbers(title: &'static str, share: f32) -> Column {
    Column { title, share, right: true }
}

const PAD: f32 = 4.0;
const PALE: Ink = Ink(205, 208, 213);

/// Draws the table; its head comes again on each new sheet.
pub fn draw(flow: &mut Flow<'_>, columns: &[Column], rows: &[Vec<String>]) {
    let total: f32 = columns.iter().map(|column| column.share).sum();
    let widths: Vec<f32> = columns.iter().map(|column| column.share / total * MEASURE).collect();
    let style = Style { size: 8.8, ..flow.body() };
    flow.need(40.0);
    head(flow, columns, &widths);
    for (i, row) in rows.iter().enumerate() {
        let cells: Vec<Vec<String>> =
            row.iter().zip(&widths).map(|(text, width)| style.wrap(text, width - 2.0 * PAD)).collect();
        let deepest = cells.iter().map(Vec::len).max().unwrap_or(1) as f32;
        let height = deepest * style.leading() + 5.2;
        if flow.y + height > super::flow::BOTTOM {
            flow.turn();
            head(flow, columns, &widths);
        }
        let frames = flow.agency.look.frames;
        let tint = flow.agency.look.tint;
        let top = flow.y;
        let page = flow.page();
        if frames == Frames::Airy && i % 2 == 1 {
            page.fill(MARGIN, top, MEASURE, height, tint);
        }
        let mut x = MARGIN;
        for ((lines, column), width) in cells.into_iter().zip(columns).zip(&widths) {
            for (n, line) in lines.into_iter().enumerate() {
                let y = top + 10.2 + n as f32 * style.leading();
                if column.right {
                    page.text_right(x + width - PAD, y, style, &line);
                } else {
                    page.text(x + PAD, y, style, line);
                }
            }
            if frames == Frames::Boxed {
                page.frame(x, top, *width, height, 0.4, BLACK);
            }
            x += width;
        }
        if frames != Frames::Boxed {
            page.line((MARGIN, top + height), (MARGIN + MEASURE, top + height), 0.35, PALE);
        }
        flow.y += height;
    }
    flow.skip(5.0);
}

fn head(flow: &mut Flow<'_>, columns: &[Column], widths: &[f32]) {
    let look = flow.agency.look;
    let (face, ink) = match look.frames {
        Frames::Boxed => (Face::Bold(look.family), BLACK),
        Frames::Ruled => (Face::Italic(look.family), look.accent),
        Frames::Airy => (Face::Bold(look.family), WHITE),
    };
    let style = Style { face, size: 7.6, ink };
    let titles: Vec<Vec<String>> =
        columns.iter().zip(widths).map(|(column, width)| style.wrap(column.title, width - 2.0 * PAD)).collect();
    let height = titles.iter().map(Vec::len).max().unwrap_or(1) as f32 * style.leading() + 5.0;
    let top = flow.y;
    let page = flow.page();
    match look.frames {
        Frames::Boxed => page.fill(MARGIN, top, MEASURE, height, look.tint),
        Frames::Ruled => page.line((MARGIN, top), (MARGIN + MEASURE, top), 0.9, look.accent),
        Frames::Airy => page.fill(MARGIN, top, MEASURE, height, look.accent),
    }
    let mut x = MARGIN;
    for ((lines, column), width) in titles.into_iter().zip(columns).zip(widths) {
        for (n, line) in lines.into_iter().enumerate() {
            let y = top + 8.8 + n as f32 * style.leading();
            if column.right {
                page.text_right(x + width - PAD, y, style, &line);
            } else {
                page.text(x + PAD, y, style, line);
            }
        }
        if look.frames == Frames::Boxed {
            page.frame(x, top, *width, height, 0.4, BLACK);
        }
        x += width;
    }
    if look.frames == Frames::Ruled {
        page.line((MARGIN, top + height), (MARGIN + MEASURE, top + height), 0.4, look.accent);
    }
    flow.y += height;
}
