//! Measures the vault against plain SQLite, `7z` and Argon2id alone, in the same run. Prints one JSON object a line.
//!
//! `cargo run --release -p coffreo-desk --example bench_vault` ; `COFFREO_BENCH_DOCUMENTS` (100000) says how many,
//! `COFFREO_BENCH_TEXTS` (100000) how many of them have a text.

mod made;
mod plain;

use std::path::Path;
use std::time::{Duration, Instant};

use coffreo_desk::Password;
use coffreo_desk::vault::{Operation, Vault, VaultKey, read_key_file, write_key_file};
use coffreo_desk::view::{
    Criterion, CriterionField, Kind, Language, ListQuery, Period, ProposalQuery, Sort, SortColumn,
};
use made::{line, pdf, scopes, text};
use plain::Plain;

/// Documents that have a text, unless `COFFREO_BENCH_TEXTS` says otherwise.
const WITH_TEXT: usize = 100_000;

/// Steps of 500 documents whose words are indexed at most: a hundred thousand documents.
const WORDS_ROUNDS: i32 = 200;

/// A benchmark just stops when something fails.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let documents = from_environment("COFFREO_BENCH_DOCUMENTS").unwrap_or(100_000);
    let folder = tempfile::tempdir()?;
    let key = VaultKey::random()?;
    let vault = Vault::open(folder.path(), &key)?;
    let plain = Plain::new(&folder.path().join("plain.db"))?;
    fill(&vault, &plain, documents)?;
    lists(&vault, &plain)?;
    searches(&vault, &plain)?;
    zip(folder.path())?;
    unlock(folder.path(), &vault, &key)?;
    Ok(())
}

fn from_environment(name: &str) -> Option<i64> {
    std::env::var(name).ok()?.parse().ok()
}

fn fill(vault: &Vault, plain: &Plain, documents: i64) -> Outcome<()> {
    vault.apply(&scopes().map(Operation::Know).collect::<Vec<_>>())?;
    let numbers: Vec<i64> = (0..documents).collect();
    let mut spent = Duration::ZERO;
    for some in numbers.chunks(1000) {
        let operations: Vec<Operation> =
            some.iter().map(|&i| Operation::Put { scope: made::scope(i), line: Box::new(line(i)) }).collect();
        let start = Instant::now();
        vault.apply(&operations)?;
        spent += start.elapsed();
    }
    let rate = documents as f64 / spent.as_secs_f64();
    report("metadata into the vault", rate, "documents/s", "budget alone", 25_000.0, 25_000.0, rate >= 25_000.0);
    let start = Instant::now();
    let mut rounds = 0;
    while rounds < WORDS_ROUNDS && vault.index_words()? {
        rounds += 1;
    }
    println!("words of facts: {:.0} documents/s", f64::from(rounds * 500) / start.elapsed().as_secs_f64());
    // Texts of the newest: beyond, filling would take longer than everything that is measured.
    let with_text = from_environment("COFFREO_BENCH_TEXTS").unwrap_or(WITH_TEXT as i64) as usize;
    let numbers = &numbers[numbers.len().saturating_sub(with_text)..];
    for some in numbers.chunks(1000) {
        let pdfs: Vec<Vec<u8>> = some.iter().map(|&i| pdf(i, 200)).collect();
        let named: Vec<_> = pdfs.iter().map(|pdf| (made::hash(pdf), pdf.as_slice())).collect();
        vault.store_contents(&named)?;
    }
    loop {
        let unread = vault.unread(1000)?;
        if unread.is_empty() {
            break;
        }
        let read: Vec<_> = unread.into_iter().map(|one| (one.clone(), Some(text(one.key)))).collect();
        vault.store_texts(&read)?;
    }
    vault.merge_words()?;
    vault.tidy()?;
    plain.fill(documents.min(with_text as i64).max(20_000))?;
    Ok(())
}

/// What is asked for: states, period and advanced search.
fn filters() -> Vec<(&'static str, ListQuery)> {
    let criterion = |field, value: &str| Criterion { field, value: value.into() };
    let pending = ListQuery { archived: false, ..query() };
    let archived = ListQuery { pending: false, ..query() };
    let months = |months| Period::Months { months };
    let many = vec![criterion(CriterionField::Agency, "vezelay"), criterion(CriterionField::FirstName, "anais")];
    let few = vec![criterion(CriterionField::LastName, "rousseau12"), criterion(CriterionField::Qualification, "7")];
    vec![
        ("what waits", pending.clone()),
        ("the archive", archived.clone()),
        ("both", query()),
        ("both, three months", ListQuery { period: months(3), ..query() }),
        (
            "the archive, twelve months, an agency and a first name",
            ListQuery { period: months(12), criteria: many, ..archived },
        ),
        ("what waits, of a name and a qualification", ListQuery { criteria: few.clone(), ..pending }),
        (
            "both, of a part of a number",
            ListQuery { criteria: vec![criterion(CriterionField::Number, "1234")], ..query() },
        ),
    ]
}

const COLUMNS: [SortColumn; 15] = [
    SortColumn::Received,
    SortColumn::Agency,
    SortColumn::Number,
    SortColumn::Company,
    SortColumn::Department,
    SortColumn::Employee,
    SortColumn::Qualification,
    SortColumn::Justification,
    SortColumn::StartsOn,
    SortColumn::EndsOn,
    SortColumn::PayRate,
    SortColumn::BillRate,
    SortColumn::State,
    SortColumn::SignedAt,
    SortColumn::Deadline,
];

/// Every filter in every order both ways: the slowest order counts.
fn lists(vault: &Vault, plain: &Plain) -> Outcome<()> {
    let yardstick = median(200, |i| plain.page(i))?;
    let start = Instant::now();
    vault.warm()?;
    note("reading the columns", start.elapsed().as_secs_f64() * 1000.0);
    let mut made: f64 = 0.0;
    for (name, asked) in filters() {
        let mut slowest = (0.0, SortColumn::Received);
        for column in COLUMNS {
            for descending in [true, false] {
                let mut asked = ListQuery { sort: Sort { column, descending }, ..asked.clone() };
                let start = Instant::now();
                asked.after = vault.list(&asked, made::today())?.next;
                made = made.max(start.elapsed().as_secs_f64() * 1000.0);
                let figure = median(15, |_| {
                    asked.after = vault.list(&asked, made::today())?.next;
                    Ok(())
                })?;
                if figure > slowest.0 {
                    slowest = (figure, column);
                }
            }
        }
        let name = format!("list page: {name} (slowest: {:?})", slowest.1);
        report(&name, slowest.0, "ms", "SQLite keyset page of 100", yardstick, 2.0, slowest.0 <= 2.0);
    }
    note("the first page in a new order, slowest", made);
    for (name, asked) in filters() {
        note(
            &format!("count: {name}"),
            median(15, |_| vault.total(&asked, made::today()).map(drop).map_err(Into::into))?,
        );
    }
    let typed = ProposalQuery { kind: Kind::Contract, field: CriterionField::LastName, typed: "le".into(), limit: 10 };
    note("values proposed for a name", median(15, |_| vault.propose(&typed).map(drop).map_err(Into::into))?);
    note("everything frozen", median(3, |_| vault.freeze(&query(), made::today()).map(drop).map_err(Into::into))?);
    Ok(())
}

/// A figure for people.
fn note(name: &str, milliseconds: f64) {
    println!("{name}: {milliseconds:.2} ms");
}

fn searches(vault: &Vault, plain: &Plain) -> Outcome<()> {
    for (name, typed) in [
        ("search, a rare word", "horlogerie17"),
        ("search, a common word unfinished", "salari"),
        ("search, a common word", "salarié"),
        ("search, one letter", "s"),
        ("search, two words and a beginning", "rousseau salarié ser"),
    ] {
        let yardstick = median(50, |_| plain.search(typed))?;
        let asked = ListQuery { search: typed.into(), ..query() };
        let mut all = times(60, |_| vault.list(&asked, made::today()).map(drop).map_err(Into::into))?;
        let figure = all.remove(all.len() * 95 / 100);
        report(&format!("{name}, p95"), figure, "ms", "plain FTS5 with snippets", yardstick, 16.0, figure <= 16.0);
    }
    Ok(())
}

fn zip(folder: &Path) -> Outcome<()> {
    // The desk's own save needs a session; what it does is read, check and store, which is measured here.
    let vault = Vault::open(&folder.join("zip"), &VaultKey::random()?)?;
    vault.apply(&scopes().map(Operation::Know).collect::<Vec<_>>())?;
    let lines: Vec<_> = (0..1000).map(|i| made::line_of(i, &pdf(i, 100_000))).collect();
    let ids: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
    vault.apply(
        &lines
            .into_iter()
            .map(|line| Operation::Put { scope: made::scope(0), line: Box::new(line) })
            .collect::<Vec<_>>(),
    )?;
    let files = folder.join("files");
    std::fs::create_dir_all(&files)?;
    for some in (0..1000).collect::<Vec<i64>>().chunks(100) {
        let pdfs: Vec<Vec<u8>> = some.iter().map(|&i| pdf(i, 100_000)).collect();
        let named: Vec<_> = pdfs.iter().map(|pdf| (made::hash(pdf), pdf.as_slice())).collect();
        vault.store_contents(&named)?;
        for (i, pdf) in some.iter().zip(&pdfs) {
            std::fs::write(files.join(format!("{i}.pdf")), pdf)?;
        }
    }
    let figure = median(5, |i| {
        let saved = coffreo_desk::downloads::save(
            &vault,
            &ids,
            &folder.join(format!("downloads{i}")),
            made::today(),
            Language::Fr,
        )?;
        std::fs::remove_file(saved.path)?;
        Ok(())
    })?;
    let yardstick = median(5, |i| {
        let archive = folder.join(format!("{i}.zip"));
        let packed = std::process::Command::new("7z")
            .args(["a", "-mx0", "-tzip", "-bd"])
            .args([&archive, &files])
            .stdout(std::process::Stdio::null())
            .status()?;
        if !packed.success() {
            return Err("7z did not pack".into());
        }
        std::fs::File::open(&archive)?.sync_all()?;
        Ok(std::fs::remove_file(archive)?)
    })?;
    report(
        "zip of 1000 × 100 KB",
        figure,
        "ms",
        "7z a -mx0, then fsync",
        yardstick,
        1.2 * yardstick,
        figure <= 1.2 * yardstick,
    );
    Ok(())
}

fn unlock(folder: &Path, vault: &Vault, key: &VaultKey) -> Outcome<()> {
    let password = Password::from("Une montre à remonter chaque lundi");
    write_key_file(folder, "account", key, &password)?;
    vault.close();
    let figure = median(7, |_| {
        let key = read_key_file(folder, "account", &password)?;
        let vault = Vault::open(folder, &key)?;
        vault.list(&query(), made::today())?;
        Ok(())
    })?;
    let yardstick = median(7, |_| {
        let params = argon2::Params::new(64 * 1024, 3, 1, Some(32)).map_err(|error| error.to_string())?;
        let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let mut key = [0; 32];
        argon2.hash_password_into(b"Une montre", &[7; 16], &mut key).map_err(|error| error.to_string())?;
        Ok(())
    })?;
    report(
        "unlock to the first page",
        figure,
        "ms",
        "one Argon2id",
        yardstick,
        yardstick + 5.0,
        figure <= yardstick + 5.0,
    );
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
        sort: Sort { column: SortColumn::Received, descending: true },
        after: None,
        limit: 100,
    }
}

fn median(rounds: u32, work: impl FnMut(u32) -> Outcome<()>) -> Outcome<f64> {
    let mut times = times(rounds, work)?;
    Ok(times.remove(times.len() / 2))
}

/// Milliseconds, rising.
fn times(rounds: u32, mut work: impl FnMut(u32) -> Outcome<()>) -> Outcome<Vec<f64>> {
    let mut times = Vec::new();
    for round in 0..rounds {
        let start = Instant::now();
        work(round)?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn report(name: &str, figure: f64, unit: &str, yardstick: &str, yardstick_figure: f64, budget: f64, met: bool) {
    let rounded = |number: f64| (number * 1000.0).round() / 1000.0;
    let line = serde_json::json!({
        "name": name,
        "figure": rounded(figure),
        "unit": unit,
        "yardstick": yardstick,
        "yardstick_figure": rounded(yardstick_figure),
        "ratio": rounded(figure / yardstick_figure),
        "budget": rounded(budget),
        "met": met,
    });
    println!("{line}");
}
