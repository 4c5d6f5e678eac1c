//! Who may use whom, among the crates: the table of `docs/ARCHITECTURE.md`, proved.
//!
//! Dependencies are read from the manifests, uses inside a crate from its source text. Macros could hide a use; nobody
//! here writes one to do so.

use serde_json::Value;

use super::source::{rust_code, sources};
use crate::run::{Result, capture, cargo};

/// Each package of the workspace and those of ours that it may depend on.
const OURS: &[(&str, &[&str])] = &[
    ("coffreo-api", &["coffreo-domain"]),
    ("coffreo-desk", &["coffreo-api", "coffreo-domain", "coffreo-pades"]),
    ("coffreo-desktop", &["coffreo-desk", "coffreo-domain"]),
    ("coffreo-domain", &[]),
    ("coffreo-pades", &[]),
    ("coffreo-samples", &["coffreo-api", "coffreo-domain"]),
    ("coffreo-server", &["coffreo-api", "coffreo-domain", "coffreo-pades"]),
    (
        "coffreo-tests",
        &["coffreo-api", "coffreo-desk", "coffreo-domain", "coffreo-pades", "coffreo-samples", "coffreo-server"],
    ),
    ("xtask", &[]),
];

/// What every crate's own tests and benchmarks may use besides.
const OURS_IN_TESTS: &str = "coffreo-samples";

/// A library that only one package may depend on. A name that ends in `*` stands for all that begin so.
const ONLY_FOR: &[(&str, &str)] = &[
    ("axum*", "coffreo-server"),
    ("pdfium-render", "coffreo-desk"),
    ("rusqlite", "coffreo-desk"),
    ("sqlx", "coffreo-server"),
    ("tauri*", "coffreo-desktop"),
];

/// A path that may stand only in these folders' sources; in none at all, for what a pure crate must not touch.
struct OnlyIn {
    path: &'static str,
    below: &'static str,
    folders: &'static [&'static str],
}

const ONLY_IN: &[OnlyIn] = &[
    OnlyIn { path: "sqlx", below: "", folders: &["crates/server/src/store/", "crates/server/tests"] },
    OnlyIn {
        path: "rusqlite",
        below: "",
        folders: &["crates/desk/src/vault/", "crates/desk/tests", "crates/desk/examples"],
    },
    OnlyIn { path: "pdfium_render", below: "", folders: &["crates/desk/src/viewer/", "crates/desk/examples"] },
    OnlyIn { path: "std::fs", below: "crates/domain/src", folders: &[] },
    OnlyIn { path: "std::env", below: "crates/domain/src", folders: &[] },
    OnlyIn { path: "std::net", below: "crates/domain/src", folders: &[] },
    OnlyIn { path: "std::process", below: "crates/domain/src", folders: &[] },
];

pub fn check() -> Result {
    let mut wrong = manifests()?;
    for folder in ["src-tauri", "crates", "tests"] {
        for source in sources(folder, &[".rs"])? {
            wrong.extend(misplaced(&source.path, &source.text));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn manifests() -> Result<Vec<String>> {
    let told = capture(cargo().args(["metadata", "--no-deps", "--offline", "--format-version", "1"]))?;
    let told: Value = serde_json::from_str(&told)?;
    let mut wrong = Vec::new();
    for package in told["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            wrong.extend(refused(name, used, dependency["kind"] == "dev"));
        }
    }
    Ok(wrong)
}

/// Why this package may not depend on that one, if it may not.
fn refused(package: &str, used: &str, in_tests: bool) -> Option<String> {
    let Some((_, allowed)) = OURS.iter().find(|(name, _)| *name == package) else {
        return Some(format!("{package} is in no table: say in xtask/src/check/imports.rs whom it may use"));
    };
    let ours = OURS.iter().any(|(name, _)| *name == used);
    if ours && !allowed.contains(&used) && !(in_tests && used == OURS_IN_TESTS) {
        return Some(format!("{package} may not use {used}, only {allowed:?}"));
    }
    let (_, owner) = ONLY_FOR.iter().find(|(library, _)| match library.strip_suffix('*') {
        Some(beginning) => used.starts_with(beginning),
        None => used == *library,
    })?;
    (package != *owner).then(|| format!("{package} may not use {used}: only {owner} does"))
}

fn misplaced(path: &str, text: &str) -> Vec<String> {
    let code = rust_code(text);
    let mut wrong = Vec::new();
    for rule in ONLY_IN.iter().filter(|rule| path.starts_with(rule.below)) {
        if rule.folders.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        for (number, line) in code.lines().enumerate().filter(|(_, line)| uses(line, rule.path)) {
            let place = if rule.folders.is_empty() { "not here".into() } else { format!("only in {:?}", rule.folders) };
            wrong.push(format!("{path}:{}: {} {place}: {}", number + 1, rule.path, line.trim()));
        }
    }
    wrong
}

/// Whether a line of code names this path: `path::…`, or `use path…`.
fn uses(line: &str, path: &str) -> bool {
    let part_of_a_name = |one: char| one.is_alphanumeric() || one == '_';
    line.match_indices(path).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + path.len()..]);
        let whole = !before.ends_with(part_of_a_name) && !before.ends_with("::") && !after.starts_with(part_of_a_name);
        whole && (path.contains("::") || after.starts_with("::") || before.trim_end().ends_with("use"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_stands_only_in_the_store() {
        assert!(misplaced("crates/server/src/store/people.rs", "sqlx::query(\"\")").is_empty());
        assert_eq!(misplaced("crates/server/src/routes/sign.rs", "let a = 1;\nsqlx::query(\"\")").len(), 1);
        assert_eq!(misplaced("crates/server/src/mail.rs", "use sqlx as s;").len(), 1);
    }

    #[test]
    fn a_name_that_only_contains_another_is_not_it() {
        assert!(misplaced("crates/server/src/mail.rs", "my_sqlx::x; sqlxx::y; // sqlx::z").is_empty());
    }

    #[test]
    fn the_domain_touches_no_file() {
        assert_eq!(misplaced("crates/domain/src/lib.rs", "use std::fs::File;").len(), 1);
        assert!(misplaced("crates/desk/src/lib.rs", "use std::fs::File;").is_empty());
    }

    #[test]
    fn the_shell_uses_the_desk_and_not_the_server() {
        assert_eq!(refused("coffreo-desktop", "coffreo-desk", false), None);
        assert!(refused("coffreo-desktop", "coffreo-server", false).is_some());
        assert!(refused("coffreo-desktop", "coffreo-server", true).is_some());
        assert_eq!(refused("coffreo-desk", "coffreo-samples", true), None);
        assert!(refused("coffreo-desk", "coffreo-samples", false).is_some());
    }

    #[test]
    fn tauri_and_its_plugins_stay_in_the_shell() {
        assert!(refused("coffreo-desk", "tauri-plugin-deep-link", false).is_some());
        assert_eq!(refused("coffreo-desktop", "tauri-build", false), None);
    }

    #[test]
    fn a_new_package_must_be_put_in_the_table() {
        assert!(refused("coffreo-new", "serde", false).is_some());
    }
}
