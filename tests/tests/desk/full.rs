//! A disk that fills up in the middle of a synchronisation: told as what it is, and nothing is lost.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::home::{PROGRAM, small, town};

const CONTRACTS: u64 = 40;

/// Runs the desktop core on a disk of its own of 12 MiB; only Linux has one to give, and not in every container.
const ON_A_SMALL_DISK: &str = "mount -t tmpfs -o size=12m none \"$2\" && exec \"$1\" fill \"$2\" \"$3\" \"$4\"";

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_with_room_again_everything_comes() -> Result<()> {
    let may_mount = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !may_mount.is_ok_and(|output| output.status.success()) {
        println!("skipped: this system lets nobody mount a disk of their own");
        return Ok(());
    }
    let place = tempfile::tempdir()?;
    let town = town(&place, 0).await?;
    let disk = tempfile::tempdir()?;
    let mut child = Command::new("timeout")
        .args(["120", "unshare", "-rm", "sh", "-c", ON_A_SMALL_DISK, "sh", PROGRAM])
        .arg(disk.path())
        .arg(town.url()?)
        .arg(CONTRACTS.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut said = BufReader::new(child.stdout.take().context("an output")?).lines();
    let mut says = move || Ok::<_, anyhow::Error>(said.next().context("it ended")??);
    ensure!(says()? == "full");
    for i in 0..CONTRACTS {
        town.deliver(&small(i)).await?;
    }
    assert_eq!(says()?, "stuck");
    // Now it makes room.
    drop(child.stdin.take());
    assert_eq!(says()?, "all");
    assert!(child.wait()?.success());
    Ok(())
}
