//! Lists as files: all that matches, in its order, with days that are days and amounts that are numbers.

use std::cell::Cell;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use coffreo_desk::downloads::save;
use coffreo_desk::exports::write_list;
use coffreo_desk::view::{
    ExportField, ExportProgress, Kind, Language, ListExport, ListFormat, ListQuery, Sort, SortColumn,
};
use coffreo_desk::{DeskError, vault::Operation};
use jiff::civil::date;

use crate::office::{Office, hash, line, pdf, query, scope, today};

const FIELDS: [ExportField; 6] = [
    ExportField::Number,
    ExportField::Employee,
    ExportField::StartsOn,
    ExportField::EndsOn,
    ExportField::BillRate,
    ExportField::State,
];

fn export(kind: Kind, fields: &[ExportField], format: ListFormat) -> ListExport {
    let sort = Sort { column: SortColumn::BillRate, descending: true };
    ListExport { query: ListQuery { sort, ..query(kind) }, fields: fields.to_vec(), format }
}

fn written(office: &Office, export: &ListExport, to: &Path) -> Option<usize> {
    write_list(&office.vault, export, to, today(), Language::Fr, &|_| true).unwrap()
}

fn office(documents: i64) -> Office {
    let office = Office::new();
    office.put((0..documents).map(line));
    office
}

#[test]
fn a_workbook_has_the_whole_filter_in_order_as_days_and_numbers() {
    let office = office(1400);
    let to = office.folder.path().join("liste.xlsx");
    std::fs::write(&to, "what was there").unwrap();
    let export = export(Kind::Contract, &FIELDS, ListFormat::Xlsx);
    assert_eq!(written(&office, &export, &to), Some(1050));

    let mut book: Xlsx<_> = open_workbook(&to).unwrap();
    let range = book.worksheet_range("Contrats").unwrap();
    let titles: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(titles, ["N° de contrat", "Salarié", "Début", "Fin", "Facturé", "Statut"]);
    let ids = office.vault.list_ids(&export.query, today(), 2000).unwrap();
    assert_eq!(range.rows().len(), ids.len() + 1);
    for (row, id) in range.rows().skip(1).zip(&ids) {
        let document = office.vault.document(id).unwrap().unwrap();
        let coffreo_api::Facts::Contract(facts) = document.facts else { panic!("an invoice") };
        assert_eq!(row[0], Data::String(facts.number));
        let day = |cell: &Data| {
            let (year, month, day, ..) = cell.as_datetime_parts();
            date(year, month, day)
        };
        assert_eq!(day(&row[2]), facts.term.starts_on);
        match facts.term.ends_on {
            Some(ends_on) => assert_eq!(day(&row[3]), ends_on),
            None => assert_eq!(row[3], Data::Empty),
        }
        assert_eq!(row[4], Data::Float(facts.bill_rate as f64 / 100.0));
        assert!(["À signer", "Signé"].contains(&row[5].to_string().as_str()));
    }
    assert_eq!(leftovers(office.folder.path()), 0);
}

/// A cell's day, whatever calamine calls it.
trait Parts {
    fn as_datetime_parts(&self) -> (i16, i8, i8, ());
}

impl Parts for Data {
    fn as_datetime_parts(&self) -> (i16, i8, i8, ()) {
        let Data::DateTime(moment) = self else { panic!("{self:?} is no day") };
        let (year, month, day, ..) = moment.to_ymd_hms_milli();
        (year as i16, month as i8, day as i8, ())
    }
}

fn leftovers(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().ends_with(".part")).count()
}

#[test]
fn what_an_agency_writes_is_never_a_formula() {
    let office = Office::new();
    let agency =
        coffreo_api::changes::ScopeInfo { agency: "=HYPERLINK(\"http://x\")".into(), ..scope("s0", "contract") };
    office.vault.apply(&[Operation::Know(agency)]).unwrap();
    office.put((0..3).map(line));
    let fields = [ExportField::Agency, ExportField::Received];
    let (sheet, text) = (office.folder.path().join("a.xlsx"), office.folder.path().join("a.csv"));
    written(&office, &export(Kind::Contract, &fields, ListFormat::Xlsx), &sheet);
    written(&office, &export(Kind::Contract, &fields, ListFormat::Csv), &text);
    let mut book: Xlsx<_> = open_workbook(&sheet).unwrap();
    assert!(book.worksheet_formula("Contrats").unwrap().cells().all(|(_, _, formula)| formula.is_empty()));
    assert_eq!(
        book.worksheet_range("Contrats").unwrap().get_value((1, 0)),
        Some(&Data::String("=HYPERLINK(\"http://x\")".into()))
    );
    let text = std::fs::read_to_string(text).unwrap();
    assert!(text.starts_with("\u{feff}Agence;Reçu le\r\n\"'=HYPERLINK(\"\"http://x\"\")\";"), "{text}");
}

#[test]
fn amounts_of_a_csv_have_decimal_commas() {
    let office = office(40);
    let to = office.folder.path().join("factures.csv");
    let fields = [ExportField::Number, ExportField::DueOn, ExportField::Gross];
    written(&office, &export(Kind::Invoice, &fields, ListFormat::Csv), &to);
    let text = std::fs::read_to_string(to).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split_terminator("\r\n").collect();
    assert_eq!(lines[0], "N° facture;Échéance;T.T.C.");
    assert!(lines.contains(&"FAC-3;04/11/2026;3,60"), "{text}");
}

#[test]
fn a_stopped_export_leaves_the_file_as_it_was() {
    let office = office(1400);
    let to = office.folder.path().join("liste.csv");
    std::fs::write(&to, "what was there").unwrap();
    let told = Cell::new(0);
    let stop = |progress: ExportProgress| {
        told.set(progress.done);
        progress.done < 500
    };
    let export = export(Kind::Contract, &FIELDS, ListFormat::Csv);
    assert_eq!(write_list(&office.vault, &export, &to, today(), Language::Fr, &stop), Ok(None));
    assert_eq!((told.get(), std::fs::read_to_string(&to).unwrap().as_str()), (500, "what was there"));
    assert_eq!(leftovers(office.folder.path()), 0);
    let nothing = ListExport { fields: Vec::new(), ..export };
    let refused = write_list(&office.vault, &nothing, &to, today(), Language::Fr, &|_| true);
    assert_eq!(refused, Err(DeskError::InvalidSelection));
}

#[test]
fn a_zip_holds_what_its_list_of_contents_says() {
    let office = office(12);
    let pdfs: Vec<_> = (0..12).map(|i| (hash(&pdf(i)), pdf(i))).collect();
    office
        .vault
        .store_contents(&pdfs.iter().map(|(sha256, pdf)| (*sha256, pdf.as_slice())).collect::<Vec<_>>())
        .unwrap();
    let mut ids = office.vault.list_ids(&query(Kind::Contract), today(), 100).unwrap();
    ids.extend(office.vault.list_ids(&query(Kind::Invoice), today(), 100).unwrap());
    let saved = save(&office.vault, &ids, office.folder.path(), today(), Language::Fr).unwrap();
    let mut zip = zip::ZipArchive::new(std::fs::File::open(saved.path).unwrap()).unwrap();
    let contents = office.folder.path().join("contents.xlsx");
    let mut sheet = std::fs::File::create(&contents).unwrap();
    std::io::copy(&mut zip.by_name("Sommaire.xlsx").unwrap(), &mut sheet).unwrap();
    let mut book: Xlsx<_> = open_workbook(&contents).unwrap();
    let mut listed = 0;
    for sheet in ["Contrats", "Factures"] {
        for row in book.worksheet_range(sheet).unwrap().rows().skip(1) {
            assert!(zip.by_name(&row[0].to_string()).is_ok(), "{} is in the zip", row[0]);
            listed += 1;
        }
    }
    assert_eq!((listed, zip.len()), (12, 13));
}
