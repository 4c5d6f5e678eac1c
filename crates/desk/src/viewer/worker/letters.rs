//! The characters of a page with their places, for selecting and finding. It must not group or judge them: that is done
//! where it can be tested without PDFium.

use pdfium_render::prelude::{PdfPage, PdfPoints, PdfRect, PdfRenderConfig};

use super::render::side;
use crate::viewer::frame::Refusal;

/// Characters of one page; what follows can be neither selected nor found.
const MOST: usize = 100_000;
/// Places are asked for in whole pixels: so many to a point.
const PIXELS: f32 = 16.0;

/// Appends each character with the box it stands in, as the page is shown. A character without a box (a line's end that
/// PDFium made up) has an empty one.
pub fn write(page: &PdfPage<'_>, payload: &mut Vec<u8>) -> Result<(), Refusal> {
    let (width, height) = side(page.width().value).zip(side(page.height().value)).ok_or(Refusal::Unreadable)?;
    let pixels = |points: f32| (points * PIXELS).round().clamp(1.0, 1_000_000.0);
    let (wide, high) = (pixels(width), pixels(height));
    let config = PdfRenderConfig::new().set_fixed_size(wide as i32, high as i32);
    let place = |x: PdfPoints, y: PdfPoints| {
        let (x, y) = page.points_to_pixels(x, y, &config).ok()?;
        Some((x as f32 / wide * width, y as f32 / high * height))
    };
    let shown = |rect: PdfRect| {
        let (one, other) = (place(rect.left(), rect.top())?, place(rect.right(), rect.bottom())?);
        Some([one.0.min(other.0), one.1.min(other.1), one.0.max(other.0), one.1.max(other.1)])
    };
    let text = page.text().map_err(|_| Refusal::Unreadable)?;
    for letter in text.chars().iter().take(MOST) {
        let Some(character) = letter.unicode_char() else { continue };
        let sides = letter.loose_bounds().ok().and_then(shown).unwrap_or([0.0; 4]);
        payload.extend_from_slice(&u32::from(character).to_le_bytes());
        sides.iter().for_each(|side| payload.extend_from_slice(&side.to_le_bytes()));
    }
    Ok(())
}
