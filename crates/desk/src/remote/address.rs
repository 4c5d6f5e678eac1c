//! A server's address: HTTPS, or plain HTTP to this very computer.

use reqwest::Url;

/// A checked address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAddress(Url);

impl ServerAddress {
    /// Reads what a person typed: `coffreo.example`, `https://coffreo.example:8443`, `http://localhost:8787`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('/');
        let text = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let mut url = Url::parse(&text).ok()?;
        let plain = url.query().is_none() && url.fragment().is_none();
        let anonymous = url.username().is_empty() && url.password().is_none();
        let safe = match url.scheme() {
            "https" => true,
            "http" => is_loopback(&url),
            _ => false,
        };
        if !(plain && anonymous && safe && url.host().is_some()) {
            return None;
        }
        let path = format!("{}/", url.path().trim_end_matches('/'));
        url.set_path(&path);
        Some(Self(url))
    }

    /// As it is shown and kept: without the last slash.
    pub fn as_text(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Whether it is this computer: no proxy then.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// The address of a path below it, with its query if it has one.
    pub fn at(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let path = format!("{}{path}", self.0.path());
        url.set_path(&path);
        url.set_query(query);
        url
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => {
            let host = host.trim_start_matches('[').trim_end_matches(']');
            host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_goes_to_this_computer_only() {
        let of = |text| ServerAddress::parse(text).map(|address| address.as_text().to_owned());
        assert_eq!(of(" coffreo.example/ ").as_deref(), Some("https://coffreo.example"));
        assert_eq!(of("http://127.0.0.1:8787").as_deref(), Some("http://127.0.0.1:8787"));
        assert_eq!(of("http://[::1]:8787/").as_deref(), Some("http://[::1]:8787"));
        assert_eq!(of("https://host/coffreo/").as_deref(), Some("https://host/coffreo"));
        for refused in [
            "http://coffreo.example",
            "http://127.0.0.1.evil.example",
            "ftp://localhost",
            "",
            "https://a:b@c",
            "https://a?b",
        ] {
            assert_eq!(of(refused), None, "{refused}");
        }
        assert_eq!(ServerAddress::parse("https://host/x").unwrap().at("v1/me").as_str(), "https://host/x/v1/me");
    }
}
