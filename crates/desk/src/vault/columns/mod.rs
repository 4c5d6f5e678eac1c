//! In memory: what documents are filtered and sorted by, column by column, so that any filter in any order is answered
//! within a frame, and the database keeps no index an order. Read from the database when first needed, then kept in
//! step with what is committed. About 100 bytes a document.
//!
//! It must not be asked for what is shown: rows are read from the database.

mod held;
mod load;
mod order;
mod table;
mod test;

use std::collections::HashMap;

use super::document::Row;
use crate::view::Kind;

pub use held::Held;
pub use table::Table;
pub use test::{Test, part};

/// Both kinds.
pub struct Columns {
    contracts: Table,
    invoices: Table,
}

/// The names of a scope, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub agency: String,
    pub company: String,
}

/// What was committed, as the columns need to know it. Told twice it changes nothing more.
pub enum Step {
    /// A scope has these names.
    Name(i64, Names),
    /// A document has these values.
    Put(i64, Box<Row>),
    /// A document went.
    Remove(i64),
}

impl Columns {
    pub fn new() -> Self {
        Self { contracts: Table::new(Kind::Contract), invoices: Table::new(Kind::Invoice) }
    }

    pub fn of(&self, kind: Kind) -> &Table {
        match kind {
            Kind::Contract => &self.contracts,
            Kind::Invoice => &self.invoices,
        }
    }

    fn both(&mut self) -> [&mut Table; 2] {
        [&mut self.contracts, &mut self.invoices]
    }

    /// Follows what was committed.
    pub fn follow(&mut self, steps: Vec<Step>) {
        // Of several steps on one document only the last counts; so each table sorts its new keys once.
        let mut last: HashMap<i64, Option<Box<Row>>> = HashMap::new();
        for step in steps {
            match step {
                Step::Name(scope, names) => {
                    for table in self.both() {
                        table.name(scope, names.clone());
                    }
                }
                Step::Put(key, row) => drop(last.insert(key, Some(row))),
                Step::Remove(key) => drop(last.insert(key, None)),
            }
        }
        for (key, row) in last {
            match row {
                Some(row) if row.kind == 0 => self.contracts.put(key, &row),
                Some(row) => self.invoices.put(key, &row),
                None => self.both().into_iter().for_each(|table| table.remove(key)),
            }
        }
        self.both().into_iter().for_each(Table::settle);
    }
}
