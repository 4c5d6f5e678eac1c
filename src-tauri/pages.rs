//! The `page:` scheme: rendered pages for the screens. `page://localhost/{document}/{sha256}/{page}/{scale}`, where
//! scale is in thousandths of 72 DPI. An address never changes its meaning, so that the web view may keep the answer.

use coffreo_desk::Desk;
use coffreo_desk::view::{ErrorCode, ErrorView};
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager as _, Runtime, UriSchemeContext, UriSchemeResponder};

/// The scheme's name.
pub const SCHEME: &str = "page";

/// Answers one request, off the main thread.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let desk = context.app_handle().state::<Desk>().inner().clone();
    tauri::async_runtime::spawn(async move {
        responder.respond(page(&desk, request.uri().path()).await);
    });
}

async fn page(desk: &Desk, path: &str) -> Response<Vec<u8>> {
    let Some(address) = Address::parse(path) else { return empty(StatusCode::BAD_REQUEST) };
    match desk.page(&address.document, &address.sha256, address.page, address.scale_milli).await {
        Ok(image) => Response::builder()
            .header(header::CONTENT_TYPE, image.mime)
            .header(header::CACHE_CONTROL, "private, max-age=31536000, immutable")
            .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .body(image.bytes.clone())
            .unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR)),
        Err(error) => empty(status_of(&ErrorView::from(error))),
    }
}

fn status_of(error: &ErrorView) -> StatusCode {
    match error.code {
        ErrorCode::Locked => StatusCode::FORBIDDEN,
        ErrorCode::NotFound | ErrorCode::NotDownloaded => StatusCode::NOT_FOUND,
        ErrorCode::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

#[derive(Debug, PartialEq, Eq)]
struct Address {
    document: String,
    sha256: String,
    page: u32,
    scale_milli: u32,
}

impl Address {
    fn parse(path: &str) -> Option<Self> {
        // The web view may percent-encode the slashes of the address.
        let path = path.replace("%2F", "/").replace("%2f", "/");
        let mut parts = path.trim_matches('/').split('/');
        let address = Self {
            document: parts.next()?.to_owned(),
            sha256: parts.next()?.to_owned(),
            page: parts.next()?.parse().ok()?,
            scale_milli: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_document_content_page_and_scale() {
        let address = Address { document: "d".into(), sha256: "ab".into(), page: 3, scale_milli: 1333 };
        assert_eq!(Address::parse("/d/ab/3/1333"), Some(address));
        for path in ["", "/d/ab/3", "/d/ab/x/1333", "/d/ab/3/1333/more", "/d/ab/-1/1"] {
            assert_eq!(Address::parse(path), None, "{path}");
        }
        assert!(Address::parse("/d%2Fab%2F3%2F1333").is_some());
    }
}
