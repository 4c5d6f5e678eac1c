//! Sweeping: files that no row names, and rows that have served. At the start and each hour, a bounded part of it at a
//! time, so that a large server never notices.
//!
//! A file is stored before the row that names it, so what was written lately is left alone. A file may also be delivered
//! again at the very moment at which it is swept: then either the delivery finds it gone after its commit and stores it
//! again ([`crate::routes`]), or the row is there when the sweep looks once more, and it puts the file back.

use std::ops::RangeInclusive;
use std::time::Duration;

use coffreo_domain::{Sha256, Timestamp};

use crate::app::App;
use crate::files::FilesError;
use crate::store::{Outbox, StoreError};

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;
/// A file that was written since may belong to a transaction under way.
const FILE_AGE: i64 = DAY;
/// So long the same request is answered as the first time.
pub const REQUEST_AGE: i64 = 30 * DAY;
/// So long a link whose time is over still says so, and a new one may be asked for.
const LINK_AGE: i64 = 60 * DAY;
/// A computer on which nobody signed in for so long is no longer known.
const DEVICE_AGE: i64 = 400 * DAY;
/// Rows of each kind, at most, in one sweep.
const MOST_ROWS: i64 = 10_000;
/// Files, at most, in one sweep.
const MOST_FILES: usize = 1000;
/// Files asked about at once.
const CHUNK: usize = 300;
const EVERY: Duration = Duration::from_secs(60 * 60);

/// What was swept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Files that no row named.
    pub files: usize,
    /// Rows that had served.
    pub rows: u64,
}

/// Why a sweep was not finished. The next one goes on.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The rows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The files.
    #[error(transparent)]
    Files(#[from] FilesError),
}

/// Sweeps in the background until the server stops.
pub(crate) fn start(app: App) {
    tokio::spawn(async move {
        loop {
            match sweep(&app, share(app.now())).await {
                Ok(Swept { files: 0, rows: 0 }) => tracing::debug!("nothing to sweep"),
                Ok(Swept { files, rows }) => tracing::info!(files, rows, "swept"),
                Err(error) => tracing::warn!(cause = format!("{error:#}"), "a sweep was not finished"),
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = app.events.closed() => return,
            }
        }
    });
}

/// Sweeps rows, and the files whose names begin with one of the bytes.
pub(crate) async fn sweep(app: &App, share: RangeInclusive<u8>) -> Result<Swept, SweepError> {
    let rows = rows(app).await?;
    let mut files = 0;
    for first in share {
        let old = app.files.written_before(first, Timestamp(app.now().0 - FILE_AGE)).await?;
        for chunk in old.chunks(CHUNK) {
            let named = app.store.named_files(chunk).await?;
            for name in chunk.iter().filter(|name| !named.contains(name)) {
                if files == MOST_FILES {
                    return Ok(Swept { files, rows });
                }
                files += usize::from(remove(app, *name).await?);
            }
        }
    }
    Ok(Swept { files, rows })
}

/// The names of this hour: in a day all have their turn.
fn share(now: Timestamp) -> RangeInclusive<u8> {
    let hour = now.0.div_euclid(HOUR).rem_euclid(24);
    let first = |hour: i64| hour * 256 / 24;
    let bounds = (u8::try_from(first(hour)), u8::try_from(first(hour + 1) - 1));
    bounds.0.unwrap_or(0)..=bounds.1.unwrap_or(u8::MAX)
}

async fn rows(app: &App) -> Result<u64, StoreError> {
    let now = app.now();
    let before = Timestamp(now.0 - REQUEST_AGE);
    let mut tx = app.store.begin().await?;
    let mut rows = tx.sweep_outcomes(before, MOST_ROWS / 100).await?;
    rows += tx.sweep_requests(before, MOST_ROWS / 100).await?;
    rows += tx.sweep_messages(Outbox::Webhooks, before, MOST_ROWS).await?;
    rows += tx.sweep_messages(Outbox::Mails, before, MOST_ROWS).await?;
    rows += tx.sweep_attempts(now, MOST_ROWS).await?;
    rows += tx.sweep_access(now, MOST_ROWS).await?;
    rows += tx.sweep_refresh(now, MOST_ROWS).await?;
    rows += tx.sweep_links(Timestamp(now.0 - LINK_AGE), MOST_ROWS).await?;
    rows += tx.sweep_devices(Timestamp(now.0 - DEVICE_AGE), MOST_ROWS).await?;
    tx.commit().await?;
    Ok(rows)
}

async fn remove(app: &App, name: Sha256) -> Result<bool, SweepError> {
    let bytes = match app.files.read(name).await {
        Ok(bytes) => Some(bytes),
        Err(FilesError::Damaged(_)) => None,
        // Another process was quicker.
        Err(FilesError::Missing(_)) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    app.files.remove(name).await?;
    if app.store.named_files(&[name]).await?.is_empty() {
        tracing::info!(file = %name, "a file that no row names was removed");
        return Ok(true);
    }
    if let Some(bytes) = bytes {
        app.files.put_all(vec![(name, bytes)]).await?;
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_day_every_file_has_its_turn() {
        let mut seen: Vec<u8> = (0..24).flat_map(|hour| share(Timestamp(hour * HOUR))).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..=255).collect::<Vec<u8>>());
    }
}
