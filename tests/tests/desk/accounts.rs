//! One computer: several accounts, locking by itself, and a password that was changed elsewhere.

use std::time::Duration;

use anyhow::{Context as _, Result};
use coffreo_desk::DeskError;
use coffreo_desk::view::{Connection, Phase, Settings};
use coffreo_domain::Rights;
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD};

use crate::home::{Home, contracts, town};

const JEAN: &str = "jean.dupont@the-eu.example";
const JEANS_PASSWORD: &str = "Trois chaises autour du poêle";
const NEW_PASSWORD: &str = "Deux montres à remonter le mardi";

#[tokio::test(flavor = "multi_thread")]
async fn two_accounts_have_two_vaults_and_one_is_open_at_a_time() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 2).await?;
    let admin = town.admin()?;
    admin.create_person("Jean DUPONT", JEAN, JEANS_PASSWORD).await?;
    admin.grant(JEAN, &town.company.siret, town.agencies[0].0.name, "F".parse::<Rights>()?, true).await?;
    let home = Home::new()?;
    let url = town.url()?;
    let clara = home.sign_in(&url).await?.account.context("Clara")?.id;
    home.until_counts(2, 0).await?;

    home.desk.choose_account(None).await?;
    assert_eq!(home.desk.status().phase, Phase::SignedOut);
    let jean = home.desk.sign_in(&url, JEAN, JEANS_PASSWORD.into(), false).await?;
    home.until_synced().await?;
    assert_eq!(home.desk.list(contracts()).await?.total.count, 0, "Jean signs nothing");
    let jean_id = jean.account.context("Jean")?.id;
    assert_ne!(jean_id, clara);
    assert_eq!(home.desk.status().accounts.len(), 2);

    let locked = home.desk.choose_account(Some(&clara)).await?;
    assert_eq!(locked.phase, Phase::Locked);
    assert_eq!(home.desk.unlock(JEANS_PASSWORD.into()).await, Err(DeskError::WrongPassword));
    home.desk.unlock(CLARAS_PASSWORD.into()).await?;
    assert_eq!(home.desk.list(contracts()).await?.total.count, 2);

    let left = home.desk.remove_account(&jean_id).await?;
    assert_eq!((left.phase, left.accounts.len()), (Phase::Open, 1));
    let folders = std::fs::read_dir(home.folder.path().join("data/accounts"))?;
    assert_eq!(folders.count(), 1, "Jean's documents are gone from the disk");
    assert_eq!(home.desk.choose_account(Some(&jean_id)).await, Err(DeskError::Absent));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vault_closes_after_the_minutes_that_were_chosen() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 1).await?;
    let home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    let settings = home.desk.status().settings;
    home.desk.save_settings(Settings { lock_after: 5, ..settings }).await?;

    home.clock.later_by(Duration::from_secs(4 * 60));
    assert!(!home.desk.lock_if_idle().await, "four minutes");
    home.desk.used();
    home.clock.later_by(Duration::from_secs(4 * 60));
    assert!(!home.desk.lock_if_idle().await, "four minutes since the last use");
    home.clock.later_by(Duration::from_secs(60));
    assert!(home.desk.lock_if_idle().await);
    assert_eq!(home.desk.status().phase, Phase::Locked);
    assert_eq!(home.desk.list(contracts()).await, Err(DeskError::Locked));
    home.desk.unlock(CLARAS_PASSWORD.into()).await?;

    home.desk.save_settings(Settings { lock_after: 0, ..settings }).await?;
    home.clock.later_by(Duration::from_secs(24 * 60 * 60));
    assert!(!home.desk.lock_if_idle().await, "never");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_changed_elsewhere_opens_alone_from_the_next_sign_in_on() -> Result<()> {
    let place = tempfile::tempdir()?;
    let mut town = town(&place, 1).await?;
    let mut home = Home::new()?;
    let url = town.url()?;
    home.sign_in(&url).await?;
    home.until_counts(1, 0).await?;
    home.desk.lock().await?;
    town.admin()?.set_password(CLARA, NEW_PASSWORD).await?;

    assert_eq!(home.desk.unlock(NEW_PASSWORD.into()).await, Err(DeskError::PasswordChanged), "said, online");
    town.cut().await;
    assert_eq!(home.desk.unlock(NEW_PASSWORD.into()).await, Err(DeskError::WrongPassword), "nobody knows, offline");
    home.desk.unlock(CLARAS_PASSWORD.into()).await?;
    assert_eq!(home.desk.list(contracts()).await?.total.count, 1, "the old one still opens");

    town.mend().await?;
    home.desk.sync_now();
    home.until("the session ended", |status| status.connection == Connection::SessionEnded).await?;
    let before = home.desk.status().last_sync_at;
    home.desk.sign_in(&url, CLARA, NEW_PASSWORD.into(), false).await?;
    assert_eq!(home.desk.status().last_sync_at, before, "the same vault");
    town.cut().await;
    home.restart().await?;
    assert_eq!(home.desk.unlock(CLARAS_PASSWORD.into()).await, Err(DeskError::WrongPassword));
    home.desk.unlock(NEW_PASSWORD.into()).await?;
    assert_eq!(home.desk.list(contracts()).await?.total.count, 1);
    Ok(())
}
