//! Lists: whatever is asked, each document comes once, in order.

use std::collections::BTreeSet;

use coffreo_api::Facts;
use coffreo_api::changes::DocumentLine;
use coffreo_desk::vault::{Vault, VaultError};
use coffreo_desk::view::{
    Criterion, CriterionField, Kind, ListQuery, Period, ProposalQuery, Row, Sort, SortColumn, Total, ViewToSave,
};
use coffreo_domain::Timestamp;
use jiff::civil::date;

use crate::office::{Office, TODAY, id, kind_of, line, query, scope, today};

pub const COLUMNS: [SortColumn; 22] = [
    SortColumn::Received,
    SortColumn::Agency,
    SortColumn::Number,
    SortColumn::Company,
    SortColumn::Department,
    SortColumn::Employee,
    SortColumn::Qualification,
    SortColumn::Justification,
    SortColumn::StartsOn,
    SortColumn::EndsOn,
    SortColumn::PayRate,
    SortColumn::BillRate,
    SortColumn::State,
    SortColumn::SignedAt,
    SortColumn::Deadline,
    SortColumn::IssuedOn,
    SortColumn::DueOn,
    SortColumn::Week,
    SortColumn::Net,
    SortColumn::Vat,
    SortColumn::Gross,
    SortColumn::DownloadedAt,
];

/// The advanced search of a turn: nothing, one field, or several with two values of one.
fn criteria(kind: Kind, turn: u32) -> Vec<Criterion> {
    use CriterionField::{Agency, FirstName, LastName, Number, PositionStatus, Qualification, Reference};
    let chosen: &[(CriterionField, &str)] = match (kind, turn % 5) {
        (Kind::Contract, 1) => &[(Qualification, "HORL"), (Agency, "travail barré")],
        (Kind::Contract, 2) => &[(LastName, "emile"), (LastName, "oeuvr"), (FirstName, "anais")],
        (Kind::Contract, 3) => &[(Number, "bt1 01"), (PositionStatus, "non_executive")],
        (Kind::Invoice, 1) => &[(Number, "fac1"), (Agency, "barre")],
        (Kind::Invoice, 2) => &[(Reference, "bc-1")],
        _ => &[],
    };
    chosen.iter().map(|&(field, value)| Criterion { field, value: value.to_owned() }).collect()
}

/// Looked at one by one, by the simplest means.
fn holds(line: &DocumentLine, criterion: &Criterion) -> bool {
    match (criterion.field, &line.facts) {
        (CriterionField::Agency, _) => true,
        (CriterionField::Qualification, Facts::Contract(contract)) => contract.qualification == "Horloger",
        (CriterionField::LastName, Facts::Contract(contract)) => {
            ["Émile", "emile", "Œuvrard"].contains(&contract.employee.last_name.as_str())
        }
        (CriterionField::FirstName | CriterionField::PositionStatus, Facts::Contract(_)) => true,
        (CriterionField::Number, Facts::Contract(contract)) => contract.number.contains("BT1-01"),
        (CriterionField::Number, Facts::Invoice(invoice)) => invoice.number.starts_with("FAC-1"),
        (CriterionField::Reference, Facts::Invoice(invoice)) => {
            invoice.reference.as_deref().is_some_and(|reference| reference.contains("BC1"))
        }
        _ => false,
    }
}

fn key(row: &Row) -> (String, i64) {
    match row {
        Row::Contract(row) => (row.id.clone(), row.received_at),
        Row::Invoice(row) => (row.id.clone(), row.received_at),
    }
}

/// All pages, by small steps.
fn walk(vault: &Vault, query: &ListQuery) -> (Vec<Row>, Total) {
    let mut rows = Vec::new();
    let mut query = query.clone();
    loop {
        let page = vault.list(&query, today()).unwrap();
        rows.extend(page.rows);
        match page.next {
            Some(next) => query.after = Some(next),
            None => return (rows, page.total),
        }
    }
}

#[test]
fn each_document_is_shown_once_for_any_filter_and_order() {
    let office = Office::new();
    let lines: Vec<_> = (0..300).map(line).collect();
    office.put(lines.clone());
    let mut turn = 0_u32;
    for kind in [Kind::Contract, Kind::Invoice] {
        for column in COLUMNS {
            for descending in [false, true] {
                for (pending, archived) in [(true, false), (false, true), (true, true)] {
                    turn += 1;
                    let period = (turn.is_multiple_of(3)).then_some((date(2026, 11, 4), date(2026, 11, 21)));
                    let search = match (turn.is_multiple_of(2), kind) {
                        (true, _) => "",
                        (false, Kind::Contract) => "bt1 01",
                        (false, Kind::Invoice) => "fac-1",
                    };
                    let asked = ListQuery {
                        pending,
                        archived,
                        period: period
                            .map_or(Period::All, |(from, to)| Period::Days { from: Some(from), to: Some(to) }),
                        criteria: criteria(kind, turn),
                        search: search.to_owned(),
                        sort: Sort { column, descending },
                        limit: 1 + turn % 40,
                        ..query(kind)
                    };
                    let (rows, total) = walk(&office.vault, &asked);
                    let shown: Vec<_> = rows.iter().map(key).collect();
                    let expected: BTreeSet<String> = lines
                        .iter()
                        .filter(|line| kind_of(line) == kind)
                        .filter(|line| if line.signature.is_some() { archived } else { pending })
                        .filter(|line| {
                            period
                                .is_none_or(|(from, to)| (from..=to).contains(&Timestamp(line.received_at).paris_day()))
                        })
                        .filter(|line| asked.criteria.iter().all(|criterion| holds(line, criterion)))
                        .filter(|line| {
                            let number = line.facts.number().to_lowercase();
                            search.is_empty()
                                || (kind == Kind::Contract && number.contains("-01"))
                                || (kind == Kind::Invoice && number.starts_with("fac-1"))
                        })
                        .map(|line| line.id.clone())
                        .collect();
                    let unique: BTreeSet<String> = shown.iter().map(|(id, _)| id.clone()).collect();
                    assert_eq!(unique.len(), shown.len(), "none twice: {asked:?}");
                    assert_eq!(unique, expected, "{asked:?}");
                    assert_eq!(total, Total::exactly(expected.len() as i64), "{asked:?}");
                    // Seen in one piece it is the same order.
                    let whole: Vec<String> = office.vault.list_ids(&asked, today(), 1000).unwrap();
                    assert_eq!(whole, shown.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>(), "{asked:?}");
                    let frozen = office.vault.freeze(&asked, today()).unwrap();
                    assert_eq!(frozen.count, expected.len() as i64);
                    assert_eq!(frozen.rows.iter().map(key).collect::<Vec<_>>(), shown, "{asked:?}");
                    for at in [0, shown.len() / 2, shown.len().saturating_sub(1)] {
                        let Some(here) = whole.get(at) else { continue };
                        let beside = office.vault.neighbours(here, &asked, today()).unwrap();
                        assert_eq!(
                            beside.previous.as_ref(),
                            at.checked_sub(1).and_then(|at| whole.get(at)),
                            "{asked:?}"
                        );
                        assert_eq!(beside.next.as_ref(), whole.get(at + 1), "{asked:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn orders_are_by_the_column_and_then_newest_first() {
    let office = Office::new();
    office.put((0..200).map(line));
    for descending in [false, true] {
        let asked =
            ListQuery { sort: Sort { column: SortColumn::PayRate, descending }, limit: 9, ..query(Kind::Contract) };
        let (rows, _) = walk(&office.vault, &asked);
        let pairs: Vec<(i64, i64)> = rows
            .iter()
            .map(|row| match row {
                Row::Contract(row) => (row.pay_rate, row.received_at),
                Row::Invoice(_) => panic!("an invoice among contracts"),
            })
            .collect();
        assert!(pairs.is_sorted_by(|a, b| match (a.0 == b.0, descending) {
            (true, _) => a.1 >= b.1,
            (false, true) => a.0 > b.0,
            (false, false) => a.0 < b.0,
        }));
    }
}

#[test]
fn words_are_found_without_accents_or_case_in_facts_and_text() {
    let office = Office::new();
    office.put((0..40).map(line));
    let found = |search: &str| walk(&office.vault, &ListQuery { search: search.into(), ..query(Kind::Contract) });
    assert_eq!(found("EMILE").1, found("émile").1);
    assert!(found("émile").1.count > 0 && found("oeuvr").1.count > 0);
    assert_eq!(found("emil horloger ").1.count, 0, "only the last word may be unfinished");
    for typed in ["\"", "* OR", "folded:emile NEAR(", "_cp", "''; DROP TABLE documents"] {
        let _ = found(typed);
    }
    store_all(&office.vault);
    let unread = office.vault.unread(100).unwrap();
    let read: Vec<_> = unread
        .into_iter()
        .map(|one| (one, Some("Article 7.\nLe tourbillon est réglé à la main. Fin.".to_owned())))
        .collect();
    office.vault.store_texts(&read).unwrap();
    let (rows, total) = found("TOURBILL");
    assert_eq!(total, Total::exactly(rows.len() as i64));
    assert_eq!(rows.len(), 30);
    let Row::Contract(row) = &rows[0] else { panic!("no contract") };
    let text: Vec<String> =
        row.snippet.as_ref().unwrap().parts.iter().map(|part| format!("{}|{}", part.text, part.hit)).collect();
    assert_eq!(text, [" Le |false", "tourbillon|true", " est réglé à la main.|false"]);
}

#[test]
fn what_came_many_at_once_is_searched_once_it_is_indexed() {
    let office = Office::new();
    office.put((0..600).map(line));
    let asked = ListQuery { search: "anais".into(), ..query(Kind::Contract) };
    let total = |vault: &Vault| vault.total(&asked, today()).unwrap();
    assert_eq!(total(&office.vault).count, 0);
    office.put((0..10).map(|i| DocumentLine { n: 5000 + i, ..line(i) }));
    assert!(total(&office.vault).count > 0, "what came alone is found at once");
    let office = office.reopen();
    while office.vault.index_words().unwrap() {}
    assert_eq!(total(&office.vault), Total::exactly(450));
}

#[test]
fn a_cursor_of_another_question_is_refused() {
    let office = Office::new();
    office.put((0..40).map(line));
    let asked = ListQuery { limit: 3, ..query(Kind::Contract) };
    let next = office.vault.list(&asked, today()).unwrap().next;
    let other = ListQuery { pending: false, after: next, ..asked.clone() };
    assert!(matches!(office.vault.list(&other, today()), Err(VaultError::Invalid(_))));
    for nonsense in ["", "1", "2.a.b.c.d", "1.0.0.0.i", "\u{0}"] {
        let odd = ListQuery { after: Some(nonsense.into()), ..asked.clone() };
        assert!(matches!(office.vault.list(&odd, today()), Err(VaultError::Invalid(_))), "{nonsense}");
    }
    assert!(office.vault.list(&ListQuery { limit: 101, ..query(Kind::Contract) }, today()).is_err());
}

#[test]
fn badges_follow_every_change() {
    let office = Office::new();
    office.put((0..40).map(line));
    let counts = office.vault.counts(TODAY).unwrap();
    assert_eq!((counts[0].pending + counts[0].archived, counts[1].pending + counts[1].archived), (30, 10));
    assert!(counts[0].late > 0, "contracts that began in November are late");
    let waiting = (0..40).map(line).find(|line| line.signature.is_none() && kind_of(line) == Kind::Contract).unwrap();
    let signed = coffreo_api::changes::DocumentLine {
        n: 1000,
        state: coffreo_api::agency::DocumentState::Signed,
        signature: line(0).signature,
        ..waiting.clone()
    };
    office.put([signed]);
    let after = office.vault.counts(TODAY).unwrap();
    assert_eq!((after[0].pending, after[0].archived), (counts[0].pending - 1, counts[0].archived + 1));
    let gone = coffreo_desk::vault::Operation::Forget { scope: "s0".into(), id: id(0) };
    office.vault.apply(&[gone]).unwrap();
    assert_eq!(office.vault.counts(TODAY).unwrap()[0].archived, counts[0].archived);
    assert!(office.vault.document(&id(0)).unwrap().is_none());
}

pub fn store_all(vault: &Vault) {
    let missing: BTreeSet<_> = vault.missing(1000).unwrap().into_iter().map(|one| one.sha256).collect();
    let pdfs: Vec<_> = (0..400).map(crate::office::pdf).map(|pdf| (crate::office::hash(&pdf), pdf)).collect();
    let wanted: Vec<_> =
        pdfs.iter().filter(|(sha, _)| missing.contains(sha)).map(|(sha, pdf)| (*sha, pdf.as_slice())).collect();
    vault.store_contents(&wanted).unwrap();
}

fn propose(office: &Office, kind: Kind, field: CriterionField, typed: &str) -> Vec<String> {
    office.vault.propose(&ProposalQuery { kind, field, typed: typed.to_owned(), limit: 10 }).unwrap()
}

#[test]
fn values_are_proposed_from_what_is_here() {
    let office = Office::new();
    office.put((0..60).map(line));
    assert_eq!(propose(&office, Kind::Contract, CriterionField::Qualification, "hor"), ["Horloger"]);
    assert_eq!(propose(&office, Kind::Contract, CriterionField::Qualification, ""), ["Cariste", "Horloger", "Soudeur"]);
    assert_eq!(propose(&office, Kind::Contract, CriterionField::Number, "bt1-001"), ["CMDE-BT1-001_00"]);
    assert_eq!(propose(&office, Kind::Invoice, CriterionField::Agency, "trav"), ["BARRE TRAVAIL TEMPORAIRE"]);
    assert_eq!(propose(&office, Kind::Invoice, CriterionField::Number, "").len(), 10);
    assert!(propose(&office, Kind::Contract, CriterionField::Qualification, "avocat").is_empty());
    let other = ProposalQuery { kind: Kind::Invoice, field: CriterionField::LastName, typed: String::new(), limit: 10 };
    assert!(matches!(office.vault.propose(&other), Err(VaultError::Invalid(_))));
}

#[test]
fn nothing_is_proposed_from_a_scope_that_was_lost() {
    use coffreo_desk::vault::Operation::{Know, Lose, Put};
    let office = Office::new();
    office.put((0..10).map(line));
    let elsewhere = coffreo_api::changes::ScopeInfo { agency: "VÉZELAY INTÉRIM".into(), ..scope("s2", "contract") };
    let mut secret = line(400);
    if let Facts::Contract(contract) = &mut secret.facts {
        contract.qualification = "Enlumineur".into();
    }
    let put = Put { scope: "s2".into(), line: Box::new(secret) };
    office.vault.apply(&[Know(elsewhere), put]).unwrap();
    for (field, typed) in [(CriterionField::Qualification, "enlu"), (CriterionField::Agency, "vez")] {
        assert_eq!(propose(&office, Kind::Contract, field, typed).len(), 1);
    }
    office.vault.apply(&[Lose { scope: "s2".into() }]).unwrap();
    let office = office.reopen();
    for (field, typed) in [(CriterionField::Qualification, "enlu"), (CriterionField::Agency, "vez")] {
        assert!(propose(&office, Kind::Contract, field, typed).is_empty());
    }
}

#[test]
fn saved_views_keep_their_order_and_count_what_matches_now() {
    let office = Office::new();
    office.put((0..40).map(line));
    let save = |id: Option<&str>, name: &str, pending| {
        let query = ListQuery { pending, ..query(Kind::Contract) };
        office.vault.save_view(&ViewToSave { id: id.map(str::to_owned), name: name.to_owned(), query }, today())
    };
    save(None, " Tout ", true).unwrap();
    save(None, "Archives", false).unwrap();
    let views = office.vault.saved_views(today()).unwrap();
    assert_eq!(views.iter().map(|view| view.name.as_str()).collect::<Vec<_>>(), ["Tout", "Archives"]);
    assert_eq!((views[0].total, views[1].total.count), (Total::exactly(30), 10));
    office.vault.order_views(&[views[1].id.clone()]).unwrap();
    save(Some(&views[0].id), "Toutes", true).unwrap();
    office.put((40..44).map(line));
    let office = office.reopen();
    let again = office.vault.saved_views(today()).unwrap();
    assert_eq!(again.iter().map(|view| view.name.as_str()).collect::<Vec<_>>(), ["Archives", "Toutes"]);
    assert_eq!(again[1].total, Total::exactly(33));
    office.vault.remove_view(&views[1].id).unwrap();
    assert_eq!(office.vault.saved_views(today()).unwrap().len(), 1);
}

#[test]
fn a_view_without_a_name_and_a_layout_that_is_none_are_refused() {
    let office = Office::new();
    for name in ["  ".to_owned(), "é".repeat(61)] {
        let view = ViewToSave { id: None, name, query: query(Kind::Contract) };
        assert!(matches!(office.vault.save_view(&view, today()), Err(VaultError::Invalid(_))));
    }
    assert_eq!(office.vault.layout(Kind::Invoice).unwrap(), None);
    office.vault.save_layout(Kind::Invoice, "{\"order\": [\"number\"]}").unwrap();
    for layout in ["{", &format!("\"{}\"", "a".repeat(17_000))] {
        assert!(matches!(office.vault.save_layout(Kind::Invoice, layout), Err(VaultError::Invalid(_))));
    }
    assert_eq!(office.vault.layout(Kind::Invoice).unwrap().as_deref(), Some("{\"order\": [\"number\"]}"));
    assert_eq!(office.vault.layout(Kind::Contract).unwrap(), None);
}

/// By chance, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn lists_follow_every_change_as_if_they_were_read_anew() {
    use coffreo_desk::vault::Operation::{Forget, Know, Lose};
    let mut office = Office::new();
    let mut chance = Chance(7);
    let mut n = 1000;
    for round in 0..40 {
        let operations = (0..1 + chance.below(30)).map(|_| {
            n += 1;
            let mut changed = DocumentLine { n, ..line(chance.below(150) as i64) };
            match chance.below(8) {
                0 => return Forget { scope: "s0".into(), id: changed.id },
                1 => changed.received_at -= 1 + chance.below(3) as i64,
                2 => {
                    changed.state = coffreo_api::agency::DocumentState::Signed;
                    changed.signature = line(0).signature;
                }
                3 => {
                    if let Facts::Contract(contract) = &mut changed.facts {
                        contract.employee.last_name = format!("Nom{}", chance.below(50));
                        contract.pay_rate += chance.below(5) as i64;
                    }
                }
                _ => {}
            }
            crate::office::put(changed)
        });
        let mut operations: Vec<_> = operations.collect();
        if round % 13 == 12 {
            operations.extend([Lose { scope: "s1".into() }, Know(scope("s1", "invoice"))]);
        }
        if round % 7 == 6 {
            let agency = format!("AGENCE {}", chance.below(9));
            operations.push(Know(coffreo_api::changes::ScopeInfo { agency, ..scope("s0", "contract") }));
        }
        office.vault.apply(&operations).unwrap();
        let questions: Vec<ListQuery> = (0..8)
            .map(|_| {
                let kind = if chance.below(4) == 0 { Kind::Invoice } else { Kind::Contract };
                let column = COLUMNS[chance.below(COLUMNS.len() as u64) as usize];
                ListQuery {
                    pending: chance.below(3) > 0,
                    criteria: criteria(kind, chance.below(5) as u32),
                    sort: Sort { column, descending: chance.below(2) == 0 },
                    ..query(kind)
                }
            })
            .collect();
        let ask = |office: &Office| {
            let ids = questions.iter().map(|asked| office.vault.list_ids(asked, today(), 1000).unwrap());
            ids.collect::<Vec<_>>()
        };
        let before = ask(&office);
        if round % 5 == 4 {
            office = office.reopen();
            assert_eq!(ask(&office), before, "round {round}: {questions:?}");
        }
    }
}
