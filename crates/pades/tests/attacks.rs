//! The published attacks on PDF signatures, and plain damage: each is refused by name, never shrugged off as unsigned.
#![allow(clippy::unwrap_used)] // helpers too

mod support;

use coffreo_pades::{CmsRefused, SealError, VerifyError, verify};
use support::{Objects, contract, find, invoice, key, last_section, refused, sealed, update};

fn none() -> Objects {
    Objects(Vec::new())
}

/// Puts other bytes of the same length in place of some.
fn swapped(pdf: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = find(pdf, from.as_bytes());
    [&pdf[..at], to.as_bytes(), &pdf[at + from.len()..]].concat()
}

/// What a document looks like that has more bytes than its last signature covers; and what a trusted signer, asked to
/// sign it as it is, answers.
fn forbidden(key: &coffreo_pades::SealingKey, changed: &[u8]) -> &'static str {
    assert_eq!(verify(changed, key.anchors()), Err(VerifyError::Tail));
    match refused(key, changed) {
        SealError::SelfCheck(VerifyError::ForbiddenChange(what)) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_byte_of_a_signed_document_can_be_changed() {
    let (key, _) = key();
    let mut pdf = sealed(&key, &contract().classic());
    let contents = find(&pdf, b"/Contents <") + 10;
    let contents = contents..contents + find(&pdf[contents..], b">") + 1;
    for at in 0..pdf.len() {
        // Inside /Contents also the change of a letter's case, which keeps a digit's value.
        let masks: &[u8] = if contents.contains(&at) { &[1, 0x20] } else { &[1] };
        for mask in masks {
            pdf[at] ^= mask;
            let verdict = verify(&pdf, key.anchors());
            assert!(verdict.is_err(), "byte {at} xor {mask:#x}: {verdict:?}");
            pdf[at] ^= mask;
        }
    }
    assert!(verify(&pdf, key.anchors()).is_ok());
}

#[test]
fn no_byte_of_a_twice_signed_compressed_document_can_be_changed() {
    let (key, _) = key();
    let mut pdf = sealed(&key, &sealed(&key, &contract().packed()));
    for at in (0..pdf.len()).step_by(3) {
        pdf[at] ^= 0x80 | (at as u8).wrapping_mul(37);
        assert!(verify(&pdf, key.anchors()).is_err(), "byte {at}");
        pdf[at] ^= 0x80 | (at as u8).wrapping_mul(37);
    }
}

#[test]
fn a_shortened_document_is_refused_or_is_an_earlier_revision_as_it_was() {
    let (key, _) = key();
    let input = contract().classic();
    let once = sealed(&key, &input);
    let twice = sealed(&key, &once);
    for len in 0..twice.len() {
        let Ok(verification) = verify(&twice[..len], key.anchors()) else { continue };
        match verification.signatures.len() {
            0 => assert!(len.abs_diff(input.len()) <= 1),
            1 => assert_eq!(len, once.len()),
            _ => panic!("{len}"),
        }
    }
}

#[test]
fn replaced_content_is_a_forbidden_change() {
    let (key, _) = key();
    for input in [contract().classic(), contract().packed()] {
        let pdf = sealed(&key, &input);
        let content = none().stream(6, "", b"BT /F1 12 Tf 72 720 Td (Another contract) Tj ET");
        assert_eq!(forbidden(&key, &update(&pdf, &content, "")), "an object");
        let font = none().set(7, "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>");
        assert_eq!(forbidden(&key, &update(&pdf, &font, "")), "an object");
    }
}

#[test]
fn an_overlay_on_a_page_is_a_forbidden_change() {
    let (key, _) = key();
    let pdf = sealed(&key, &contract().classic());
    let stamp = none()
        .set(3, "<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[40 0 R]>>")
        .set(40, "<</Type/Annot/Subtype/FreeText/Rect[0 0 595 842]/Contents(Another)/DA(/Helv 9 Tf)>>");
    assert_eq!(forbidden(&key, &update(&pdf, &stamp, "")), "a page");
    let content = none().set(3, "<</Type/Page/Parent 2 0 R/Contents[5 0 R 6 0 R]>>");
    assert_eq!(forbidden(&key, &update(&pdf, &content, "")), "a page");
    let turned = none().set(3, "<</Type/Page/Parent 2 0 R/Contents 5 0 R/Rotate 180>>");
    assert_eq!(forbidden(&key, &update(&pdf, &turned, "")), "a page");
}

#[test]
fn another_catalog_is_a_forbidden_change() {
    let (key, _) = key();
    let pdf = sealed(&key, &contract().classic());
    let at = find(&pdf, b"/AcroForm ");
    let form = String::from_utf8_lossy(&pdf[at..at + 20]).split(" R").next().unwrap().to_owned() + " R";
    let pages = none()
        .set(1, &format!("<</Type/Catalog/Pages 50 0 R{form}>>"))
        .set(50, "<</Type/Pages/Kids[51 0 R]/Count 1/MediaBox[0 0 595 842]>>")
        .set(51, "<</Type/Page/Parent 50 0 R>>");
    assert_eq!(forbidden(&key, &update(&pdf, &pages, "")), "the catalog");
    let action = none().set(1, &format!("<</Type/Catalog/Pages 2 0 R{form}/OpenAction<</S/JavaScript/JS(x)>>>>"));
    assert_eq!(forbidden(&key, &update(&pdf, &action, "")), "the catalog");
    let info = none().set(60, "<</Title(Another)>>");
    assert_eq!(forbidden(&key, &update(&pdf, &info, "/Info 60 0 R")), "the trailer");
}

#[test]
fn a_deleted_object_is_a_forbidden_change() {
    let (key, _) = key();
    let mut pdf = sealed(&key, &contract().classic());
    let (at, last) = (pdf.len(), last_section(&pdf));
    pdf.extend_from_slice(
        format!(
            "xref\n6 1\n0000000000 00001 f\r\ntrailer\n<</Size 20/Root 1 0 R/Prev {last}>>\nstartxref\n{at}\n%%EOF\n"
        )
        .as_bytes(),
    );
    assert_eq!(forbidden(&key, &pdf), "an object was deleted");
}

#[test]
fn an_object_that_was_missing_when_signed_cannot_come_later() {
    let (key, _) = key();
    let waiting = contract().set(4, "<</Type/Page/Parent 2 0 R/Contents[6 0 R 30 0 R]>>");
    let pdf = sealed(&key, &waiting.classic());
    let hidden = none().stream(30, "", b"BT /F1 12 Tf 72 700 Td (for 9999 euros) Tj ET");
    assert_eq!(forbidden(&key, &update(&pdf, &hidden, "")), "an object that was missing when signed");
}

#[test]
fn a_second_field_cannot_be_smuggled_in_beside_a_signature() {
    let (key, _) = key();
    let first = sealed(&key, &contract().classic());
    let second = sealed(&key, &first);
    let added = String::from_utf8_lossy(&second[first.len()..]).into_owned();
    let number: u32 = added.split_once("/Fields [").unwrap().1.split(' ').next().unwrap().parse().unwrap();
    let form = none()
        .set(number + 3, &format!("<</Fields[{number} 0 R 70 0 R]/SigFlags 3>>"))
        .set(70, "<</Type/Annot/Subtype/Widget/FT/Sig/T(Empty)/Rect[0 0 595 842]/AP<</N 6 0 R>>>>");
    assert_eq!(forbidden(&key, &update(&first, &form, "")), "the list of form fields");
}

#[test]
fn a_removed_signature_does_not_make_an_unsigned_document() {
    let (key, _) = key();
    let pdf = sealed(&key, &contract().classic());
    let without = update(&pdf, &none().set(1, "<</Type/Catalog/Pages 2 0 R>>"), "");
    assert_eq!(verify(&without, key.anchors()), Err(VerifyError::StraySignature));
    let text_field = swapped(&pdf, "/FT /Sig", "/FT /Tx ");
    assert_eq!(verify(&text_field, key.anchors()), Err(VerifyError::StraySignature));
    let no_form = swapped(&pdf, "/AcroForm", "/AcroFarm");
    assert_eq!(verify(&no_form, key.anchors()), Err(VerifyError::StraySignature));
    // The cross-reference of the first revision, as if the rest were an accident.
    let mut back = pdf.clone();
    let first = last_section(&contract().classic());
    back.extend_from_slice(format!("startxref\n{first}\n%%EOF\n").as_bytes());
    assert_eq!(verify(&back, key.anchors()), Err(VerifyError::StraySignature));
}

#[test]
fn bytes_after_the_last_signature_are_refused() {
    let (key, _) = key();
    let pdf = sealed(&key, &contract().classic());
    let last = last_section(&pdf);
    for tail in [
        "\n".to_owned(),
        "%\n%%EOF\n".to_owned(),
        "6 0 obj\n<<>>\nendobj\n".to_owned(),
        format!("6 0 obj\n<<>>\nendobj\nstartxref\n{last}\n%%EOF\n"),
        format!("6 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n{last}\n%%EOF\n"),
    ] {
        assert!(verify(&[&pdf, tail.as_bytes()].concat(), key.anchors()).is_err(), "{tail}");
    }
    assert_eq!(verify(&update(&pdf, &none(), ""), key.anchors()), Err(VerifyError::Tail));
}

#[test]
fn a_signature_wrapped_into_another_dictionary_is_refused() {
    let (key, _) = key();
    let pdf = sealed(&key, &contract().classic());
    let start = find(&pdf, b"<</Type /Sig\n");
    let end = start + find(&pdf[start..], b"endobj");
    let number: u32 = String::from_utf8_lossy(&pdf[..start])
        .rsplit_once(" 0 obj")
        .unwrap()
        .0
        .rsplit('\n')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    // The same signature once more, in an object that the signed bytes do not hold.
    let copy = Objects(vec![(number, pdf[start..end].trim_ascii().to_vec())]);
    let wrapped = update(&pdf, &copy, "");
    assert_eq!(verify(&wrapped, key.anchors()), Err(VerifyError::ByteRange));
}

#[test]
fn a_range_that_leaves_more_out_than_the_contents_is_refused() {
    let (key, _) = key();
    let pdf = sealed(&key, &contract().classic());
    let at = find(&pdf, b"/ByteRange [") + 11;
    let end = at + find(&pdf[at..], b"]") + 1;
    let text = String::from_utf8_lossy(&pdf[at..end]).into_owned();
    let numbers: Vec<i64> = text.trim_matches(['[', ']']).split(' ').map(|number| number.parse().unwrap()).collect();
    let [zero, a, b, c] = numbers[..] else { panic!() };
    let with = |range: String| {
        let mut changed = pdf.clone();
        changed[at..at + 48].fill(b' ');
        changed[at..at + range.len()].copy_from_slice(range.as_bytes());
        verify(&changed, key.anchors())
    };
    assert!(with(format!("[{zero} {a} {b} {c}]")).is_ok());
    for range in [
        format!("[0 {} {b} {c}]", a - 1),
        format!("[0 {a} {} {}]", b + 1, c - 1),
        format!("[0 {a} {b} {}]", c + 1),
        format!("[1 {a} {b} {c}]"),
        format!("[0 {a} {b}]"),
        format!("[0 {a} {b} {c} 0 0]"),
        format!("[0 {a} {b} {c} -1]"),
        format!("[-0 {a} -{b} {c}]"),
        format!("[0 {a} {b} 9223372036854775807]"),
        "[]".into(),
        "null".into(),
        "[0 0 0 0]".into(),
        "-1".into(),
    ] {
        assert_eq!(with(range.clone()), Err(VerifyError::ByteRange), "{range}");
    }
    let short = with(format!("[0 {a} {b} {}]", c - 1));
    assert!(short.is_err(), "{short:?}");
}

#[test]
fn a_dictionary_that_pades_forbids_is_refused() {
    let (key, _) = key();
    let pdf = sealed(&key, &contract().classic());
    for (from, to) in [
        ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached"),
        ("/Filter /Adobe.PPKLite", "/Filter /Adobe.PPKLitf"),
        ("/Type /Sig\n", "/Type /Sih\n"),
        ("/M (D:2026", "/Cert (D:6"),
        ("/M (D:2026", "/N (D:2026"),
        ("/M (D:2026", "/M (d:2026"),
    ] {
        let verdict = verify(&swapped(&pdf, from, to), key.anchors());
        assert!(matches!(verdict, Err(VerifyError::Dictionary(_))), "{from}: {verdict:?}");
    }
}

#[test]
fn zeros_garbage_or_nothing_instead_of_a_signature_is_refused() {
    let (key, _) = key();
    let pdf = sealed(&key, &contract().classic());
    let at = find(&pdf, b"/Contents <") + 11;
    let len = find(&pdf[at..], b">");
    for filler in [b'0', b'f', b'3'] {
        let mut changed = pdf.clone();
        changed[at..at + len].fill(filler);
        assert_eq!(verify(&changed, key.anchors()), Err(VerifyError::Signature(CmsRefused::Encoding)));
    }
    let mut padded = pdf.clone();
    padded[at + len - 1] = b'1';
    assert_eq!(verify(&padded, key.anchors()), Err(VerifyError::Signature(CmsRefused::Encoding)));
    let mut spaced = pdf.clone();
    spaced[at + len - 2..at + len].fill(b' ');
    assert_eq!(verify(&spaced, key.anchors()), Err(VerifyError::Contents));
}

#[test]
fn a_signature_of_one_document_does_not_fit_another() {
    let (key, _) = key();
    let (one, other) = (sealed(&key, &contract().classic()), sealed(&key, &invoice().classic()));
    let contents = |pdf: &[u8]| {
        let at = find(pdf, b"/Contents <");
        at..at + find(&pdf[at..], b">")
    };
    let mut mixed = other.clone();
    mixed[contents(&other)].copy_from_slice(&one[contents(&one)]);
    assert_eq!(verify(&mixed, key.anchors()), Err(VerifyError::Signature(CmsRefused::Digest)));
}
