//! The frame of a page, its words' language, and the headers that keep it to itself.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coffreo_api::account::Language;

use crate::mail::escape;

/// No script, nothing from elsewhere, in no frame, and the address (it holds a token) is told to nobody.
const CONTENT_SECURITY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// One sentence in the reader's language.
pub(super) fn say(language: Language, french: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Fr => french,
        Language::En => english,
    }
}

/// What the reader's program asks for: French, unless English comes first.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = |one: &str| match one.trim().get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("fr") => Some(Language::Fr),
        Some("en") => Some(Language::En),
        _ => None,
    };
    wanted.split(',').find_map(known).unwrap_or_default()
}

/// A page of a title and a body, which is HTML.
pub(super) fn page(status: StatusCode, language: Language, title: &str, body: &str) -> Response {
    let (code, title) = (language.code(), escape(title));
    let html = format!(
        "<!doctype html><html lang=\"{code}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} — Coffreo</title>\
         <link rel=\"stylesheet\" href=\"/pages.css\"></head><body><main><p class=\"brand\">Coffreo</p>\
         <h1>{title}</h1>{body}</main></body></html>\n"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    (status, headers, html).into_response()
}

pub(in super::super) async fn style() -> impl IntoResponse {
    const STYLE: &str = include_str!("pages.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")], STYLE)
}

/// A link that opens the app with what it needs, as a button.
pub(super) fn app_button(language: Language, action: &str, public_url: &str, token: Option<&str>) -> String {
    let mut address = format!("coffreo://{action}?server={}", encoded(public_url));
    if let Some(token) = token {
        address.push_str(&format!("&token={}", encoded(token)));
    }
    let label = say(language, "Ouvrir l’application Coffreo", "Open the Coffreo application");
    format!("<p><a class=\"button\" href=\"{}\">{label}</a></p>", escape(&address))
}

/// RFC 3986 §2.3: everything but unreserved characters is percent-encoded.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_language_is_taken_where_it_is_known() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, text.parse().unwrap());
            language(&headers)
        };
        assert_eq!(
            (of("en-GB,en;q=0.9,fr;q=0.8"), of("fr-FR"), of("de,en")),
            (Language::En, Language::Fr, Language::En)
        );
        assert_eq!((of("de"), language(&HeaderMap::new())), (Language::Fr, Language::Fr));
    }

    #[test]
    fn a_server_and_a_token_reach_the_app_whole() {
        let button = app_button(Language::Fr, "join", "https://c.example/a?b", Some("cfl_x-y"));
        assert!(button.contains("coffreo://join?server=https%3A%2F%2Fc.example%2Fa%3Fb&amp;token=cfl_x-y"), "{button}");
    }
}
