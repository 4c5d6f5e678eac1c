//! Words as they are searched and sorted: without accents, case, ligatures and typography. What is indexed and what is
//! typed go through the same function, so that they cannot disagree.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are cut here, in bytes.
const LONGEST_WORD: usize = 60;
/// Characters that count when texts are sorted or looked at: no fact has more but free texts.
const LONGEST_KEY: usize = 240;
/// Between the last and the first name of a worker. It comes before every letter, so that last names sort first.
pub const EMPLOYEE_PARTS: char = '\u{1f}';

/// Lower case, without accents: `Élodie Œuvré` is `elodie oeuvre`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// [`fold`] into a buffer that is used again.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        folded.extend(text.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    for one in text.nfkd().filter(|&one| !is_combining_mark(one)) {
        match one {
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'ß' | 'ẞ' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' => folded.push('d'),
            _ => folded.extend(one.to_lowercase().filter(|&one| !is_combining_mark(one))),
        }
    }
}

/// The key by which a text sorts: folded, cut to 240 characters.
pub fn sort_key(text: &str) -> String {
    let folded = fold(text.trim());
    match folded.char_indices().nth(LONGEST_KEY) {
        Some((end, _)) => folded[..end].to_owned(),
        None => folded,
    }
}

/// The words of a text, folded: letters and digits, everything else parts them.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    spans(text).filter_map(|(start, end)| {
        let mut word = fold(&text[start..end]);
        word.retain(char::is_alphanumeric);
        cut(&mut word);
        (!word.is_empty()).then_some(word)
    })
}

/// Where the words of a text stand: byte offsets.
pub fn spans(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_of_a_word)?;
        let end = text[start..].find(|one| !is_of_a_word(one)).map_or(text.len(), |length| start + length);
        rest = end;
        Some((start, end))
    })
}

fn is_of_a_word(one: char) -> bool {
    one.is_alphanumeric() || (!one.is_ascii() && is_combining_mark(one))
}

fn cut(word: &mut String) {
    if word.len() > LONGEST_WORD {
        let end = (0..=LONGEST_WORD).rev().find(|&end| word.is_char_boundary(end)).unwrap_or(0);
        word.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_ligatures_do_not_matter() {
        assert_eq!(fold("Élodie ŒUVRÉ"), "elodie oeuvre");
        assert_eq!(fold("e\u{301}t\u{e9} ofﬁce Straße Łódź"), "ete office strasse lodz");
    }

    #[test]
    fn words_are_parted_by_everything_that_is_no_letter_or_digit() {
        let of = |text| words(text).collect::<Vec<_>>();
        assert_eq!(of("CMDE-BT1-001_00, l’été d'Anaïs"), ["cmde", "bt1", "001", "00", "l", "ete", "d", "anais"]);
        assert_eq!(of("e\u{301}te\u{301}"), ["ete"]);
        assert!(of("\" * ( ) - _ \u{301}").is_empty());
        assert!(of(&"é".repeat(500))[0].len() <= LONGEST_WORD);
    }
}
