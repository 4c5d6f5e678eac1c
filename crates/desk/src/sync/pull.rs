//! The changes: one request with all cursors, one transaction per thousand lines.

use coffreo_api::changes::{Change, ChangesRequest};
use std::collections::BTreeMap;
use tokio::sync::mpsc;

use super::plan::Plan;
use crate::DeskError;
use crate::desk::Core;
use crate::remote::Lines;
use crate::session::Opened;
use crate::vault::{Applied, Meta, Operation};
use crate::view::{ArrivedDocument, DeskEvent, Kind};

/// Lines of one transaction.
const BATCH: usize = 1000;

/// Asks for what changed and applies it. Answers whether any document changed.
///
/// # Errors
/// As the server or the vault says; what came before is kept.
pub(crate) async fn pull(core: &Core, opened: &Opened) -> Result<bool, DeskError> {
    let _alone = opened.pulling.lock().await;
    let (cursors, first) = opened.ask(|vault| Ok((vault.cursors()?, vault.meta(Meta::LastSyncAt)?.is_none()))).await?;
    let request = ChangesRequest { cursors };
    let mut lines = opened
        .authorised(|remote, token| {
            let request = &request;
            async move { remote.changes(&token, request).await }
        })
        .await?;
    let mut news = News { core, first, changed: false, arrived: BTreeMap::new() };
    // The next lines are read while those before are applied.
    let (send, receive) = mpsc::channel(1);
    let (read, applied) = tokio::join!(read(&mut lines, send), apply_all(opened, receive, &mut news));
    let changed = news.tell().await;
    // A vault that cannot keep is the first to say.
    applied?;
    read.map(|()| changed)
}

/// Reads to the end of the stream, and hands on in batches what it means for the vault.
async fn read(lines: &mut Lines, send: mpsc::Sender<Vec<Operation>>) -> Result<(), DeskError> {
    let mut plan = Plan::default();
    let mut batch = Vec::new();
    let result = loop {
        let change = match lines.next::<Change>().await {
            Ok(Some(change)) => change,
            Ok(None) if plan.ended => break Ok(()),
            Ok(None) => break Err(DeskError::ServerUnreachable),
            Err(error) => break Err(error.into()),
        };
        match plan.step(change) {
            Ok(operation) => batch.extend(operation),
            Err(error) => {
                tracing::error!(%error, "the server's changes are refused");
                break Err(DeskError::NotACoffreoServer);
            }
        }
        if batch.len() >= BATCH {
            batch.extend(plan.checkpoint());
            if send.send(std::mem::take(&mut batch)).await.is_err() {
                // The vault failed, and says so itself.
                return Ok(());
            }
        }
    };
    // What came before a cut is kept, too.
    batch.extend(plan.checkpoint());
    if !batch.is_empty() {
        let _ = send.send(batch).await;
    }
    result
}

async fn apply_all(
    opened: &Opened,
    mut batches: mpsc::Receiver<Vec<Operation>>,
    news: &mut News<'_>,
) -> Result<(), DeskError> {
    while let Some(batch) = batches.recv().await {
        let applied = apply(opened, batch).await?;
        news.take(applied);
    }
    Ok(())
}

async fn apply(opened: &Opened, batch: Vec<Operation>) -> Result<Applied, DeskError> {
    opened.ask(move |vault| vault.apply(&batch)).await
}

/// What the screens are to be told.
struct News<'a> {
    core: &'a Core,
    first: bool,
    changed: bool,
    arrived: BTreeMap<Kind, Vec<(i64, ArrivedDocument)>>,
}

impl News<'_> {
    fn take(&mut self, applied: Applied) {
        if !applied.kinds.is_empty() {
            self.changed = true;
            self.core.tell(DeskEvent::DocumentsChanged { kinds: applied.kinds.into_iter().collect() });
        }
        if applied.lost {
            self.core.tell(DeskEvent::AccessLost);
        }
        if !self.first {
            for (received_at, kind, document) in applied.arrived {
                self.arrived.entry(kind).or_default().push((received_at, document));
            }
        }
    }

    async fn tell(self) -> bool {
        self.core.recount().await;
        for (kind, mut documents) in self.arrived {
            documents.sort_by_key(|(received_at, _)| std::cmp::Reverse(*received_at));
            let documents = documents.into_iter().map(|(_, document)| document).collect();
            self.core.tell(DeskEvent::Arrived { kind, documents });
        }
        self.changed
    }
}
