//! Takes out of a line of the log what says who or what it is about. Pure. The log should hold none of it in the first
//! place; this is the second fence.

/// The line without e-mail addresses, servers, documents' numbers, paths below home, identifiers, and the given words.
pub fn redact(line: &str, own: &[String]) -> String {
    let mut line =
        own.iter().filter(|word| word.len() > 2).fold(line.to_owned(), |line, word| line.replace(word, "[…]"));
    line.retain(|letter| !letter.is_control() || letter == '\t');
    line.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    // Punctuation around it stays, so that the line can still be read.
    let inner = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '/' && letter != '~');
    let stands_for = match inner {
        _ if inner.is_empty() => return word.to_owned(),
        _ if word.contains('@') => "[e-mail]",
        _ if word.contains("://") => "[address]",
        _ if inner.contains("/home/") || inner.contains("/Users/") || inner.contains("\\Users\\") => "[path]",
        _ if is_document(inner) => "[document]",
        _ if is_identifier(inner) => "[id]",
        _ => return word.to_owned(),
    };
    word.replacen(inner, stands_for, 1)
}

/// `CMDE-BT1-001-001-225333_00`, `FAC-212984`: capitals, then figures after a dash.
fn is_document(word: &str) -> bool {
    let word = word.rsplit(['=', '"', ':']).next().unwrap_or(word);
    let starts = word.chars().take_while(char::is_ascii_uppercase).count() >= 2;
    starts && word.contains('-') && word.chars().filter(char::is_ascii_digit).count() >= 4
}

/// A UUID or a hash.
fn is_identifier(word: &str) -> bool {
    let word = word.rsplit(['=', '"', '/']).next().unwrap_or(word);
    word.len() >= 32 && word.chars().all(|letter| letter.is_ascii_hexdigit() || letter == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_names_somebody_or_something_stays() {
        let own = ["Clara LEGER".to_owned(), "coffre.the-eu.fr".to_owned()];
        for (line, left) in [
            ("INFO sync: offline since 3 s", "INFO sync: offline since 3 s"),
            ("for clara.leger@the-eu.fr, again", "for [e-mail], again"),
            ("signed by Clara LEGER.", "signed by […]."),
            ("asked coffre.the-eu.fr for it", "asked […] for it"),
            ("GET https://coffre.example/v1/changes", "GET [address]"),
            ("document=CMDE-BT1-001-001-225333_00 failed", "[document] failed"),
            ("invoice FAC-212984: cut", "invoice [document]: cut"),
            ("id 01890a5d-ac96-774b-bcce-b302099a8057", "id [id]"),
            ("open /home/clara/.local/share/coffreo", "open [path]"),
        ] {
            assert_eq!(redact(line, &own), left);
        }
    }
}
