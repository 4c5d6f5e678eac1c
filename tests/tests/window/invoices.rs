//! Invoices: one is disputed with a reason and a comment, another validated, and the list says so.

use anyhow::Result;
use coffreo_tests::album::Album;
use coffreo_tests::desktop::{Session, Window};

use crate::{AT_THE_WINDOW, enter, pictures, set_stage};

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_is_disputed_with_a_reason_and_another_validated() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (_town, stage) = set_stage(folder.path()).await?;
    let album = Album::new(pictures("invoices"))?;
    let (session, window) = enter(&stage).await?;
    let answered = answer(&session, &window, &album, &stage.password).await;
    album.on_failure(&session, &window, answered).await?;
    window.close().await
}

async fn answer(session: &Session, window: &Window, album: &Album, password: &str) -> Result<()> {
    window.click("button", "Factures").await?;
    window.click("button", "Ouvrir FAC-212984").await?;
    window.find("img", "Page 1").await?;
    album.take(session, window, "invoice").await?;
    window.click("button", "Contester ou refuser").await?;
    window.click("checkbox", "Heures ou quantités erronées").await?;
    window.fill("Commentaire pour l’agence", "35 heures le mardi, pas 38").await?;
    window.fill("Mot de passe utilisateur", password).await?;
    album.take(session, window, "dispute").await?;
    window.click("button", "Contester 1 facture").await?;
    window.says("Contestée").await?;
    window.click("button", "Fermer le document").await?;
    window.find("row", "Contestée").await?;

    window.click("checkbox", "Sélectionner FAC-212986").await?;
    window.click("button", "Valider cette facture").await?;
    window.fill("Mot de passe utilisateur", password).await?;
    window.click("button", "Valider 1 facture").await?;
    window.find("row", "Validé").await?;
    album.take(session, window, "answered").await
}
