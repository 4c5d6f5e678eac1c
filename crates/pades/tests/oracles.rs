//! What other programs say of our seals. Each test names the program it needs; without it, it says so and passes.
//! `COFFREO_PYHANKO` is the path of pyHanko's executable where it is not on the PATH.
#![allow(clippy::unwrap_used)] // helpers too

mod support;

use std::path::PathBuf;
use std::process::Command;

use coffreo_pades::verify;
use support::{contract, invoice, key, sealed};

/// Once and twice sealed documents of each form, on disk, with the anchor.
struct Samples {
    folder: PathBuf,
    files: Vec<(PathBuf, usize)>,
    anchor: PathBuf,
}

impl Samples {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let (key, anchor_pem) = key();
        let anchor = folder.join("anchor.pem");
        std::fs::write(&anchor, anchor_pem).unwrap();
        let mut files = Vec::new();
        let inputs = [contract().classic(), contract().packed(), invoice().classic(), invoice().packed()];
        for (i, input) in inputs.into_iter().enumerate() {
            let mut pdf = input;
            for count in 1..=3 {
                pdf = sealed(&key, &pdf);
                assert_eq!(verify(&pdf, key.anchors()).unwrap().signatures.len(), count);
                let path = folder.join(format!("{i}-{count}.pdf"));
                std::fs::write(&path, &pdf).unwrap();
                files.push((path, count));
            }
        }
        Self { folder, files, anchor }
    }
}

impl Drop for Samples {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Standard output and error together; `None`, said aloud, if the program is missing.
fn run(command: &mut Command) -> Option<String> {
    match command.output() {
        Ok(output) => {
            Some(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
        }
        Err(error) => {
            eprintln!("skipped: {:?} cannot be run: {error}", command.get_program());
            None
        }
    }
}

#[test]
fn pyhanko_calls_every_seal_valid_and_whole() {
    let pyhanko = std::env::var_os("COFFREO_PYHANKO").unwrap_or_else(|| "pyhanko".into());
    let samples = Samples::new("pyhanko");
    // Half a second each: those with most signatures, and the first with one.
    let files = samples.files.iter().enumerate().filter(|(i, (_, count))| *count == 3 || *i == 0);
    for (_, (file, count)) in files {
        let mut command = Command::new(&pyhanko);
        command.args(["sign", "validate", "--no-revocation-check", "--pretty-print", "--trust"]);
        let Some(said) = run(command
            .arg(&samples.anchor)
            .args(["--trust-replace", "--validation-time=2026-11-24T12:00:00Z"])
            .arg(file))
        else {
            return;
        };
        assert_eq!(said.matches("The signature is judged VALID.").count(), *count, "{file:?}\n{said}");
        assert_eq!(said.matches("The signature covers the entire file.").count(), 1, "{file:?}\n{said}");
        assert!(!said.contains("INVALID") && !said.contains("not covered"), "{file:?}\n{said}");
    }
}

#[test]
fn pdfsig_says_the_total_document_is_signed() {
    let samples = Samples::new("pdfsig");
    for (file, count) in &samples.files {
        let Some(said) = run(Command::new("pdfsig").args(["-nocert"]).arg(file)) else { return };
        assert_eq!(said.matches("Signature Validation: Signature is Valid.").count(), *count, "{file:?}\n{said}");
        assert_eq!(said.matches("- Total document signed").count(), 1, "{file:?}\n{said}");
    }
}

#[test]
fn qpdf_finds_nothing_to_repair() {
    let samples = Samples::new("qpdf");
    for (file, _) in &samples.files {
        let Some(said) = run(Command::new("qpdf").arg("--check").arg(file)) else { return };
        assert!(said.contains("No syntax or stream encoding errors found") && !said.contains("WARNING"), "{said}");
    }
}
