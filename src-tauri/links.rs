//! `coffreo://` links: `coffreo://document/<id>` opens the document in the running app. Any other brings the window.
//!
//! A second start with a link hands it to the running app: the single-instance plugin does, by its feature `deep-link`.

use coffreo_desk::view::Wanted;
use tauri::{AppHandle, Url};
use tauri_plugin_deep_link::DeepLinkExt as _;

use crate::{wanted, window};

/// Listens for links, and takes the one the app was started with.
pub fn set_up(app: &AppHandle) {
    if let Ok(Some(urls)) = app.deep_link().get_current() {
        urls.iter().for_each(|url| open(app, url));
    }
    let handle = app.clone();
    app.deep_link().on_open_url(move |event| event.urls().iter().for_each(|url| open(&handle, url)));
}

fn open(app: &AppHandle, url: &Url) {
    match document_of(url) {
        Some(id) => wanted::show(app, Wanted::Document { id }),
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
