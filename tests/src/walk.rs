//! The main job in the real window, from the first sign-in to the archive without a network. The window test and the
//! demo without a display both walk it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use coffreo_samples::Sample;

use crate::album::Album;
use crate::desktop::{Home, Session, Window};

/// Where the walk takes place, and as whom.
#[derive(Debug)]
pub struct Stage {
    /// The person's home.
    pub home: Home,
    /// The app.
    pub program: PathBuf,
    /// The server's address.
    pub server: String,
    /// The account.
    pub email: String,
    /// Its password.
    pub password: String,
    /// The size of the display: pixels.
    pub size: (u32, u32),
}

/// What the walk left behind.
#[derive(Debug)]
pub struct Kept {
    /// The zip that was saved.
    pub zip: PathBuf,
}

impl Stage {
    /// Logs in to a new session and starts the app.
    pub async fn open(&self) -> Result<(Session, Window)> {
        let session = Session::start(&self.home, None, self.size).await?;
        let prefill = [("COFFREO_SERVER", self.server.as_str()), ("COFFREO_EMAIL", self.email.as_str())];
        let window = Window::start(&session, &self.program, &prefill).await?;
        Ok((session, window))
    }
}

/// Walks: sign in, be told of `contract`, read it, sign it with a wrong and then the right password, find it in the
/// archive; then, with the network gone, unlock, find it by a word inside its PDF, open it, save a zip.
///
/// `deliver` delivers the contract; `cut` takes the server away. Other documents may be there already: at least one.
pub async fn main_job(
    stage: &Stage,
    album: &Album,
    contract: &Sample,
    deliver: impl AsyncFnOnce(&Sample) -> Result<()>,
    cut: impl AsyncFnOnce() -> Result<()>,
) -> Result<Kept> {
    let (session, window) = stage.open().await?;
    let walked = online(stage, album, contract, deliver, &session, &window).await;
    album.on_failure(&session, &window, walked).await?;
    window.close().await?;
    drop(session);

    cut().await?;
    let (session, window) = stage.open().await?;
    let walked = offline(stage, album, contract, &session, &window).await.context("without a network");
    album.on_failure(&session, &window, walked).await?;
    window.close().await?;
    let zips = std::fs::read_dir(stage.home.downloads())?.filter_map(|entry| Some(entry.ok()?.path()));
    let zip = zips.filter(|path| path.extension().is_some_and(|extension| extension == "zip")).last();
    Ok(Kept { zip: zip.context("no zip among the downloads")? })
}

async fn online(
    stage: &Stage,
    album: &Album,
    contract: &Sample,
    deliver: impl AsyncFnOnce(&Sample) -> Result<()>,
    session: &Session,
    window: &Window,
) -> Result<()> {
    let number = contract.facts.number();
    sign_in(stage, session, window, album).await.context("signing in")?;

    deliver(contract).await?;
    session.notification("Nouveau contrat à signer").await?;
    album.take(session, window, "notification").await?;
    session.click_notification()?;
    window.find("heading", number).await.context("the notification's click opens the contract")?;
    album.take(session, window, "contract").await?;

    read_all_pages(window).await.context("reading")?;
    window.click("checkbox", "En cochant, je déclare avoir consulté").await?;
    album.take(session, window, "declared").await?;
    window.click("button", "Continuer vers la signature (1)").await?;
    window.find("dialog", "Signature").await?;
    album.take(session, window, "review").await?;
    window.fill("Mot de passe utilisateur", "ce n’est pas le bon").await?;
    window.click("button", "Signer 1 contrat").await?;
    window.says("Mot de passe incorrect").await.context("a wrong password is told at once")?;
    album.take(session, window, "wrong-password").await?;
    window.fill("Mot de passe utilisateur", &stage.password).await?;
    window.click("button", "Signer 1 contrat").await?;
    window.says("Les documents ont été signés").await?;
    album.take(session, window, "signed").await?;

    show_archive(window).await?;
    window.find("row", number).await.context("the contract is in the archive")?;
    album.take(session, window, "archive").await
}

async fn sign_in(stage: &Stage, session: &Session, window: &Window, album: &Album) -> Result<()> {
    window.find("button", "Se connecter").await?;
    album.take(session, window, "sign-in").await?;
    window.fill("Mot de passe", &stage.password).await?;
    window.click("button", "Se connecter").await?;
    window.find("heading", "Documents").await?;
    window.find("row", "CMDE-").await.context("the first synchronisation brings documents")?;
    window.says("Synchronisé à").await?;
    album.take(session, window, "documents").await
}

async fn offline(stage: &Stage, album: &Album, contract: &Sample, session: &Session, window: &Window) -> Result<()> {
    let number = contract.facts.number();
    let word = contract.hidden_word().context("a contract with a word of its own")?;
    window.find("button", "Déverrouiller").await?;
    album.take(session, window, "unlock").await?;
    window.fill("Mot de passe", &stage.password).await?;
    window.click("button", "Déverrouiller").await?;
    window.says("Hors ligne").await?;
    show_archive(window).await?;
    window.fill("Rechercher", word).await?;
    window.find("row", number).await.context("a word inside the PDF finds it")?;
    album.take(session, window, "found-offline").await?;
    window.click("button", &format!("Ouvrir {number}")).await?;
    window.says("Signé le").await?;
    window.find("img", "Page 1").await.context("the signed PDF is shown")?;
    album.take(session, window, "signed-offline").await?;
    window.click("button", "Fermer le document").await?;
    window.click("button", "Effacer la recherche").await?;
    while window.all("row", "CMDE-").await?.len() < 2 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    window.click("checkbox", "Sélectionner la page").await?;
    window.click("button", "Télécharger (").await?;
    window.says("enregistré dans Téléchargements").await?;
    album.take(session, window, "saved").await
}

/// Archived documents beside the pending ones.
async fn show_archive(window: &Window) -> Result<()> {
    let archived = window.find("checkbox", "Archivé").await?;
    if !archived.is_selected().await? {
        archived.click().await?;
    }
    Ok(())
}

/// Scrolls page by page until the declaration can be ticked.
async fn read_all_pages(window: &Window) -> Result<()> {
    let declaration = window.find("checkbox", "En cochant, je déclare avoir consulté").await?;
    for _ in 0..200 {
        if declaration.is_enabled().await? {
            return Ok(());
        }
        window.script(SCROLL).await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    anyhow::bail!("the pages were scrolled to the end and the declaration is still closed")
}

/// Scrolls on by two thirds of the pane, and from the end to the top again, unless a page in view is still being drawn:
/// nobody reads faster than that.
const SCROLL: &str = "const pane = document.querySelector('[role=region][tabindex=\"0\"]');
const { top, bottom } = pane.getBoundingClientRect();
const inView = (page) => page.getBoundingClientRect().bottom > top && page.getBoundingClientRect().top < bottom;
const drawing = [...pane.querySelectorAll('[aria-busy=true]')].some(inView);
const atEnd = pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 2;
if (!drawing) pane.scrollTo(0, atEnd ? 0 : pane.scrollTop + pane.clientHeight * 0.66);
return pane.scrollTop";
