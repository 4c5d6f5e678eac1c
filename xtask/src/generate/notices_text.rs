//! Puts the notices together: a table of works and licences, then each licence text once with all who granted it.
//!
//! Reads no file: the same works make the same text on every system.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Somebody else's work.
pub struct Work {
    /// With its version.
    pub name: String,
    /// An SPDX expression, as its authors wrote it.
    pub licence: String,
    /// Licence files: their names in capitals, and their texts.
    pub texts: Vec<(String, String)>,
}

const HEAD: &str = "\
THIRD-PARTY NOTICES

Coffreo Desktop and its server contain works of other people. This file names them, and gives the terms under which
their authors let us ship them. Where authors offer a choice of licences, MIT is the one we take.
";

const RULE: &str = "--------------------------------------------------------------------------------";

/// Licence texts by what they say, without their copyright lines; for each, the works and their copyright lines.
#[derive(Default)]
struct Grant {
    text: String,
    works: BTreeSet<String>,
    copyrights: BTreeSet<String>,
}

pub fn compose(works: Vec<Work>) -> String {
    let mut table = BTreeSet::new();
    let mut grants: BTreeMap<String, Grant> = BTreeMap::new();
    for work in works {
        table.insert(format!("{} — {}", work.name, if work.licence.is_empty() { "see below" } else { &work.licence }));
        for text in chosen(&work) {
            let (copyrights, terms) = split(text);
            let grant = grants.entry(words(&terms)).or_default();
            if grant.text.is_empty() {
                grant.text = terms;
            }
            grant.works.insert(work.name.clone());
            grant.copyrights.extend(copyrights);
        }
    }
    let mut out = format!("{HEAD}\n");
    for line in &table {
        _ = writeln!(out, "{line}");
    }
    for grant in in_order(grants) {
        let works: Vec<_> = grant.works.into_iter().collect();
        _ = write!(out, "\n{RULE}\n{}\n\n", works.join(", "));
        for line in &grant.copyrights {
            _ = writeln!(out, "{line}");
        }
        _ = writeln!(out, "\n{}", grant.text);
    }
    out
}

/// The order of the works' names, which does not change when a text's first words do.
fn in_order(grants: BTreeMap<String, Grant>) -> Vec<Grant> {
    let mut grants: Vec<Grant> = grants.into_values().collect();
    grants.sort_by(|one, other| one.works.cmp(&other.works).then_with(|| one.text.cmp(&other.text)));
    grants
}

/// The texts to give: where the authors offer MIT among others, only that; what must be passed on, always.
fn chosen(work: &Work) -> Vec<&str> {
    let is = |name: &str, word: &str| name.contains(word);
    let offers_mit = work.licence.contains(" OR ") && work.licence.contains("MIT");
    let has_mit = work.texts.iter().any(|(name, _)| is(name, "MIT"));
    let given = |(name, _): &&(String, String)| {
        !(offers_mit && has_mit) || is(name, "MIT") || is(name, "NOTICE") || is(name, "THIRD")
    };
    work.texts.iter().filter(given).map(|(_, text)| text.as_str()).collect()
}

/// The copyright lines of a licence text, and what remains without them.
fn split(text: &str) -> (Vec<String>, String) {
    let claims = |line: &&str| {
        let line = line.trim().to_lowercase();
        let claim =
            line.starts_with("copyright (c)") || line.starts_with("copyright ©") || line.starts_with("copyright 2");
        claim && line.len() < 160
    };
    let copyrights = text.lines().filter(claims).map(|line| line.trim().to_owned()).collect();
    let terms: Vec<&str> = text.lines().filter(|line| !claims(line)).map(str::trim_end).collect();
    (copyrights, terms.join("\n").trim_matches(['\n', '\u{feff}']).to_owned())
}

/// A text's words alone, so that two texts that only break their lines differently are one.
fn words(text: &str) -> String {
    let words: Vec<&str> = text.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(name: &str, licence: &str, texts: &[(&str, &str)]) -> Work {
        let texts = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Work { name: name.into(), licence: licence.into(), texts }
    }

    #[test]
    fn one_text_is_given_once_with_every_author() {
        let text = compose(vec![
            work("a 1.0.0", "MIT", &[("LICENSE", "Copyright (c) 2020 Ann\n\nPermission is\nhereby granted")]),
            work("b 2.0.0", "MIT", &[("LICENSE", "Copyright (c) 2021 Bob\n\nPermission is hereby\ngranted")]),
        ]);
        assert_eq!(text.matches("Permission").count(), 1);
        assert!(text.contains("a 1.0.0, b 2.0.0\n\nCopyright (c) 2020 Ann\nCopyright (c) 2021 Bob\n\nPermission"));
    }

    #[test]
    fn of_two_licences_mit_is_given_and_notices_are_kept() {
        let texts = [("LICENSE-APACHE", "apache"), ("LICENSE-MIT", "mit"), ("NOTICE", "notice")];
        let text = compose(vec![work("a 1.0.0", "MIT OR Apache-2.0", &texts)]);
        assert!(text.contains("\nmit\n") && text.contains("\nnotice\n") && !text.contains("\napache\n"));
    }

    #[test]
    fn a_work_without_a_licence_file_is_still_named() {
        assert!(compose(vec![work("a 1.0.0", "MIT", &[])]).contains("a 1.0.0 — MIT"));
    }
}
