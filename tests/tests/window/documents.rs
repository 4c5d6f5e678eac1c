//! Documents: from the home page to a filtered list, the advanced search with a saved view, what the viewer can do, and
//! lists and documents that leave as files.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use coffreo_tests::album::Album;
use coffreo_tests::desktop::{Session, Window};
use thirtyfour::prelude::*;

use crate::{AT_THE_WINDOW, enter, pictures, set_stage};

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_narrowed_kept_as_a_view_read_closely_and_exported() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (_town, stage) = set_stage(folder.path()).await?;
    let album = Album::new(pictures("documents"))?;
    let (session, window) = enter(&stage).await?;
    let told = async {
        from_home(&session, &window, &album).await.context("from the home page")?;
        a_view(&session, &window, &album).await.context("a saved view")?;
        the_viewer(&session, &window, &album).await.context("the viewer")?;
        exports(&session, &window, &album, &stage.home.downloads()).await.context("exports")
    };
    let told = told.await;
    album.on_failure(&session, &window, told).await?;
    window.close().await
}

/// What waits at an agency is one press away.
async fn from_home(session: &Session, window: &Window, album: &Album) -> Result<()> {
    window.click("button", "Accueil").await?;
    window.find("heading", "Bonjour Clara LEGER").await?;
    album.take(session, window, "home").await?;
    window.click("button", "BARRE").await?;
    rows(window, |row| row.contains("BARRE")).await
}

/// A proposed value narrows, two values of a field widen, and a name keeps the question.
async fn a_view(session: &Session, window: &Window, album: &Album) -> Result<()> {
    window.click("button", "À signer").await?;
    window.click("button", "Recherche avancée").await?;
    window.fill("Qualification", "horl").await?;
    window.click("option", "Horloger").await?;
    rows(window, |row| row.contains("Horloger")).await?;
    window.press(Key::Enter).await?;
    window.fill("Qualification", "écriv").await?;
    window.click("option", "Écrivain public").await?;
    album.take(session, window, "advanced").await?;
    rows(window, |row| row.contains("Horloger") || row.contains("Écrivain public")).await?;
    window.click("button", "Enregistrer cette vue").await?;
    window.fill("Nom de la vue", "Horlogers et écrivains").await?;
    window.press(Key::Enter).await?;
    window.find("button", "Horlogers et écrivains").await?;
    window.click("button", "Effacer les critères").await?;
    window.click("button", "Recherche avancée").await?;
    window.click("button", "Horlogers et écrivains").await?;
    rows(window, |row| row.contains("Horloger") || row.contains("Écrivain public")).await?;
    album.take(session, window, "view").await?;
    window.click("button", "À signer").await
}

/// Pages, small and turned; words found with their marks; a page by its number.
async fn the_viewer(session: &Session, window: &Window, album: &Album) -> Result<()> {
    window.click("button", "Ouvrir CMDE-").await?;
    window.find("img", "Page 1").await?;
    window.click("button", "Afficher les vignettes").await?;
    until(window, "the thumbnails are drawn", "return document.querySelectorAll('nav img').length > 1").await?;
    window.click("button", "Rechercher dans le document").await?;
    window.press("securite").await?;
    until(window, "marks", "return document.querySelectorAll('.mark').length > 0").await?;
    album.take(session, window, "found").await?;
    window.press(Key::Escape).await?;
    let upright = "const { width, height } = document.querySelector('[data-page=\"1\"]').getBoundingClientRect();
        return width < height";
    until(window, "the page stands", upright).await?;
    window.click("button", "Pivoter à droite").await?;
    until(window, "the page lies", &upright.replace("width < height", "width > height")).await?;
    album.take(session, window, "turned").await?;
    for _ in 0..3 {
        window.click("button", "Pivoter à droite").await?;
    }
    let page = window.find("textbox", "Aller à la page").await?;
    page.click().await?;
    page.send_keys(Key::Control + "a").await?;
    page.send_keys("2" + Key::Enter).await?;
    until(window, "page 2", "return document.querySelector('input[inputmode=numeric]').value === '2'").await?;
    window.click("button", "Masquer les vignettes").await?;
    window.click("button", "Fermer le document").await
}

/// The list as a workbook and the documents as a zip, to the place that the system's dialog proposes.
async fn exports(session: &Session, window: &Window, album: &Album, downloads: &Path) -> Result<()> {
    std::fs::create_dir_all(downloads)?;
    window.click("button", "Exporter").await?;
    album.take(session, window, "export").await?;
    window.click("button", "Liste pour Excel").await?;
    session.press_in_dialog("Enregistrer", "Return").await?;
    window.says("Contrats.xlsx enregistré").await?;

    window.click("button", "Exporter").await?;
    window.click("button", "en archive ZIP").await?;
    window.find("dialog", "Exporter").await?;
    window.fill("Nom des contrats", "{agence} {numero}").await?;
    window.says(".pdf").await?;
    album.take(session, window, "export-names").await?;
    window.fill("Nom des contrats", "{agence} {semaine}").await?;
    window.says("{semaine} n’existe pas").await?;
    window.fill("Nom des contrats", "{agence} {salarie}").await?;
    window.click("button", "Choisir où enregistrer").await?;
    session.press_in_dialog("Enregistrer", "Return").await?;
    window.says("documents.zip enregistré").await?;
    album.take(session, window, "exported").await?;

    let file = |ending: &str| -> Result<std::path::PathBuf> {
        let files = std::fs::read_dir(downloads)?.filter_map(|entry| Some(entry.ok()?.path()));
        let mut files = files.filter(|path| path.extension().is_some_and(|extension| extension == ending));
        files.next().with_context(|| format!("no .{ending} was saved"))
    };
    ensure!(std::fs::read(file("xlsx")?)?.starts_with(b"PK"), "a workbook is a zip");
    let zip = zip::ZipArchive::new(std::fs::File::open(file("zip")?)?)?;
    let names: Vec<String> = zip.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<_>>()?;
    ensure!(names.iter().any(|name| name == "Sommaire.xlsx"), "{names:?}");
    ensure!(names.iter().any(|name| name.starts_with("BARRE") && name.ends_with(".pdf")), "{names:?}");
    Ok(())
}

/// Waits until the list has documents, and all of them are such.
async fn rows(window: &Window, such: impl Fn(&str) -> bool) -> Result<()> {
    for _ in 0..100 {
        let all =
            window.script("return [...document.querySelectorAll('tr[data-id]')].map((row) => row.textContent)").await?;
        let all: Vec<&str> = all.as_array().into_iter().flatten().filter_map(|row| row.as_str()).collect();
        if !all.is_empty() && all.iter().all(|row| such(row)) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("the list has others, or none: {}", window.text().await?)
}

/// Waits until a script answers true.
async fn until(window: &Window, what: &str, script: &str) -> Result<()> {
    for _ in 0..200 {
        if window.script(script).await? == serde_json::json!(true) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("waited in vain for: {what}")
}
