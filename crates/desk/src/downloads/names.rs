//! File names that are legal on Windows, macOS and Linux, sort by day, and are unique on systems that fold case.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::view::{ArchiveState, DocumentView, Row};

/// Bytes of a name without its ending: below every file system's 255, with room for a number.
const LONGEST: usize = 180;

/// `2026-10-20 CMDE-BT1-001 ROUSSEAU Anaïs (signé).pdf`: the mission's first day, or the invoice's date.
pub fn document_name(document: &DocumentView) -> String {
    use coffreo_api::Facts;
    let signed = match &document.row {
        Row::Contract(row) => row.state == ArchiveState::Archived,
        Row::Invoice(row) => row.state == ArchiveState::Archived,
    };
    let mut name = match &document.facts {
        Facts::Contract(contract) => format!(
            "{} {} {} {}",
            contract.term.starts_on, contract.number, contract.employee.last_name, contract.employee.first_name
        ),
        Facts::Invoice(invoice) => {
            let agency = match &document.row {
                Row::Contract(row) => &row.agency,
                Row::Invoice(row) => &row.agency,
            };
            format!("{} {} {agency}", invoice.issued_on, invoice.number)
        }
    };
    name = legal(&name);
    if signed {
        name.push_str(match document.facts {
            Facts::Contract(_) => " (signé)",
            Facts::Invoice(_) => " (validée)",
        });
    }
    name + ".pdf"
}

/// The name of a zip.
pub fn zip_name(documents: usize, today: jiff::civil::Date) -> String {
    format!("{today} Coffreo {documents} documents.zip")
}

/// The text as a file name's stem.
pub fn legal(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for one in text.nfc() {
        let kept = match one {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            one if one.is_control() || one.is_whitespace() || is_invisible(one) => ' ',
            one => one,
        };
        if !(kept == ' ' && (name.is_empty() || name.ends_with(' '))) {
            name.push(kept);
        }
    }
    let end = (0..=LONGEST.min(name.len())).rev().find(|&end| name.is_char_boundary(end)).unwrap_or(0);
    name.truncate(end);
    // Windows drops dots and spaces at the end; a dot at the beginning hides the file elsewhere.
    let trimmed = name.trim_matches(['.', ' ']);
    let stem = trimmed.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    if trimmed.is_empty() || is_device(&stem) {
        format!("document {trimmed}").trim_end().to_owned()
    } else {
        trimmed.to_owned()
    }
}

/// Marks that turn text around or are not seen: a name would look like another.
fn is_invisible(one: char) -> bool {
    matches!(one, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Windows' names of devices, with any ending.
fn is_device(stem: &str) -> bool {
    let numbered = |name: &str| {
        stem.strip_prefix(name)
            .is_some_and(|rest| rest.chars().count() == 1 && rest.chars().all(|one| "0123456789¹²³".contains(one)))
    };
    matches!(stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

/// Names that were given out.
#[derive(Default)]
pub struct Unique(HashSet<String>);

impl Unique {
    /// The name, or with a number before its ending when it was given out already.
    pub fn take(&mut self, name: &str) -> String {
        let mut number = 1;
        loop {
            let candidate = numbered(name, number);
            // NFKC and lower case: stricter than any file system's own folding.
            if self.0.insert(candidate.nfkc().collect::<String>().to_lowercase()) {
                return candidate;
            }
            number += 1;
        }
    }
}

/// The name with a number before its ending; the first has none.
pub fn numbered(name: &str, number: usize) -> String {
    match (number, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (_, Some((stem, ending))) => format!("{stem} ({number}).{ending}"),
        (_, None) => format!("{name} ({number})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_illegal_anywhere() {
        for (text, name) in [
            ("../../etc/passwd", "-..-etc-passwd"),
            ("C:\\x", "C--x"),
            ("con", "document con"),
            ("NUL.tar", "document NUL.tar"),
            ("com1", "document com1"),
            ("", "document"),
            (" .. ", "document"),
            ("a\u{202e}fdp.exe\u{0}\n b", "a fdp.exe b"),
            ("e\u{301}té", "été"),
            ("Dupont.", "Dupont"),
        ] {
            assert_eq!(legal(text), name, "{text:?}");
        }
        for seed in 0..2000_u32 {
            let text: String = (0..40).filter_map(|i| char::from_u32((seed * 7919 + i * 104_729) % 0x3000)).collect();
            let name = legal(&text);
            assert!(
                !name.is_empty() && name.len() <= LONGEST + 9 && !name.ends_with(['.', ' ']) && !name.starts_with('.')
            );
            assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) && !name.contains(char::is_control));
        }
    }

    #[test]
    fn names_that_differ_in_case_only_get_a_number() {
        let mut unique = Unique::default();
        assert_eq!(unique.take("É.pdf"), "É.pdf");
        assert_eq!(unique.take("é.pdf"), "é (2).pdf");
        assert_eq!(unique.take("e\u{301}.pdf"), "e\u{301} (3).pdf");
    }
}
