//! Characters with their places, and the structured invoice that a PDF carries.

use coffreo_desk::viewer::invoice::Carried;
use coffreo_desk::viewer::needle;
use coffreo_samples::{guide_contracts, guide_invoices};
use jiff::civil::date;

use super::{never, pdf, ready, viewer};

#[tokio::test]
async fn a_word_is_found_where_it_is_seen() {
    let content = b"BT /F1 20 Tf 50 60 Td (Bonjour Salari\xe9) Tj ET".to_vec();
    let document = pdf::of_contents(std::slice::from_ref(&content), (300, 100), "");
    let viewer = viewer();
    let letters = viewer.letters("a", 0, || ready(&document)).await.unwrap();
    assert_eq!(letters.runs()[0].text.trim_end(), "Bonjour Salarié");
    let hits = letters.find(&needle("SALARIE"));
    let place = hits[0][0];
    // The base line is at 60 from below: 40 from above.
    assert!(place.top < 30.0 && place.bottom > 39.0 && place.left > 100.0 && place.right < 220.0, "{place:?}");
    // Turned to the right, what was at the left is above.
    let turned = pdf::of_contents(&[content], (300, 100), "/Rotate 90");
    let letters = viewer.letters("b", 0, || ready(&turned)).await.unwrap();
    let place = letters.find(&needle("salarie"))[0]
        .iter()
        .fold((300.0_f32, 0.0_f32), |(least, most), part| (least.min(part.top), most.max(part.bottom)));
    assert!(place.0 > 100.0 && place.1 < 220.0, "{place:?}");
    viewer.letters("a", 0, never).await.unwrap();
}

#[tokio::test]
async fn the_invoice_in_a_pdf_is_read_to_the_cent() {
    let viewer = viewer();
    for (number, sample) in guide_invoices(date(2026, 11, 24)).into_iter().enumerate() {
        let carried = viewer.invoice(&format!("invoice {number}"), || ready(&sample.pdf)).await.unwrap();
        let Carried::Invoice(read) = carried.as_ref() else { panic!("{carried:?}") };
        let bill = sample.bill.unwrap();
        assert_eq!((read.net, read.vat_total, read.gross), (bill.facts.net, bill.facts.vat, bill.facts.gross));
        assert_eq!(read.number.as_deref(), Some(bill.facts.number.as_str()));
        assert_eq!(read.issued_on, Some(bill.facts.issued_on.to_string()));
        let amounts: Vec<i64> = read.lines.iter().map(|line| line.amount).collect();
        assert_eq!(amounts, bill.lines.iter().map(|line| line.amount).collect::<Vec<_>>());
        let prices: Vec<i64> = read.lines.iter().map(|line| line.price / 100).collect();
        assert_eq!(prices, bill.lines.iter().map(|line| line.price).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_pdf_without_an_invoice_says_so() {
    let contract = guide_contracts(date(2026, 11, 24)).remove(0).pdf;
    assert_eq!(*viewer().invoice("contract", || ready(&contract)).await.unwrap(), Carried::None);
}
