//! More contracts than one request takes: selected as a whole, signed, stopped, gone on with, and the one that failed
//! signed after its new version was opened.

use anyhow::{Context as _, Result};
use coffreo_samples::{Generator, Sample};
use coffreo_tests::album::Album;
use coffreo_tests::desktop::{Session, Window};
use coffreo_tests::town::{Town, now};

use crate::{AT_THE_WINDOW, enter, pictures, set_stage};

/// Three requests.
const MANY: u64 = 230;

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_filter_is_signed_stopped_and_what_failed_retried() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (town, stage) = set_stage(folder.path()).await?;
    let generator = Generator::new(11, now().paris_day());
    let printed = generator.contract(0);
    for i in 1..=MANY {
        town.deliver(&of_stream(&generator, &printed, i)).await?;
    }
    let album = Album::new(pictures("batch"))?;
    let (session, window) = enter(&stage).await?;
    let changed = of_stream(&generator, &generator.contract(3), MANY);
    let signed = sign_all(&session, &window, &album, &stage.password, &town, &changed).await;
    album.on_failure(&session, &window, signed).await?;
    window.close().await
}

/// Facts of its own on a PDF of another: what is signed here is counted, not read.
fn of_stream(generator: &Generator, printed: &Sample, i: u64) -> Sample {
    let mut sample = printed.clone();
    sample.facts = generator.contract_facts(i);
    sample.agency_index = (i % 3) as usize;
    sample.reference = format!("many-{i}");
    sample
}

async fn sign_all(
    session: &Session,
    window: &Window,
    album: &Album,
    password: &str,
    town: &Town,
    changed: &Sample,
) -> Result<()> {
    let all = MANY + 4;
    window.says(&format!("sur {all}")).await.context("everything is here")?;
    window.click("checkbox", "Sélectionner la page").await?;
    window.click("button", &format!("Sélectionner les {all}")).await?;
    window.says(&format!("{all} sélectionnés")).await?;
    // One is replaced after it was shown: it must not be signed as it is now.
    town.deliver(changed).await?;
    album.take(session, window, "selected").await?;
    window.click("button", &format!("Signer ces {all} documents")).await?;
    window.find("dialog", "Signature de").await?;
    album.take(session, window, "review").await?;
    window.fill("Mot de passe utilisateur", password).await?;
    window.click("button", &format!("Signer {all} contrats")).await?;
    window.click("button", "Arrêter après celui-ci").await?;
    window.find("button", "Continuer (").await.context("it stops after the request under way")?;
    album.take(session, window, "stopped").await?;
    window.click("button", "Continuer (").await?;
    window.fill("Mot de passe utilisateur", password).await?;
    window.press(thirtyfour::Key::Enter).await?;
    window.says("Remplacé par l’agence").await.context("the replaced one is told")?;
    album.take(session, window, "failed").await?;
    window.click("button", changed.facts.number()).await?;
    window.find("img", "Page 1").await.context("its new version is opened")?;
    window.click("button", "Fermer le document").await?;
    window.click("button", "Signer ce document").await.context("what failed stays selected")?;
    window.fill("Mot de passe utilisateur", password).await?;
    window.click("button", "Signer 1 contrat").await?;
    window.says("Les documents ont été signés").await?;
    album.take(session, window, "signed").await
}
