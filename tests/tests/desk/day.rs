//! A day with the desktop: documents come, are read and found, with the network and without.

use std::sync::Arc;

use anyhow::Result;
use coffreo_desk::DeskError;
use coffreo_desk::view::{Connection, Phase};
use coffreo_tests::town::CLARAS_PASSWORD;

use crate::home::{Home, arrived, content, contract, contracts, open, town};

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_read_and_found_without_the_network() -> Result<()> {
    let place = tempfile::tempdir()?;
    let mut town = town(&place, 4).await?;
    let mut home = Home::new()?;
    let signed_in = home.sign_in(&town.url()?).await?;
    assert_eq!(signed_in.phase, Phase::Open);
    home.until_counts(4, 0).await?;
    home.until_synced().await?;
    let sample = contract(0);
    let word = sample.hidden_word().unwrap_or_default().to_owned();
    home.until_found(&word, 1).await?;

    town.cut().await;
    home.restart().await?;
    assert_eq!(home.desk.status().phase, Phase::Locked);
    assert_eq!(home.desk.list(contracts()).await, Err(DeskError::Locked));
    assert_eq!(home.desk.unlock("not this one".into()).await, Err(DeskError::WrongPassword));
    home.desk.unlock(CLARAS_PASSWORD.into()).await?;
    assert_eq!(home.desk.status().account.and_then(|account| account.name).as_deref(), Some("Clara LEGER"));
    let found = home.found(&word.to_uppercase()).await?;
    assert_eq!(found, [home.id_of(&sample).await?]);
    let outline = home.desk.outline(&found[0]).await?;
    assert!(outline.pages.len() >= 2 && outline.pages[0].height > 800.0);
    let page = home.desk.page(&found[0], &outline.sha256, 1, 500).await?;
    assert!(page.width > 250);
    assert_eq!(home.desk.page(&found[0], &"0".repeat(64), 0, 500).await.map(drop), Err(DeskError::NotFound));
    assert!(content(&home, &found[0]).await? == sample.pdf);
    let all = home.desk.list_ids(contracts()).await?;
    let zip = home.desk.save(&all).await?;
    let mut zip = zip::ZipArchive::new(std::fs::File::open(zip.path)?)?;
    assert_eq!(zip.len(), 5, "the documents, and what lists them");
    for i in 1..5 {
        let mut kept = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_index(i)?, &mut kept)?;
        assert!((0..4).any(|i| contract(i).pdf == kept));
    }
    home.until("offline is said", |status| matches!(status.connection, Connection::Offline { .. })).await?;
    let refused = home.desk.sign(&all, CLARAS_PASSWORD.into(), "0197b2d0-0000-7000-8000-000000000001", |_| ()).await;
    assert_eq!(refused, Err(DeskError::ServerUnreachable));

    town.mend().await?;
    home.until_synced().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn new_documents_are_told_once_and_never_those_of_the_first_day() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 2).await?;
    let home = Home::new()?;
    let mut events = home.desk.events();
    home.sign_in(&town.url()?).await?;
    home.until_synced().await?;
    town.deliver(&contract(2)).await?;
    assert_eq!(arrived(&mut events).await?, [contract(2).facts.number()]);
    town.deliver(&contract(3)).await?;
    assert_eq!(arrived(&mut events).await?, [contract(3).facts.number()]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_right_takes_its_documents_away() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 6).await?;
    let home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until_counts(6, 0).await?;
    let agency = &town.agencies[0].0;
    let lost = (0..6).filter(|&i| contract(i).agency_index == 0).count() as i64;
    let id = home.id_of(&contract((0..6).find(|&i| contract(i).agency_index == 0).unwrap_or(0))).await?;
    home.until_available(&id).await?;
    town.admin()?.revoke(coffreo_tests::town::CLARA, &town.company.siret, agency.name).await?;
    home.until_counts(6 - lost, 0).await?;
    assert_eq!(home.desk.document(&id).await.map(drop), Err(DeskError::NotFound));
    assert_eq!(home.desk.outline(&id).await.map(drop), Err(DeskError::NotFound));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_readable_on_the_disk() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 3).await?;
    let home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    let sample = contract(0);
    let word = sample.hidden_word().unwrap_or_default();
    home.until_found(word, 1).await?;
    let coffreo_api::Facts::Contract(facts) = &sample.facts else { anyhow::bail!("a contract") };
    let secrets = [
        word,
        sample.hidden_sentence().unwrap_or_default(),
        &facts.employee.last_name,
        &facts.number,
        CLARAS_PASSWORD,
        "%PDF-",
        "SQLite format 3",
    ];
    // The database is open: its WAL is there too.
    let files = files(&home.folder.path().join("data"))?;
    assert!(files.iter().any(|(path, _)| path.ends_with("vault.db-wal")));
    for (path, bytes) in files {
        for secret in secrets {
            let found = holds(&bytes, secret.as_bytes());
            assert!(!found, "{secret} stands in {}", path.display());
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_second_copy_of_the_app_stays_out() -> Result<()> {
    let home = Home::new()?;
    let second = open(home.folder.path().to_owned(), Arc::clone(&home.clock));
    let refused = second.err().and_then(|error| error.downcast::<DeskError>().ok());
    assert_eq!(refused, Some(DeskError::VaultInUse));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_may_leave_nothing_behind() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 1).await?;
    let home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until_synced().await?;
    let kept = home.desk.sign_out(false).await?;
    assert_eq!((kept.phase, kept.prefill.email.as_str()), (Phase::SignedOut, coffreo_tests::town::CLARA));
    assert!(!files(&home.folder.path().join("data/accounts"))?.is_empty());
    home.sign_in(&town.url()?).await?;
    let forgotten = home.desk.sign_out(true).await?;
    assert_eq!(forgotten.phase, Phase::SignedOut);
    assert!(files(&home.folder.path().join("data/accounts"))?.is_empty());
    Ok(())
}

fn files(folder: &std::path::Path) -> Result<Vec<(std::path::PathBuf, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push((path.clone(), std::fs::read(path)?));
        }
    }
    Ok(found)
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}
