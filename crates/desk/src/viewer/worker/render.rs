//! Draws one page and encodes it. It must not allocate from a size that was not checked.

use std::time::{Duration, Instant};

use pdfium_render::prelude::{PdfBitmap, PdfBitmapFormat, PdfPage, PdfRenderConfig};

use super::encode::Squeezed;
use crate::viewer::frame::{Answer, Refusal};

/// In points; stands in for a page whose size PDFium cannot tell.
pub const A4: (f32, f32) = (595.0, 842.0);
/// Longest side of a picture, in pixels: more than any screen shows.
const LONGEST_SIDE: f64 = 16_383.0;

/// The pixels of one page, kept from page to page so that they are paged in once.
#[derive(Default)]
pub struct Canvas {
    pixels: Vec<u8>,
    squeezed: Squeezed,
}

impl Canvas {
    /// Draws the page and leaves its PNG in `encoded`. The time is told from `start`, when the page began to be read.
    pub fn draw(
        &mut self,
        page: &PdfPage<'_>,
        start: Instant,
        scale_milli: u32,
        most_pixels: u32,
        encoded: &mut Vec<u8>,
    ) -> Result<Answer, Refusal> {
        let points = side(page.width().value).zip(side(page.height().value)).ok_or(Refusal::Unreadable)?;
        let (width, height) = pixels(points, scale_milli, most_pixels).ok_or(Refusal::TooLarge)?;
        self.pixels.resize(width as usize * height as usize * 4, 255);
        let config = PdfRenderConfig::new().set_fixed_size(width as i32, height as i32).set_reverse_byte_order(true);
        PdfBitmap::from_bytes(width as i32, height as i32, PdfBitmapFormat::BGRx, &mut self.pixels)
            .and_then(|mut bitmap| page.render_into_bitmap_with_config(&mut bitmap, &config))
            .map_err(|_| Refusal::Unreadable)?;
        let rendered = Instant::now();
        self.squeezed.encode(&self.pixels, width, height, encoded).map_err(|_| Refusal::TooLarge)?;
        let (render_micros, encode_micros) = (micros(rendered - start), micros(rendered.elapsed()));
        Ok(Answer::Rendered { width, height, render_micros, encode_micros })
    }
}

/// A side in points that can be worked with.
pub fn side(points: f32) -> Option<f32> {
    (points.is_finite() && points > 0.0).then_some(points)
}

fn pixels((width, height): (f32, f32), scale_milli: u32, most_pixels: u32) -> Option<(u32, u32)> {
    let scaled = |points: f32| (f64::from(points) * f64::from(scale_milli) / 1000.0).round().max(1.0);
    let (width, height) = (scaled(width), scaled(height));
    let fits = width <= LONGEST_SIDE && height <= LONGEST_SIDE && width * height <= f64::from(most_pixels);
    fits.then_some((width as u32, height as u32))
}

fn micros(duration: Duration) -> u32 {
    u32::try_from(duration.as_micros()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_and_bounded() {
        assert_eq!(pixels(A4, 2000, 40_000_000), Some((1190, 1684)));
        assert_eq!(pixels((0.1, 0.1), 1000, 40_000_000), Some((1, 1)));
        assert_eq!(pixels((20_000.0, 1.0), 1000, 40_000_000), None);
        assert_eq!(pixels((10_000.0, 10_000.0), 1000, 40_000_000), None);
        assert_eq!(side(f32::NAN).or(side(0.0)).or(side(f32::INFINITY)), None);
    }
}
