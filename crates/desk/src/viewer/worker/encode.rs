//! Encodes a page's pixels as PNG, as cheaply as the web view can take them without a penalty. It must lose nothing.
//!
//! Paper is a run of equal pixels, which the filter turns into zeros and a deflate made for speed skips. Storing the
//! pixels uncompressed costs more: they are all checked and copied, through the pipe and the scheme too.

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};

/// The bytes to be encoded, kept from page to page.
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
        encoder.set_filter(Filter::Sub);
        let grey = pixels.chunks_exact(4).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
        if grey {
            encoder.set_color(ColorType::Grayscale);
            self.bytes.resize(pixels.len() / 4, 0);
            self.bytes.iter_mut().zip(pixels.chunks_exact(4)).for_each(|(to, pixel)| *to = pixel[0]);
        } else {
            encoder.set_color(ColorType::Rgb);
            self.bytes.resize(pixels.len() / 4 * 3, 0);
            let bytes = self.bytes.chunks_exact_mut(3).zip(pixels.chunks_exact(4));
            bytes.for_each(|(to, pixel)| to.copy_from_slice(&pixel[..3]));
        }
        encoder.write_header()?.write_image_data(&self.bytes)
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
        let mut reader = png::Decoder::new(Cursor::new(&out)).read_info().unwrap();
        let mut read = vec![0; reader.output_buffer_size().unwrap()];
        let colour = reader.next_frame(&mut read).unwrap().color_type;
        let expected: Vec<u8> = match colour {
            ColorType::Grayscale => pixels.iter().map(|[grey, ..]| *grey).collect(),
            _ => pixels.as_flattened().to_vec(),
        };
        assert!(read == expected, "{colour:?} loses something");
        colour
    }

    #[test]
    fn nothing_is_lost_and_a_grey_page_takes_a_third() {
        let grey: Vec<[u8; 3]> = (0..=255).map(|grey| [grey; 3]).collect();
        assert_eq!(there_and_back(&grey, 16), ColorType::Grayscale);
        let many: Vec<[u8; 3]> = (0..13 * 20_u32).map(|n| [n as u8, (n >> 4) as u8, (n >> 8) as u8]).collect();
        assert_eq!(there_and_back(&many, 13), ColorType::Rgb);
    }
}
