//! File names that are legal on Windows, macOS and Linux, sort by day, and are unique on systems that fold case.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_public_assigned;

/// Bytes of a name without its ending: below every file system's 255, with room for a number.
const LONGEST: usize = 180;

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
            // APFS refuses characters that Unicode has not assigned.
            one if !is_public_assigned(one) => '-',
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
            // NFKC and both cases: stricter than any file system's own folding.
            if self.0.insert(candidate.nfkc().collect::<String>().to_lowercase().to_uppercase()) {
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
    use proptest::prelude::*;

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
    }

    #[test]
    fn names_that_differ_in_case_only_get_a_number() {
        let mut unique = Unique::default();
        assert_eq!(unique.take("É.pdf"), "É.pdf");
        assert_eq!(unique.take("é.pdf"), "é (2).pdf");
        assert_eq!(unique.take("e\u{301}.pdf"), "e\u{301} (3).pdf");
    }

    /// What people and agencies write, and what systems stumble over.
    fn text() -> impl Strategy<Value = String> {
        let awkward = prop::sample::select(vec![
            "CON",
            "nul.txt",
            "Com\u{b9}",
            "LPT9 .x",
            "conin$",
            ".",
            "..",
            " ",
            "~",
            "a:b",
            "É",
            "e\u{301}",
            "\u{202e}fdp",
            "\u{fdd0}",
            "ﬁ",
            "ſ",
            "K",
            "İ",
            "ß",
            "ẞ",
            "\u{1f468}\u{200d}\u{1f469}",
            "𠮷",
            "\u{0}",
            "\r\n",
            "\u{10ffff}",
            "Sommaire.xlsx",
        ]);
        prop::collection::vec(
            prop_oneof![awkward.prop_map(str::to_owned), any::<String>(), "[a-zA-Z0-9 ._-]{0,80}"],
            0..5,
        )
        .prop_map(|parts| parts.concat())
    }

    /// By the rules of the systems, written anew.
    fn is_legal(name: &str) -> bool {
        let windows = !name.ends_with([' ', '.'])
            && !name.contains(['<', '>', ':', '"', '/', '\\', '|', '?', '*'])
            && !name.chars().any(|one| (one as u32) < 32)
            && name.encode_utf16().count() <= 255;
        let first = name.split('.').next().unwrap().trim_end_matches(' ').to_uppercase();
        let ports = ["COM", "LPT"].iter().any(|port| {
            first
                .strip_prefix(port)
                .is_some_and(|rest| "0 1 2 3 4 5 6 7 8 9 \u{b9} \u{b2} \u{b3}".split(' ').any(|n| n == rest))
        });
        let device = ports || ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&first.as_str());
        let linux = !name.is_empty() && name.len() <= 255 && !name.contains(['/', '\0']) && name != "." && name != "..";
        let mac = name.nfd().map(|one| one.len_utf16()).sum::<usize>() <= 255 && name.chars().all(is_public_assigned);
        windows && !device && linux && mac && !name.starts_with('.')
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_names_are_legal_and_unique_on_all_three_systems(texts in prop::collection::vec(text(), 1..12)) {
            let mut unique = Unique::default();
            let names: Vec<String> = texts.iter().map(|text| unique.take(&(legal(text) + ".pdf"))).collect();
            for name in &names {
                prop_assert!(is_legal(name), "{name:?} of {texts:?}");
            }
            let folds: [&dyn Fn(&String) -> String; 3] = [
                &|name| name.clone(),
                &|name| name.to_uppercase(),
                &|name| name.nfd().collect::<String>().to_lowercase().nfd().collect(),
            ];
            for fold in folds {
                let seen: HashSet<String> = names.iter().map(fold).collect();
                prop_assert_eq!(seen.len(), names.len(), "{:?}", names);
            }
        }
    }
}
