//! The typefaces that a document uses, embedded as simple TrueType fonts (ISO 32000-1, 9.6.3) with a ToUnicode map.

use std::sync::LazyLock;

use pdf_writer::types::{FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};

use super::{Numbers, content};
use crate::page::Page;
use crate::page::typeface::{Face, Typeface, character};

/// The codes that are declared, both included.
const CODES: std::ops::RangeInclusive<u8> = 32..=255;

/// Writes them and answers each one's object, by [`Face::index`].
pub fn write(pdf: &mut Pdf, numbers: &mut Numbers, pages: &[Page]) -> [Option<Ref>; Face::COUNT] {
    let mut written = [None; Face::COUNT];
    for (index, _) in content::used(pages).iter().enumerate().filter(|(_, used)| **used) {
        written[index] = Some(one(pdf, numbers, index));
    }
    written
}

fn one(pdf: &mut Pdf, numbers: &mut Numbers, index: usize) -> Ref {
    let face = Face::data(index);
    let (font, descriptor, file, unicode) = (numbers.next(), numbers.next(), numbers.next(), numbers.next());
    // A subset's name carries six capitals (ISO 32000-1, 9.6.4).
    let name = format!("CFS{}AA+{}", char::from(b'A' + index as u8), face.name);

    let mut dict = pdf.indirect(font).dict();
    dict.pair(Name(b"Type"), Name(b"Font")).pair(Name(b"Subtype"), Name(b"TrueType"));
    dict.pair(Name(b"BaseFont"), Name(name.as_bytes())).pair(Name(b"Encoding"), Name(b"WinAnsiEncoding"));
    dict.pair(Name(b"FirstChar"), i32::from(*CODES.start())).pair(Name(b"LastChar"), i32::from(*CODES.end()));
    dict.insert(Name(b"Widths")).array().items(CODES.map(|code| face.widths[usize::from(code)].round()));
    dict.pair(Name(b"FontDescriptor"), descriptor).pair(Name(b"ToUnicode"), unicode);
    dict.finish();

    describe(pdf, face, &name, descriptor, file);
    let mut stream = pdf.stream(file, &face.deflated);
    stream.filter(Filter::FlateDecode).pair(Name(b"Length1"), face.file.len() as i32);
    stream.finish();
    pdf.stream(unicode, &TO_UNICODE).filter(Filter::FlateDecode);
    font
}

fn describe(pdf: &mut Pdf, face: &Typeface, name: &str, descriptor: Ref, file: Ref) {
    let [left, bottom, right, top] = face.bounds.map(f32::round);
    let mut flags = FontFlags::NON_SYMBOLIC;
    flags.set(FontFlags::ITALIC, face.slant != 0.0);
    flags.set(FontFlags::SERIF, face.name.starts_with("Gelasio"));
    pdf.font_descriptor(descriptor)
        .name(Name(name.as_bytes()))
        .flags(flags)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(face.slant)
        .ascent(face.ascent.round())
        .descent(face.descent.round())
        .cap_height(face.cap_height.round())
        .stem_v(if face.name.ends_with("Bold") { 138.0 } else { 88.0 })
        .font_file2(file);
}

/// The same for all, deflated.
static TO_UNICODE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let info = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"UCS"), supplement: 0 };
    let mut map = UnicodeCmap::<u8>::new(Name(b"WinAnsi"), info);
    for code in CODES {
        if let Some(c) = character(code) {
            map.pair(code, c);
        }
    }
    miniz_oxide::deflate::compress_to_vec_zlib(&map.finish(), 6)
});
