//! A cheap PDF of any size, for benchmarks: one page of searchable words, and noise that does not compress.

use crate::random::Dice;
use crate::words;

/// A valid PDF of exactly `size` bytes, or the least possible (about 3 KB) when that is more. Other seeds give other
/// bytes and other words. The noise is referred to from the catalogue, so no reader calls it an orphan.
pub fn fake_pdf(size: usize, seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed, "fake");
    let mut content = format!("BT /F1 10 Tf 13 TL 56 780 Td (Document de mesure {seed}) Tj T*\n");
    for _ in 0..40 {
        let words: Vec<String> = (0..8).map(|_| words::coined_name(dice.bits() % 20_000)).collect();
        content.push_str(&format!("({}) ' \n", words.join(" ")));
    }
    content.push_str("ET\n");
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/COFF_Noise 6 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        page.to_owned(),
        format!("<</Length {}>>\nstream\n{content}endstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let noise = size.saturating_sub(assemble(&objects, &[], size).len());
    let mut bytes = vec![0; noise];
    dice.fill(&mut bytes);
    assemble(&objects, &bytes, size)
}

/// The objects, then the noise, then the cross-reference table. Numbers that depend on the noise have a fixed width.
pub(crate) fn assemble(objects: &[String], noise: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size + 4096);
    out.extend_from_slice(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", i + 1).as_bytes());
    }
    offsets.push(out.len());
    out.extend_from_slice(format!("{} 0 obj\n<</Length {:010}>>\nstream\n", offsets.len(), noise.len()).as_bytes());
    out.extend_from_slice(noise);
    out.extend_from_slice(b"\nendstream\nendobj\n");
    let start = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).as_bytes());
    for offset in &offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    let width = size.to_string().len();
    let count = offsets.len() + 1;
    out.extend_from_slice(
        format!("trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start:0width$}\n%%EOF\n").as_bytes(),
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fake_has_exactly_the_size_asked_for() {
        for size in [5_000, 10_000, 99_999, 100_000, 100_001, 1_000_000] {
            assert_eq!(fake_pdf(size, 7).len(), size);
        }
        assert!(fake_pdf(0, 7).len() < 5_000);
        assert_ne!(fake_pdf(5_000, 7), fake_pdf(5_000, 8));
    }
}
