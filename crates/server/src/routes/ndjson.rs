//! Streams of JSON values, one a line, that wait for a slow reader.

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Where lines go in; the error says that the reader is gone, or that the stream is to be cut.
pub(super) type Lines = mpsc::Sender<Result<Bytes, std::io::Error>>;

/// A stream that holds at most two pieces that were not read yet.
pub(super) fn channel() -> (Lines, Body) {
    let (sender, receiver) = mpsc::channel(2);
    (sender, Body::from_stream(ReceiverStream::new(receiver)))
}

/// Cuts a stream, so that its reader sees that it is not complete.
pub(super) async fn cut(lines: &Lines) {
    let _ = lines.send(Err(std::io::Error::other("the stream was cut"))).await;
}

/// Adds a value and its line end.
pub(super) fn push_line(buffer: &mut Vec<u8>, value: &impl Serialize) -> Result<(), serde_json::Error> {
    serde_json::to_writer(&mut *buffer, value)?;
    buffer.push(b'\n');
    Ok(())
}

/// The answer with such a body.
pub(super) fn response(body: Body) -> Response {
    let headers = [(header::CONTENT_TYPE, coffreo_api::NDJSON), (header::CACHE_CONTROL, "no-store")];
    (headers, body).into_response()
}
