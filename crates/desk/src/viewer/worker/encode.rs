//! Encodes a page's pixels as PNG, as cheaply as the web view can take them without a penalty. It must lose nothing.
//!
//! A printed page has few colours: one pass turns its pixels into places in a palette, skipping over paper, and a
//! deflate made for speed does the rest. A page with more colours than a palette holds is encoded as it is.

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};

/// What a palette of one byte a pixel holds.
const COLOURS: usize = 256;
/// Places of the table in which a colour is looked up: a power of two, four times as many as there are colours.
const PLACES: usize = 1024;
/// Pixels that are compared at once.
const STRIDE: usize = 8;

/// The pixels' buffers, kept from page to page.
#[derive(Default)]
pub struct Squeezed {
    bytes: Vec<u8>,
}

impl Squeezed {
    /// Leaves the PNG of the pixels (red, green, blue, and a byte of no meaning) in `out`.
    pub fn encode(&mut self, pixels: &[u8], width: u32, height: u32, out: &mut Vec<u8>) -> Result<(), EncodingError> {
        out.clear();
        let mut encoder = Encoder::new(out, width, height);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::Fastest);
        match self.index(pixels) {
            Some(palette) if palette.iter().all(|[red, green, blue]| red == green && green == blue) => {
                for byte in &mut self.bytes {
                    *byte = palette.get(usize::from(*byte)).map_or(0, |[grey, ..]| *grey);
                }
                encoder.set_color(ColorType::Grayscale);
                encoder.set_filter(Filter::Up);
            }
            Some(palette) => {
                encoder.set_color(ColorType::Indexed);
                encoder.set_palette(palette.into_flattened());
                encoder.set_filter(Filter::NoFilter); // the paper comes first, so that it is a run of zeros
            }
            None => {
                self.bytes.clear();
                self.bytes.extend(pixels.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]));
                encoder.set_color(ColorType::Rgb);
                encoder.set_filter(Filter::Up);
            }
        }
        encoder.write_header()?.write_image_data(&self.bytes)
    }

    /// Fills the bytes with each pixel's place in the palette, in order of appearance; none when there are too many
    /// colours.
    fn index(&mut self, pixels: &[u8]) -> Option<Vec<[u8; 3]>> {
        self.bytes.resize(pixels.len() / 4, 0);
        let mut palette = Palette::default();
        let (mut last, mut run, mut place) = ([0; 4], [0; 4 * STRIDE], None);
        let blocks = pixels.chunks(4 * STRIDE).zip(self.bytes.chunks_mut(STRIDE));
        for (block, places) in blocks {
            if let Some(place) = place
                && block == run
            {
                places.fill(place);
                continue;
            }
            for (pixel, to) in block.chunks_exact(4).zip(places) {
                if place.is_none() || pixel != last {
                    last.copy_from_slice(pixel);
                    place = Some(palette.place([pixel[0], pixel[1], pixel[2]])?);
                }
                *to = place?;
            }
            run.chunks_exact_mut(4).for_each(|pixel| pixel.copy_from_slice(&last));
        }
        Some(palette.colours)
    }
}

/// Colours in order of appearance, found by a table with open addressing.
struct Palette {
    colours: Vec<[u8; 3]>,
    /// One more than the place of a colour; 0 is free.
    table: [u16; PLACES],
}

impl Default for Palette {
    fn default() -> Self {
        Self { colours: Vec::with_capacity(COLOURS), table: [0; PLACES] }
    }
}

impl Palette {
    fn place(&mut self, colour: [u8; 3]) -> Option<u8> {
        let [red, green, blue] = colour.map(u32::from);
        let mixed = (red << 16 | green << 8 | blue).wrapping_mul(0x9e37_79b1);
        let mut at = (mixed >> 22) as usize % PLACES;
        loop {
            match self.table[at] {
                0 if self.colours.len() == COLOURS => return None,
                0 => {
                    self.colours.push(colour);
                    self.table[at] = self.colours.len() as u16;
                    return u8::try_from(self.colours.len() - 1).ok();
                }
                known if self.colours[usize::from(known) - 1] == colour => return u8::try_from(known - 1).ok(),
                _ => at = (at + 1) % PLACES,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn there_and_back(pixels: &[[u8; 3]], width: u32) -> ColorType {
        let height = pixels.len() as u32 / width;
        let raw: Vec<u8> = pixels.iter().flat_map(|[r, g, b]| [*r, *g, *b, 255]).collect();
        let mut out = Vec::new();
        Squeezed::default().encode(&raw, width, height, &mut out).unwrap();
        let mut decoder = png::Decoder::new(Cursor::new(&out));
        let colour = decoder.read_header_info().unwrap().color_type;
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut read = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut read).unwrap();
        let expected: Vec<u8> = match colour {
            ColorType::Grayscale => pixels.iter().map(|[grey, ..]| *grey).collect(),
            _ => pixels.as_flattened().to_vec(),
        };
        assert!(read == expected, "{colour:?} loses something");
        colour
    }

    #[test]
    fn nothing_is_lost_however_many_colours_there_are() {
        let paper = [[255; 3]; 40];
        assert_eq!(there_and_back(&[paper, [[0; 3]; 40]].concat(), 20), ColorType::Grayscale);
        assert_eq!(there_and_back(&[paper, [[200, 0, 7]; 40]].concat(), 20), ColorType::Indexed);
        let grey: Vec<[u8; 3]> = (0..=255).map(|grey| [grey; 3]).collect();
        assert_eq!(there_and_back(&grey, 16), ColorType::Grayscale);
        let many: Vec<[u8; 3]> = (0..=256_u32).map(|n| [n as u8, (n >> 4) as u8, (n >> 8) as u8]).collect();
        assert_eq!(there_and_back(&many[..256], 16), ColorType::Indexed);
        assert_eq!(there_and_back(&many, 257), ColorType::Rgb);
    }

    #[test]
    fn a_width_that_is_no_multiple_of_anything_comes_out_right() {
        let pixels: Vec<[u8; 3]> =
            (0..13 * 7_u32).map(|n| if n % 11 < 7 { [255; 3] } else { [n as u8, 3, 4] }).collect();
        there_and_back(&pixels, 13);
    }
}
