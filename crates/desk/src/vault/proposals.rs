//! Values proposed for a field of the advanced search: those that documents here have, as they are written.

use std::collections::BTreeMap;

use coffreo_api::Facts;
use rusqlite::{Connection, OptionalExtension as _};

use super::columns::{Held, Table, part};
use super::criteria::{Criteria, Wanted, check};
use super::{Vault, VaultError, facts};
use crate::view::{Criterion, CriterionField, ProposalQuery};

/// Values that are proposed at once.
const MOST: u32 = 50;

impl Vault {
    /// Values that documents here have and that what was typed would find, in their alphabetical order.
    ///
    /// # Errors
    /// [`VaultError::Invalid`] for a field that documents of the kind do not have, or a limit outside of 1 to 50.
    pub fn propose(&self, query: &ProposalQuery) -> Result<Vec<String>, VaultError> {
        check(query.kind, query.field)?;
        if !(1..=MOST).contains(&query.limit) {
            return Err(VaultError::Invalid("1 to 50 values are proposed"));
        }
        let typed = Criterion { field: query.field, value: query.typed.clone() };
        let criteria = Criteria::of(query.kind, &[typed])?;
        let wanted: Vec<&Wanted> = criteria.0.values().flatten().collect();
        let limit = query.limit as usize;
        self.read(|reader| {
            let keys = self.with_columns(|columns| examples(columns.of(query.kind), query.field, &wanted, limit))?;
            let values = keys.into_iter().map(|key| value(reader, key, query.field));
            let values: Vec<Option<String>> = values.collect::<Result<_, _>>()?;
            Ok(values.into_iter().flatten().filter(|value| !value.is_empty()).collect())
        })
    }
}

/// A document for each of the first values.
fn examples(table: &Table, field: CriterionField, wanted: &[&Wanted], limit: usize) -> Vec<i64> {
    let wants = |text: &str| !text.is_empty() && wanted.iter().all(|one| one.matches(text));
    let mut found: BTreeMap<&str, i64> = BTreeMap::new();
    match table.column(field) {
        Some(Held::Coded(coded)) => {
            // Texts of documents that went stay among the texts, so that the documents are asked.
            let mut wanted: Vec<bool> = coded.texts.iter().map(|text| wants(part(field, text))).collect();
            for &slot in &table.by_key {
                let code = coded.codes[slot as usize] as usize;
                if std::mem::take(&mut wanted[code]) {
                    found.entry(part(field, &coded.texts[code])).or_insert(table.keys[slot as usize]);
                }
            }
        }
        Some(held) => {
            // Each is its own: the newest that fit, and no further.
            for &slot in table.by_key.iter().rev() {
                let text = held.text(slot);
                if wants(text) {
                    found.entry(text).or_insert(table.keys[slot as usize]);
                }
                if found.len() >= limit {
                    break;
                }
            }
        }
        None => {
            for &slot in &table.by_key {
                let Some(names) = table.names.get(&table.scopes[slot as usize]) else { continue };
                let text = if field == CriterionField::Agency { &names.agency } else { &names.company };
                if !found.contains_key(text.as_str()) && wants(text) {
                    found.insert(text, table.keys[slot as usize]);
                }
            }
        }
    }
    found.into_values().take(limit).collect()
}

/// The value as it is written.
fn value(reader: &Connection, key: i64, field: CriterionField) -> Result<Option<String>, VaultError> {
    let mut statement = reader.prepare_cached(
        "SELECT d.kind, f.facts, s.agency, s.company, d.position FROM documents d \
         JOIN facts f ON f.key = d.key JOIN scopes s ON s.id = d.scope WHERE d.key = ?1",
    )?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    let Some(kept) = statement.query_row([key], read).optional()? else { return Ok(None) };
    let (kind, json, agency, company, position): (i64, String, String, String, String) = kept;
    Ok(match (field, facts::read(kind, &json)?) {
        (CriterionField::Agency, _) => Some(agency),
        (CriterionField::Company, _) => Some(company),
        (CriterionField::Number, facts) => Some(facts.number().to_owned()),
        (CriterionField::Department, Facts::Contract(contract)) => contract.department,
        (CriterionField::Justification, Facts::Contract(contract)) => Some(contract.recourse.justification),
        (CriterionField::LastName, Facts::Contract(contract)) => Some(contract.employee.last_name),
        (CriterionField::FirstName, Facts::Contract(contract)) => Some(contract.employee.first_name),
        (CriterionField::Qualification, Facts::Contract(contract)) => Some(contract.qualification),
        (CriterionField::PositionStatus, Facts::Contract(_)) => Some(position),
        (CriterionField::Reference, Facts::Invoice(invoice)) => invoice.reference,
        _ => None,
    })
}
