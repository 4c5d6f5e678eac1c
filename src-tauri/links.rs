//! `coffreo://` links: `coffreo://document/<id>` opens the document in the running app. Any other brings the window.

use coffreo_desk::view::DeskEvent;
use tauri::{AppHandle, Emitter as _, Manager as _, Url};
use tauri_plugin_deep_link::DeepLinkExt as _;

use crate::notifications::DESK_EVENT;
use crate::window;

/// Listens for links, and takes the one the app was started with.
pub fn set_up(app: &AppHandle) {
    app.manage(Waiting::default());
    if let Ok(Some(urls)) = app.deep_link().get_current() {
        urls.iter().for_each(|url| open(app, url));
    }
    let handle = app.clone();
    app.deep_link().on_open_url(move |event| event.urls().iter().for_each(|url| open(&handle, url)));
}

/// A second start hands its arguments to the running app: the first link among them is opened.
pub fn open_first(app: &AppHandle, arguments: &[String]) {
    let link =
        arguments.iter().skip(1).filter_map(|argument| Url::parse(argument).ok()).find(|url| url.scheme() == "coffreo");
    if let Some(url) = link {
        open(app, &url);
    }
}

/// Shows the document in the window. A window that is still being made asks for it when it is ready
/// ([`take_waiting`]).
pub fn open_document(app: &AppHandle, id: String) {
    if let Ok(mut waiting) = app.state::<Waiting>().0.lock() {
        *waiting = Some(id.clone());
    }
    window::show(app);
    if let Err(error) = app.emit(DESK_EVENT, DeskEvent::OpenDocument { id }) {
        tracing::error!(%error, "the window could not be told of a document");
    }
}

/// The document that a link or a notification asked for and no screen has shown yet.
pub fn take_waiting(app: &AppHandle) -> Option<String> {
    app.state::<Waiting>().0.lock().ok()?.take()
}

#[derive(Default)]
struct Waiting(std::sync::Mutex<Option<String>>);

fn open(app: &AppHandle, url: &Url) {
    match document_of(url) {
        Some(id) => open_document(app, id),
        None => window::show(app),
    }
}

/// The identifier in `coffreo://document/<id>`. A link comes from anywhere: nothing but an identifier is taken from it.
fn document_of(url: &Url) -> Option<String> {
    let id = url.path().trim_matches('/');
    let is_id = id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    (url.scheme() == "coffreo" && url.host_str() == Some("document") && is_id).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_a_document_and_nothing_else() {
        let of = |text: &str| document_of(&Url::parse(text).unwrap());
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(of(&format!("coffreo://document/{id}")), Some(id.to_owned()));
        for text in ["coffreo://document/", "coffreo://document/../../etc", "coffreo://other/x", "https://document/x"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
