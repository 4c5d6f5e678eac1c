//! Marks as coverage: how much of each pixel is inked.

use std::collections::HashMap;

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use ttf_parser::OutlineBuilder;

use super::typeface::Face;

/// Coverage of a small rectangle, 0 to 1, with its place relative to where it was drawn.
pub struct Stain {
    /// Pixels from the origin to its left edge.
    pub left: i32,
    /// Pixels from the origin to its top edge.
    pub top: i32,
    /// Pixels across.
    pub width: usize,
    /// Row by row.
    pub coverage: Vec<f32>,
}

/// A filled polygon; its corners in pixels.
pub fn polygon(points: &[(f32, f32)]) -> Option<Stain> {
    let mut corners: Vec<Point> = points.iter().map(|&(x, y)| point(x, y)).collect();
    corners.push(*corners.first()?);
    let (left, top, width, height) = around(&corners)?;
    let mut rasterizer = Rasterizer::new(width, height);
    for side in corners.windows(2) {
        let inside = |p: Point| point(p.x - left as f32, p.y - top as f32);
        rasterizer.draw_line(inside(side[0]), inside(side[1]));
    }
    Some(collect(&rasterizer, left, top, width))
}

/// The glyphs of one typeface at one size, drawn once each.
#[derive(Default)]
pub struct Glyphs(HashMap<(usize, u32, char), Option<Stain>>);

impl Glyphs {
    /// The stain of a character on the base line at the origin; `size` is the em in pixels.
    pub fn get(&mut self, face: Face, size: f32, c: char) -> Option<&Stain> {
        let key = (face.index(), (size * 8.0) as u32, c);
        self.0.entry(key).or_insert_with(|| glyph(face, size, c)).as_ref()
    }
}

fn glyph(face: Face, size: f32, c: char) -> Option<Stain> {
    let parsed = &Face::data(face.index()).parsed;
    let mut pen = Pen {
        scale: size / f32::from(parsed.units_per_em()),
        strokes: Vec::new(),
        at: point(0.0, 0.0),
        start: point(0.0, 0.0),
    };
    parsed.outline_glyph(parsed.glyph_index(c)?, &mut pen)?;
    let all: Vec<Point> = pen.strokes.iter().flatten().copied().collect();
    let (left, top, width, height) = around(&all)?;
    let mut rasterizer = Rasterizer::new(width, height);
    for stroke in &pen.strokes {
        let [a, b, c] = stroke.map(|p| point(p.x - left as f32, p.y - top as f32));
        rasterizer.draw_quad(a, b, c);
    }
    Some(collect(&rasterizer, left, top, width))
}

/// Follows a glyph's outline; lines become flat curves.
struct Pen {
    scale: f32,
    strokes: Vec<[Point; 3]>,
    at: Point,
    start: Point,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> Point {
        point(x * self.scale, -y * self.scale)
    }

    fn curve(&mut self, control: Point, to: Point) {
        self.strokes.push([self.at, control, to]);
        self.at = to;
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.place(x, y);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.curve(point((self.at.x + to.x) / 2.0, (self.at.y + to.y) / 2.0), to);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.curve(self.place(x1, y1), self.place(x, y));
    }

    /// TrueType outlines have no cubic curves: the middle of the controls would be near enough.
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.curve(self.place((x1 + x2) / 2.0, (y1 + y2) / 2.0), self.place(x, y));
    }

    fn close(&mut self) {
        let start = self.start;
        self.curve(point((self.at.x + start.x) / 2.0, (self.at.y + start.y) / 2.0), start);
    }
}

fn around(points: &[Point]) -> Option<(i32, i32, usize, usize)> {
    let least = |of: fn(&Point) -> f32| points.iter().map(of).fold(f32::INFINITY, f32::min).floor();
    let most = |of: fn(&Point) -> f32| points.iter().map(of).fold(f32::NEG_INFINITY, f32::max).ceil();
    let (left, top, right, bottom) = (least(|p| p.x), least(|p| p.y), most(|p| p.x), most(|p| p.y));
    let (width, height) = ((right - left) as usize, (bottom - top) as usize);
    (width > 0 && height > 0).then_some((left as i32, top as i32, width + 1, height + 1))
}

fn collect(rasterizer: &Rasterizer, left: i32, top: i32, width: usize) -> Stain {
    let mut coverage = vec![0.0; width * rasterizer.dimensions().1];
    rasterizer.for_each_pixel(|index, alpha| coverage[index] = alpha);
    Stain { left, top, width, coverage }
}
