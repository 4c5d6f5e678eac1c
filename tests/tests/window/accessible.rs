//! axe looks at every screen of the real window, light and dark: nobody is kept out by a missing name, role or contrast.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use coffreo_tests::album::Album;
use coffreo_tests::desktop::{Session, Window};

use crate::{AT_THE_WINDOW, choose, pictures, set_stage};

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_has_a_serious_finding_in_light_or_dark() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (_town, stage) = set_stage(folder.path()).await?;
    let album = Album::new(pictures("accessible"))?;
    let (session, window) = stage.open().await?;
    window.find("button", "Se connecter").await?;
    let mut look = Look::begin(&session, &window, &album).await?;
    look.at("sign-in").await?;
    window.fill("Mot de passe", &stage.password).await?;
    window.click("button", "Se connecter").await?;
    window.find("row", "CMDE-").await?;
    let walked = look.everywhere().await;
    album.on_failure(&session, &window, walked).await?;
    let findings = look.findings;
    window.close().await?;
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    Ok(())
}

struct Look<'a> {
    session: &'a Session,
    window: &'a Window,
    album: &'a Album,
    theme: &'static str,
    findings: Vec<String>,
}

impl<'a> Look<'a> {
    async fn begin(session: &'a Session, window: &'a Window, album: &'a Album) -> Result<Self> {
        let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).context("axe-core: run the tests with `cargo xtask test`")?;
        window.script(&axe).await?;
        Ok(Self { session, window, album, theme: "light", findings: Vec::new() })
    }

    async fn everywhere(&mut self) -> Result<()> {
        for theme in ["light", "dark"] {
            self.theme = theme;
            choose(self.window, "fr", theme).await?;
            self.lists().await?;
            self.dialogs().await?;
            self.documents().await?;
        }
        let window = self.window;
        window.click("button", "Compte de").await?;
        window.click("menuitem", "Verrouiller").await?;
        window.find("button", "Déverrouiller").await?;
        self.at("unlock").await
    }

    async fn lists(&mut self) -> Result<()> {
        let window = self.window;
        window.click("button", "Accueil").await?;
        window.find("heading", "Bonjour").await?;
        self.at("home").await?;
        window.click("button", "À signer").await?;
        window.find("row", "CMDE-").await?;
        window.click("button", "Recherche avancée").await?;
        window.fill("Agence", "b").await?;
        window.find("option", "BARRE").await?;
        self.at("list-advanced").await?;
        window.click("button", "Effacer les critères").await?;
        window.click("button", "Recherche avancée").await?;
        window.click("button", "Colonnes").await?;
        self.at("columns").await?;
        window.press(thirtyfour::Key::Escape).await?;
        window.click("button", "Exporter").await?;
        self.at("export").await?;
        window.click("button", "en archive ZIP").await?;
        window.find("dialog", "Exporter").await?;
        self.at("export-names").await?;
        window.click("button", "Fermer").await
    }

    async fn dialogs(&mut self) -> Result<()> {
        let window = self.window;
        window.press(thirtyfour::Key::Control + "k").await?;
        window.find("dialog", "Commandes").await?;
        self.at("palette").await?;
        window.press(thirtyfour::Key::Escape).await?;
        window.press(thirtyfour::Key::F1).await?;
        window.find("dialog", "").await?;
        self.at("help").await?;
        window.click("button", "Fermer").await?;
        for (entry, name) in
            [("Mon compte", "settings"), ("Mentions des tiers", "notices"), ("Se déconnecter", "sign-out")]
        {
            window.click("button", "Compte de").await?;
            window.click("menuitem", entry).await?;
            window.find("dialog", "").await?;
            self.at(name).await?;
            window.click("button", "Fermer").await?;
        }
        Ok(())
    }

    async fn documents(&mut self) -> Result<()> {
        let window = self.window;
        window.click("button", "Ouvrir CMDE-").await?;
        window.find("img", "Page 1").await?;
        self.at("contract").await?;
        window.click("button", "Afficher les vignettes").await?;
        window.click("button", "Rechercher dans le document").await?;
        self.at("contract-tools").await?;
        window.click("button", "Fermer la recherche").await?;
        window.click("button", "Masquer les vignettes").await?;
        window.click("button", "Fermer le document").await?;
        window.click("checkbox", "Sélectionner la page").await?;
        window.click("button", "Signer ces").await?;
        window.find("dialog", "Signature de").await?;
        self.at("review").await?;
        window.click("button", "Fermer").await?;
        window.click("checkbox", "Sélectionner la page").await?;
        window.click("button", "Factures").await?;
        window.click("button", "Ouvrir FAC-").await?;
        window.find("img", "Page 1").await?;
        self.at("invoice").await?;
        window.click("button", "Fermer le document").await?;
        window.click("checkbox", "Sélectionner la page").await?;
        window.click("button", "Contester ou refuser").await?;
        window.find("dialog", "Contester").await?;
        self.at("answer").await?;
        window.click("button", "Fermer").await?;
        window.click("checkbox", "Sélectionner la page").await
    }

    /// Notes what axe finds serious or critical.
    async fn at(&mut self, screen: &str) -> Result<()> {
        let name = format!("{}-{screen}", self.theme);
        self.album.take(self.session, self.window, &name).await?;
        let said = self.window.measure(AXE).await?;
        let Some(found) = said.as_array() else { bail!("axe did not look at {name}: {said}") };
        self.findings.extend(found.iter().map(|one| format!("{name}: {one}")));
        Ok(())
    }
}

const AXE: &str = "const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(
  ({ violations }) => done(violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${impact} ${id} ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`)),
  (error) => done(String(error)))";
