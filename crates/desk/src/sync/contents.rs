//! The PDFs: by hash, several at a time, checked, and kept in batches that are flushed once.

use std::collections::HashSet;

use coffreo_domain::Sha256;
use futures_util::stream::{self, StreamExt as _};
use tokio::sync::{Semaphore, mpsc};

use crate::DeskError;
use crate::desk::Core;
use crate::session::Opened;
use crate::vault::Missing;
use crate::view::{Connection, DeskEvent, Kind};

/// Transfers at a time.
const PARALLEL: usize = 8;
/// Bytes that may be under way at once: KiB.
const UNDER_WAY: u32 = 96 * 1024;
/// A batch that is kept at once: PDFs, bytes.
const BATCH: usize = 128;
const BATCH_BYTES: usize = 16 * 1024 * 1024;
/// Missing PDFs that are looked up at once.
const LOOKED_UP: u32 = 2000;

type Got = (Sha256, Vec<u8>);

/// Fetches what is missing.
///
/// # Errors
/// The first failure; what came before is kept.
pub async fn fetch(core: &Core, opened: &Opened) -> Result<(), DeskError> {
    let total = opened.ask(|vault| vault.missing_count()).await?;
    let mut progress = Progress { core, done: 0, total };
    // Replaced or taken back since the changes were read: the next ones say so.
    let mut gone: HashSet<Sha256> = HashSet::new();
    loop {
        let limit = LOOKED_UP.saturating_add(gone.len() as u32);
        let mut missing = opened.ask(move |vault| vault.missing(limit)).await?;
        missing.retain(|one| !gone.contains(&one.sha256));
        if missing.is_empty() {
            break;
        }
        let (send, receive) = mpsc::channel(BATCH / 2);
        let (fetched, kept) = tokio::join!(fetch_all(opened, missing, send), keep_all(opened, receive, &mut progress));
        // A vault that cannot keep is the first to say.
        kept?;
        gone.extend(fetched?);
    }
    if progress.done > 0 {
        // A document that is on screen can be read now.
        core.tell(DeskEvent::DocumentsChanged { kinds: vec![Kind::Contract, Kind::Invoice] });
    }
    Ok(())
}

/// Fetches these; returns those that are no longer there.
async fn fetch_all(opened: &Opened, missing: Vec<Missing>, send: mpsc::Sender<Got>) -> Result<Vec<Sha256>, DeskError> {
    let room = Semaphore::new(UNDER_WAY as usize);
    let fetching = stream::iter(missing).map(|one| fetch_one(opened, one, &room, send.clone()));
    let mut fetched = fetching.buffer_unordered(PARALLEL);
    let mut gone = Vec::new();
    while let Some(one) = fetched.next().await {
        gone.extend(one?);
    }
    Ok(gone)
}

async fn fetch_one(
    opened: &Opened,
    missing: Missing,
    room: &Semaphore,
    send: mpsc::Sender<Got>,
) -> Result<Option<Sha256>, DeskError> {
    let share = u32::try_from(missing.size / 1024 + 1).unwrap_or(UNDER_WAY).min(UNDER_WAY);
    let Ok(_room) = room.acquire_many(share).await else { return Ok(None) };
    let Missing { sha256, size } = missing;
    let got = opened.authorised(|remote, token| async move { remote.content(&token, sha256, size).await }).await;
    match got {
        Ok(bytes) => {
            // The keeping side ends early only when it failed, and says why itself.
            let _ = send.send((sha256, bytes)).await;
            Ok(None)
        }
        Err(DeskError::NotFound) => Ok(Some(sha256)),
        Err(error) => Err(error),
    }
}

/// Keeps what comes, in batches.
async fn keep_all(opened: &Opened, mut got: mpsc::Receiver<Got>, progress: &mut Progress<'_>) -> Result<(), DeskError> {
    while let Some(first) = got.recv().await {
        let mut bytes = first.1.len();
        let mut batch = vec![first];
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            let Ok(next) = got.try_recv() else { break };
            bytes += next.1.len();
            batch.push(next);
        }
        let count = batch.len() as i64;
        opened
            .ask(move |vault| {
                let contents: Vec<(Sha256, &[u8])> =
                    batch.iter().map(|(sha, bytes)| (*sha, bytes.as_slice())).collect();
                vault.store_contents(&contents)
            })
            .await?;
        opened.texts.notify_one();
        progress.more(count);
    }
    Ok(())
}

struct Progress<'a> {
    core: &'a Core,
    done: i64,
    total: i64,
}

impl Progress<'_> {
    fn more(&mut self, count: i64) {
        self.done += count;
        self.core.set_connection(Connection::Syncing { done: self.done, total: self.total.max(self.done) });
    }
}
