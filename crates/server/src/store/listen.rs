//! What the processes on one PostgreSQL database tell each other: NOTIFY within the transaction, LISTEN everywhere.

use sqlx::postgres::PgListener;
use sqlx::{Any, Transaction};

use super::StoreError;
use crate::events::{Events, Notice};

const CHANNEL: &str = "coffreo";

pub(super) async fn notify(tx: &mut Transaction<'static, Any>, notice: &Notice) -> Result<(), StoreError> {
    sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(notice.to_text()).execute(&mut **tx).await?;
    Ok(())
}

/// Passes notices on until nobody holds `events` any longer. After a lost connection something may have been missed:
/// listeners are told to look for themselves.
pub(super) async fn start(url: &str, events: Events) -> Result<(), StoreError> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    tokio::spawn(async move {
        loop {
            let heard = tokio::select! {
                heard = listener.try_recv() => heard,
                () = events.closed() => return,
            };
            match heard {
                Ok(Some(heard)) => match Notice::from_text(heard.payload()) {
                    Some(notice) => events.tell(notice),
                    None => events.tell(Notice::LookAgain),
                },
                Ok(None) => events.tell(Notice::LookAgain),
                Err(error) => {
                    tracing::warn!(%error, "the database's notices are interrupted");
                    events.tell(Notice::LookAgain);
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                }
            }
        }
    });
    Ok(())
}
