//! Marks as a content stream (ISO 32000-1, 8 and 9).

use pdf_writer::{Content, Name, Str};

use super::face_name;
use crate::page::typeface::{Face, code};
use crate::page::{HEIGHT, Ink, Mark, Page};

/// The page's operators, from top to bottom in the order of its marks.
pub fn draw(page: &Page) -> Vec<u8> {
    let mut content = Content::new();
    let mut ink = None;
    let mut font = None;
    let mut spacing = 0.0;
    let mut writing = false;
    for mark in &page.marks {
        if writing && !matches!(mark, Mark::Text { .. }) {
            content.end_text();
            writing = false;
        }
        match mark {
            Mark::Text { x, y, style, text, word_space } => {
                if !writing {
                    content.begin_text();
                    writing = true;
                }
                fill(&mut content, &mut ink, style.ink);
                let wanted = (style.face.index(), style.size);
                if font != Some(wanted) {
                    content.set_font(Name(face_name(wanted.0).as_bytes()), style.size);
                    font = Some(wanted);
                }
                if spacing != *word_space {
                    content.set_word_spacing(*word_space);
                    spacing = *word_space;
                }
                content.set_text_matrix([1.0, 0.0, 0.0, 1.0, tenth(*x), tenth(HEIGHT - y)]);
                let codes: Vec<u8> = text.chars().map(code).collect();
                content.show(Str(&codes));
            }
            Mark::Shape { points, ink: wanted } => {
                fill(&mut content, &mut ink, *wanted);
                for (i, &(x, y)) in points.iter().enumerate() {
                    let (x, y) = (tenth(x), tenth(HEIGHT - y));
                    if i == 0 {
                        content.move_to(x, y)
                    } else {
                        content.line_to(x, y)
                    };
                }
                content.close_path().fill_nonzero();
            }
            Mark::Line { from, to, width, ink: wanted } => {
                let [r, g, b] = parts(*wanted);
                content.set_stroke_rgb(r, g, b).set_line_width(*width);
                content.move_to(tenth(from.0), tenth(HEIGHT - from.1));
                content.line_to(tenth(to.0), tenth(HEIGHT - to.1)).stroke();
            }
        }
    }
    if writing {
        content.end_text();
    }
    content.finish().to_vec()
}

/// The typefaces that the pages use, by [`Face::index`].
pub fn used(pages: &[Page]) -> [bool; Face::COUNT] {
    let mut used = [false; Face::COUNT];
    for mark in pages.iter().flat_map(|page| &page.marks) {
        if let Mark::Text { style, .. } = mark {
            used[style.face.index()] = true;
        }
    }
    used
}

fn fill(content: &mut Content, current: &mut Option<Ink>, wanted: Ink) {
    if *current != Some(wanted) {
        let [r, g, b] = parts(wanted);
        content.set_fill_rgb(r, g, b);
        *current = Some(wanted);
    }
}

fn parts(Ink(r, g, b): Ink) -> [f32; 3] {
    [r, g, b].map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0)
}

/// A tenth of a tenth of a point is finer than any printer, and shorter to write.
fn tenth(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}
