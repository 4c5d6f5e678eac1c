//! A desktop that has been in use for years: signed in once for real, then filled in its vault, as no delivery one by one
//! could in the time of a benchmark. Three agencies, one document in twenty still to be signed.

use anyhow::{Context as _, Result, ensure};
use coffreo_api::agency::DocumentState;
use coffreo_api::changes::SignatureLine;
use coffreo_api::changes::{Content, DocumentLine};
use coffreo_desk::vault::{Operation, Vault, read_key_file};
use coffreo_samples::Generator;
use coffreo_tests::desktop::{Home, Session, Window};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD, Town, now};
use std::path::Path;

const HALF_AN_HOUR: i64 = 1_800_000;
/// Documents of one transaction.
const BATCH: usize = 1000;

/// Signs in with the keyring, and fills the vault.
pub async fn settle(home: &Home, app: &Path, town: &Town, documents: u64) -> Result<()> {
    let contents = deliver(town).await?;
    sign_in(home, app, town, contents.len()).await?;
    fill(home, documents, &contents)
}

/// A few real PDFs, by the agencies' own interface.
async fn deliver(town: &Town) -> Result<Vec<Content>> {
    let generator = Generator::new(11, now().paris_day());
    let mut contents = Vec::new();
    for i in 0..12 {
        let sample = generator.contract(i);
        let receipt = town.deliver(&sample).await?;
        contents.push(Content { sha256: receipt.document.sha256, size: i64::try_from(sample.pdf.len())? });
    }
    Ok(contents)
}

async fn sign_in(home: &Home, app: &Path, town: &Town, documents: usize) -> Result<()> {
    let session = Session::start(home, None, (1280, 800)).await?;
    let url = town.url()?;
    let window = Window::start(&session, app, &[("COFFREO_SERVER", &url), ("COFFREO_EMAIL", CLARA)]).await?;
    window.click("checkbox", "Rester connecté sur cet ordinateur").await?;
    window.fill("Mot de passe", CLARAS_PASSWORD).await?;
    window.click("button", "Se connecter").await?;
    window.says(&format!("{documents} documents")).await?;
    window.says("Synchronisé").await?;
    window.close().await
}

fn fill(home: &Home, documents: u64, contents: &[Content]) -> Result<()> {
    let account = std::fs::read_dir(home.data().join("accounts"))?.next().context("an account")??;
    let name = account.file_name().into_string().ok().context("the account's name")?;
    let key = read_key_file(&account.path(), &name, &CLARAS_PASSWORD.into())?;
    let vault = Vault::open(&account.path(), &key)?;
    let scopes: Vec<String> = vault.cursors()?.into_iter().map(|cursor| cursor.scope).collect();
    ensure!(!scopes.is_empty(), "no scope came");
    let generator = Generator::new(23, now().paris_day());
    let numbers: Vec<u64> = (0..documents).collect();
    for some in numbers.chunks(BATCH) {
        let operations = some.iter().map(|&i| {
            let content = contents[i as usize % contents.len()].clone();
            let scope = scopes[i as usize % scopes.len()].clone();
            Operation::Put { scope, line: Box::new(line(&generator, i, content)) }
        });
        vault.apply(&operations.collect::<Vec<_>>())?;
    }
    let text = "Le salarié temporaire exécute sa mission selon les règles de l’entreprise utilisatrice. ".repeat(30);
    loop {
        let unread = vault.unread(1000)?;
        if unread.is_empty() {
            break;
        }
        let read: Vec<_> = unread.into_iter().map(|one| (one, Some(text.clone()))).collect();
        vault.store_texts(&read)?;
    }
    vault.merge_words()?;
    vault.tidy()?;
    vault.close();
    Ok(())
}

fn line(generator: &Generator, i: u64, content: Content) -> DocumentLine {
    let received_at = now().0 - HALF_AN_HOUR * i64::try_from(i).unwrap_or(0);
    let signed = !i.is_multiple_of(20);
    DocumentLine {
        id: format!("00000000-0000-7000-8000-{i:012}"),
        n: 1,
        state: if signed { DocumentState::Signed } else { DocumentState::Pending },
        version: 1,
        received_at,
        facts: generator.contract_facts(i),
        original_sha256: content.sha256.clone(),
        content,
        signature: signed.then(|| SignatureLine { signed_by: "Clara LEGER".into(), signed_at: received_at + 1000 }),
        answer: None,
        download: None,
    }
}
