//! Whether a document is one of those that are asked for.

use super::held::Held;
use super::table::Table;
use crate::vault::criteria::Wanted;
use crate::vault::filter::Filter;
use crate::vault::fold::EMPLOYEE_PARTS;
use crate::view::CriterionField;

/// A filter over one table, prepared: texts that many share have been looked at once each.
pub struct Test<'a> {
    table: &'a Table,
    states: [bool; 2],
    keys: (i64, i64),
    coded: Vec<(&'a [u32], Vec<bool>)>,
    scopes: Option<Vec<i64>>,
    /// By slot: numbers and references that hold what was typed, and words found elsewhere.
    marked: Vec<Vec<bool>>,
}

impl<'a> Test<'a> {
    pub fn new(table: &'a Table, filter: &Filter) -> Self {
        let states = [filter.states.contains(&0), filter.states.contains(&1)];
        let mut test = Self { table, states, keys: filter.keys, coded: Vec::new(), scopes: None, marked: Vec::new() };
        for (&field, wanted) in &filter.criteria.0 {
            match table.column(field) {
                None => test.names(field, wanted),
                Some(Held::Coded(coded)) => {
                    let wants = |text: &str| wanted.iter().any(|one| one.matches(part(field, text)));
                    test.coded.push((&coded.codes, coded.texts.iter().map(|text| wants(text)).collect()));
                }
                Some(Held::Written(written)) => {
                    let mut marked = vec![false; table.keys.len()];
                    for one in wanted {
                        if let Wanted::Part(part) = one {
                            written.mark(part, &mut marked);
                        }
                    }
                    test.marked.push(marked);
                }
                Some(Held::Numbers(_)) => {}
            }
        }
        test
    }

    /// Only these keys, too.
    #[must_use]
    pub fn among(mut self, keys: impl IntoIterator<Item = i64>) -> Self {
        let mut marked = vec![false; self.table.keys.len()];
        for slot in keys.into_iter().filter_map(|key| self.table.slot(key)) {
            marked[slot as usize] = true;
        }
        self.marked.push(marked);
        self
    }

    pub fn accepts(&self, slot: u32) -> bool {
        let at = slot as usize;
        self.states[usize::from(self.table.states[at] != 0)]
            && (self.keys.0..self.keys.1).contains(&self.table.keys[at])
            && self.coded.iter().all(|(codes, wanted)| wanted[codes[at] as usize])
            && self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&self.table.scopes[at]))
            && self.marked.iter().all(|marked| marked[at])
    }

    /// How many are accepted.
    pub fn count(&self) -> i64 {
        let slots = &self.table.by_key[self.table.range(self.keys)];
        slots.iter().filter(|&&slot| self.accepts(slot)).count() as i64
    }

    fn names(&mut self, field: CriterionField, wanted: &[Wanted]) {
        let fits = |scope: &i64| {
            let names = self.table.names.get(scope);
            let text = names.map_or("", |names| match field {
                CriterionField::Agency => &names.agency,
                _ => &names.company,
            });
            wanted.iter().any(|one| one.matches(text))
        };
        let before = self.scopes.take();
        let scopes = self.table.names.keys().copied().filter(fits);
        self.scopes =
            Some(scopes.filter(|scope| before.as_ref().is_none_or(|before| before.contains(scope))).collect());
    }
}

/// The part of a worker's name that a field is about; other texts are whole.
pub fn part(field: CriterionField, text: &str) -> &str {
    let (last, first) = text.split_once(EMPLOYEE_PARTS).unwrap_or((text, ""));
    match field {
        CriterionField::LastName => last,
        CriterionField::FirstName => first,
        _ => text,
    }
}
