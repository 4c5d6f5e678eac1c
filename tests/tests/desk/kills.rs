//! Power cuts: the desktop core is killed at random moments of a synchronisation and of a signing batch. Whatever the
//! moment, it opens again, nothing is lost, nothing is signed twice.
//!
//! `COFFREO_KILL_ROUNDS` says how many of each; 100 by default.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};
use coffreo_desk::view::{ArchiveState, ListQuery, Phase, Row};
use coffreo_tests::town::CLARAS_PASSWORD;

use crate::home::{Home, PROGRAM, content, contracts, small, small_pdf_of, town};

/// Contracts of the synchronisation that is cut.
const CONTRACTS: u64 = 60;

fn rounds() -> u32 {
    std::env::var("COFFREO_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(100)
}

/// A killed process says nothing on its error output; one that failed does.
fn start(arguments: &[&str], until: &str) -> Result<Child> {
    let mut child = Command::new(PROGRAM).args(arguments).stdout(Stdio::piped()).spawn()?;
    let output = BufReader::new(child.stdout.take().context("an output")?);
    let mut lines = output.lines();
    let reached = lines.by_ref().any(|line| line.is_ok_and(|line| line == until));
    anyhow::ensure!(reached, "{arguments:?} never came to {until}");
    // What it says from now on is read and dropped: a full pipe would hold it up.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(child)
}

/// Random enough to meet every moment, the same in every run.
struct Moments(u64);

impl Moments {
    fn next(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_synchronisation_that_is_killed_goes_on_where_it_was() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 0).await?;
    for i in 0..CONTRACTS {
        town.deliver(&small(i)).await?;
    }
    let mut home = Home::new()?;
    let data = home.folder.path().join("data").display().to_string();
    let url = town.url()?;
    home.restart_elsewhere().await?;
    let mut moments = Moments(1);
    for round in 0..rounds() {
        // From nothing every fourth time, so that the first synchronisation is cut too.
        if round % 4 == 0 {
            let _ = std::fs::remove_dir_all(&data);
        }
        let mut child = start(&["sync", &data, &url], "open")?;
        tokio::time::sleep(Duration::from_micros(moments.next(250_000))).await;
        child.kill()?;
        child.wait()?;
    }
    home.come_back().await?;
    if home.desk.status().phase == Phase::SignedOut {
        home.sign_in(&url).await?;
    } else {
        home.desk.unlock(CLARAS_PASSWORD.into()).await?;
    }
    home.until_counts(CONTRACTS as i64, 0).await?;
    home.until_synced().await?;
    let page = home.desk.list(contracts()).await?;
    for row in page.rows {
        let Row::Contract(row) = row else { continue };
        home.until_available(&row.id).await?;
        assert!(content(&home, &row.id).await? == small_pdf_of(&row.number)?);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signing_batch_that_is_killed_loses_nothing_and_signs_nothing_twice() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 0).await?;
    let mut home = Home::new()?;
    let data = home.folder.path().join("data").display().to_string();
    let url = town.url()?;
    home.restart_elsewhere().await?;
    let mut moments = Moments(2);
    let rounds = rounds();
    for round in 0..rounds {
        for i in 0..3 {
            town.deliver(&small(u64::from(round) * 3 + i)).await?;
        }
        let press = format!("0197b2d0-0000-7000-8000-{round:012}");
        let mut child = start(&["sign", &data, &url, &press], "signing")?;
        tokio::time::sleep(Duration::from_micros(moments.next(400_000))).await;
        child.kill()?;
        child.wait()?;
    }
    home.come_back().await?;
    home.desk.unlock(CLARAS_PASSWORD.into()).await?;
    home.until_synced().await?;
    let total = i64::from(rounds) * 3;
    let counts = home.desk.status().counts[0];
    assert_eq!(counts.pending + counts.archived, total, "no document is lost");
    // What is left is signed now; what was signed is not signed again.
    loop {
        let left = home.desk.list_ids(ListQuery { archived: false, ..contracts() }).await?;
        let Some(some) = left.chunks(100).next() else { break };
        let press = format!("0197b2d0-0000-7000-9000-{:012}", left.len());
        for outcome in home.desk.sign(some, CLARAS_PASSWORD.into(), &press, |_| ()).await? {
            assert!(matches!(outcome, coffreo_desk::view::SignOutcome::Signed { .. }), "{outcome:?}");
        }
    }
    home.until_counts(0, total).await?;
    home.until_synced().await?;
    for id in home.desk.list_ids(contracts()).await? {
        home.until_available(&id).await?;
        let document = home.desk.document(&id).await?;
        let Row::Contract(row) = &document.row else { continue };
        assert_eq!(row.state, ArchiveState::Archived);
        let sealed = content(&home, &id).await?;
        assert!(sealed.starts_with(&small_pdf_of(&row.number)?), "sealed is an extension of what came");
        let seals = sealed.windows(10).filter(|window| window == b"/ByteRange").count();
        assert_eq!(seals, 1, "signed once");
    }
    Ok(())
}
