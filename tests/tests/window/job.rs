//! The main job, from the delivery to the archive without a network; and what a second start of the app does.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use coffreo_samples::Generator;
use coffreo_tests::album::Album;
use coffreo_tests::town::now;
use coffreo_tests::walk::main_job;
use tokio::sync::Mutex;

use crate::{AT_THE_WINDOW, pictures, set_stage};

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_is_notified_read_signed_and_found_offline() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (town, stage) = set_stage(folder.path()).await?;
    let anchor = town.seal_chain().with_file_name("anchor.pem");
    let town = Mutex::new(town);
    let contract = Generator::new(7, now().paris_day()).contract(0);
    let album = Album::new(pictures("main-job"))?;
    let deliver = async |sample: &_| town.lock().await.deliver(sample).await.map(drop);
    let cut = async || {
        town.lock().await.cut().await;
        Ok(())
    };
    let kept = main_job(&stage, &album, &contract, deliver, cut).await?;

    let mut zip = zip::ZipArchive::new(std::fs::File::open(&kept.zip)?)?;
    let names: BTreeSet<String> = zip.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<_>>()?;
    assert_eq!(names.len(), 6, "the four contracts of the guide, the signed one, and what lists them: {names:?}");
    let signed = names.iter().find(|name| name.contains(contract.facts.number())).context("the signed contract")?;
    let mut bytes = Vec::new();
    std::io::copy(&mut zip.by_name(signed)?, &mut bytes)?;
    assert!(bytes.starts_with(&contract.pdf), "what was delivered is a prefix of what was signed");
    strangers_agree(&bytes, &anchor, folder.path())
}

/// Other people's programs find the signature valid and nothing outside of it.
fn strangers_agree(signed: &[u8], anchor: &Path, folder: &Path) -> Result<()> {
    let file = folder.join("signed.pdf");
    std::fs::File::create(&file)?.write_all(signed)?;
    let said = said_by(Command::new("pdfsig").arg(&file))?;
    assert!(said.contains("Total document signed"), "{said}");
    let said = said_by(Command::new("qpdf").arg("--check").arg(&file))?;
    assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    let Some(pyhanko) = std::env::var_os("COFFREO_PYHANKO") else {
        println!("skipped: pyHanko; `cargo xtask test` installs it and says where it is");
        return Ok(());
    };
    let validate = ["sign", "validate", "--pretty-print", "--no-revocation-check", "--trust"];
    let said = said_by(Command::new(pyhanko).args(validate).arg(anchor).arg(&file))?;
    assert!(said.contains("The signature is judged VALID"), "{said}");
    Ok(())
}

fn said_by(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?} could not be started"))?;
    let both = [output.stdout, output.stderr].concat();
    Ok(String::from_utf8_lossy(&both).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_with_a_link_opens_the_document_in_the_running_app() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (town, stage) = set_stage(folder.path()).await?;
    let contract = Generator::new(7, now().paris_day()).contract(0);
    let number = contract.facts.number();
    let receipt = town.deliver(&contract).await?;
    let (session, window) = stage.open().await?;
    window.fill("Mot de passe", &stage.password).await?;
    window.click("button", "Se connecter").await?;
    window.find("row", number).await?;

    let mut second = Command::new(&stage.program);
    second.arg(format!("coffreo://document/{}", receipt.document.id)).envs(session.variables());
    let ended = tokio::task::spawn_blocking(move || second.output()).await??;
    assert!(ended.status.success(), "{ended:?}");
    window.find("region", number).await?;
    window.find("img", "Page 1").await?;
    window.close().await
}
