//! The main job in the real window, from the delivery to the archive without a network.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use coffreo_samples::{Generator, guide_contracts, guide_invoices};
use coffreo_tests::album::Album;
use coffreo_tests::desktop::{Home, program};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD, Town, now};
use coffreo_tests::walk::{Stage, main_job};
use tokio::sync::Mutex;

/// Where the pictures of the last run are kept.
fn pictures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots").join(name)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_is_notified_read_signed_and_found_offline() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let town = Mutex::new(Town::found(&folder.path().join("server")).await?);
    let today = now().paris_day();
    for sample in guide_contracts(today).iter().chain(&guide_invoices(today)) {
        town.lock().await.deliver(sample).await?;
    }
    let stage = Stage {
        home: Home::new(folder.path().join("home"))?,
        program: program("coffreo")?,
        server: town.lock().await.url()?,
        email: CLARA.to_owned(),
        password: CLARAS_PASSWORD.to_owned(),
        size: (1280, 800),
    };
    let contract = Generator::new(7, today).contract(0);
    let album = Album::new(pictures("main-job"))?;
    let deliver = async |sample: &_| town.lock().await.deliver(sample).await.map(drop);
    let cut = async || {
        town.lock().await.cut().await;
        Ok(())
    };
    let kept = main_job(&stage, &album, &contract, deliver, cut).await?;

    let mut zip = zip::ZipArchive::new(std::fs::File::open(&kept.zip)?)?;
    let names: BTreeSet<String> = zip.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<_>>()?;
    assert_eq!(names.len(), 5, "the four contracts of the guide and the signed one: {names:?}");
    let signed = names.iter().find(|name| name.contains(contract.facts.number())).context("the signed contract")?;
    let mut bytes = Vec::new();
    std::io::copy(&mut zip.by_name(signed)?, &mut bytes)?;
    assert!(bytes.starts_with(&contract.pdf), "what was delivered is a prefix of what was signed");
    assert!(bytes.len() > contract.pdf.len(), "the zip holds the signed PDF");
    Ok(())
}
