//! `/v1/contents/{sha256}`: the file that stands for a document the person sees. It never changes, so it may be kept.

use std::ops::Range;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::Sha256;
use futures_util::stream;

use super::access::SignedIn;
use super::failure::Failure;
use crate::app::App;

/// Bytes read at once.
const PIECE: u64 = 1024 * 1024;

/// The file that stands for a document of who asks, or one range of it.
#[utoipa::path(
    get, path = "/v1/contents/{sha256}", tag = "documents",
    params(("sha256" = String, Path, description = "SHA-256 of the file.", pattern = "^[0-9a-f]{64}$")),
    responses(
        (status = 200, description = "The PDF.", content_type = "application/pdf"),
        (status = 206, description = "The range that was asked for.", content_type = "application/pdf"),
        (status = 304, description = "The app has it: `If-None-Match`."),
        (status = 404, description = "No such file of who asks.", body = Problem),
        (status = 416, description = "The range lies outside of the file.", body = Problem),
    ),
    security(("session" = []))
)]
pub(super) async fn content(
    State(app): State<App>,
    who: SignedIn,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let name: Sha256 = name.parse().map_err(|_| ProblemCode::NotFound)?;
    let size = app.store.visible_content(app.viewer(who.person), name).await?.ok_or(ProblemCode::NotFound)?;
    let size = u64::try_from(size).unwrap_or_default();
    let tag = format!("\"{name}\"");
    if matches_tag(&headers, &tag) {
        return Ok(with_tag(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    let range = match wanted(&headers, &tag, size) {
        Wanted::All => None,
        Wanted::Part(range) => Some(range),
        Wanted::Nothing => {
            let mut response = Failure::from(ProblemCode::RangeNotSatisfiable).into_response();
            insert(&mut response, header::CONTENT_RANGE, &format!("bytes */{size}"));
            return Ok(response);
        }
    };
    let span = range.clone().unwrap_or(0..size);
    // The first piece is read before the answer starts, so that a lost file is told by a status.
    let first = span.start..span.end.min(span.start + PIECE);
    let first_piece = app.files.read_range(name, first.clone()).await?;
    let rest = stream::try_unfold((app, first.end), move |(app, at)| async move {
        if at >= span.end {
            return Ok::<_, crate::files::FilesError>(None);
        }
        let next = at..span.end.min(at + PIECE);
        let piece = app.files.read_range(name, next.clone()).await?;
        Ok(Some((piece, (app, next.end))))
    });
    let length = range.as_ref().map_or(size, |range| range.end - range.start);
    let body = match first.end == first.start + length {
        true => Body::from(first_piece),
        false => {
            use futures_util::StreamExt;
            Body::from_stream(stream::once(async { Ok(first_piece) }).chain(rest))
        }
    };
    let mut response = body.into_response();
    insert(&mut response, header::CONTENT_TYPE, "application/pdf");
    insert(&mut response, header::CONTENT_LENGTH, &length.to_string());
    insert(&mut response, header::ACCEPT_RANGES, "bytes");
    if let Some(range) = range {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        insert(&mut response, header::CONTENT_RANGE, &format!("bytes {}-{}/{size}", range.start, range.end - 1));
    }
    Ok(with_tag(response, &tag))
}

fn with_tag(mut response: Response, tag: &str) -> Response {
    insert(&mut response, header::ETAG, tag);
    insert(&mut response, header::CACHE_CONTROL, "private, max-age=31536000, immutable");
    response
}

fn insert(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn matches_tag(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    given
        .flat_map(|value| value.split(','))
        .any(|one| matches!(one.trim().trim_start_matches("W/"), "*") || one.trim().trim_start_matches("W/") == tag)
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Part(Range<u64>),
    Nothing,
}

/// RFC 9110 §14: one range of bytes; several, other units and malformed ones are passed over.
fn wanted(headers: &HeaderMap, tag: &str, size: u64) -> Wanted {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if text(header::IF_RANGE).is_some_and(|condition| condition.trim() != tag) {
        return Wanted::All;
    }
    text(header::RANGE).map_or(Wanted::All, |range| part(range, size))
}

fn part(range: &str, size: u64) -> Wanted {
    let Some((first, last)) = range.trim().strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Wanted::All;
    };
    let range = match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Ok(first), Err(_)) if last.trim().is_empty() => first..size,
        (Err(_), Ok(count)) if first.trim().is_empty() => size.saturating_sub(count)..size,
        _ => return Wanted::All,
    };
    if range.is_empty() { Wanted::Nothing } else { Wanted::Part(range) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_and_odd_ones_are_passed_over() {
        assert_eq!(part("bytes=0-9", 100), Wanted::Part(0..10));
        assert_eq!(part("bytes=90-", 100), Wanted::Part(90..100));
        assert_eq!(part("bytes=-5", 100), Wanted::Part(95..100));
        assert_eq!(part("bytes=-500", 100), Wanted::Part(0..100));
        assert_eq!(part("bytes=95-500", 100), Wanted::Part(95..100));
        assert_eq!(part("bytes=100-", 100), Wanted::Nothing);
        assert_eq!(part("bytes=-0", 100), Wanted::Nothing);
        for odd in ["bytes=9-1", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=-"] {
            assert_eq!(part(odd, 100), Wanted::All, "{odd}");
        }
    }
}
