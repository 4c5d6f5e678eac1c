//! `coffreo://` links: `coffreo://document/<id>` opens the document in the running app; `coffreo://join`, `reset` and
//! `address`, with `?server=…&token=…`, bring what an e-mail asked for. Any other brings the window.
//!
//! A second start with a link hands it to the running app: the single-instance plugin does, by its feature `deep-link`.

use coffreo_desk::Desk;
use coffreo_desk::view::{LinkKind, Wanted};
use tauri::{AppHandle, Manager as _, Url};
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
    match meaning(url) {
        Some(Link::Document(id)) => wanted::show(app, Wanted::Document { id }),
        Some(Link::Mail { kind, server, token }) => {
            app.state::<Desk>().open_link(kind, &server, &token);
            window::show(app);
        }
        None => window::show(app),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Link {
    Document(String),
    Mail { kind: LinkKind, server: String, token: String },
}

/// What a link asks for. It comes from anywhere: nothing but an identifier, or an address with a token, is taken from it.
fn meaning(url: &Url) -> Option<Link> {
    let kind = match (url.scheme(), url.host_str()?) {
        ("coffreo", "document") => {
            let id = url.path().trim_matches('/');
            let is_id = id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
            return is_id.then(|| Link::Document(id.to_owned()));
        }
        ("coffreo", "join") => LinkKind::Invitation,
        ("coffreo", "reset") => LinkKind::Reset,
        ("coffreo", "address") => LinkKind::Address,
        _ => return None,
    };
    let named = |name: &str| url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
    Some(Link::Mail { kind, server: named("server")?, token: named("token")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Link> {
        meaning(&Url::parse(text).unwrap())
    }

    #[test]
    fn a_link_names_a_document_and_nothing_else() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(of(&format!("coffreo://document/{id}")), Some(Link::Document(id.to_owned())));
        for text in ["coffreo://document/", "coffreo://document/../../etc", "coffreo://other/x", "https://document/x"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn a_link_of_a_mail_brings_its_server_and_token() {
        let link = of("coffreo://join?server=https%3A%2F%2Fcoffre.example&token=abc-1");
        let (server, token) = ("https://coffre.example".to_owned(), "abc-1".to_owned());
        assert_eq!(link, Some(Link::Mail { kind: LinkKind::Invitation, server, token }));
        assert!(matches!(of("coffreo://reset?server=a&token=b"), Some(Link::Mail { kind: LinkKind::Reset, .. })));
        assert_eq!(of("coffreo://join?server=a"), None);
    }
}
