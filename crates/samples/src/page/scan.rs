//! Pages as an office scanner gives them: grey, a little crooked, with noise, specks and an uneven lamp.
//!
//! The result is a picture only: no text layer.

use super::outline::{Glyphs, Stain, polygon};
use super::pdf::Picture;
use super::typeface::Face;
use super::{HEIGHT, Ink, Mark, Page, WIDTH};
use crate::random::Dice;

/// Pixels per inch of the scans.
pub const DPI: f32 = 130.0;
const SCALE: f32 = DPI / 72.0;

/// Scans the pages.
pub fn scan(pages: &[Page], dice: &mut Dice) -> Vec<Picture> {
    let mut glyphs = Glyphs::default();
    pages.iter().map(|page| lay(&print(page, &mut glyphs), dice)).collect()
}

/// Grey pixels, 0 black to 1 white.
struct Sheet {
    width: usize,
    height: usize,
    grey: Vec<f32>,
}

impl Sheet {
    fn stain(&mut self, stain: &Stain, x: f32, y: f32, darkness: f32) {
        let (left, top) = (x.round() as i32 + stain.left, y.round() as i32 + stain.top);
        for (row, line) in stain.coverage.chunks(stain.width).enumerate() {
            let y = top + row as i32;
            if y < 0 || y as usize >= self.height {
                continue;
            }
            for (column, &alpha) in line.iter().enumerate() {
                let x = left + column as i32;
                if alpha > 0.0 && x >= 0 && (x as usize) < self.width {
                    let pixel = &mut self.grey[y as usize * self.width + x as usize];
                    *pixel += (darkness - *pixel) * alpha.min(1.0);
                }
            }
        }
    }
}

fn print(page: &Page, glyphs: &mut Glyphs) -> Sheet {
    let (width, height) = ((WIDTH * SCALE) as usize, (HEIGHT * SCALE) as usize);
    let mut sheet = Sheet { width, height, grey: vec![1.0; width * height] };
    for mark in &page.marks {
        match mark {
            Mark::Text { x, y, style, text, word_space } => {
                let mut x = *x;
                for c in text.chars() {
                    if let Some(stain) = glyphs.get(style.face, style.size * SCALE, c) {
                        sheet.stain(stain, x * SCALE, y * SCALE, grey(style.ink));
                    }
                    x += advance(style.face, style.size, c) + if c == ' ' { *word_space } else { 0.0 };
                }
            }
            Mark::Shape { points, ink } => {
                let corners: Vec<_> = points.iter().map(|&(x, y)| (x * SCALE, y * SCALE)).collect();
                if let Some(stain) = polygon(&corners) {
                    sheet.stain(&stain, 0.0, 0.0, grey(*ink));
                }
            }
            Mark::Line { from, to, width, ink } => {
                // Thinner than a pixel would vanish in the noise.
                let half = (width * SCALE / 2.0).max(0.5);
                let (a, b) = ((from.0 * SCALE, from.1 * SCALE), (to.0 * SCALE, to.1 * SCALE));
                let length = ((b.0 - a.0).powi(2) + (b.1 - a.1).powi(2)).sqrt().max(0.01);
                let (dx, dy) = ((b.1 - a.1) / length * half, (a.0 - b.0) / length * half);
                let corners = [(a.0 + dx, a.1 + dy), (b.0 + dx, b.1 + dy), (b.0 - dx, b.1 - dy), (a.0 - dx, a.1 - dy)];
                if let Some(stain) = polygon(&corners) {
                    sheet.stain(&stain, 0.0, 0.0, grey(*ink));
                }
            }
        }
    }
    sheet
}

/// Lays the sheet on the glass: turned by up to 0.9 degrees, lit from one side.
fn lay(sheet: &Sheet, dice: &mut Dice) -> Picture {
    let (width, height) = (sheet.width, sheet.height);
    let angle = (0.25 + 0.65 * dice.fraction()).to_radians() * if dice.once_in(2) { 1.0 } else { -1.0 };
    let (sin, cos) = angle.sin_cos();
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        let down = y as f32 - middle_y;
        let lamp = 0.955 - 0.03 * (y as f32 / height as f32);
        for x in 0..width {
            let across = x as f32 - middle_x;
            let paper = sample(sheet, middle_x + across * cos + down * sin, middle_y + down * cos - across * sin);
            let noise = (dice.bits() & 0xff) as f32 / 255.0 - 0.5;
            let shade = lamp - 0.025 * (x as f32 / width as f32);
            pixels.push(((paper * shade + 0.035 + noise * 0.07).clamp(0.0, 1.0) * 255.0) as u8);
        }
    }
    for _ in 0..dice.between(12, 40) {
        let at = dice.between(0, (width * (height - 2)) as i64 - 3) as usize;
        pixels[at] = 90;
        pixels[at + 1] = 110;
        pixels[at + width] = 120;
    }
    let (width, height) = (width as u16, height as u16);
    let mut jpeg = Vec::new();
    jpeg_encoder::Encoder::new(&mut jpeg, 55)
        .encode(&pixels, width, height, jpeg_encoder::ColorType::Luma)
        .expect("a page in memory is written whole");
    Picture { width, height, jpeg }
}

/// Bilinear; beyond the paper's edge lies the dark lid.
fn sample(sheet: &Sheet, x: f32, y: f32) -> f32 {
    if x < 0.0 || y < 0.0 || x >= sheet.width as f32 - 1.0 || y >= sheet.height as f32 - 1.0 {
        return 0.55;
    }
    let (left, top) = (x as usize, y as usize);
    let (fx, fy) = (x - left as f32, y - top as f32);
    let row = |y: usize| {
        let start = y * sheet.width + left;
        sheet.grey[start] * (1.0 - fx) + sheet.grey[start + 1] * fx
    };
    row(top) * (1.0 - fy) + row(top + 1) * fy
}

fn advance(face: Face, size: f32, c: char) -> f32 {
    Face::data(face.index()).widths[usize::from(super::typeface::code(c))] * size / 1000.0
}

fn grey(Ink(r, g, b): Ink) -> f32 {
    (0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b)) / 255.0
}
