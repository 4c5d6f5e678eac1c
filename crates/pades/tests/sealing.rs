//! Sealing adds a valid signature and takes nothing away.
#![allow(clippy::unwrap_used)] // helpers too

mod support;

use coffreo_pades::{Level, PdfError, SealError, VerifyError, inspect, seal, verify};
use support::{NOW, Objects, contract, invoice, key, refused, request, sealed, update};

#[test]
fn a_seal_says_who_signed_when_and_why() {
    let (key, _) = key();
    let pdf = sealed(&key, &contract().classic());
    let verification = verify(&pdf, key.anchors()).unwrap();
    let [signature] = verification.signatures.as_slice() else { panic!("one signature") };
    assert_eq!(signature.signer_name, "Clara LÉGER");
    assert_eq!(signature.reason.as_deref(), Some("Lu et approuvé"));
    assert_eq!(signature.claimed_at, NOW);
    assert_eq!(signature.certificate_subject, "CN=Coffreo test seal,O=Coffreo,C=FR");
    assert_eq!(signature.level, Level::BaselineB);
    assert!(signature.covers_whole_document);
    assert_eq!(signature.revision_len, pdf.len());
}

#[test]
fn the_input_is_a_prefix_of_the_output_whatever_its_form() {
    let (key, _) = key();
    for input in [contract().classic(), contract().packed(), invoice().classic(), invoice().packed()] {
        let output = sealed(&key, &input);
        assert!(output.starts_with(&input) && output.len() > input.len());
        assert_eq!(verify(&output, key.anchors()).unwrap().signatures.len(), 1);
        assert_eq!(inspect(&output).unwrap().pages, 2);
    }
}

#[test]
fn several_seals_on_one_document_all_stay_valid() {
    let (key, _) = key();
    for input in [contract().classic(), contract().packed()] {
        let mut pdf = input;
        for count in 1..=4 {
            pdf = sealed(&key, &pdf);
            let signatures = verify(&pdf, key.anchors()).unwrap().signatures;
            assert_eq!(signatures.len(), count);
            assert_eq!(signatures.iter().filter(|one| one.covers_whole_document).count(), 1);
        }
    }
}

#[test]
fn fields_and_annotations_that_were_there_are_kept() {
    let (key, _) = key();
    let form = "<</Fields[8 0 R]/DA(/Helv 0 Tf)/NeedAppearances true>>";
    let text = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Signature1)/V(kept)/Rect[1 1 9 9]/P 4 0 R>>";
    let direct = contract().set(1, &format!("<</Type/Catalog/Pages 2 0 R/AcroForm{form}>>"));
    let by_reference = contract().set(1, "<</Type/Catalog/Pages 2 0 R/AcroForm 9 0 R>>").set(9, form);
    let list_by_reference = contract()
        .set(1, "<</Type/Catalog/Pages 2 0 R/AcroForm 9 0 R>>")
        .set(9, "<</Fields 10 0 R>>")
        .set(10, "[8 0 R]");
    for objects in [direct, by_reference, list_by_reference] {
        let objects =
            objects.set(8, text).set(4, "<</Type/Page/Parent 2 0 R/Contents 6 0 R/Annots 11 0 R>>").set(11, "[8 0 R]");
        for input in [objects.classic(), objects.packed()] {
            let twice = sealed(&key, &sealed(&key, &input));
            assert_eq!(verify(&twice, key.anchors()).unwrap().signatures.len(), 2);
            let added = String::from_utf8_lossy(&twice[input.len()..]).into_owned();
            assert!(added.contains("[8 0 R ") && !added.contains("(Signature1)"), "{added}");
        }
    }
}

#[test]
fn a_turned_page_a_small_page_and_a_cropped_page_can_be_sealed() {
    let (key, _) = key();
    for page in ["/Rotate 90", "/Rotate 180", "/Rotate -90", "/MediaBox[0 0 100 60]", "/CropBox[50 50 500 700]"] {
        let objects = contract().set(4, &format!("<</Type/Page/Parent 2 0 R/Contents 6 0 R{page}>>"));
        let pdf = sealed(&key, &objects.classic());
        assert_eq!(verify(&pdf, key.anchors()).unwrap().signatures.len(), 1, "{page}");
    }
}

#[test]
fn a_reference_to_nothing_never_becomes_one_to_the_mark() {
    let (key, _) = key();
    let objects = contract().set(4, "<</Type/Page/Parent 2 0 R/Contents[6 0 R 8 0 R 9 0 R 10 0 R 11 0 R]>>");
    let pdf = sealed(&key, &objects.classic());
    let added = String::from_utf8_lossy(&pdf[objects.classic().len()..]).into_owned();
    assert!(added.contains("\n12 0 obj") && !added.contains("\n8 0 obj") && !added.contains("\n11 0 obj"));
}

#[test]
fn an_unsigned_document_is_unsigned() {
    let (key, _) = key();
    assert!(verify(&contract().classic(), key.anchors()).unwrap().signatures.is_empty());
    assert!(verify(&invoice().packed(), key.anchors()).unwrap().signatures.is_empty());
}

#[test]
fn what_must_not_be_sealed_is_refused_by_name() {
    let (key, _) = key();
    let catalog = |extra: &str| contract().set(1, &format!("<</Type/Catalog/Pages 2 0 R{extra}>>")).classic();
    assert_eq!(refused(&key, &catalog("/AcroForm<</Fields[]/XFA(x)>>")), SealError::Xfa);
    assert_eq!(refused(&key, &catalog("/Perms<</DocMDP 7 0 R>>")), SealError::Certified);
    let encrypted = update(&contract().classic(), &Objects(Vec::new()), "/Encrypt<</Filter/Standard>>");
    assert_eq!(refused(&key, &encrypted), SealError::Pdf(PdfError::Encrypted));
    let mut cut = contract().classic();
    cut.truncate(cut.len() - 10);
    assert!(matches!(refused(&key, &cut), SealError::Pdf(PdfError::Damaged { .. })));
    assert!(matches!(refused(&key, b""), SealError::Pdf(PdfError::Damaged { .. })));
}

#[test]
fn nothing_is_released_that_would_not_verify() {
    let (key, _) = key();
    let pdf = contract().classic();
    for signed_at in [NOW - 2 * 86_400_000, NOW + 400 * 86_400_000] {
        let error = seal(&key, &coffreo_pades::SealRequest { signed_at, ..request(&pdf) }).unwrap_err();
        assert!(matches!(error, SealError::SelfCheck(VerifyError::Signature(_))), "{error:?}");
    }
    let early = seal(&key, &coffreo_pades::SealRequest { signed_at: -1, ..request(&pdf) });
    assert_eq!(early.unwrap_err(), SealError::Time);
}

#[test]
fn another_authority_is_not_trusted() {
    let ((key, _), (other, _)) = (key(), self::key());
    let pdf = sealed(&key, &contract().classic());
    assert!(matches!(verify(&pdf, other.anchors()), Err(VerifyError::Signature(_))));
    assert!(matches!(verify(&pdf, &[]), Err(VerifyError::Signature(_))));
}

#[test]
fn the_mark_keeps_off_the_footer_and_off_other_marks() {
    let (key, _) = key();
    let footer = contract().stream(6, "", b"BT /F1 8 Tf 1 0 0 1 350 24 Tm (12 rue de la Paix, 75002 Paris) Tj ET");
    let rects = |pdf: &[u8]| -> Vec<Vec<f64>> {
        let text = String::from_utf8_lossy(pdf).into_owned();
        let rects = text.split("/Rect [").skip(1).map(|rest| rest.split(']').next().unwrap().to_owned());
        rects.map(|rect| rect.split(' ').map(|edge| edge.parse().unwrap()).collect()).collect()
    };
    let apart = |a: &[f64], b: &[f64]| a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3];
    let marks = rects(&sealed(&key, &sealed(&key, &footer.classic())));
    assert!(apart(&marks[0], &[350.0, 24.0, 450.0, 30.0]), "{marks:?}");
    assert!(apart(&marks[1], &[350.0, 24.0, 450.0, 30.0]), "{marks:?}");
    assert!(apart(&marks[0], &marks[1]), "{marks:?}");
}
