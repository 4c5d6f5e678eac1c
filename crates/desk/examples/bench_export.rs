//! Measures lists that become files, against writing the same cells without a vault, in the same run. Prints one JSON
//! object a line.
//!
//! `cargo run --release -p coffreo-desk --example bench_export`

#[path = "bench_vault/made.rs"]
#[allow(dead_code, reason = "the other benchmark needs more of it")]
mod made;

use std::path::Path;
use std::time::Instant;

use coffreo_desk::exports::write_list;
use coffreo_desk::vault::{Operation, Vault, VaultKey};
use coffreo_desk::view::{ExportField, Kind, Language, ListExport, ListFormat, ListQuery, Period, Sort, SortColumn};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const ROWS: i64 = 10_000;
const ROUNDS: u32 = 5;

/// The columns of a contract, as they are shown where nobody chose.
const FIELDS: [ExportField; 14] = [
    ExportField::Agency,
    ExportField::Number,
    ExportField::Company,
    ExportField::Department,
    ExportField::Employee,
    ExportField::Qualification,
    ExportField::Justification,
    ExportField::StartsOn,
    ExportField::EndsOn,
    ExportField::PayRate,
    ExportField::BillRate,
    ExportField::State,
    ExportField::SignedAt,
    ExportField::Deadline,
];

/// A benchmark just stops when something fails.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let vault = Vault::open(folder.path(), &VaultKey::random()?)?;
    vault.apply(&made::scopes().map(Operation::Know).collect::<Vec<_>>())?;
    for some in (0..ROWS).collect::<Vec<_>>().chunks(1000) {
        let put = |&i: &i64| Operation::Put { scope: made::scope(i), line: Box::new(made::line(i)) };
        vault.apply(&some.iter().map(put).collect::<Vec<_>>())?;
    }
    vault.warm()?;
    let bare = median(|| bare(&folder.path().join("bare.xlsx")))?;
    for (format, name, budget) in
        [(ListFormat::Xlsx, "XLSX of 10,000 rows", 2.0), (ListFormat::Csv, "CSV of 10,000 rows", 1.0)]
    {
        let to = folder.path().join("list");
        let export = ListExport { query: query(), fields: FIELDS.to_vec(), format };
        let figure = median(|| {
            let rows = write_list(&vault, &export, &to, made::today(), Language::Fr, &|_| true)?;
            if rows == Some(ROWS as usize) { Ok(()) } else { Err(format!("{rows:?} rows").into()) }
        })?;
        report(name, figure, bare, budget);
    }
    Ok(())
}

/// The same shape of cells, which are at hand.
fn bare(to: &Path) -> Outcome<()> {
    let (day, money) = (Format::new().set_num_format("dd/mm/yyyy"), Format::new().set_num_format("#,##0.00"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = ExcelDateTime::from_ymd(2026, 11, 24)?;
    for row in 0..ROWS as u32 {
        for (at, field) in (0..).zip(FIELDS) {
            match field {
                ExportField::StartsOn | ExportField::EndsOn | ExportField::SignedAt | ExportField::Deadline => {
                    sheet.write_datetime_with_format(row, at, &date, &day)?;
                }
                ExportField::PayRate | ExportField::BillRate => {
                    sheet.write_number_with_format(row, at, f64::from(row) / 100.0, &money)?;
                }
                _ => _ = sheet.write_string(row, at, format!("Préparation et réglage {}", row % 97))?,
            }
        }
    }
    book.save(to)?;
    std::fs::File::open(to)?.sync_all()?;
    Ok(())
}

fn query() -> ListQuery {
    ListQuery {
        kind: Kind::Contract,
        pending: true,
        archived: true,
        period: Period::All,
        criteria: Vec::new(),
        search: String::new(),
        sort: Sort { column: SortColumn::Employee, descending: false },
        after: None,
        limit: 100,
    }
}

/// Milliseconds.
fn median(mut work: impl FnMut() -> Outcome<()>) -> Outcome<f64> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

fn report(name: &str, figure: f64, bare: f64, budget: f64) {
    let rounded = |number: f64| (number * 1000.0).round() / 1000.0;
    let line = serde_json::json!({
        "name": name,
        "figure": rounded(figure),
        "unit": "ms",
        "yardstick": "rust_xlsxwriter, cells at hand",
        "yardstick_figure": rounded(bare),
        "ratio": rounded(figure / bare),
        "budget": budget,
        "met": figure <= budget * bare,
    });
    println!("{line}");
}
