//! The fields of the advanced search, as documents have them, and values proposed for them.

use coffreo_api::Facts;
use coffreo_api::facts::PositionStatus;
use rusqlite::Connection;

use super::criteria::{Criteria, check};
use super::document::kind_number;
use super::{Vault, VaultError, facts};
use crate::view::{Criterion, CriterionField, ProposalQuery};

/// Values that are proposed at once.
const MOST: u32 = 50;
/// Documents that are looked at, newest first.
const LOOKED_AT: u32 = 4_000;

/// A document with the names of its scope.
pub struct Fields {
    facts: Facts,
    agency: String,
    company: String,
}

impl Fields {
    /// The text of a field; none where this document has none.
    pub fn get(&self, field: CriterionField) -> Option<&str> {
        match (field, &self.facts) {
            (CriterionField::Agency, _) => Some(&self.agency),
            (CriterionField::Company, _) => Some(&self.company),
            (CriterionField::Number, facts) => Some(facts.number()),
            (CriterionField::Department, Facts::Contract(contract)) => contract.department.as_deref(),
            (CriterionField::Justification, Facts::Contract(contract)) => Some(&contract.recourse.justification),
            (CriterionField::LastName, Facts::Contract(contract)) => Some(&contract.employee.last_name),
            (CriterionField::FirstName, Facts::Contract(contract)) => Some(&contract.employee.first_name),
            (CriterionField::Qualification, Facts::Contract(contract)) => Some(&contract.qualification),
            (CriterionField::PositionStatus, Facts::Contract(contract)) => Some(match contract.position.status {
                PositionStatus::Executive => "executive",
                PositionStatus::NonExecutive => "non_executive",
            }),
            (CriterionField::Reference, Facts::Invoice(invoice)) => invoice.reference.as_deref(),
            _ => None,
        }
    }
}

/// The fields of a document.
pub fn fields(reader: &Connection, key: i64) -> Result<Fields, VaultError> {
    let mut statement = reader.prepare_cached(
        "SELECT d.kind, f.facts, s.agency, s.company FROM documents d \
         JOIN facts f ON f.key = d.key JOIN scopes s ON s.id = d.scope WHERE d.key = ?1",
    )?;
    let (kind, json, agency, company): (i64, String, String, String) =
        statement.query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(Fields { facts: facts::read(kind, &json)?, agency, company })
}

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
        self.read(|reader| {
            let mut keys =
                reader.prepare_cached("SELECT key FROM documents WHERE kind = ?1 ORDER BY key DESC LIMIT ?2")?;
            let keys = keys.query_map([kind_number(query.kind), i64::from(LOOKED_AT)], |row| row.get(0))?;
            let mut found = std::collections::BTreeMap::new();
            for key in keys {
                let fields = fields(reader, key?)?;
                let text = fields.get(query.field).unwrap_or_default();
                if !text.is_empty() && criteria.0.values().flatten().all(|wanted| wanted.matches(text)) {
                    found.insert(super::fold::fold(text), text.to_owned());
                }
            }
            Ok(found.into_values().take(query.limit as usize).collect())
        })
    }
}
