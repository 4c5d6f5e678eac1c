//! What everybody who uses the samples relies on.

use coffreo_api::Facts;
use coffreo_samples::{Generator, Sample, fake_pdf, guide_contracts, guide_invoices, hostile};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 24);

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (one, two) = (Generator::new(7, TODAY), Generator::new(7, TODAY));
    for i in [0, 1, 2, 11, 1000] {
        assert!(one.contract(i).pdf == two.contract(i).pdf, "contract {i}");
        assert!(one.invoice(i).pdf == two.invoice(i).pdf, "invoice {i}");
    }
    assert!(Generator::new(8, TODAY).contract(0).facts != one.contract(0).facts);
}

#[test]
fn every_delivery_is_acceptable() {
    let stream = Generator::new(1, TODAY);
    let samples =
        guide_contracts(TODAY).into_iter().chain(guide_invoices(TODAY)).chain((0..60).map(|i| stream.invoice(i)));
    for sample in samples {
        assert_eq!(sample.facts.check(), Ok(()), "{}", sample.reference);
        assert!(sample.pdf.starts_with(b"%PDF-1.7"));
    }
    for i in 0..3000 {
        let facts = stream.contract_facts(i);
        assert_eq!(facts.check(), Ok(()), "{}", facts.number());
    }
}

#[test]
fn the_guides_documents_are_those_of_the_guide_and_still_to_be_signed() {
    let contracts = guide_contracts(TODAY);
    let numbers: Vec<&str> = contracts.iter().map(|sample| sample.facts.number()).collect();
    assert_eq!(
        numbers,
        [
            "CMDE-BT1-001-001-225333_00",
            "CMDE-BT1-001-001-212982_00",
            "CMDE-BT1-001-001-212983_00",
            "CMDE-BT1-001-001-212984_00"
        ]
    );
    for sample in &contracts {
        let Facts::Contract(facts) = sample.facts.clone() else { panic!("a contract") };
        let contract = coffreo_domain::contract::Contract::try_from(facts).unwrap();
        assert!(contract.deadline() >= TODAY, "{}", sample.reference);
    }
    let invoices: Vec<(String, i64)> = guide_invoices(TODAY).iter().map(shown_gross).collect();
    assert_eq!(invoices[0], ("FAC-212984".into(), 578));
    assert_eq!(invoices[1], ("FAC-212986".into(), 2817));
    assert_eq!(invoices[2], ("FAC-159232".into(), 1099));
}

#[test]
fn numbers_and_hidden_words_are_unique() {
    let stream = Generator::new(1, TODAY);
    let all: Vec<Sample> = guide_contracts(TODAY).into_iter().chain((0..200).map(|i| stream.contract(i))).collect();
    let numbers: std::collections::HashSet<&str> = all.iter().map(|sample| sample.reference.as_str()).collect();
    assert_eq!(numbers.len(), all.len());
    let words: Vec<&str> = all.iter().filter_map(Sample::hidden_word).collect();
    assert_eq!(words.iter().collect::<std::collections::HashSet<_>>().len(), words.len());
}

#[test]
fn a_hidden_sentence_is_in_no_fact() {
    let sample = Generator::new(1, TODAY).contract(0);
    let (sentence, word) = (sample.hidden_sentence().unwrap(), sample.hidden_word().unwrap());
    assert!(sentence.contains(word));
    let said = serde_json::to_string(&sample.delivery()).unwrap();
    assert!(!said.contains(word));
}

#[test]
fn an_invoice_adds_up_to_the_cent() {
    let stream = Generator::new(3, TODAY);
    for sample in guide_invoices(TODAY).into_iter().chain((0..60).map(|i| stream.invoice(i))) {
        let Facts::Invoice(facts) = &sample.facts else { panic!("an invoice") };
        let lines: i64 = sample.bill.iter().flat_map(|bill| &bill.lines).map(|line| line.amount).sum();
        assert_eq!((lines, facts.net + facts.vat), (facts.net, facts.gross), "{}", sample.reference);
        assert!(facts.issued_on <= TODAY && facts.due_on > facts.issued_on, "{}", sample.reference);
    }
}

#[test]
fn hostile_files_are_what_they_say() {
    assert!(hostile::zero_byte().is_empty());
    assert_eq!(hostile::huge(300_000).len(), 300_000);
    assert!(contains(&hostile::javascript(), b"/JavaScript") && contains(&hostile::launch(), b"/Launch"));
    assert!(contains(&hostile::encrypted(), b"/Encrypt") && !contains(&hostile::broken(), b"startxref"));
    assert!(contains(&hostile::runaway(), b"/FunctionType 4"));
    assert!(contains(&fake_pdf(100_000, 1), b"startxref"));
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn shown_gross(sample: &Sample) -> (String, i64) {
    let Facts::Invoice(facts) = &sample.facts else { panic!("an invoice") };
    (facts.number.clone(), (facts.gross + 50) / 100)
}
