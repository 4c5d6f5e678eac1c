//! Documents as rows of a file: the columns of the list, and the list of a zip's contents.

use std::fs::File;
use std::io::{self, BufWriter, Cursor};
use std::path::Path;

use super::cell::{Cell, cell};
use super::csv::CsvTable;
use super::words::Words;
use super::xlsx::{Book, Column};
use crate::downloads::Written;
use crate::vault::VaultError;
use crate::view::{ExportField, Kind, Row};

/// What a list becomes.
pub struct Table<'a> {
    pub kind: Kind,
    pub fields: &'a [ExportField],
    pub words: Words,
}

type Pages<'a> = &'a mut dyn FnMut() -> Result<Next, VaultError>;

impl Table<'_> {
    /// Writes the rows as a workbook, page by page.
    pub fn xlsx(&self, file: File, folder: &Path, pages: Pages<'_>) -> Result<Written, VaultError> {
        let Self { kind, fields, words } = *self;
        let mut book = Book::new(folder)?;
        let columns: Vec<Column> = fields.iter().map(|&field| column(kind, field, words)).collect();
        let mut sheet = book.sheet(words.kind(kind), &columns)?;
        loop {
            match pages()? {
                Next::Rows(rows) => rows.iter().try_for_each(|row| sheet.row(&cells(row, fields, words)))?,
                Next::End => break,
                Next::Stop => return Ok(Written::Stopped),
            }
        }
        sheet.end()?;
        let mut file = BufWriter::new(file);
        book.end(&mut file)?;
        finish(file)
    }

    /// Writes the rows as CSV, page by page.
    pub fn csv(&self, file: File, pages: Pages<'_>) -> Result<Written, VaultError> {
        let Self { kind, fields, words } = *self;
        let titles: Vec<&str> = fields.iter().map(|&field| words.title(kind, field)).collect();
        let mut table = CsvTable::begin(BufWriter::new(file), &titles)?;
        loop {
            match pages()? {
                Next::Rows(rows) => rows.iter().try_for_each(|row| table.row(&cells(row, fields, words)))?,
                Next::End => break,
                Next::Stop => return Ok(Written::Stopped),
            }
        }
        finish(table.end()?)
    }
}

fn finish(file: BufWriter<File>) -> Result<Written, VaultError> {
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(Written::Whole)
}

/// What comes next of a list.
pub enum Next {
    /// Rows.
    Rows(Vec<Row>),
    /// That was all.
    End,
    /// Nobody wants it any more.
    Stop,
}

/// The *sommaire* of a zip: each file with the facts of its document, a sheet a kind.
pub fn summary<'a>(
    files: impl Iterator<Item = (&'a str, &'a Row)> + Clone,
    folder: &Path,
    words: Words,
) -> io::Result<Vec<u8>> {
    let mut book = Book::new(folder)?;
    for kind in [Kind::Contract, Kind::Invoice] {
        let mut own = files.clone().filter(|(_, row)| kind_of(row) == kind).peekable();
        if own.peek().is_none() {
            continue;
        }
        let fields = all(kind);
        let first = Column { title: words.file(), width: 48.0 };
        let columns: Vec<Column> =
            std::iter::once(first).chain(fields.iter().map(|&field| column(kind, field, words))).collect();
        let mut sheet = book.sheet(words.kind(kind), &columns)?;
        for (name, row) in own {
            let mut line = vec![Cell::Text(name.to_owned())];
            line.extend(cells(row, fields, words));
            sheet.row(&line)?;
        }
        sheet.end()?;
    }
    let mut bytes = Cursor::new(Vec::new());
    book.end(&mut bytes)?;
    Ok(bytes.into_inner())
}

fn kind_of(row: &Row) -> Kind {
    match row {
        Row::Contract(_) => Kind::Contract,
        Row::Invoice(_) => Kind::Invoice,
    }
}

fn cells(row: &Row, fields: &[ExportField], words: Words) -> Vec<Cell> {
    fields.iter().map(|&field| cell(row, field, words)).collect()
}

/// All columns of a kind, in the order of the guide.
fn all(kind: Kind) -> &'static [ExportField] {
    use ExportField as F;
    match kind {
        Kind::Contract => &[
            F::Number,
            F::Agency,
            F::Company,
            F::Department,
            F::Employee,
            F::Qualification,
            F::Justification,
            F::StartsOn,
            F::EndsOn,
            F::PayRate,
            F::BillRate,
            F::State,
            F::SignedAt,
            F::SignedBy,
            F::Deadline,
        ],
        Kind::Invoice => &[
            F::Number,
            F::Agency,
            F::Company,
            F::IssuedOn,
            F::DueOn,
            F::Week,
            F::Net,
            F::Vat,
            F::Gross,
            F::Reference,
            F::State,
            F::SignedAt,
            F::SignedBy,
        ],
    }
}

fn column(kind: Kind, field: ExportField, words: Words) -> Column {
    use ExportField as F;
    let width = match field {
        F::Justification => 44.0,
        F::Number | F::Agency | F::Employee | F::Qualification => 28.0,
        F::Company | F::Department | F::SignedBy | F::DownloadedBy | F::Reference => 20.0,
        F::Received | F::SignedAt | F::DownloadedAt => 17.0,
        F::Week => 15.0,
        F::StartsOn | F::EndsOn | F::Deadline | F::IssuedOn | F::DueOn | F::State => 12.0,
        F::PayRate | F::BillRate | F::Net | F::Vat | F::Gross => 12.0,
    };
    Column { title: words.title(kind, field), width }
}
