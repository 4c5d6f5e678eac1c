//! For those who watch: alive, and able to work.

use axum::extract::State;
use coffreo_api::{Problem, ProblemCode};

use super::failure::Failure;
use crate::app::App;

/// The process answers.
pub(super) async fn health() -> &'static str {
    "ok\n"
}

/// The database and the files answer too.
pub(super) async fn ready(State(app): State<App>) -> Result<&'static str, Failure> {
    let checked = async {
        app.store.check().await?;
        app.files.check().await?;
        anyhow::Ok(())
    };
    checked.await.map_err(|error| {
        tracing::warn!(cause = format!("{error:#}"), "not ready");
        Problem::new(ProblemCode::Busy).retry_after(5)
    })?;
    Ok("ready\n")
}
