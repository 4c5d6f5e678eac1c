//! The main job without a pointer: find, read, select, review, sign.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use coffreo_samples::Generator;
use coffreo_tests::album::Album;
use coffreo_tests::desktop::Window;
use coffreo_tests::town::now;
use thirtyfour::prelude::*;

use crate::{AT_THE_WINDOW, pictures, set_stage};

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_pointer_finds_reads_selects_reviews_and_signs() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (town, stage) = set_stage(folder.path()).await?;
    let contract = Generator::new(7, now().paris_day()).contract(0);
    town.deliver(&contract).await?;
    let album = Album::new(pictures("keyboard"))?;
    let (session, window) = stage.open().await?;
    let worked = by_keys(&window, &stage.password, contract.facts.number(), contract.hidden_word()).await;
    album.on_failure(&session, &window, worked).await?;
    album.take(&session, &window, "signed").await?;
    window.close().await
}

async fn by_keys(window: &Window, password: &str, number: &str, word: Option<&str>) -> Result<()> {
    let word = word.context("a contract with a word of its own")?;
    window.find("button", "Se connecter").await?;
    tab_to(window, "Mot de passe").await.context("signing in")?;
    window.press(password).await?;
    window.press(Key::Enter).await?;
    window.find("row", number).await?;

    // Find: the word stands in the PDF only, which is read in the background.
    tab_to(window, "CMDE-").await.context("the list is reached")?;
    window.press("/").await?;
    window.press(word).await?;
    window.find("row", number).await?;
    only_row(window).await?;
    window.press(Key::Down).await.context("from the words to the list")?;

    // Read to the end.
    window.press(Key::Enter).await?;
    window.find("img", "Page 1").await?;
    tab_to(window, "Pages").await.context("the pages are reached")?;
    let declaration = window.find("checkbox", "En cochant, je déclare avoir consulté").await?;
    for turn in 0..60 {
        if declaration.is_enabled().await? {
            break;
        }
        if turn == 59 {
            bail!("the pages were read to the end and the declaration is still closed");
        }
        window.press(Key::PageDown).await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }

    // Select, review, sign.
    tab_to(window, "En cochant, je déclare avoir consulté").await?;
    window.press(" ").await?;
    window.find("button", "Continuer vers la signature (1)").await?;
    window.press(Key::Control + Key::Enter).await?;
    window.find("dialog", "Signature").await?;
    tab_to(window, "Mot de passe utilisateur").await.context("the password is reached")?;
    window.press(password).await?;
    window.press(Key::Enter).await?;
    window.says("Les documents ont été signés").await
}

/// Waits until the search shows one document.
async fn only_row(window: &Window) -> Result<()> {
    while window.all("row", "CMDE-").await?.len() != 1 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Presses Tab until what has the focus is named so.
async fn tab_to(window: &Window, name: &str) -> Result<()> {
    let mut passed = Vec::new();
    for _ in 0..120 {
        let focused = window.script(FOCUSED).await?;
        let focused = focused.as_str().unwrap_or_default().to_owned();
        if focused.contains(name) {
            return Ok(());
        }
        passed.push(focused);
        window.press(Key::Tab).await?;
    }
    bail!("Tab never comes to «{name}», but to {passed:?}")
}

/// The name of what has the focus.
const FOCUSED: &str = "const one = document.activeElement;
if (!one || one === document.body) return '';
return one.getAttribute('aria-label') || [...(one.labels ?? [])].map((l) => l.textContent).join(' ') || one.textContent";
