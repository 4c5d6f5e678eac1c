//! The guide from its first page to its last, in the real window: an agency's delivery invites Martine, who joins,
//! confirms, gives rights and adds Jean; he joins and signs, is removed, and comes back with the next delivery. Then each
//! screen of *Mon compte*.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use coffreo_api::agency::{DeliveredPerson, DeliveredRight};
use coffreo_samples::{Sample, guide_contracts};
use coffreo_tests::album::Album;
use coffreo_tests::desktop::{Home, Session, Window, program};
use coffreo_tests::mails::{mail, token};
use coffreo_tests::town::{Town, now};
use coffreo_tests::walk::Stage;

const MARTINE: &str = "martine.fleury@the-eu.example";
const MARTINES_PASSWORD: &str = "Une lampe verte sur la commode";
const JEAN: &str = "jean.dupont@the-eu.example";
const JEANS_PASSWORD: &str = "Trois chaises autour du poêle";

fn person(right: DeliveredRight, name: &str, email: &str) -> DeliveredPerson {
    DeliveredPerson { right, name: name.into(), email: email.into(), phone: None }
}

fn stage(folder: &Path, town: &Town, email: &str, password: &str) -> Result<Stage> {
    Ok(Stage {
        home: Home::new(folder.join(email))?,
        program: program("coffreo")?,
        server: town.url()?,
        email: email.to_owned(),
        password: password.to_owned(),
        size: (1280, 800),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_guide_is_walked_in_the_window() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let town = Town::found(&folder.path().join("server")).await?;
    let contracts = guide_contracts(now().paris_day());
    let martines = [DeliveredRight::A, DeliveredRight::S].map(|right| person(right, "Martine FLEURY", MARTINE));
    town.deliver_to(&contracts[0], martines.to_vec()).await?;

    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots/guide");
    let album = Album::new(pictures)?;
    let martine = stage(folder.path(), &town, MARTINE, MARTINES_PASSWORD)?;
    let (session, window) = martine.open().await?;
    let walked = martines_day(&town, &martine, &contracts, folder.path(), &session, &window, &album).await;
    album.on_failure(&session, &window, walked).await?;
    window.close().await
}

async fn martines_day(
    town: &Town,
    stage: &Stage,
    contracts: &[Sample],
    folder: &Path,
    session: &Session,
    window: &Window,
    album: &Album,
) -> Result<()> {
    join(town, stage, session, window, album).await.context("Martine joins")?;
    window
        .find("row", contracts[0].facts.number())
        .await
        .context("the documents come once the relation is confirmed")?;
    album.take(session, window, "documents").await?;

    window.click("button", "Droits et accès").await?;
    window.click("button", "Factures : Martine FLEURY").await?;
    window.says("Factures : droit donné à Martine FLEURY").await?;
    album.take(session, window, "rights").await?;
    add_jean(session, window, album).await.context("Martine adds Jean")?;

    jeans_day(town, contracts, folder, album).await.context("Jean's day")?;

    window.click("button", "Signature des contrats : Jean DUPONT").await?;
    window.says("Signature des contrats : droit retiré à Jean DUPONT").await?;
    window.click("button", "Supprimer Jean DUPONT").await?;
    window.says("Êtes-vous sûr de vouloir supprimer Jean DUPONT de l’entreprise THE EU").await?;
    album.take(session, window, "remove").await?;
    window.click("button", "Supprimer").await?;
    window.says("Jean DUPONT a été supprimé").await?;
    window.gone("button", "Signature des contrats : Jean DUPONT").await?;

    town.deliver_to(&contracts[1], vec![person(DeliveredRight::S, "Jean DUPONT", JEAN)]).await?;
    window.click("button", "Accueil").await?;
    window.click("button", "Droits et accès").await?;
    window.find("button", "Signature des contrats : Jean DUPONT").await.context("he is back")?;
    window.says("S par l’agence").await?;
    album.take(session, window, "back-again").await?;
    account_screens(session, window, album).await.context("Mon compte")
}

/// The link of the mail brings the page; then password, terms, relation.
async fn join(town: &Town, stage: &Stage, session: &Session, window: &Window, album: &Album) -> Result<()> {
    window.find("button", "Se connecter").await?;
    let invitation = mail(&town.mails(), &stage.email, "/join/").await?;
    let server = stage.server.replace(':', "%3A").replace('/', "%2F");
    let mut second = Command::new(&stage.program);
    second.arg(format!("coffreo://join?server={server}&token={}", token(&invitation, "join")?));
    second.envs(session.variables());
    let ended = tokio::task::spawn_blocking(move || second.output()).await??;
    assert!(ended.status.success(), "{ended:?}");

    window.find("heading", "Définissez votre mot de passe").await?;
    album.take(session, window, "invitation").await?;
    window.fill("Mot de passe", &stage.password).await?;
    window.fill("Confirmation du mot de passe", &stage.password).await?;
    window.click("checkbox", "Je reconnais avoir pris connaissance").await?;
    window.click("button", "Se connecter").await?;
    window.find("heading", "Bienvenue sur votre espace Coffreo").await?;
    album.take(session, window, "relations").await?;
    window.click("button", "Confirmer la relation avec").await?;
    window.says("Toutes vos relations sont confirmées").await?;
    window.click("button", "Voir les documents").await
}

async fn add_jean(session: &Session, window: &Window, album: &Album) -> Result<()> {
    window.click("button", "Ajouter un utilisateur").await?;
    window.fill("Prénom et nom", "Jean DUPONT").await?;
    window.fill("Adresse e-mail", JEAN).await?;
    window.click("button", "Ajouter").await?;
    window.click("button", "Signature des contrats : Jean DUPONT").await?;
    album.take(session, window, "add").await?;
    window.click("button", "Confirmer").await?;
    window.says("Confirmez-vous les informations suivantes pour ajouter l’utilisateur Jean DUPONT").await?;
    album.take(session, window, "add-summary").await?;
    window.click("button", "Ajouter").await?;
    window.says("Jean DUPONT a été ajouté").await?;
    album.take(session, window, "added").await
}

/// In his own home: he joins by his link, and signs.
async fn jeans_day(town: &Town, contracts: &[Sample], folder: &Path, album: &Album) -> Result<()> {
    let number = contracts[0].facts.number();
    let stage = stage(folder, town, JEAN, JEANS_PASSWORD)?;
    let (session, window) = stage.open().await?;
    let walked = async {
        join(town, &stage, &session, &window, album).await?;
        window.find("row", number).await?;
        window.click("checkbox", &format!("Sélectionner {number}")).await?;
        window.click("button", "Signer ce document").await?;
        window.fill("Mot de passe utilisateur", JEANS_PASSWORD).await?;
        window.click("button", "Signer 1 contrat").await?;
        window.says("Les documents ont été signés").await?;
        album.take(&session, &window, "jean-signed").await
    };
    let walked = walked.await;
    album.on_failure(&session, &window, walked).await?;
    window.close().await
}

async fn account_screens(session: &Session, window: &Window, album: &Album) -> Result<()> {
    window.click("button", "Compte de").await?;
    window.click("menuitem", "Mon compte").await?;
    album.take(session, window, "account-preferences").await?;
    window.click("tab", "Données personnelles").await?;
    window.says("Conditions générales acceptées").await?;
    album.take(session, window, "account-personal").await?;
    window.click("tab", "Sécurité").await?;
    window.says("Cette session").await?;
    window.click("button", "Activer").await?;
    window.fill("Mot de passe actuel", MARTINES_PASSWORD).await?;
    window.click("button", "Activer").await?;
    window.find("img", "Code QR").await?;
    album.take(session, window, "account-security").await?;
    window.click("tab", "Cet ordinateur").await?;
    window.says(MARTINE).await?;
    album.take(session, window, "account-computer").await?;
    window.click("button", "Verrouiller maintenant").await?;
    window.find("button", "Déverrouiller").await.map(drop)
}
