//! `coffreo-samples FOLDER [--count N] [--seed S] [--today YYYY-MM-DD]`: writes the guide's documents and N generated
//! contracts and invoices as PDF, each with the JSON of its delivery beside it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use coffreo_samples::{Generator, Sample, guide_contracts, guide_invoices};
use jiff::civil::{Date, date};

const USAGE: &str = "usage: coffreo-samples FOLDER [--count N] [--seed S] [--today YYYY-MM-DD]";

fn main() -> ExitCode {
    let Some(wish) = Wish::read(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match wish.fulfil() {
        Ok(count) => {
            println!("{count} documents in {}", wish.folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", wish.folder.display());
            ExitCode::FAILURE
        }
    }
}

struct Wish {
    folder: PathBuf,
    count: u64,
    seed: u64,
    today: Date,
}

impl Wish {
    fn read(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let folder = arguments.next().filter(|first| !first.starts_with('-'))?.into();
        let mut wish = Self { folder, count: 12, seed: 1, today: date(2026, 11, 24) };
        while let Some(option) = arguments.next() {
            let value = arguments.next()?;
            match option.as_str() {
                "--count" => wish.count = value.parse().ok()?,
                "--seed" => wish.seed = value.parse().ok()?,
                "--today" => wish.today = value.parse().ok()?,
                _ => return None,
            }
        }
        Some(wish)
    }

    fn fulfil(&self) -> std::io::Result<usize> {
        std::fs::create_dir_all(&self.folder)?;
        let stream = Generator::new(self.seed, self.today);
        let samples = guide_contracts(self.today)
            .into_iter()
            .chain(guide_invoices(self.today))
            .chain((0..self.count).flat_map(|i| [stream.contract(i), stream.invoice(i)]));
        let mut count = 0;
        for sample in samples {
            write(&self.folder, &sample)?;
            count += 1;
        }
        Ok(count)
    }
}

fn write(folder: &Path, sample: &Sample) -> std::io::Result<()> {
    let path = folder.join(&sample.reference);
    std::fs::write(path.with_added_extension("pdf"), &sample.pdf)?;
    std::fs::write(path.with_added_extension("json"), serde_json::to_vec_pretty(&sample.delivery())?)
}
