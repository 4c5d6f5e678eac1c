//! The bundled typefaces and the one-byte encoding (WinAnsi, ISO 32000-1 annex D) in which all of French can be written.
//!
//! The files in `fonts/` hold the WinAnsi characters only, without hinting or layout tables: see `fonts/README.md`.

use std::sync::LazyLock;

/// Who drew it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Looks like what office software prints by default.
    Arimo,
    /// A book face with serifs.
    Gelasio,
    /// A screen-era sans serif.
    Inter,
}

/// One typeface of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Upright.
    Regular(Family),
    /// Bold.
    Bold(Family),
    /// Italic.
    Italic(Family),
}

/// What a page needs to know of a typeface.
pub struct Typeface {
    /// PostScript name.
    pub name: &'static str,
    /// The TrueType file.
    pub file: &'static [u8],
    /// The same, deflated once a process.
    pub deflated: Vec<u8>,
    /// Advance widths of the 256 codes, in 1/1000 em.
    pub widths: [f32; 256],
    /// Above the base line, 1/1000 em.
    pub ascent: f32,
    /// Below the base line, negative, 1/1000 em.
    pub descent: f32,
    /// Height of capitals, 1/1000 em.
    pub cap_height: f32,
    /// Slant in degrees, negative to the right.
    pub slant: f32,
    /// Smallest box around all glyphs, 1/1000 em: left, bottom, right, top.
    pub bounds: [f32; 4],
    /// The parsed file.
    pub parsed: ttf_parser::Face<'static>,
}

impl Face {
    /// How many there are.
    pub const COUNT: usize = 9;

    /// Its place among all, below [`Face::COUNT`].
    pub fn index(self) -> usize {
        let (family, weight) = match self {
            Self::Regular(family) => (family, 0),
            Self::Bold(family) => (family, 1),
            Self::Italic(family) => (family, 2),
        };
        family as usize * 3 + weight
    }

    /// The typeface by its place.
    pub fn data(index: usize) -> &'static Typeface {
        &TYPEFACES[index]
    }

    /// The width of a text in points.
    pub fn width(self, text: &str, size: f32) -> f32 {
        let widths = &Self::data(self.index()).widths;
        text.chars().map(|c| widths[usize::from(code(c))]).sum::<f32>() * size / 1000.0
    }
}

/// The code of a character; what WinAnsi lacks is a question mark.
pub fn code(c: char) -> u8 {
    match c {
        ' '..='~' | '\u{a0}'..='ÿ' => c as u8,
        '\u{202f}' => 0xa0,
        '\u{2011}' => b'-',
        '€' => 0x80,
        '…' => 0x85,
        'Œ' => 0x8c,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        '™' => 0x99,
        'œ' => 0x9c,
        _ => b'?',
    }
}

/// The character of a code, where it has one.
pub fn character(code: u8) -> Option<char> {
    Some(match code {
        0x20..=0x7e | 0xa0..=0xff => char::from(code),
        0x80 => '€',
        0x85 => '…',
        0x8c => 'Œ',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x95 => '•',
        0x96 => '–',
        0x97 => '—',
        0x99 => '™',
        0x9c => 'œ',
        _ => return None,
    })
}

static TYPEFACES: LazyLock<[Typeface; Face::COUNT]> = LazyLock::new(|| {
    [
        load("Arimo-Regular", include_bytes!("../../fonts/arimo/arimo-regular.ttf")),
        load("Arimo-Bold", include_bytes!("../../fonts/arimo/arimo-bold.ttf")),
        load("Arimo-Italic", include_bytes!("../../fonts/arimo/arimo-italic.ttf")),
        load("Gelasio-Regular", include_bytes!("../../fonts/gelasio/gelasio-regular.ttf")),
        load("Gelasio-Bold", include_bytes!("../../fonts/gelasio/gelasio-bold.ttf")),
        load("Gelasio-Italic", include_bytes!("../../fonts/gelasio/gelasio-italic.ttf")),
        load("Inter-Regular", include_bytes!("../../fonts/inter/inter-regular.ttf")),
        load("Inter-Bold", include_bytes!("../../fonts/inter/inter-bold.ttf")),
        load("Inter-Italic", include_bytes!("../../fonts/inter/inter-italic.ttf")),
    ]
});

fn load(name: &'static str, file: &'static [u8]) -> Typeface {
    let parsed = ttf_parser::Face::parse(file, 0).expect("a bundled typeface is whole");
    let scale = 1000.0 / f32::from(parsed.units_per_em());
    let width = |code: u8| {
        let glyph = character(code).and_then(|c| parsed.glyph_index(c)).unwrap_or_default();
        f32::from(parsed.glyph_hor_advance(glyph).unwrap_or(0)) * scale
    };
    let bounds = parsed.global_bounding_box();
    Typeface {
        name,
        file,
        deflated: miniz_oxide::deflate::compress_to_vec_zlib(file, 6),
        widths: std::array::from_fn(|code| width(code as u8)),
        ascent: f32::from(parsed.ascender()) * scale,
        descent: f32::from(parsed.descender()) * scale,
        cap_height: f32::from(parsed.capital_height().unwrap_or(1400)) * scale,
        slant: parsed.italic_angle(),
        bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|edge| f32::from(edge) * scale),
        parsed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_french_can_be_written() {
        for c in "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ€«»’–…°²".chars().filter(|&c| c != 'Ÿ')
        {
            assert_eq!(character(code(c)), Some(c));
            for index in 0..Face::COUNT {
                assert!(Face::data(index).parsed.glyph_index(c).is_some(), "{c} in {}", Face::data(index).name);
            }
        }
    }
}
