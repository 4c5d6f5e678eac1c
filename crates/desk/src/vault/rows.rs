//! From what is kept to what is shown.

use coffreo_api::Facts;
use coffreo_domain::Sha256;
use coffreo_domain::contract::amendment;
use rusqlite::{Connection, OptionalExtension as _, Row as SqlRow};

use super::document::{KEY_BITS, deadline};
use super::snippet::{Term, snippet};
use super::{Vault, VaultError, document, facts, texts};
use crate::view::{ArchiveState, ContractRow, Deadline, DocumentView, InvoiceRow, Row};

impl Vault {
    /// One document with everything that is known of it; none when it is not here.
    pub fn document(&self, id: &str) -> Result<Option<DocumentView>, VaultError> {
        self.read(|reader| {
            let Some(standing) = document::standing(reader, id)? else { return Ok(None) };
            let Some((row, facts)) = row_and_facts(reader, standing.key, &[])? else { return Ok(None) };
            Ok(Some(DocumentView {
                row,
                facts,
                sha256: standing.content.to_string(),
                available: standing.available,
                size: standing.size,
            }))
        })
    }
}

/// Rows of the list. Where terms are given, with the sentence they are found in. A document that went meanwhile is left
/// out.
pub fn rows(reader: &Connection, keys: impl Iterator<Item = i64>, terms: &[Term]) -> Result<Vec<Row>, VaultError> {
    let rows = keys.map(|key| row_and_facts(reader, key, terms));
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().map(|(row, _)| row).collect())
}

fn row_and_facts(reader: &Connection, key: i64, terms: &[Term]) -> Result<Option<(Row, Facts)>, VaultError> {
    let mut statement = reader.prepare_cached(
        "SELECT d.uid, d.state, d.version = d.opened_version, d.original, d.signed_at, d.deadline, \
         f.facts, f.signed_by, s.company, s.agency, d.kind, nullif(d.downloaded_at, 0), f.downloaded_by, f.answer \
         FROM documents d JOIN facts f ON f.key = d.key JOIN scopes s ON s.id = d.scope WHERE d.key = ?1",
    )?;
    let Some(kept) = statement.query_row([key], Kept::read).optional()? else { return Ok(None) };
    let facts = facts::read(kept.kind, &kept.facts)?;
    let text = if terms.is_empty() { None } else { texts::compressed(reader, key)? };
    let snippet = match text {
        Some(body) => snippet(&texts::decompress(&body)?, terms),
        None => None,
    };
    let row = match &facts {
        Facts::Contract(contract) => Row::Contract(ContractRow {
            id: kept.id,
            state: kept.state,
            agency: kept.agency,
            number: contract.number.clone(),
            amendment: amendment(&contract.number),
            company: kept.company,
            department: contract.department.clone(),
            employee: full_name(contract),
            qualification: contract.qualification.clone(),
            justification: contract.recourse.justification.clone(),
            starts_on: contract.term.starts_on.to_string(),
            ends_on: contract.term.ends_on.map(|day| day.to_string()),
            pay_rate: contract.pay_rate,
            bill_rate: contract.bill_rate,
            signed_at: kept.signed_at,
            signed_by: kept.signed_by,
            received_at: key >> KEY_BITS,
            deadline: Deadline { day: deadline(contract).to_string(), ends_at: kept.deadline },
            opened: kept.opened,
            original_sha256: kept.original.to_string(),
            snippet,
        }),
        Facts::Invoice(invoice) => Row::Invoice(InvoiceRow {
            id: kept.id,
            state: kept.state,
            agency: kept.agency,
            number: invoice.number.clone(),
            company: kept.company,
            issued_on: invoice.issued_on.to_string(),
            due_on: invoice.due_on.to_string(),
            week: format!("{:04}/{:02}", invoice.week.year, invoice.week.week),
            net: invoice.net,
            vat: invoice.vat,
            gross: invoice.gross,
            reference: invoice.reference.clone(),
            downloaded_at: kept.downloaded_at,
            downloaded_by: kept.downloaded_by,
            answer: kept.answer.as_deref().and_then(facts::read_answer),
            signed_at: kept.signed_at,
            signed_by: kept.signed_by,
            received_at: key >> KEY_BITS,
            opened: kept.opened,
            original_sha256: kept.original.to_string(),
            snippet,
        }),
    };
    Ok(Some((row, facts)))
}

struct Kept {
    id: String,
    state: ArchiveState,
    opened: bool,
    original: Sha256,
    signed_at: Option<i64>,
    deadline: i64,
    facts: String,
    signed_by: Option<String>,
    company: String,
    agency: String,
    kind: i64,
    downloaded_at: Option<i64>,
    downloaded_by: Option<String>,
    answer: Option<String>,
}

impl Kept {
    fn read(row: &SqlRow<'_>) -> rusqlite::Result<Self> {
        let state = if row.get::<_, i64>(1)? == 0 { ArchiveState::Pending } else { ArchiveState::Archived };
        Ok(Self {
            id: row.get(0)?,
            state,
            opened: row.get(2)?,
            original: Sha256(row.get(3)?),
            // A refused invoice is archived and signed by nobody.
            signed_at: Some(row.get(4)?).filter(|&at| at > 0),
            deadline: row.get(5)?,
            facts: row.get(6)?,
            signed_by: row.get(7)?,
            company: row.get(8)?,
            agency: row.get(9)?,
            kind: row.get(10)?,
            downloaded_at: row.get(11)?,
            downloaded_by: row.get(12)?,
            answer: row.get(13)?,
        })
    }
}

fn full_name(contract: &coffreo_api::ContractFacts) -> String {
    let employee = &contract.employee;
    let parts = [employee.title.as_deref().unwrap_or_default(), &employee.first_name, &employee.last_name];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
