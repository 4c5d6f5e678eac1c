//! What is known around a contract.

use coffreo_api::Facts;
use coffreo_api::changes::DocumentLine;

use crate::office::{Office, id, line};

/// A contract of Anaïs ROUSSEAU's as a watchmaker, with its number and dates in November 2026.
fn contract(i: i64, number: &str, first: i8, last: i8) -> DocumentLine {
    let mut made = line(i * 12); // a contract, by its number
    let Facts::Contract(facts) = &mut made.facts else { panic!("no contract") };
    facts.number = number.to_owned();
    facts.employee.last_name = "ROUSSEAU".into();
    facts.qualification = "Horloger".into();
    facts.term.starts_on = jiff::civil::date(2026, 11, first);
    facts.term.ends_on = Some(jiff::civil::date(2026, 11, last));
    made.id = id(i);
    made
}

fn numbers(contracts: &[coffreo_api::ContractFacts]) -> Vec<&str> {
    contracts.iter().map(|one| one.number.as_str()).collect()
}

#[test]
fn a_contract_knows_its_versions_the_workers_last_one_and_others_on_the_post() {
    let office = Office::new();
    let mut colleague = contract(5, "CMDE-9_00", 2, 6);
    let Facts::Contract(facts) = &mut colleague.facts else { panic!("no contract") };
    facts.employee.last_name = "DUPONT".into();
    office.put([
        contract(1, "CMDE-1_00", 2, 6),
        contract(2, "CMDE-2_00", 9, 13),
        contract(3, "CMDE-2_01", 9, 20),
        contract(4, "CMDE-20_00", 23, 27),
        colleague,
    ]);
    let history = office.vault.history(&id(3)).unwrap().unwrap();
    assert_eq!(history.contract.number, "CMDE-2_01");
    assert_eq!(numbers(&history.before), ["CMDE-2_00"]);
    assert_eq!(history.previous.map(|one| one.number).as_deref(), Some("CMDE-1_00"));
    let mut others = numbers(&history.others);
    others.sort_unstable();
    assert_eq!(others, ["CMDE-1_00", "CMDE-9_00"]);

    let first = office.vault.history(&id(1)).unwrap().unwrap();
    assert!(first.before.is_empty() && first.previous.is_none() && first.others.is_empty());
    let last = office.vault.history(&id(4)).unwrap().unwrap();
    assert_eq!(last.previous.map(|one| one.number).as_deref(), Some("CMDE-2_01"));
    assert!(office.vault.history("nobody").unwrap().is_none());
}
