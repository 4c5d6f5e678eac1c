//! What agencies print: contracts and invoices on their own paper.
//!
//! Draws from facts and a profile only; invents nothing that contradicts them.

mod conditions;
pub mod contract;
mod flow;
pub mod invoice;
mod letterhead;
mod table;

use jiff::civil::Date;

/// `24/11/2026`.
pub fn day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// `1 234,56 €`, with spaces that do not break.
pub fn euros(cents: i64) -> String {
    format!("{}\u{a0}€", amount(cents))
}

/// `1 234,56`.
pub fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let units = (cents.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (i, digit) in units.chars().enumerate() {
        if i > 0 && (units.len() - i).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped},{:02}", cents.unsigned_abs() % 100)
}

/// `999 001 407 00016`, as SIRETs are printed.
pub fn spaced_siret(siret: &str) -> String {
    match (siret.get(..3), siret.get(3..6), siret.get(6..9), siret.get(9..)) {
        (Some(a), Some(b), Some(c), Some(d)) => format!("{a}\u{a0}{b}\u{a0}{c}\u{a0}{d}"),
        _ => siret.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_the_french_way() {
        assert_eq!(euros(123_456), "1\u{a0}234,56\u{a0}€");
        assert_eq!(amount(-5), "-0,05");
        assert_eq!(amount(100_000_000), "1\u{a0}000\u{a0}000,00");
    }
}
