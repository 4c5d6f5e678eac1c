//! `cargo xtask bench`: runs the benchmark programs in release, and sets their figures beside the budgets.
//!
//! The programs measure and judge; here their lines are only collected, shown and kept in `target/bench.json`. Each
//! figure is one line of JSON on a program's standard output: `name`, `figure`, `unit`, `yardstick`,
//! `yardstick_figure`, `ratio`, `budget`, `met`. Any other line is for people and passed on.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::install::{Purpose, prepare};
use crate::run::{Result, Shown, command, not_started, run};
use crate::workspace::cargo_for_all;
use crate::{places, ui};

/// What can be measured: the name to ask for, the example that measures it, and what that is.
const BENCHMARKS: &[(&str, &str, &str)] = &[
    ("render", "bench_render", "a contract's page, in the worker, against mutool and PDFium bare"),
    ("vault", "bench_vault", "list, search and first sync at 100,000 documents; unlocking; zip"),
    ("export", "bench_export", "a list of 10,000 rows as workbook and CSV, against the cells alone"),
    ("sync", "bench_sync", "the first synchronisation of 10,000 documents, against curl"),
    ("start", "bench_start", "cold start and idle memory with 100,000 documents, against an empty window"),
    ("window", "bench_window", "next document, scrolling 100,000 documents, a 200-page scan, in the real window"),
    ("seal", "bench_seal", "seal and verify, against hashing and the bare cryptography"),
    ("sign", "bench_sign", "a hundred contracts, from the request to all sealed and stored"),
    ("flood", "bench_flood", "what others wait while two hundred people sign in, against a quiet server"),
];

pub fn list() {
    for (name, _, what) in BENCHMARKS {
        println!("{name:10} {what}");
    }
}

/// Runs all, or the one named. Fails when a budget is missed or a program fails, after all have run.
pub fn bench(only: Option<&str>) -> Result {
    let chosen: Vec<_> = BENCHMARKS.iter().filter(|(name, ..)| only.is_none_or(|only| only == *name)).collect();
    if chosen.is_empty() {
        list();
        return Err(format!("there is no benchmark `{}`", only.unwrap_or_default()).into());
    }
    prepare(Purpose::Bench)?;
    ui::build()?;
    // What the benchmarks start: the app, the server, and the yardstick of the window.
    run(cargo_for_all("build").args(["--release", "--bins", "--example", "empty_window"]))?;

    let mut figures = Vec::new();
    let mut failures = Vec::new();
    for (name, example, what) in chosen {
        println!("\n== {name}: {what}");
        // Built one by one: what does not build does not keep the others from being measured.
        let built = run(cargo_for_all("build").args(["--release", "--example", example]));
        match built.and_then(|()| measure(example)) {
            Ok((mut measured, succeeded)) => {
                if !succeeded && measured.iter().all(|one| one["met"] != false) {
                    failures.push(format!("{name} failed, see above"));
                }
                figures.append(&mut measured);
            }
            Err(error) => failures.push(format!("{name}: {error}")),
        }
    }
    print!("\n{}", table(&figures));
    let file = places::target().join("bench.json");
    fs::write(&file, serde_json::to_string_pretty(&figures)?)?;
    println!("\nkept in {}", file.display());
    let missed = figures.iter().filter(|one| one["met"] == false);
    failures.extend(missed.map(|one| format!("budget missed: {}", text(&one["name"]))));
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
}

/// The figures that a program printed, and whether it ended well.
fn measure(example: &str) -> Result<(Vec<Value>, bool)> {
    let program = format!("{example}{}", std::env::consts::EXE_SUFFIX);
    let mut program = command(places::target().join("release").join("examples").join(program));
    program.env("COFFREO_PDFIUM", places::pdfium_library());
    // Benchmarks drive pyHanko as a library, so what they are told is the Python that has it.
    program.env("COFFREO_PYHANKO", places::python_program("python"));
    println!("$ {}", Shown(&program));
    let started = program.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let output = started.map_err(|error| not_started(&program, &error))?.wait_with_output()?;
    let mut figures = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        match figure(line) {
            Some(figure) => figures.push(figure),
            None => println!("{line}"),
        }
    }
    Ok((figures, output.status.success()))
}

/// A line that is a figure.
fn figure(line: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(line).ok()?;
    (value["name"].is_string() && value["figure"].is_number()).then_some(value)
}

/// One line a figure, in columns as wide as what they hold.
fn table(figures: &[Value]) -> String {
    let mut rows = vec![["", "figure", "yardstick", "", "ratio", "budget", ""].map(str::to_owned)];
    for one in figures {
        let met = match one["met"].as_bool() {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        let unit = text(&one["unit"]);
        rows.push([
            text(&one["name"]),
            format!("{} {unit}", text(&one["figure"])),
            text(&one["yardstick"]),
            format!("{} {unit}", text(&one["yardstick_figure"])),
            text(&one["ratio"]),
            text(&one["budget"]),
            met.to_owned(),
        ]);
    }
    let widths: Vec<usize> =
        (0..7).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    let lines = rows.iter().map(|row| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    });
    lines.collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => format!("{:.3}", number.as_f64().unwrap_or(0.0)),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_figure_is_left_to_people() {
        assert!(figure("warming up").is_none());
        assert!(figure("{\"name\": \"a\"}").is_none());
        assert!(figure("{\"name\": \"a\", \"figure\": 1.5}").is_some());
    }

    #[test]
    fn a_missed_budget_stands_out() {
        let one = serde_json::json!({"name": "list", "figure": 2.5, "unit": "ms", "yardstick": "bare SQL",
            "yardstick_figure": 1, "ratio": 2.5, "budget": 2, "met": false});
        let table = table(&[one]);
        assert!(table.contains("list  2.500 ms  bare SQL   1 ms  2.500  2       MISSED"), "{table}");
    }
}
