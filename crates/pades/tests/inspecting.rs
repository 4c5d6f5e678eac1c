//! The gate: honest documents pass, everything that acts, hides or breaks is refused by name and in bounded time.
#![allow(clippy::unwrap_used)] // helpers too

mod support;

use coffreo_pades::{Inspection, PdfError, PdfRefused, inspect};
use support::{Objects, contract, deflate, invoice, update};

fn catalog(extra: &str) -> Objects {
    contract().set(1, &format!("<</Type/Catalog/Pages 2 0 R{extra}>>"))
}

fn both(objects: &Objects) -> PdfRefused {
    let refused = inspect(&objects.classic()).unwrap_err();
    assert_eq!(inspect(&objects.packed()).unwrap_err().code(), refused.code());
    refused
}

#[test]
fn honest_documents_pass() {
    let plain = Inspection { pages: 2, signatures: 0, xml_attachments: 0 };
    for objects in [
        contract(),
        catalog("/OpenAction[3 0 R/XYZ null null 0]"),
        catalog("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>"),
        contract().set(20, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org)>>>>"),
    ] {
        assert_eq!(inspect(&objects.classic()), Ok(plain.clone()));
        assert_eq!(inspect(&objects.packed()), Ok(plain.clone()));
    }
}

#[test]
fn a_factur_x_invoice_passes() {
    let expected = Ok(Inspection { pages: 2, signatures: 0, xml_attachments: 1 });
    assert_eq!(inspect(&invoice().classic()), expected);
    assert_eq!(inspect(&invoice().packed()), expected);
}

#[test]
fn a_sealed_document_passes_and_counts_its_signatures() {
    let (key, _) = support::key();
    let twice = support::sealed(&key, &support::sealed(&key, &invoice().packed()));
    assert_eq!(inspect(&twice), Ok(Inspection { pages: 2, signatures: 2, xml_attachments: 1 }));
}

#[test]
fn what_acts_or_hides_is_refused_by_name() {
    let annotation = |body: &str| contract().set(20, &format!("<</Type/Annot{body}>>"));
    let refusals = [
        (catalog("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), "automatic_action"),
        (catalog("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/Launch>>>>"), "automatic_action"),
        (catalog("/Names<</JavaScript<</Names[(a)20 0 R]>>>>"), "script"),
        (annotation("/A<</S/Java#53cript/J#53(x)>>"), "script"),
        (annotation("/A<</S/Launch/F(cmd.exe)>>"), "external_action"),
        (annotation("/A<</S/GoToR/F(\\\\\\\\host\\\\share)>>"), "external_action"),
        (annotation("/A<</S/SubmitForm/F(http://host)>>"), "external_action"),
        (annotation("/A 21 0 R").set(21, "<</S 22 0 R>>").set(22, "/ImportData"), "external_action"),
        (annotation("/AA<</E<</S/GoTo>>>>"), "automatic_action"),
        (annotation("/Subtype/RichMedia"), "media"),
        (annotation("/Subtype/FileAttachment"), "embedded_file"),
        (catalog("/Collection<<>>"), "embedded_file"),
        (catalog("/AcroForm<</Fields[]/XFA[(x)20 0 R]>>"), "xfa"),
        (catalog("/AcroForm<</Fields[20 0 R]>>").set(20, "<</FT/Tx/T(a)>>"), "form_field"),
        (
            catalog("/AcroForm<</Fields[20 0 R]>>").set(20, "<</T(a)/Kids[21 0 R]>>").set(21, "<</FT/Btn>>"),
            "form_field",
        ),
        (annotation("/Subtype/Widget/FT/Ch"), "form_field"),
    ];
    for (objects, code) in refusals {
        assert_eq!(both(&objects).code(), code, "{:?}", objects.0.last());
    }
}

#[test]
fn an_embedded_file_must_be_xml_whatever_it_says() {
    let embedded = |dict: &str, data: &[u8]| invoice().stream(9, dict, data);
    let xml = "/Type/EmbeddedFile/Subtype/text#2Fxml";
    for objects in [
        embedded(xml, b"MZ\x90\0\x03"),
        embedded(xml, b"<?xml version='1.0'?>\0MZ"),
        embedded(xml, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
        embedded(xml, b"<html><script/></html>"),
        embedded("/Type/EmbeddedFile/Subtype/application#2Fx-msdownload", b"<a/>"),
        embedded("/Filter/LZWDecode", b"<a/>"),
        embedded("", b"#!/bin/sh"),
        invoice().set(9, "<<>>"),
    ] {
        assert_eq!(both(&objects), PdfRefused::EmbeddedFile);
    }
}

#[test]
fn an_encrypted_document_is_refused() {
    let pdf = update(&contract().classic(), &Objects(Vec::new()), "/Encrypt<</Filter/Standard/V 5>>");
    assert_eq!(inspect(&pdf), Err(PdfRefused::Encrypted));
}

#[test]
fn damage_is_refused_and_never_repaired() {
    let pdf = contract().classic();
    for len in 0..pdf.len() - 1 {
        assert!(matches!(inspect(&pdf[..len]), Err(PdfRefused::Damaged(_))), "{len}");
    }
    assert!(matches!(inspect(&[b"\n", pdf.as_slice()].concat()), Err(PdfRefused::Damaged(_))));
    assert!(matches!(inspect(b"<html>Sign in to the proxy</html>"), Err(PdfRefused::Damaged(_))));
    for objects in [
        contract().set(3, "<</Type/Page/Type/Page>>"),
        contract().set(3, "<</Type/Page"),
        contract().set(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1]>>").set(4, "<</Kids[3 0 R]>>"),
        contract().set(2, "<</Type/Pages/Kids[]/MediaBox[0 0 9 9]>>"),
        contract().set(2, "<</Type/Pages/Kids[2 0 R]/MediaBox[0 0 9 9]>>"),
        contract().set(2, "<</Type/Pages/Kids[3 0 R 3 0 R]/MediaBox[0 0 9 9]>>"),
        contract().set(6, "<</Length 99>>\nstream\nshort\nendstream"),
        contract().set(6, "<</Length 6 0 R>>\nstream\nshort\nendstream"),
    ] {
        let refused = inspect(&objects.classic());
        assert!(matches!(refused, Err(PdfRefused::Damaged(_))), "{refused:?}");
    }
}

#[test]
fn cross_references_in_a_circle_are_refused() {
    let pdf = contract().classic();
    let at = support::last_section(&pdf);
    let text = String::from_utf8_lossy(&pdf).into_owned();
    assert_eq!(text.len() - pdf.len(), 8); // the header's four high bytes
    let own = [&pdf[..at], format!("xref\n0 0\ntrailer\n<</Root 1 0 R/Prev {at}>>\nstartxref\n{at}\n%%EOF").as_bytes()]
        .concat();
    assert!(matches!(inspect(&own), Err(PdfRefused::Damaged(PdfError::Damaged { .. }))));
}

#[test]
fn a_long_chain_of_revisions_is_refused() {
    let mut pdf = contract().classic();
    for _ in 0..600 {
        pdf = update(&pdf, &Objects(Vec::new()), "");
    }
    assert_eq!(inspect(&pdf), Err(PdfRefused::TooComplex(PdfError::TooComplex("revisions"))));
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("<</A ", ">>")] {
        let deep = contract().set(20, &format!("{}0{}", open.repeat(100_000), close.repeat(100_000)));
        assert_eq!(both(&deep), PdfRefused::TooComplex(PdfError::TooComplex("nesting")));
    }
}

#[test]
fn a_bomb_in_an_object_stream_is_refused() {
    let zeros = deflate(&vec![b' '; 80 << 20]);
    let bomb = contract().stream(20, "/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &zeros);
    let mut pdf = bomb.classic();
    assert!(inspect(&pdf).is_ok(), "nobody looks inside until an object is said to be there");
    let stream = "/Type/XRef/Size 22/W[1 2 1]/Index[21 1]";
    let at = pdf.len();
    let prev = support::last_section(&pdf);
    let section = format!("22 0 obj\n<<{stream}/Root 1 0 R/Prev {prev}/Length 4>>\nstream\n");
    pdf.extend_from_slice(section.as_bytes());
    pdf.extend_from_slice(&[2, 0, 20, 0]);
    pdf.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF").as_bytes());
    assert_eq!(inspect(&pdf), Err(PdfRefused::TooComplex(PdfError::TooComplex("decoded size"))));
}

#[test]
fn objects_inside_each_other_do_not_take_quadratic_time() {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let count = 20_000;
    let mut table = format!("xref\n0 1\n0000000000 65535 f\r\n10 {count}\n");
    for number in 10..10 + count {
        table.push_str(&format!("{:010} 00000 n\r\n", pdf.len()));
        pdf.extend_from_slice(format!("{number} 0 obj\n(").as_bytes());
    }
    pdf.extend_from_slice(")endobj ".repeat(count).as_bytes());
    let rest = contract().classic();
    let tail = String::from_utf8_lossy(&rest[15..]).into_owned();
    let body = tail.split("xref\n").next().unwrap();
    let base = pdf.len();
    pdf.extend_from_slice(body.as_bytes());
    let at = pdf.len();
    for number in 1..=7 {
        let place = base + body.find(&format!("{number} 0 obj")).unwrap();
        table.push_str(&format!("{number} 1\n{place:010} 00000 n\r\n"));
    }
    pdf.extend_from_slice(format!("{table}trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n{at}\n%%EOF").as_bytes());
    assert_eq!(inspect(&pdf), Err(PdfRefused::TooComplex(PdfError::TooComplex("overlapping objects"))));
}

#[test]
fn a_document_beyond_the_limit_is_refused_at_once() {
    let huge = vec![0; coffreo_pades::MAX_PDF_BYTES + 1];
    assert_eq!(inspect(&huge), Err(PdfRefused::TooLarge));
}
