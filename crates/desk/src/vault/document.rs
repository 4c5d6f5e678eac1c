//! A document's row: how it is put, and how it goes. The words, the counters and the PDF bytes it stood for follow in
//! the same transaction.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use coffreo_api::agency::DocumentState;
use coffreo_api::changes::DocumentLine;
use coffreo_api::facts::PositionStatus;
use coffreo_api::{ContractFacts, Facts};
use coffreo_domain::Sha256;
use coffreo_domain::calendar::{Region, signing_deadline};
use coffreo_domain::time::end_of_paris_day;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::columns::Step;
use super::counts::Tally;
use super::fold::{EMPLOYEE_PARTS, sort_key};
use super::{VaultError, facts, texts};
use crate::view::{Kind, SortColumn};

/// A key's low bits, which tell documents of one millisecond apart.
pub const KEY_BITS: u32 = 20;
/// Moments that a key can hold: until the year 2248.
pub const MOMENTS: std::ops::Range<i64> = 0..1 << 43;
/// Later than every day: where a mission without an end is sorted.
const NO_DAY: i64 = 99_999_999;

pub fn kind_number(kind: Kind) -> i64 {
    match kind {
        Kind::Contract => 0,
        Kind::Invoice => 1,
    }
}

/// The scope of documents that are being put, as their rows need it.
#[derive(Debug, Clone)]
pub struct ScopeRow {
    pub id: i64,
    pub company: String,
    pub agency: String,
}

/// What is known of a document that stands in the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its key.
    pub(super) key: i64,
    pub(super) kind: i64,
    pub(super) state: i64,
    pub(super) n: i64,
    version: i64,
    opened_version: i64,
    /// The PDF as delivered.
    pub original: Sha256,
    /// The PDF that stands for it now.
    pub content: Sha256,
    /// Its bytes.
    pub size: i64,
    /// Whether it is here.
    pub available: bool,
    text_state: i64,
}

impl Standing {
    /// Whether it waits for the person and this version was not opened here.
    pub(super) fn is_unseen(&self) -> bool {
        self.state == 0 && self.opened_version != self.version
    }
}

pub fn standing(connection: &Connection, id: &str) -> Result<Option<Standing>, VaultError> {
    let mut statement = connection.prepare_cached(
        "SELECT key, kind, state, n, version, opened_version, original, content, size, available, text_state \
         FROM documents WHERE uid = ?1",
    )?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Standing {
            key: row.get(0)?,
            kind: row.get(1)?,
            state: row.get(2)?,
            n: row.get(3)?,
            version: row.get(4)?,
            opened_version: row.get(5)?,
            original: Sha256(row.get(6)?),
            content: Sha256(row.get(7)?),
            size: row.get(8)?,
            available: row.get(9)?,
            text_state: row.get(10)?,
        })
    };
    Ok(statement.query_row([id], read).optional()?)
}

/// Puts a document as the server has it now. Returns what stood there before. `bulk`: its words are indexed later, by
/// [`Vault::index_words`](super::Vault::index_words).
pub fn put(
    writer: &Connection,
    tally: &mut Tally,
    steps: &mut Vec<Step>,
    scope: &ScopeRow,
    line: &DocumentLine,
    bulk: bool,
) -> Result<Option<Standing>, VaultError> {
    let before = standing(writer, &line.id)?;
    if before.is_some_and(|before| before.n >= line.n) {
        return Ok(before); // told again after a cut
    }
    let original = digest(&line.original_sha256)?;
    let content = digest(&line.content.sha256)?;
    // The text of the PDF stays that of the document through its sealing, which only adds the signature's appearance.
    let same_text = before.filter(|before| before.original == original);
    let body = match same_text {
        Some(before) => texts::compressed(writer, before.key)?,
        None => None,
    };
    if let Some(before) = &before {
        take_out(writer, tally, steps, before)?;
    }
    let key = match before {
        Some(before) if before.key >> KEY_BITS == line.received_at => before.key,
        _ => free_key(writer, line)?,
    };
    let row = Row::of(line, scope.id);
    let available = is_here(writer, content)?;
    let (opened, text_state) = same_text.map_or((0, 0), |same| (same.opened_version, same.text_state));
    let facts = facts::write(&line.facts)?;
    writer.prepare_cached(INSERT)?.execute(params![
        key,
        line.id,
        line.n,
        line.version,
        opened,
        original.0,
        content.0,
        line.content.size,
        available,
        text_state,
        row.scope,
        row.kind,
        row.state,
        row.number,
        row.department,
        row.employee,
        row.qualification,
        row.justification,
        row.position,
        row.reference,
        row.starts_on,
        row.ends_on,
        row.pay_rate,
        row.bill_rate,
        row.signed_at,
        row.deadline,
        row.issued_on,
        row.due_on,
        row.week,
        row.net,
        row.vat,
        row.gross,
        row.downloaded_at,
    ])?;
    let signed_by = line.signature.as_ref().map(|signature| &signature.signed_by);
    let downloaded_by = line.download.as_ref().map(|download| &download.downloaded_by);
    let answer = line.answer.as_ref().map(facts::write_answer).transpose()?;
    writer
        .prepare_cached("INSERT INTO facts (key, facts, signed_by, downloaded_by, answer) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![key, facts, signed_by, downloaded_by, answer])?;
    if let Some(body) = &body {
        writer.prepare_cached("INSERT INTO texts (key, body) VALUES (?1, ?2)")?.execute(params![key, body])?;
    }
    if bulk {
        writer.prepare_cached("INSERT INTO unindexed (key) VALUES (?1)")?.execute([key])?;
    } else {
        texts::index(writer, key, row.kind, row.state, &line.facts, scope, body.as_deref())?;
    }
    tally.add(row.kind, row.state, key, 1);
    steps.push(Step::Put(key, Box::new(row)));
    if let Some(before) = &before {
        forget_content(writer, before)?;
    }
    Ok(before)
}

/// Forgets a document with all that belonged to it only.
pub fn remove(
    writer: &Connection,
    tally: &mut Tally,
    steps: &mut Vec<Step>,
    document: &Standing,
) -> Result<(), VaultError> {
    take_out(writer, tally, steps, document)?;
    forget_content(writer, document)
}

fn take_out(
    writer: &Connection,
    tally: &mut Tally,
    steps: &mut Vec<Step>,
    document: &Standing,
) -> Result<(), VaultError> {
    for sql in [
        "DELETE FROM documents WHERE key = ?1",
        "DELETE FROM facts WHERE key = ?1",
        "DELETE FROM texts WHERE key = ?1",
        "DELETE FROM words WHERE rowid = ?1",
        "DELETE FROM unindexed WHERE key = ?1",
    ] {
        writer.prepare_cached(sql)?.execute([document.key])?;
    }
    tally.add(document.kind, document.state, document.key, -1);
    steps.push(Step::Remove(document.key));
    Ok(())
}

/// Drops the row of PDF bytes that no document stands for any more; compaction reclaims them.
fn forget_content(writer: &Connection, document: &Standing) -> Result<(), VaultError> {
    writer
        .prepare_cached(
            "DELETE FROM contents WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM documents WHERE content = ?1)",
        )?
        .execute([document.content.0])?;
    Ok(())
}

fn is_here(connection: &Connection, content: Sha256) -> Result<bool, VaultError> {
    Ok(connection.prepare_cached("SELECT 1 FROM contents WHERE sha256 = ?1")?.exists([content.0])?)
}

fn free_key(writer: &Connection, line: &DocumentLine) -> Result<i64, VaultError> {
    if !MOMENTS.contains(&line.received_at) {
        return Err(VaultError::Invalid("a document was received outside of time"));
    }
    let mut hasher = DefaultHasher::new();
    line.id.hash(&mut hasher);
    let low = (hasher.finish() & ((1 << KEY_BITS) - 1)) as i64;
    let mut taken = writer.prepare_cached("SELECT 1 FROM documents WHERE key = ?1")?;
    for step in 0..1 << KEY_BITS {
        let key = line.received_at << KEY_BITS | ((low + step) & ((1 << KEY_BITS) - 1));
        if !taken.exists([key])? {
            return Ok(key);
        }
    }
    Err(VaultError::Invalid("a million documents in one millisecond"))
}

pub fn digest(text: &str) -> Result<Sha256, VaultError> {
    text.parse().map_err(|_| VaultError::Invalid("not a SHA-256"))
}

const INSERT: &str = "INSERT INTO documents (key, uid, n, version, opened_version, original, content, size, available, \
    text_state, scope, kind, state, number, department, employee, qualification, justification, position, reference, \
    starts_on, ends_on, pay_rate, bill_rate, signed_at, deadline, issued_on, due_on, week, net, vat, gross, \
    downloaded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, \
    ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)";

/// What is filtered and sorted by. Texts are folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub scope: i64,
    pub kind: i64,
    pub state: i64,
    number: String,
    department: String,
    employee: String,
    qualification: String,
    justification: String,
    pub position: String,
    pub reference: String,
    starts_on: i64,
    ends_on: i64,
    pay_rate: i64,
    bill_rate: i64,
    signed_at: i64,
    deadline: i64,
    issued_on: i64,
    due_on: i64,
    week: i64,
    net: i64,
    vat: i64,
    gross: i64,
    downloaded_at: i64,
}

impl Row {
    /// As [`read`](Self::read) wants them, behind one other column.
    pub const COLUMNS: &str = "scope, kind, state, number, department, employee, qualification, justification, position, \
        reference, starts_on, ends_on, pay_rate, bill_rate, signed_at, deadline, issued_on, due_on, week, net, vat, gross, \
        downloaded_at";

    pub fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            scope: row.get(1)?,
            kind: row.get(2)?,
            state: row.get(3)?,
            number: row.get(4)?,
            department: row.get(5)?,
            employee: row.get(6)?,
            qualification: row.get(7)?,
            justification: row.get(8)?,
            position: row.get(9)?,
            reference: row.get(10)?,
            starts_on: row.get(11)?,
            ends_on: row.get(12)?,
            pay_rate: row.get(13)?,
            bill_rate: row.get(14)?,
            signed_at: row.get(15)?,
            deadline: row.get(16)?,
            issued_on: row.get(17)?,
            due_on: row.get(18)?,
            week: row.get(19)?,
            net: row.get(20)?,
            vat: row.get(21)?,
            gross: row.get(22)?,
            downloaded_at: row.get(23)?,
        })
    }

    /// The text of a column of texts.
    pub fn text(&self, column: SortColumn) -> &str {
        match column {
            SortColumn::Number => &self.number,
            SortColumn::Department => &self.department,
            SortColumn::Employee => &self.employee,
            SortColumn::Qualification => &self.qualification,
            SortColumn::Justification => &self.justification,
            _ => "",
        }
    }

    /// The number of a column of numbers.
    pub fn number(&self, column: SortColumn) -> i64 {
        match column {
            SortColumn::StartsOn => self.starts_on,
            SortColumn::EndsOn => self.ends_on,
            SortColumn::PayRate => self.pay_rate,
            SortColumn::BillRate => self.bill_rate,
            SortColumn::SignedAt => self.signed_at,
            SortColumn::Deadline => self.deadline,
            SortColumn::IssuedOn => self.issued_on,
            SortColumn::DueOn => self.due_on,
            SortColumn::Week => self.week,
            SortColumn::Net => self.net,
            SortColumn::Vat => self.vat,
            SortColumn::Gross => self.gross,
            SortColumn::DownloadedAt => self.downloaded_at,
            _ => 0,
        }
    }

    fn of(line: &DocumentLine, scope: i64) -> Self {
        let shared = Self {
            scope,
            state: i64::from(line.state != DocumentState::Pending),
            number: sort_key(line.facts.number()),
            signed_at: line.signature.as_ref().map_or(0, |signature| signature.signed_at),
            downloaded_at: line.download.as_ref().map_or(0, |download| download.downloaded_at),
            ..Self::default()
        };
        match &line.facts {
            Facts::Contract(contract) => Self {
                kind: kind_number(Kind::Contract),
                department: contract.department.as_deref().map(sort_key).unwrap_or_default(),
                employee: employee(&contract.employee.last_name, &contract.employee.first_name),
                qualification: sort_key(&contract.qualification),
                justification: sort_key(&contract.recourse.justification),
                position: match contract.position.status {
                    PositionStatus::Executive => "executive".to_owned(),
                    PositionStatus::NonExecutive => "non_executive".to_owned(),
                },
                starts_on: day(contract.term.starts_on),
                ends_on: contract.term.ends_on.map_or(NO_DAY, day),
                pay_rate: contract.pay_rate,
                bill_rate: contract.bill_rate,
                deadline: end_of_paris_day(deadline(contract)).0,
                ..shared
            },
            Facts::Invoice(invoice) => Self {
                kind: kind_number(Kind::Invoice),
                reference: invoice.reference.as_deref().map(sort_key).unwrap_or_default(),
                issued_on: day(invoice.issued_on),
                due_on: day(invoice.due_on),
                week: i64::from(invoice.week.year) * 100 + i64::from(invoice.week.week),
                net: invoice.net,
                vat: invoice.vat,
                gross: invoice.gross,
                ..shared
            },
        }
    }
}

fn employee(last_name: &str, first_name: &str) -> String {
    format!("{}{EMPLOYEE_PARTS}{}", sort_key(last_name), sort_key(first_name))
}

/// By when a contract must be signed (L1251-42).
pub fn deadline(contract: &ContractFacts) -> Date {
    signing_deadline(contract.term.starts_on, Region::of_postcode(&contract.site.postcode))
}

/// As days are kept: 20261124.
pub fn day(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
