//! A list as a workbook: days are days, amounts numbers, the titles stay in view and filter. What agencies wrote is text,
//! never a formula.

use std::io::{self, Seek, Write};
use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::cell::Cell;

/// Rows of a sheet below its titles (ECMA-376: 1,048,576 rows).
pub const MOST_ROWS: usize = 1_048_575;
/// Characters of a cell that every spreadsheet takes.
const LONGEST_TEXT: usize = 32_000;

/// A workbook that is being written. Its rows wait in an unnamed temporary file, not in memory.
pub struct Book {
    workbook: Workbook,
    formats: Formats,
}

struct Formats {
    title: Format,
    day: Format,
    moment: Format,
    money: Format,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// What stands over it.
    pub title: &'static str,
    /// In characters.
    pub width: f64,
}

/// A sheet that is being written, row by row.
pub struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    formats: &'a Formats,
    columns: u16,
    rows: u32,
}

impl Book {
    /// An empty workbook; `folder` is where its rows may wait.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(failed)?;
        let formats = Formats {
            title: Format::new().set_bold(),
            day: Format::new().set_num_format("dd/mm/yyyy"),
            moment: Format::new().set_num_format("dd/mm/yyyy hh:mm"),
            money: Format::new().set_num_format("#,##0.00\\ \"€\""),
        };
        Ok(Self { workbook, formats })
    }

    /// Adds a sheet with its titles.
    pub fn sheet(&mut self, name: &str, columns: &[Column]) -> io::Result<Sheet<'_>> {
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        let mut begin = || -> Result<(), XlsxError> {
            sheet.set_name(name)?.set_freeze_panes(1, 0)?;
            for (at, column) in (0..).zip(columns) {
                sheet.set_column_width(at, column.width)?;
                sheet.write_string_with_format(0, at, column.title, &self.formats.title)?;
            }
            Ok(())
        };
        begin().map_err(failed)?;
        Ok(Sheet { sheet, formats: &self.formats, columns: columns.len() as u16, rows: 0 })
    }

    /// Writes the workbook.
    pub fn end(mut self, to: impl Write + Seek + Send) -> io::Result<()> {
        self.workbook.save_to_writer(to).map_err(failed)
    }
}

impl Sheet<'_> {
    /// One row.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.rows += 1;
        for (at, cell) in (0..).zip(cells) {
            self.write(at, cell).map_err(failed)?;
        }
        Ok(())
    }

    /// The titles filter all rows.
    pub fn end(self) -> io::Result<()> {
        if self.columns > 0 {
            self.sheet.autofilter(0, 0, self.rows, self.columns - 1).map_err(failed)?;
        }
        Ok(())
    }

    fn write(&mut self, at: u16, cell: &Cell) -> Result<(), XlsxError> {
        let Self { sheet, formats, rows: row, .. } = self;
        match cell {
            Cell::Empty => {}
            Cell::Text(text) if text.chars().count() > LONGEST_TEXT => {
                sheet.write_string(*row, at, text.chars().take(LONGEST_TEXT).collect::<String>())?;
            }
            Cell::Text(text) => _ = sheet.write_string(*row, at, text)?,
            Cell::Day(day) => match ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8) {
                Ok(date) => _ = sheet.write_datetime_with_format(*row, at, &date, &formats.day)?,
                // Excel's calendar begins in 1900.
                Err(_) => _ = sheet.write_string(*row, at, day.to_string())?,
            },
            Cell::Moment(moment) => {
                let day = ExcelDateTime::from_ymd(moment.year() as u16, moment.month() as u8, moment.day() as u8);
                let clock = day.and_then(|day| {
                    day.and_hms(moment.hour() as u16, moment.minute() as u8, f64::from(moment.second()))
                });
                match clock {
                    Ok(clock) => _ = sheet.write_datetime_with_format(*row, at, &clock, &formats.moment)?,
                    Err(_) => _ = sheet.write_string(*row, at, moment.to_string())?,
                }
            }
            Cell::Money(cents) => {
                _ = sheet.write_number_with_format(*row, at, *cents as f64 / 100.0, &formats.money)?;
            }
        }
        Ok(())
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        other => io::Error::other(other),
    }
}
