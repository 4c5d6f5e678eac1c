//! Notices what an administrator's command wrote into the same SQLite file: commands tell a running server nothing.
//! Never looks at what was written; listeners look for themselves.

use std::time::Duration;

use sqlx::AnyPool;

use crate::events::{Events, Notice};

/// How soon a command beside the server is noticed.
const EVERY: Duration = Duration::from_secs(1);

/// Watches until the store is closed or the server stops: what is written from now on is noticed. `write` is the file's
/// only writing connection of this process: its `data_version` changes when somebody else has written, and never by its
/// own commits.
pub(super) async fn start(write: AnyPool, events: Events) {
    let mut known = version(&write).await.ok();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = events.closed() => return,
            }
            match version(&write).await {
                Ok(version) => {
                    if known.replace(version).is_some_and(|before| before != version) {
                        events.tell(Notice::LookAgain);
                    }
                }
                Err(sqlx::Error::PoolClosed) => return,
                Err(error) => tracing::debug!(%error, "the file could not be watched"),
            }
        }
    });
}

async fn version(write: &AnyPool) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT data_version FROM pragma_data_version").fetch_one(write).await
}
