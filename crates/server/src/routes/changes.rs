//! `/v1/changes`: what changed in a person's scopes. Read in chunks by number; no transaction waits for the reader.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use coffreo_api::changes::{Change, ChangesRequest, Content, Cursor, DocumentLine, ScopeInfo};
use coffreo_domain::{ScopeId, document};

use super::access::SignedIn;
use super::body::Json;
use super::failure::Failure;
use super::ndjson::{self, Lines, push_line};
use crate::app::App;
use crate::store::{StoreError, StoredDocument, Viewer, VisibleScope};
use crate::wire::{answer_line, download_line, signature_line, wire_state};

/// Documents read at once.
const CHUNK: i64 = 1000;

/// Everything that changed in the scopes of who asks, after their cursors: one [`Change`] a line, compressed with zstd
/// where that is accepted.
#[utoipa::path(
    post, path = "/v1/changes", tag = "documents",
    request_body = ChangesRequest,
    responses((status = 200, description = "One change a line.", body = Change, content_type = "application/x-ndjson")),
    security(("session" = []))
)]
pub(super) async fn changes(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
    Json(request): Json<ChangesRequest>,
) -> Result<Response, Failure> {
    let viewer = app.viewer(who.person);
    let scopes = app.store.visible_scopes(viewer).await?;
    let compressed = accepts_zstd(&headers);
    let (lines, body) = ndjson::channel();
    tokio::spawn(async move {
        let mut out = match Output::new(lines.clone(), compressed) {
            Ok(out) => out,
            Err(error) => return tracing::error!(%error, "no compression"),
        };
        match stream(&app, viewer, scopes, request.cursors, &mut out).await {
            Ok(()) | Err(Stopped::ReaderGone) => {}
            Err(Stopped::Failed(error)) => {
                tracing::error!(cause = format!("{error:#}"), "the changes were cut");
                ndjson::cut(&lines).await;
            }
        }
    });
    let mut response = ndjson::response(body);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if compressed {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("zstd"));
    }
    Ok(response)
}

enum Stopped {
    ReaderGone,
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

async fn stream(
    app: &App,
    viewer: Viewer,
    scopes: Vec<VisibleScope>,
    cursors: Vec<Cursor>,
    out: &mut Output,
) -> Result<(), Stopped> {
    let mut known: BTreeMap<String, i64> = cursors.into_iter().map(|cursor| (cursor.scope, cursor.n)).collect();
    let cursors: HashMap<ScopeId, i64> =
        scopes.iter().filter_map(|scope| Some((scope.id, known.remove(&scope.id.to_string())?))).collect();
    for lost in known.into_keys() {
        out.line(&Change::Lost { scope: lost })?;
    }
    for scope in scopes {
        out.line(&Change::Scope(info(&scope)))?;
        let mut n = cursors.get(&scope.id).copied().unwrap_or(0).max(0);
        // The counter was read before the documents, so everything up to it is among them.
        while n < scope.n {
            let documents = app.store.documents_after(viewer, scope.id, n, CHUNK).await?;
            let complete = (documents.len() as i64) < CHUNK;
            n = documents.last().map_or(n, |last| last.n);
            for document in documents {
                out.line(&change(document)?)?;
            }
            if complete {
                n = n.max(scope.n);
            } else {
                out.send().await?;
            }
        }
        out.line(&Change::Reached { scope: scope.id.to_string(), n })?;
        out.send_if_large().await?;
    }
    out.line(&Change::End { server_time: app.now().0 })?;
    out.finish().await
}

fn info(scope: &VisibleScope) -> ScopeInfo {
    ScopeInfo {
        id: scope.id.to_string(),
        company_id: scope.scope.company.to_string(),
        company: scope.company.clone(),
        company_siret: scope.siret.clone(),
        agency_id: scope.scope.agency.to_string(),
        agency: scope.agency.clone(),
        kind: scope.scope.kind.code().to_owned(),
    }
}

fn change(stored: StoredDocument) -> Result<Change, StoreError> {
    let id = stored.document.id.to_string();
    if matches!(stored.document.state, document::DocumentState::Withdrawn { .. }) {
        return Ok(Change::Withdrawn { id, n: stored.n });
    }
    let size = stored.signature.as_ref().map_or(stored.original_size, |signature| signature.sealed_size);
    Ok(Change::Document(Box::new(DocumentLine {
        id,
        n: stored.n,
        state: wire_state(&stored.document.state),
        version: stored.document.version,
        received_at: stored.received_at.0,
        facts: serde_json::from_str(&stored.facts).map_err(|_| StoreError::Damaged("facts"))?,
        content: Content { sha256: stored.document.current().to_string(), size },
        original_sha256: stored.document.original.to_string(),
        signature: signature_line(&stored),
        answer: stored.answer.as_ref().map(answer_line),
        download: stored.download.as_ref().map(download_line),
    })))
}

/// Collects lines and sends them in pieces, compressed as one stream when the reader takes that.
struct Output {
    lines: Lines,
    encoder: Encoder,
}

enum Encoder {
    Plain(Vec<u8>),
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Output {
    /// From so many bytes on a piece is sent before the chunk is full.
    const LARGE: usize = 256 * 1024;

    fn new(lines: Lines, compressed: bool) -> std::io::Result<Self> {
        let encoder = match compressed {
            true => Encoder::Zstd(zstd::stream::write::Encoder::new(Vec::new(), 1)?),
            false => Encoder::Plain(Vec::new()),
        };
        Ok(Self { lines, encoder })
    }

    fn line(&mut self, change: &Change) -> Result<(), Stopped> {
        match &mut self.encoder {
            Encoder::Plain(buffer) => push_line(buffer, change)?,
            Encoder::Zstd(encoder) => {
                serde_json::to_writer(&mut *encoder, change)?;
                encoder.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    async fn send_if_large(&mut self) -> Result<(), Stopped> {
        let held = match &self.encoder {
            Encoder::Plain(buffer) => buffer.len(),
            Encoder::Zstd(encoder) => encoder.get_ref().len(),
        };
        if held >= Self::LARGE { self.send().await } else { Ok(()) }
    }

    async fn send(&mut self) -> Result<(), Stopped> {
        let piece = match &mut self.encoder {
            Encoder::Plain(buffer) => std::mem::take(buffer),
            Encoder::Zstd(encoder) => {
                encoder.flush()?;
                std::mem::take(encoder.get_mut())
            }
        };
        self.pass_on(piece).await
    }

    async fn finish(&mut self) -> Result<(), Stopped> {
        let piece = match std::mem::replace(&mut self.encoder, Encoder::Plain(Vec::new())) {
            Encoder::Plain(buffer) => buffer,
            Encoder::Zstd(encoder) => encoder.finish()?,
        };
        self.pass_on(piece).await
    }

    async fn pass_on(&self, piece: Vec<u8>) -> Result<(), Stopped> {
        self.lines.send(Ok(Bytes::from(piece))).await.map_err(|_| Stopped::ReaderGone)
    }
}

fn accepts_zstd(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim().eq_ignore_ascii_case("zstd") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}
