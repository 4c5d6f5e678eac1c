//! The desktop core as a process of its own, so that stories can kill it: `sync FOLDER SERVER`, `sign FOLDER SERVER`,
//! `fill FOLDER SERVER` and `keyring FOLDER SERVER`. It is also its own PDF worker. It says what it does on its output, a word a line.

use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use coffreo_desk::view::{Connection, ErrorCode, Kind, ListQuery, Period, Phase, Prefill, Sort, SortColumn};
use coffreo_desk::viewer::{WORKER_ARGUMENT, WorkerCommand, run_worker};
use coffreo_desk::{Desk, Places, SystemClock};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == WORKER_ARGUMENT) {
        return run_worker();
    }
    let Ok(runtime) = tokio::runtime::Runtime::new() else { return ExitCode::FAILURE };
    match runtime.block_on(run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<()> {
    let [what, folder, server, ..] = arguments else {
        bail!("usage: coffreo-test-desk sync|sign|fill|keyring FOLDER SERVER")
    };
    let places =
        Places { data: Path::new(folder).into(), downloads: Path::new(folder).join("downloads"), resources: None };
    let worker = WorkerCommand::this_program()?;
    let desk = Desk::open(places, Arc::new(SystemClock), worker, Prefill::default())?;
    match what.as_str() {
        "sync" => {
            enter(&desk, server).await?;
            println!("open");
            until_online(&desk).await;
            println!("synced");
        }
        "sign" => {
            enter(&desk, server).await?;
            until_online(&desk).await;
            let query = ListQuery {
                kind: Kind::Contract,
                pending: true,
                archived: false,
                period: Period::All,
                criteria: Vec::new(),
                search: String::new(),
                sort: Sort { column: SortColumn::Received, descending: true },
                after: None,
                limit: 100,
            };
            let ids = desk.list_ids(query).await?;
            let request = arguments.get(3).context("a request identifier")?;
            println!("signing");
            desk.sign(&ids, CLARAS_PASSWORD.into(), request, |outcome| println!("{outcome:?}")).await?;
            println!("signed");
        }
        "fill" => {
            enter(&desk, server).await?;
            until_online(&desk).await;
            let ballast = Path::new(folder).join("ballast");
            fill_disk(&ballast)?;
            println!("full");
            until(&desk, |connection| matches!(connection, Connection::Stuck { error: ErrorCode::DiskFull, .. })).await;
            println!("stuck");
            std::io::stdin().read_line(&mut String::new())?;
            std::fs::remove_file(&ballast)?;
            let all: i64 = arguments.get(3).context("how many contracts there are")?.parse()?;
            while desk.status().counts.iter().map(|counts| counts.pending).sum::<i64>() != all {
                desk.sync_now();
                until_online(&desk).await;
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            println!("all");
            return Ok(());
        }
        "keyring" => {
            desk.sign_in(server, CLARA, CLARAS_PASSWORD.into(), true).await?;
            println!("kept {}", desk.status().settings.keep_unlocked);
            desk.lock().await?;
            desk.start().await;
            println!("opened {}", desk.status().phase == Phase::Open);
            desk.lock().await?;
            lock_keyring()?;
            desk.start().await;
            println!("locked {}", desk.status().phase == Phase::Locked);
            desk.unlock(CLARAS_PASSWORD.into()).await?;
            println!("unlocked {}", desk.status().phase == Phase::Open);
            return Ok(());
        }
        _ => bail!("unknown: {what}"),
    }
    std::future::pending().await
}

async fn enter(desk: &Desk, server: &str) -> Result<()> {
    match desk.status().phase {
        Phase::SignedOut => desk.sign_in(server, CLARA, CLARAS_PASSWORD.into(), false).await?,
        Phase::Locked | Phase::Open => desk.unlock(CLARAS_PASSWORD.into()).await?,
    };
    Ok(())
}

async fn until(desk: &Desk, reached: impl Fn(&Connection) -> bool) {
    let mut events = desk.events();
    while !reached(&desk.status().connection) {
        let _ = events.recv().await;
    }
}

async fn until_online(desk: &Desk) {
    until(desk, |connection| *connection == Connection::Online).await;
}

/// Writes until nothing fits any more.
fn fill_disk(ballast: &Path) -> Result<()> {
    let mut file = std::fs::File::create(ballast)?;
    let mut chunk = vec![0; 64 * 1024];
    while !chunk.is_empty() {
        match file.write_all(&chunk) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::StorageFull => chunk.truncate(chunk.len() / 2),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn lock_keyring() -> Result<()> {
    let locked = std::process::Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"])
        .args(["org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/collection/login"])
        .output()?;
    if !locked.status.success() {
        bail!("the keyring was not locked: {}", String::from_utf8_lossy(&locked.stderr));
    }
    Ok(())
}
