//! Text as PDF wants it: WinAnsi bytes for what is drawn, text strings for what is stored, dates. No layout.

use der::DateTime;
use std::time::Duration;
use unicode_normalization::UnicodeNormalization;

/// Characters 0x80 to 0x9f of WinAnsiEncoding (ISO 32000-1 annex D.2); `\0` where there is none.
const HIGH: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•',
    '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// Letters that lose nothing but a stroke, and signs with a plain twin.
const FOLDED: [(char, &str); 18] = [
    ('Ł', "L"),
    ('ł', "l"),
    ('Đ', "D"),
    ('đ', "d"),
    ('Ħ', "H"),
    ('ħ', "h"),
    ('ı', "i"),
    ('Ŧ', "T"),
    ('ŧ', "t"),
    ('ẞ', "SS"),
    ('ə', "e"),
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
    ('\u{2212}', "-"),
    ('\u{202f}', "\u{a0}"),
    ('\u{2009}', " "),
    ('ʼ', "'"),
    ('′', "'"),
];

/// WinAnsi bytes of a text. What WinAnsi lacks loses its accents (`ș` → `s`); what is still unknown becomes `?`.
pub(crate) fn win_ansi(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.nfc() {
        if let Some(byte) = win_ansi_byte(c) {
            bytes.push(byte);
        } else if let Some((_, twin)) = FOLDED.iter().find(|(from, _)| *from == c) {
            bytes.extend(twin.chars().filter_map(win_ansi_byte));
        } else if !unicode_normalization::char::is_combining_mark(c) {
            bytes.push(std::iter::once(c).nfkd().next().and_then(win_ansi_byte).unwrap_or(b'?'));
        }
    }
    bytes
}

fn win_ansi_byte(c: char) -> Option<u8> {
    match c {
        ' '..='~' | '\u{a0}'..='\u{ff}' => Some(c as u8),
        '\0' => None,
        _ => HIGH.iter().position(|high| *high == c).map(|i| 0x80 + i as u8),
    }
}

/// A text string (ISO 32000-1 § 7.9.2.2): ASCII as it is, anything else as UTF-16BE with its mark.
pub(crate) fn text_string(text: &str) -> Vec<u8> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.as_bytes().to_vec();
    }
    [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

/// Reads a text string; what is no text is replaced, never refused.
pub(crate) fn read_text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        latin => latin.iter().map(|byte| *byte as char).collect(),
    }
}

/// A date string in UTC (ISO 32000-1 § 7.9.4); `None` before 1970 or after 9999.
pub(crate) fn date_string(unix_ms: i64) -> Option<String> {
    let at = DateTime::from_unix_duration(Duration::from_millis(unix_ms.try_into().ok()?)).ok()?;
    Some(format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}+00'00'",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minutes(),
        at.seconds()
    ))
}

/// Reads a complete date string with its zone, to unix milliseconds. A shorter form is `None`.
pub(crate) fn read_date_string(bytes: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(bytes).ok()?.strip_prefix("D:")?;
    let (digits, zone) = text.split_at_checked(14)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| digits[from..to].parse::<u16>().ok();
    let [month, day, hour, minute, second] =
        [(4, 6), (6, 8), (8, 10), (10, 12), (12, 14)].map(|(from, to)| part(from, to).unwrap_or(99) as u8);
    let at = DateTime::new(part(0, 4)?, month, day, hour, minute, second).ok()?;
    let at = i64::try_from(at.unix_duration().as_millis()).ok()?;
    Some(at - zone_ms(zone)?)
}

/// `Z`, `+01'00'`, `-05'30`: what local time is ahead of UTC, in milliseconds.
fn zone_ms(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "Z00'00'" | "Z00'00") {
        return Some(0);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = zone.get(1..)?.split_once('\'')?;
    let minutes = minutes.strip_suffix('\'').unwrap_or(minutes);
    let number = |text: &str, below: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|value| digits && *value < below)
    };
    Some(sign * (number(hours, 24)? * 60 + number(minutes, 60)?) * 60_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_letters_are_drawn_and_others_are_folded() {
        assert_eq!(win_ansi("Signé à Œuf € – l’été"), b"Sign\xe9 \xe0 \x8cuf \x80 \x96 l\x92\xe9t\xe9");
        assert_eq!(win_ansi("e\u{301}"), b"\xe9");
        assert_eq!(win_ansi("Łukasz Țepeș Nguyễn Đỗ 東"), b"Lukasz Tepes Nguyen Do ?");
        assert_eq!(win_ansi("1\u{202f}234\u{2011}5"), b"1\xa0234-5");
        assert_eq!(win_ansi("a\nb\0"), b"a?b?");
    }

    #[test]
    fn text_strings_come_back_as_they_went() {
        for text in ["", "Clara", "Clara LÉGER", "東京 🙂"] {
            assert_eq!(read_text_string(&text_string(text)), text);
        }
    }

    #[test]
    fn dates_come_back_to_the_second_and_half_dates_are_none() {
        let text = date_string(1_795_510_931_999).unwrap();
        assert_eq!(text, "D:20261124090211+00'00'");
        assert_eq!(read_date_string(text.as_bytes()), Some(1_795_510_931_000));
        assert_eq!(read_date_string(b"D:20261124100211+01'00"), Some(1_795_510_931_000));
        assert_eq!(read_date_string(b"D:20261124090211Z"), Some(1_795_510_931_000));
        for bad in ["", "D:2026", "D:20261124090211", "D:20261324090211Z", "D:20261124090211+1'0'", "20261124090211Z"] {
            assert_eq!(read_date_string(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(date_string(-1), None);
        assert_eq!(date_string(i64::MAX), None);
    }
}
