//! The words that are searched, and the sentence of a text they are found in.

use super::fold::{fold_into, spans, words};
use crate::view::{Snippet, SnippetPart};

/// Bytes of a snippet before the first hit, and after its start.
const BEFORE: usize = 90;
const AFTER: usize = 160;
/// Words of a search that count; nobody types more.
const MOST_TERMS: usize = 16;

/// A word that is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    word: String,
    /// The last one may be unfinished.
    prefix: bool,
}

/// The words of what was typed. The last is taken as a beginning, unless something was typed after it.
pub fn terms(search: &str) -> Vec<Term> {
    let mut terms: Vec<Term> = words(search).take(MOST_TERMS).map(|word| Term { word, prefix: false }).collect();
    if let Some(last) = terms.last_mut() {
        last.prefix = search.ends_with(char::is_alphanumeric);
    }
    terms
}

/// The question as FTS5 takes it. The words hold letters and digits only and are quoted, so none of them is syntax.
pub fn expression(tag: &str, terms: &[Term]) -> String {
    let mut expression = format!("\"{tag}\"");
    for term in terms {
        let star = if term.prefix { "*" } else { "" };
        expression.push_str(&format!(" AND \"{}\"{star}", term.word));
    }
    expression
}

/// The sentence around the first hit; none when the words are not in this text.
pub fn snippet(text: &str, terms: &[Term]) -> Option<Snippet> {
    let mut folded = String::new();
    let mut is_hit = |span: &(usize, usize)| {
        folded.clear();
        fold_into(&text[span.0..span.1], &mut folded);
        terms.iter().any(|term| if term.prefix { folded.starts_with(&term.word) } else { folded == term.word })
    };
    let first = spans(text).find(&mut is_hit)?;
    let (start, end) = sentence(text, first);
    let mut parts = Vec::new();
    let mut at = start;
    if start > 0 && !ends_sentence(&text[..start]) {
        push(&mut parts, "… ", false);
    }
    for (from, to) in spans(&text[start..end]).map(|(from, to)| (start + from, start + to)) {
        if is_hit(&(from, to)) {
            push(&mut parts, &text[at..from], false);
            push(&mut parts, &text[from..to], true);
            at = to;
        }
    }
    push(&mut parts, &text[at..end], false);
    if end < text.len() && !ends_sentence(&text[..end]) {
        push(&mut parts, " …", false);
    }
    Some(Snippet { parts })
}

/// Where the sentence around a hit begins and ends, kept short.
fn sentence(text: &str, (from, to): (usize, usize)) -> (usize, usize) {
    let earliest = text.ceil_char_boundary(from.saturating_sub(BEFORE));
    let start = match breaks(&text[earliest..from]).last() {
        Some(end) => earliest + end,
        None if earliest == 0 => 0,
        None => text[earliest..from].find(char::is_whitespace).map_or(from, |space| earliest + space + 1),
    };
    let latest = text.floor_char_boundary((from + AFTER).max(to));
    let end = match breaks(&text[to..latest]).next() {
        Some(end) => to + end,
        None if latest == text.len() => latest,
        None => text[to..latest].rfind(char::is_whitespace).map_or(to, |space| to + space),
    };
    (start, end)
}

/// Where sentences end in a text: after the stop that is followed by a space, and at empty lines.
fn breaks(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    (1..bytes.len()).filter(move |&at| {
        let (before, here) = (bytes[at - 1], bytes[at]);
        (matches!(before, b'.' | b'!' | b'?') && here.is_ascii_whitespace()) || (before == b'\n' && here == b'\n')
    })
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?']) || text.ends_with("\n\n")
}

/// Adds a piece with its line breaks as spaces; empty ones are left out.
fn push(parts: &mut Vec<SnippetPart>, text: &str, hit: bool) {
    let mut flat = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            one if one.is_whitespace() || one.is_control() => {
                if !flat.ends_with(' ') {
                    flat.push(' ');
                }
            }
            one => flat.push(one),
        }
    }
    if !flat.is_empty() {
        parts.push(SnippetPart { text: flat, hit });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, search: &str) -> Option<String> {
        let snippet = snippet(text, &terms(search))?;
        Some(
            snippet
                .parts
                .iter()
                .map(|part| if part.hit { format!("[{}]", part.text) } else { part.text.clone() })
                .collect(),
        )
    }

    #[test]
    fn a_hit_is_shown_in_its_sentence() {
        let text = "Article 1. Le salarié porte des chaussures\nde sécurité. Il les rend à la fin.";
        assert_eq!(shown(text, "securite").as_deref(), Some(" Le salarié porte des chaussures de [sécurité]."));
        assert_eq!(shown(text, "chau salari").as_deref(), Some(" Le [salarié] porte des chaussures de sécurité."));
        assert_eq!(shown(text, "absent"), None);
    }

    #[test]
    fn a_long_sentence_is_cut_at_words() {
        let text = format!("{} horloger {}", "mot ".repeat(200), "mot ".repeat(200));
        let cut = shown(&text, "horloger").unwrap();
        assert!(cut.starts_with("… mot") && cut.ends_with("mot …") && cut.len() < 300, "{cut}");
    }

    #[test]
    fn what_is_typed_is_never_syntax() {
        let typed = "a\" OR * NEAR(b, 2) -c ^d folded:e AND NOT \u{0}";
        let words = terms(typed);
        let expression = expression("_c", &words);
        assert!(
            expression.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"\"_* ".contains(&byte)),
            "{expression}"
        );
    }

    #[test]
    fn only_an_unfinished_word_is_a_beginning() {
        assert!(terms("roussea").last().unwrap().prefix);
        assert!(!terms("rousseau ").last().unwrap().prefix);
        assert!(terms(" ").is_empty());
    }
}
