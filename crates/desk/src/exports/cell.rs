//! What stands in a cell of an exported list: a day stays a day and an amount a number, whatever file it comes into.

use coffreo_domain::Timestamp;
use jiff::civil::{Date, DateTime};

use super::words::Words;
use crate::view::{ContractRow, ExportField, InvoiceRow, Row};

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words; never a formula.
    Text(String),
    /// A day.
    Day(Date),
    /// A moment, by the clock in Paris.
    Moment(DateTime),
    /// Euro cents.
    Money(i64),
}

/// What a document has in a column.
pub fn cell(row: &Row, field: ExportField, words: Words) -> Cell {
    match (row, field) {
        (_, ExportField::State) => text(words.state(row)),
        (Row::Contract(row), field) => of_contract(row, field),
        (Row::Invoice(row), field) => of_invoice(row, field),
    }
}

fn of_contract(row: &ContractRow, field: ExportField) -> Cell {
    use ExportField as F;
    match field {
        F::Received => moment(Some(row.received_at)),
        F::Agency => text(&row.agency),
        F::Number => text(&row.number),
        F::Company => text(&row.company),
        F::Department => row.department.as_deref().map_or(Cell::Empty, text),
        F::Employee => text(&row.employee),
        F::Qualification => text(&row.qualification),
        F::Justification => text(&row.justification),
        F::StartsOn => day(&row.starts_on),
        F::EndsOn => row.ends_on.as_deref().map_or(Cell::Empty, day),
        F::PayRate => Cell::Money(row.pay_rate),
        F::BillRate => Cell::Money(row.bill_rate),
        F::SignedAt => moment(row.signed_at),
        F::SignedBy => row.signed_by.as_deref().map_or(Cell::Empty, text),
        F::Deadline => day(&row.deadline.day),
        F::State | F::IssuedOn | F::DueOn | F::Week | F::Net | F::Vat | F::Gross => Cell::Empty,
        F::Reference | F::DownloadedAt | F::DownloadedBy => Cell::Empty,
    }
}

fn of_invoice(row: &InvoiceRow, field: ExportField) -> Cell {
    use ExportField as F;
    match field {
        F::Received => moment(Some(row.received_at)),
        F::Agency => text(&row.agency),
        F::Number => text(&row.number),
        F::Company => text(&row.company),
        F::SignedAt => moment(row.signed_at),
        F::SignedBy => row.signed_by.as_deref().map_or(Cell::Empty, text),
        F::IssuedOn => day(&row.issued_on),
        F::DueOn => day(&row.due_on),
        F::Week => text(&row.week),
        F::Net => Cell::Money(row.net),
        F::Vat => Cell::Money(row.vat),
        F::Gross => Cell::Money(row.gross),
        F::Reference => row.reference.as_deref().map_or(Cell::Empty, text),
        F::DownloadedAt => moment(row.downloaded_at),
        F::DownloadedBy => row.downloaded_by.as_deref().map_or(Cell::Empty, text),
        F::State | F::Department | F::Employee | F::Qualification | F::Justification => Cell::Empty,
        F::StartsOn | F::EndsOn | F::PayRate | F::BillRate | F::Deadline => Cell::Empty,
    }
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// A day that does not read back stays as it is written.
fn day(iso: &str) -> Cell {
    iso.parse().map_or_else(|_| text(iso), Cell::Day)
}

fn moment(at: Option<i64>) -> Cell {
    at.map_or(Cell::Empty, |at| Cell::Moment(Timestamp(at).paris_clock()))
}
