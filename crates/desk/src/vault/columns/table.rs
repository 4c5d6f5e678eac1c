//! The columns of one kind. A document has a slot in all of them; slots of documents that went are given again.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use super::Names;
use super::held::{Coded, Held, Written, at};
use super::order::Orders;
use crate::vault::criteria::compact;
use crate::vault::document::Row;
use crate::view::{CriterionField, Kind, SortColumn};

/// One kind's documents.
pub struct Table {
    pub keys: Vec<i64>,
    pub states: Vec<u8>,
    pub scopes: Vec<i64>,
    pub held: HashMap<SortColumn, Held>,
    /// Of contracts, for the advanced search alone.
    pub position: Held,
    /// Of invoices, for the advanced search alone.
    pub reference: Held,
    pub names: HashMap<i64, Names>,
    /// The slots by key, rising.
    pub by_key: Vec<u32>,
    free: Vec<u32>,
    /// New slots, not yet among `by_key`.
    new: Vec<u32>,
    /// Slots of documents that went, still among `by_key`.
    gone: HashSet<u32>,
    pub orders: Mutex<Orders>,
}

impl Table {
    pub fn new(kind: Kind) -> Self {
        use SortColumn as S;
        let numbers: &[S] = match kind {
            Kind::Contract => &[S::StartsOn, S::EndsOn, S::PayRate, S::BillRate, S::SignedAt, S::Deadline],
            Kind::Invoice => &[S::SignedAt, S::IssuedOn, S::DueOn, S::Week, S::Net, S::Vat, S::Gross, S::DownloadedAt],
        };
        let coded: &[S] = match kind {
            Kind::Contract => &[S::Department, S::Employee, S::Qualification, S::Justification],
            Kind::Invoice => &[],
        };
        let mut held = HashMap::from([(S::Number, Held::Written(Written::default()))]);
        held.extend(numbers.iter().map(|&column| (column, Held::Numbers(Vec::new()))));
        held.extend(coded.iter().map(|&column| (column, Held::Coded(Coded::default()))));
        Self {
            keys: Vec::new(),
            states: Vec::new(),
            scopes: Vec::new(),
            held,
            position: Held::Coded(Coded::default()),
            reference: Held::Written(Written::default()),
            names: HashMap::new(),
            by_key: Vec::new(),
            free: Vec::new(),
            new: Vec::new(),
            gone: HashSet::new(),
            orders: Mutex::default(),
        }
    }

    pub fn name(&mut self, scope: i64, names: Names) {
        if self.names.insert(scope, names.clone()).is_some_and(|before| before != names) {
            self.orders().forget();
        }
    }

    /// The column of a field of the advanced search, where it has one of its own.
    pub fn column(&self, field: CriterionField) -> Option<&Held> {
        use CriterionField as F;
        match field {
            F::Agency | F::Company => None,
            F::Number => self.held.get(&SortColumn::Number),
            F::Department => self.held.get(&SortColumn::Department),
            F::Justification => self.held.get(&SortColumn::Justification),
            F::LastName | F::FirstName => self.held.get(&SortColumn::Employee),
            F::Qualification => self.held.get(&SortColumn::Qualification),
            F::PositionStatus => Some(&self.position),
            F::Reference => Some(&self.reference),
        }
    }

    /// The slot of a document.
    pub fn slot(&self, key: i64) -> Option<u32> {
        let at = self.by_key.binary_search_by_key(&key, |&slot| self.keys[slot as usize]).ok()?;
        Some(self.by_key[at])
    }

    /// Where the keys of a range lie in `by_key`.
    pub fn range(&self, (low, high): (i64, i64)) -> std::ops::Range<usize> {
        let before = |key| self.by_key.partition_point(|&slot| self.keys[slot as usize] < key);
        let (start, end) = (before(low), before(high));
        start..end.max(start)
    }

    /// Takes the document's values. [`settle`](Self::settle) follows.
    pub fn put(&mut self, key: i64, row: &Row) {
        let slot = match self.slot(key) {
            Some(slot) => slot,
            None => {
                let slot = self.free.pop().unwrap_or(self.keys.len() as u32);
                self.new.push(slot);
                slot
            }
        };
        at(&mut self.keys, slot, key);
        at(&mut self.states, slot, row.state as u8);
        at(&mut self.scopes, slot, row.scope);
        for (&column, held) in &mut self.held {
            match held {
                Held::Numbers(_) => held.set_number(slot, row.number(column)),
                Held::Coded(_) => held.set_text(slot, row.text(column)),
                Held::Written(_) => held.set_text(slot, &compact(row.text(column))),
            }
        }
        self.position.set_text(slot, &row.position);
        self.reference.set_text(slot, &compact(&row.reference));
        self.orders().changed(slot);
    }

    /// Forgets the document. [`settle`](Self::settle) follows.
    pub fn remove(&mut self, key: i64) {
        if let Some(slot) = self.slot(key) {
            self.gone.insert(slot);
            self.orders().changed(slot);
        }
    }

    /// Takes out what went and puts the new ones among the others, all at once: a scope may be most of a table.
    pub fn settle(&mut self) {
        if !self.gone.is_empty() {
            let gone = std::mem::take(&mut self.gone);
            self.by_key.retain(|slot| !gone.contains(slot));
            self.free.extend(gone);
        }
        if !self.new.is_empty() {
            self.by_key.append(&mut self.new);
            let keys = &self.keys;
            // Nearly in order already, which this sort makes use of.
            self.by_key.sort_by_key(|&slot| keys[slot as usize]);
        }
    }

    fn orders(&mut self) -> &mut Orders {
        self.orders.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
