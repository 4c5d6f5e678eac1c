//! `/v1/downloads`: what an app saved to files, so that the company knows of its invoices.

use std::collections::HashSet;

use axum::Json as Answer;
use axum::extract::State;
use coffreo_api::downloads::{DownloadMark, DownloadsAnswer, DownloadsRequest, MOST_PER_REQUEST};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::Timestamp;

use super::access::SignedIn;
use super::body::Json;
use super::failure::Failure;
use crate::app::App;
use crate::downloads::{self, Saved};
use crate::wire::download_line;

/// Tells which documents were saved to files. The first of a company stays; telling again changes nothing.
#[utoipa::path(
    post, path = "/v1/downloads", tag = "documents",
    request_body = DownloadsRequest,
    responses((status = 200, description = "What is known of them now.", body = DownloadsAnswer)),
    security(("session" = []))
)]
pub(super) async fn mark(
    State(app): State<App>,
    who: SignedIn,
    Json(request): Json<DownloadsRequest>,
) -> Result<Answer<DownloadsAnswer>, Failure> {
    let saved = saved(&request)?;
    let marked = downloads::mark(&app, who.person, &saved).await?;
    let mark = |stored: crate::store::StoredDocument| {
        let download = download_line(stored.download.as_ref()?);
        Some(DownloadMark { id: stored.document.id.to_string(), download })
    };
    Ok(Answer(DownloadsAnswer { documents: marked.into_iter().filter_map(mark).collect() }))
}

fn saved(request: &DownloadsRequest) -> Result<Vec<Saved>, Problem> {
    let wrong = |field: String, why: &str| Problem::new(ProblemCode::InvalidRequest).at(field, why);
    if !(1..=MOST_PER_REQUEST).contains(&request.documents.len()) {
        return Err(wrong("documents".into(), "is not 1 to 1000 documents"));
    }
    let mut seen = HashSet::new();
    let read = |(i, one): (usize, &coffreo_api::downloads::Saved)| {
        let id = one.id.parse().map_err(|_| wrong(format!("documents[{i}].id"), "is not an identifier"))?;
        let content = one.sha256.parse().map_err(|_| wrong(format!("documents[{i}].sha256"), "is not a SHA-256"))?;
        if !seen.insert(id) {
            return Err(wrong(format!("documents[{i}].id"), "stands twice in the request"));
        }
        Ok(Saved { id, content, at: Timestamp(one.at) })
    };
    request.documents.iter().enumerate().map(read).collect()
}
