//! Public samples of Factur-X and ZUGFeRD: each is read, or refused with a reason; none brings the worker down.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use coffreo_desk::viewer::invoice::Carried;
use coffreo_desk::viewer::{Viewer, ViewerError};

use crate::{pdf, ready, viewer};

/// The samples that lie here, and those of a folder that the environment names.
fn samples() -> Vec<PathBuf> {
    let mut found = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facturx"), &mut found);
    if let Some(folder) = std::env::var_os("COFFREO_FACTURX_SAMPLES") {
        below(Path::new(&folder), &mut found);
    }
    found.sort();
    found
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => below(&path, found),
            Some("pdf" | "PDF" | "xml") => found.push(path),
            _ => {}
        }
    }
}

/// What becomes of a sample, in a word; an XML is carried by a page of ours.
async fn read(viewer: &Viewer, path: &Path) -> (&'static str, Option<Carried>) {
    let bytes = std::fs::read(path).unwrap();
    let is_xml = path.extension().is_some_and(|extension| extension == "xml");
    let bytes = if is_xml { pdf::that_carries("factur-x.xml", &bytes) } else { bytes };
    match viewer.invoice(&path.to_string_lossy(), || ready(&bytes)).await {
        Ok(carried) => match carried.as_ref() {
            Carried::None => ("carries none", None),
            Carried::Unreadable => ("refused", None),
            Carried::Invoice(_) => ("read", Some(carried.as_ref().clone())),
        },
        Err(ViewerError::Unreadable) => ("no readable PDF", None),
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

#[tokio::test]
async fn every_public_sample_is_read_or_refused_and_none_crashes_the_worker() {
    let viewer = viewer();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut workers = None;
    for path in samples() {
        let (became, carried) = read(&viewer, &path).await;
        *counts.entry(became).or_default() += 1;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(Carried::Invoice(invoice)) = &carried {
            assert!(invoice.number.is_some(), "{name} has no number");
            println!("{became}: {name}: {} lines, {} cents", invoice.lines.len(), invoice.gross);
        } else {
            println!("{became}: {name}");
        }
        // The same process answered from the first sample to the last.
        let now = viewer.worker_processes();
        assert_eq!(*workers.get_or_insert_with(|| now.clone()), now, "{name} brought the worker down");
    }
    println!("{counts:?}");
}

#[tokio::test]
async fn what_the_samples_say_is_what_is_read() {
    let viewer = viewer();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facturx");
    for (name, number, lines, gross) in [
        ("pdf/Facture_FR_MINIMUM.pdf", "FA-2017-0010", 0, 67_115),
        ("pdf/Facture_FR_BASICWL.pdf", "FA-2017-0010", 0, 67_115),
        ("xml/zugferd_2p3_EN16931_Einfach.xml", "471102", 2, 52_987),
        ("xml/zugferd_2p3_EXTENDED_Warenrechnung.xml", "R87654321012345", 6, 51_899),
    ] {
        let (became, carried) = read(&viewer, &folder.join(name)).await;
        let Some(Carried::Invoice(invoice)) = carried else { panic!("{name}: {became}") };
        assert_eq!(
            (invoice.number.as_deref(), invoice.lines.len(), invoice.gross),
            (Some(number), lines, gross),
            "{name}"
        );
    }
    let first = "pdf/ZUGFeRD_1p0_COMFORT_Haftpflichtversicherung_Versicherungssteuer.pdf";
    assert_ne!(read(&viewer, &folder.join(first)).await.0, "read", "ZUGFeRD 1 is another model");
}
