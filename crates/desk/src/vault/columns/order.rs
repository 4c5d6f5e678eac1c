//! The documents of a kind in an order of the list: made when it is first asked for, mended when documents changed.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::held::Held;
use super::table::Table;
use crate::vault::open::lock;
use crate::vault::order::{Order, Position, Value};
use crate::view::SortColumn;

/// The orders that were asked for.
#[derive(Default)]
pub struct Orders(HashMap<(SortColumn, bool), Made>);

struct Made {
    slots: Arc<Vec<u32>>,
    /// Slots whose values changed since.
    changed: HashSet<u32>,
}

impl Orders {
    pub fn changed(&mut self, slot: u32) {
        for made in self.0.values_mut() {
            made.changed.insert(slot);
        }
    }

    pub fn forget(&mut self) {
        self.0.clear();
    }
}

impl Table {
    /// All slots in this order.
    pub fn in_order(&self, order: Order) -> Arc<Vec<u32>> {
        let mut orders = lock(&self.orders);
        let asked = (order.column, order.descending);
        let slots = match orders.0.remove(&asked) {
            Some(made) if made.changed.is_empty() => made.slots,
            Some(made) if made.changed.len() * 8 < self.by_key.len() => Arc::new(self.mended(order, &made)),
            _ => Arc::new(self.sorted(order)),
        };
        orders.0.insert(asked, Made { slots: Arc::clone(&slots), changed: HashSet::new() });
        slots
    }

    /// A document's place in an order.
    pub fn position(&self, order: Order, slot: u32) -> Position {
        let value = match self.held.get(&order.column) {
            Some(held @ Held::Numbers(_)) => Value::Int(held.number(slot)),
            Some(held) => Value::Text(held.text(slot).to_owned()),
            None => match order.column {
                SortColumn::Agency | SortColumn::Company => Value::Text(self.name_of(order.column, slot).to_owned()),
                SortColumn::State => Value::Int(i64::from(self.states[slot as usize])),
                _ => Value::Int(0),
            },
        };
        Position { value, key: self.keys[slot as usize] }
    }

    /// A document beside a place.
    pub fn compare(&self, order: Order, slot: u32, place: &Position) -> Ordering {
        let value = match (&place.value, self.held.get(&order.column)) {
            (Value::Int(value), Some(held)) => held.number(slot).cmp(value),
            (Value::Text(value), Some(held)) => held.text(slot).cmp(value),
            (Value::Text(value), None) => self.name_of(order.column, slot).cmp(value),
            (Value::Int(value), None) if order.column == SortColumn::State => {
                i64::from(self.states[slot as usize]).cmp(value)
            }
            (Value::Int(_), None) => Ordering::Equal,
        };
        order.directed(value, self.keys[slot as usize].cmp(&place.key))
    }

    fn name_of(&self, column: SortColumn, slot: u32) -> &str {
        let names = self.names.get(&self.scopes[slot as usize]);
        names.map_or("", |names| if column == SortColumn::Agency { &names.agency } else { &names.company })
    }

    fn sorted(&self, order: Order) -> Vec<u32> {
        let mut slots: Vec<u32> = self.by_key.clone();
        if order.newest_first {
            slots.reverse();
        }
        // From here on the sort is stable: keys are in order already.
        let ranked = |ranks: &dyn Fn(u32) -> u64, slots: &mut Vec<u32>| {
            let mut pairs: Vec<(u64, u32)> = slots.iter().map(|&slot| (ranks(slot), slot)).collect();
            if order.descending {
                pairs.sort_by_key(|&(rank, _)| std::cmp::Reverse(rank));
            } else {
                pairs.sort_by_key(|&(rank, _)| rank);
            }
            *slots = pairs.into_iter().map(|(_, slot)| slot).collect();
        };
        match self.held.get(&order.column) {
            Some(Held::Numbers(numbers)) => {
                ranked(&|slot| numbers[slot as usize].cast_unsigned() ^ (1 << 63), &mut slots);
            }
            Some(Held::Coded(coded)) => {
                let ranks = coded.ranks();
                ranked(&|slot| u64::from(ranks[coded.codes[slot as usize] as usize]), &mut slots);
            }
            Some(Held::Written(written)) => slots.sort_by(|&a, &b| {
                let rising = written.text(a).cmp(written.text(b));
                if order.descending { rising.reverse() } else { rising }
            }),
            None if matches!(order.column, SortColumn::Agency | SortColumn::Company) => {
                let mut texts: Vec<&str> = self.names.values().map(|names| self.pick(order.column, names)).collect();
                texts.sort_unstable();
                let rank_of = |names| texts.partition_point(|text| *text < self.pick(order.column, names)) as u64;
                let ranks: HashMap<i64, u64> =
                    self.names.iter().map(|(&scope, names)| (scope, rank_of(names))).collect();
                ranked(&|slot| ranks.get(&self.scopes[slot as usize]).copied().unwrap_or(0), &mut slots);
            }
            None if order.column == SortColumn::State => {
                ranked(&|slot| u64::from(self.states[slot as usize]), &mut slots);
            }
            None => {}
        }
        slots
    }

    fn pick<'a>(&self, column: SortColumn, names: &'a super::Names) -> &'a str {
        if column == SortColumn::Agency { &names.agency } else { &names.company }
    }

    /// The old order with what changed taken out and put where it belongs now.
    fn mended(&self, order: Order, made: &Made) -> Vec<u32> {
        let there = |slot: u32| self.slot(self.keys[slot as usize]) == Some(slot);
        let mut moved: Vec<(Position, u32)> =
            made.changed.iter().filter(|&&slot| there(slot)).map(|&slot| (self.position(order, slot), slot)).collect();
        moved.sort_unstable_by(|(a, _), (b, _)| order.compare(a, b));
        let kept: Vec<u32> = made.slots.iter().copied().filter(|slot| !made.changed.contains(slot)).collect();
        let mut slots = Vec::with_capacity(kept.len() + moved.len());
        let mut rest = kept.as_slice();
        for (place, slot) in moved {
            let before = rest.partition_point(|&one| self.compare(order, one, &place).is_lt());
            slots.extend_from_slice(&rest[..before]);
            slots.push(slot);
            rest = &rest[before..];
        }
        slots.extend_from_slice(rest);
        slots
    }
}
