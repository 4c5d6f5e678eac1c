//! A list as CSV that a French Excel opens with a double click: UTF-8 with its mark, `;`, decimal commas, CRLF. No cell
//! is taken for a formula, whatever an agency wrote.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::cell::Cell;

/// The mark by which Excel knows UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A CSV that is being written.
pub struct CsvTable<W: Write>(csv::Writer<W>);

impl<W: Write> CsvTable<W> {
    /// Begins with the titles.
    pub fn begin(mut to: W, titles: &[&str]) -> io::Result<Self> {
        to.write_all(MARK)?;
        let mut writer = WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(to);
        writer.write_record(titles)?;
        Ok(Self(writer))
    }

    /// One row.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        Ok(self.0.write_record(cells.iter().map(written))?)
    }

    /// All of it is written; answers where.
    pub fn end(self) -> io::Result<W> {
        self.0.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Day(day) => day.strftime("%d/%m/%Y").to_string(),
        Cell::Moment(moment) => moment.strftime("%d/%m/%Y %H:%M").to_string(),
        Cell::Money(cents) => amount(*cents),
    }
}

/// A spreadsheet computes what begins so (CWE-1236); behind an apostrophe it is text.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn lines(cells: &[Cell]) -> String {
        let mut table = CsvTable::begin(Vec::new(), &["Agence", "T.T.C."]).unwrap();
        table.row(cells).unwrap();
        String::from_utf8(table.end().unwrap()).unwrap()
    }

    #[test]
    fn a_french_excel_reads_days_amounts_and_accents() {
        let cells = [
            Cell::Text("Crédin ; « Goulet »".into()),
            Cell::Money(-123_405),
            Cell::Day(date(2026, 11, 24)),
            Cell::Moment(date(2026, 11, 24).at(9, 42, 7, 0)),
            Cell::Empty,
        ];
        let mut table = CsvTable::begin(Vec::new(), &["1", "2", "3", "4", "5"]).unwrap();
        table.row(&cells).unwrap();
        let text = String::from_utf8(table.end().unwrap()).unwrap();
        assert_eq!(text, "\u{feff}1;2;3;4;5\r\n\"Crédin ; « Goulet »\";-1234,05;24/11/2026;24/11/2026 09:42;\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for evil in ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"] {
            let text = lines(&[Cell::Text(evil.into()), Cell::Empty]);
            let cell = text.split_once("\r\n").unwrap().1.trim_start_matches('"');
            assert!(cell.starts_with('\''), "{text:?}");
        }
        assert!(lines(&[Cell::Text("Jean-Pierre".into()), Cell::Empty]).contains("\r\nJean-Pierre;"));
    }
}
