//! Pages as a PDF file, byte for byte the same each time: embedded typefaces, text that can be searched, and, for an
//! archive, what PDF/A-3 asks for (ISO 19005-3) with an attached file.
//!
//! Only the typefaces that a document uses are embedded. Knows nothing of what is printed.

mod attach;
mod content;
mod fonts;

use pdf_writer::{Content, Date, Finish, Name, Pdf, Rect, Ref, TextStr};

use super::typeface::Face;
use super::{HEIGHT, Page, WIDTH};

/// What stands around the pages.
pub struct Head<'a> {
    /// Title of the document.
    pub title: &'a str,
    /// Who issued it.
    pub author: &'a str,
    /// The program that claims to have made it.
    pub creator: &'a str,
    /// The day it says it was made, at eight in the morning.
    pub day: jiff::civil::Date,
    /// Sixteen bytes that tell this file from others.
    pub id: [u8; 16],
}

/// A file carried inside a PDF/A-3.
pub struct Attachment<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is, for people.
    pub description: &'a str,
    /// The whole XMP packet that declares it.
    pub xmp: String,
    /// Its bytes: XML.
    pub bytes: &'a [u8],
}

/// A grey picture that fills a page.
pub struct Picture {
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
    /// Baseline JPEG of one component.
    pub jpeg: Vec<u8>,
}

/// Numbers objects in the order in which they are asked for.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// Writes the pages; with an attachment, as PDF/A-3B.
pub fn write(head: &Head<'_>, pages: &[Page], attachment: Option<&Attachment<'_>>) -> Vec<u8> {
    let mut pdf = Pdf::with_capacity(96 * 1024);
    let mut numbers = Numbers(0);
    let (catalog, tree) = (numbers.next(), numbers.next());
    let faces = fonts::write(&mut pdf, &mut numbers, pages);
    let leaves: Vec<Ref> = pages.iter().map(|_| numbers.next()).collect();
    for (marks, &leaf) in pages.iter().zip(&leaves) {
        let stream = numbers.next();
        let drawn = miniz_oxide::deflate::compress_to_vec_zlib(&content::draw(marks), 6);
        pdf.stream(stream, &drawn).filter(pdf_writer::Filter::FlateDecode);
        let mut page = pdf.page(leaf);
        page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(stream);
        let mut resources = page.resources();
        let mut fonts = resources.fonts();
        for (index, font) in faces.iter().enumerate() {
            if let Some(font) = font {
                fonts.pair(Name(face_name(index).as_bytes()), font);
            }
        }
    }
    finish(pdf, numbers, head, (catalog, tree, leaves), attachment)
}

/// Writes pictures of pages: no text can be found in them.
pub fn write_pictures(head: &Head<'_>, pictures: &[Picture]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let mut numbers = Numbers(0);
    let (catalog, tree) = (numbers.next(), numbers.next());
    let leaves: Vec<Ref> = pictures.iter().map(|_| numbers.next()).collect();
    for (picture, &leaf) in pictures.iter().zip(&leaves) {
        let (image, stream) = (numbers.next(), numbers.next());
        let mut xobject = pdf.image_xobject(image, &picture.jpeg);
        xobject.filter(pdf_writer::Filter::DctDecode);
        xobject.width(i32::from(picture.width)).height(i32::from(picture.height)).bits_per_component(8);
        xobject.color_space().device_gray();
        xobject.finish();
        let mut content = Content::new();
        content.transform([WIDTH, 0.0, 0.0, HEIGHT, 0.0, 0.0]).x_object(Name(b"Scan"));
        pdf.stream(stream, &content.finish());
        let mut page = pdf.page(leaf);
        page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(stream);
        page.resources().x_objects().pair(Name(b"Scan"), image);
    }
    finish(pdf, numbers, head, (catalog, tree, leaves), None)
}

fn finish(
    mut pdf: Pdf,
    mut numbers: Numbers,
    head: &Head<'_>,
    (catalog, tree, leaves): (Ref, Ref, Vec<Ref>),
    attachment: Option<&Attachment<'_>>,
) -> Vec<u8> {
    pdf.set_version(1, 7);
    pdf.set_file_id((head.id.to_vec(), head.id.to_vec()));
    pdf.pages(tree).count(leaves.len() as i32).kids(leaves);
    let info = numbers.next();
    let made = Date::new(head.day.year() as u16)
        .month(head.day.month() as u8)
        .day(head.day.day() as u8)
        .hour(8)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    let mut about = pdf.document_info(info);
    about.title(TextStr(head.title)).author(TextStr(head.author)).creator(TextStr(head.creator));
    about.producer(TextStr(PRODUCER)).creation_date(made).modified_date(made);
    about.finish();
    attach::catalog(&mut pdf, &mut numbers, (catalog, tree), made, attachment);
    pdf.finish()
}

/// What the information dictionary and the XMP packet both name as the producer.
pub const PRODUCER: &str = "coffreo-samples";

fn face_name(index: usize) -> String {
    debug_assert!(index < Face::COUNT);
    format!("F{index}")
}
