//! Sessions: who may come in, and what a session's end never takes away.

use anyhow::{Context as _, Result};
use coffreo_desk::DeskError;
use coffreo_desk::view::{Connection, Phase};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD};

use crate::home::{Home, contracts, town};

const NEW_PASSWORD: &str = "Deux montres à remonter le mardi";

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_or_password_is_told_apart() -> Result<()> {
    let place = tempfile::tempdir()?;
    let mut town = town(&place, 0).await?;
    let home = Home::new()?;
    let url = town.url()?;
    let desk = &home.desk;
    assert_eq!(desk.sign_in(&url, CLARA, "no".into(), false).await, Err(DeskError::WrongCredentials));
    let plain = desk.sign_in("http://coffreo.example", CLARA, "no".into(), false).await;
    assert_eq!(plain, Err(DeskError::InvalidServerAddress));
    town.cut().await;
    assert_eq!(home.sign_in(&url).await, Err(DeskError::ServerUnreachable));
    let portal = crate::cuts::Portal::at("127.0.0.1:0".parse()?).await?;
    assert_eq!(home.sign_in(&format!("http://{}", portal.address)).await, Err(DeskError::NotACoffreoServer));
    assert_eq!(desk.status().phase, Phase::SignedOut);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxys_page_is_no_logout() -> Result<()> {
    let place = tempfile::tempdir()?;
    let mut town = town(&place, 1).await?;
    let home = Home::new()?;
    let url = town.url()?;
    home.sign_in(&url).await?;
    home.until_synced().await?;
    town.cut().await;
    let portal = crate::cuts::Portal::at(url.trim_start_matches("http://").parse()?).await?;
    home.desk.sync_now();
    home.until("offline", |status| matches!(status.connection, Connection::Offline { .. })).await?;
    assert_eq!(home.desk.list(contracts()).await?.total.count, 1);
    portal.close().await;
    town.mend().await?;
    home.desk.sync_now();
    home.until_synced().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_blocks_no_reading_and_a_new_password_keeps_the_vault() -> Result<()> {
    let place = tempfile::tempdir()?;
    let mut town = town(&place, 2).await?;
    let mut home = Home::new()?;
    let url = town.url()?;
    home.sign_in(&url).await?;
    home.until_counts(2, 0).await?;
    let ids = home.desk.list_ids(contracts()).await?;
    home.until_available(&ids[0]).await?;
    home.until_synced().await?;
    town.admin()?.set_password(CLARA, NEW_PASSWORD).await?;
    home.desk.sync_now();
    home.until("the session ended", |status| status.connection == Connection::SessionEnded).await?;
    assert_eq!(home.desk.list(contracts()).await?.total.count, 2);
    home.desk.outline(&ids[0]).await?;

    let before = home.desk.status().last_sync_at.context("synchronised before")?;
    let again = home.desk.sign_in(&url, CLARA, NEW_PASSWORD.into(), false).await?;
    assert_eq!(again.last_sync_at, Some(before), "the same vault");
    home.until_synced().await?;
    town.cut().await;
    home.restart().await?;
    assert_eq!(home.desk.unlock(CLARAS_PASSWORD.into()).await, Err(DeskError::WrongPassword));
    home.desk.unlock(NEW_PASSWORD.into()).await?;
    assert_eq!(home.desk.list(contracts()).await?.total.count, 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_whose_key_is_lost_is_made_again() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 2).await?;
    let mut home = Home::new()?;
    let url = town.url()?;
    home.sign_in(&url).await?;
    home.until_counts(2, 0).await?;
    home.desk.lock().await?;
    let accounts = std::fs::read_dir(home.folder.path().join("data/accounts"))?;
    for account in accounts {
        std::fs::write(account?.path().join("vault.key"), "{}")?;
    }
    home.restart().await?;
    assert_eq!(home.desk.unlock(CLARAS_PASSWORD.into()).await, Err(DeskError::VaultDamaged));
    home.sign_in(&url).await?;
    home.until_counts(2, 0).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn unlocking_opens_a_new_session_when_the_old_one_ended() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 1).await?;
    let mut home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until_synced().await?;
    // The same password set again ends every session at the server.
    town.admin()?.set_password(CLARA, CLARAS_PASSWORD).await?;
    home.restart().await?;
    home.desk.unlock(CLARAS_PASSWORD.into()).await?;
    home.until_synced().await?;
    Ok(())
}

/// In a private session with a real keyring: the key is kept, opens, and a locked keyring costs nothing.
#[test]
fn a_real_keyring_opens_the_vault_and_a_locked_one_harms_nothing() -> Result<()> {
    let place = tempfile::tempdir()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let town = runtime.block_on(town(&place, 1))?;
    let folder = tempfile::tempdir()?;
    let script = format!(
        "eval $(printf 'keyring\\n' | gnome-keyring-daemon --unlock --components=secrets) && exec {} keyring {} {}",
        crate::home::PROGRAM,
        folder.path().join("data").display(),
        town.url()?
    );
    // The program ends by itself, so the session ends its bus, and with it the keyring.
    let output = std::process::Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &script])
        .env("HOME", folder.path())
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("XDG_DATA_HOME", folder.path().join("share"))
        .stderr(std::process::Stdio::null())
        .output()
        .context("dbus-run-session")?;
    let output = String::from_utf8(output.stdout)?;
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines, ["kept true", "opened true", "locked true", "unlocked true"]);
    Ok(())
}
