//! Thousands of broken documents, always the same ones: nothing panics, and no mutation of a signed document passes.
#![allow(clippy::unwrap_used)] // helpers too

mod support;

use coffreo_pades::{inspect, seal, verify};
use support::{contract, invoice, key, request, sealed};

const ROUNDS: usize = 1500;

/// xorshift64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// One to four small wounds: bytes changed, cut out, doubled, or pieces of syntax put in.
fn wounded(pdf: &[u8], dice: &mut Dice) -> Vec<u8> {
    const SYNTAX: [&[u8]; 16] = [
        b"<<",
        b">>",
        b"[",
        b"]",
        b"(",
        b")",
        b"/",
        b"%",
        b" 0 R",
        b"-1",
        b"99999999999",
        b"stream\n",
        b"endobj",
        b"null",
        b"\0",
        b"4294967296",
    ];
    let mut pdf = pdf.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(pdf.len());
        let len = dice.below(40).min(pdf.len() - at);
        match dice.below(5) {
            0 => pdf[at] ^= 1 << dice.below(8),
            1 => pdf[at] = dice.below(256) as u8,
            2 => drop(pdf.drain(at..at + len)),
            3 => {
                let copy = pdf[at..at + len].to_vec();
                let to = dice.below(pdf.len());
                pdf.splice(to..to, copy);
            }
            _ => {
                let piece = SYNTAX[dice.below(SYNTAX.len())];
                let end = (at + piece.len()).min(pdf.len());
                pdf.splice(at..end, piece.iter().copied());
            }
        }
        if pdf.is_empty() {
            pdf.push(b'%');
        }
    }
    pdf
}

#[test]
fn no_wound_makes_anything_panic_or_a_changed_document_valid() {
    let (key, _) = key();
    let inputs = [contract().classic(), contract().packed(), invoice().classic(), invoice().packed()];
    let mut samples = inputs.to_vec();
    samples.extend(inputs.iter().map(|pdf| sealed(&key, pdf)));
    samples.push(sealed(&key, samples.last().unwrap()));
    for (i, sample) in samples.iter().enumerate() {
        let mut dice = Dice(0x1234_5678_9abc_def1 + i as u64);
        let signatures = verify(sample, key.anchors()).unwrap().signatures.len();
        for round in 0..ROUNDS {
            let changed = wounded(sample, &mut dice);
            let _ = inspect(&changed);
            if let Ok(sealed) = seal(&key, &request(&changed)) {
                assert!(sealed.starts_with(&changed), "sample {i}, round {round}");
            }
            let verdict = verify(&changed, key.anchors());
            if signatures > 0 && changed != *sample {
                assert!(verdict.is_err(), "sample {i}, round {round}: {verdict:?}");
            }
        }
    }
}

#[test]
fn no_noise_makes_anything_panic() {
    let (key, _) = key();
    let mut dice = Dice(42);
    for _ in 0..ROUNDS {
        let mut noise = b"%PDF-1.7\n".to_vec();
        noise.extend(std::iter::repeat_with(|| dice.below(256) as u8).take(300));
        let at = noise.len() - dice.below(100);
        noise.extend_from_slice(format!("\nstartxref\n{at}\n%%EOF").as_bytes());
        assert!(inspect(&noise).is_err() && verify(&noise, key.anchors()).is_err());
        assert!(seal(&key, &request(&noise)).is_err());
    }
}
