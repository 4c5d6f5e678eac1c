//! The document catalogue, with the attachment and the output intent of a PDF/A-3 where there is one.

use pdf_writer::types::{AssociationKind, OutputIntentSubtype, PageMode};
use pdf_writer::{Date, Filter, Finish, Name, Pdf, Ref, Str, TextStr};

use super::{Attachment, Numbers};

/// sRGB, from <https://github.com/saucecontrol/Compact-ICC-Profiles> (CC0).
static SRGB: &[u8] = include_bytes!("../../../icc/sRGB-v2-magic.icc");

/// Writes the catalogue and what it alone refers to.
pub fn catalog(
    pdf: &mut Pdf,
    numbers: &mut Numbers,
    (catalog, tree): (Ref, Ref),
    made: Date,
    attachment: Option<&Attachment<'_>>,
) {
    let Some(attachment) = attachment else {
        pdf.catalog(catalog).pages(tree).lang(TextStr("fr-FR"));
        return;
    };
    let (metadata, profile, spec, file) = (numbers.next(), numbers.next(), numbers.next(), numbers.next());
    // PDF/A wants the packet readable without a filter (ISO 19005-3, 6.6.2).
    pdf.metadata(metadata, attachment.xmp.as_bytes());
    let squeezed = miniz_oxide::deflate::compress_to_vec_zlib(SRGB, 6);
    pdf.icc_profile(profile, &squeezed).n(3).range([0.0, 1.0, 0.0, 1.0, 0.0, 1.0]).filter(Filter::FlateDecode);

    let squeezed = miniz_oxide::deflate::compress_to_vec_zlib(attachment.bytes, 6);
    let mut embedded = pdf.embedded_file(file, &squeezed);
    embedded.filter(Filter::FlateDecode);
    embedded.subtype(Name(b"text/xml"));
    embedded.params().size(attachment.bytes.len() as i32).modification_date(made);
    embedded.finish();
    let mut described = pdf.file_spec(spec);
    described.path(Str(attachment.name.as_bytes())).unic_file(TextStr(attachment.name));
    described.description(TextStr(attachment.description)).embedded_file_with_unicode(file);
    described.association_kind(AssociationKind::Alternative);
    described.finish();

    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr("fr-FR")).metadata(metadata).page_mode(PageMode::UseAttachments);
    root.names().embedded_files().names().insert(Str(attachment.name.as_bytes()), spec);
    root.insert(Name(b"AF")).array().item(spec);
    let mut intents = root.output_intents();
    let mut intent = intents.push();
    intent.subtype(OutputIntentSubtype::PDFA).output_condition_identifier(TextStr("sRGB"));
    intent.info(TextStr("sRGB IEC61966-2.1")).dest_output_profile(profile);
}
