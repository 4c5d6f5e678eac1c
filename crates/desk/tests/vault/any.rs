//! Whatever a person asks for in whatever sequence, each document that matches is shown exactly once.

use std::collections::BTreeSet;

use coffreo_api::Facts;
use coffreo_api::changes::DocumentLine;
use coffreo_desk::view::{Criterion, CriterionField, Kind, ListQuery, Period, Row, Sort};
use coffreo_domain::Timestamp;
use jiff::ToSpan as _;
use proptest::prelude::*;

use crate::listed::COLUMNS;
use crate::office::{Office, kind_of, line, query, today};

/// One turn of a page: of which of the lists, and whether the person goes back to its beginning.
type Turn = (prop::sample::Index, bool);

fn question() -> impl Strategy<Value = ListQuery> {
    let period = prop_oneof![
        Just(Period::All),
        (1_u16..4).prop_map(|months| Period::Months { months }),
        (prop::option::of(0..45_i64), prop::option::of(0..45_i64)).prop_map(|(from, to)| {
            let day = |back: i64| today().saturating_sub(back.days());
            Period::Days { from: from.map(day), to: to.map(day) }
        }),
    ];
    let criteria = prop::collection::vec(
        prop_oneof![
            (0..10_u8).prop_map(|digit| (CriterionField::Number, format!("-{digit}"))),
            prop::sample::select(vec!["barre", "temporaire travail", "vezelay"])
                .prop_map(|typed| (CriterionField::Agency, typed.to_owned())),
            prop::sample::select(vec!["the", "EU", "autre"])
                .prop_map(|typed| (CriterionField::Company, typed.to_owned())),
        ],
        0..4,
    );
    let kind = prop::bool::ANY.prop_map(|contract| if contract { Kind::Contract } else { Kind::Invoice });
    let search = prop::sample::select(vec!["", "", "cmde", "fac", "zzz"]);
    let order = (prop::sample::select(COLUMNS.to_vec()), any::<bool>());
    (kind, any::<(bool, bool)>(), period, criteria, search, order, 1..60_u32).prop_map(
        |(kind, (pending, archived), period, criteria, search, (column, descending), limit)| ListQuery {
            pending,
            archived,
            period,
            criteria: criteria.into_iter().map(|(field, value)| Criterion { field, value }).collect(),
            search: search.to_owned(),
            sort: Sort { column, descending },
            limit,
            ..query(kind)
        },
    )
}

/// Looked at one by one, by the simplest means.
fn matches(line: &DocumentLine, asked: &ListQuery) -> bool {
    let day = Timestamp(line.received_at).paris_day();
    let in_period = match asked.period {
        Period::All => true,
        Period::Months { months } => day >= today().saturating_sub(i32::from(months).months()),
        Period::Days { from, to } => from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to),
    };
    let state = if line.signature.is_some() { asked.archived } else { asked.pending };
    let one_of = |field, holds: &dyn Fn(&str) -> bool| {
        let mut values =
            asked.criteria.iter().filter(|one| one.field == field).map(|one| one.value.as_str()).peekable();
        values.peek().is_none() || values.any(holds)
    };
    // Punctuation aside, the digit stands somewhere in the number.
    let number = line.facts.number().replace('-', "");
    kind_of(line) == asked.kind
        && state
        && in_period
        && one_of(CriterionField::Number, &|typed| number.contains(&typed[1..]))
        && one_of(CriterionField::Agency, &|typed| typed != "vezelay")
        && one_of(CriterionField::Company, &|typed| typed != "autre")
        && (asked.search.is_empty()
            || match line.facts {
                Facts::Contract(_) => asked.search == "cmde",
                Facts::Invoice(_) => asked.search == "fac",
            })
}

fn id(row: &Row) -> String {
    match row {
        Row::Contract(row) => row.id.clone(),
        Row::Invoice(row) => row.id.clone(),
    }
}

#[test]
fn any_sequence_of_filters_orders_and_pages_shows_each_document_once() {
    let office = Office::new();
    let lines: Vec<_> = (0..240).map(line).collect();
    office.put(lines.clone());
    let sequence = (prop::collection::vec(question(), 1..4), prop::collection::vec(any::<Turn>(), 0..20));
    let config = ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |((questions, turns) in sequence)| {
        let mut shown: Vec<(Vec<String>, Option<String>, bool)> = vec![(Vec::new(), None, false); questions.len()];
        let everything = (0..questions.len()).flat_map(|at| std::iter::repeat_n((at, false), 260));
        let wandering = turns.iter().map(|(at, again)| (at.index(questions.len()), *again));
        for (at, again) in wandering.collect::<Vec<_>>().into_iter().chain(everything) {
            let (seen, after, ended) = &mut shown[at];
            if again {
                (*seen, *after, *ended) = (Vec::new(), None, false);
            }
            if *ended {
                continue;
            }
            let page = office.vault.list(&ListQuery { after: after.clone(), ..questions[at].clone() }, today()).unwrap();
            prop_assert!(page.rows.len() <= questions[at].limit as usize);
            seen.extend(page.rows.iter().map(id));
            (*after, *ended) = (page.next.clone(), page.next.is_none());
        }
        for (asked, (seen, ..)) in questions.iter().zip(&shown) {
            let expected: BTreeSet<String> =
                lines.iter().filter(|line| matches(line, asked)).map(|line| line.id.clone()).collect();
            let unique: BTreeSet<String> = seen.iter().cloned().collect();
            prop_assert_eq!(unique.len(), seen.len(), "none twice: {:?}", asked);
            prop_assert_eq!(unique, expected, "{:?}", asked);
        }
    });
}
