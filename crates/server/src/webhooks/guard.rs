//! Which addresses may be told at. An agency chooses the address, so it must not lead into the network that the server
//! stands in (SSRF): names are resolved here, and what leads inside is left out of what is connected to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The longest address: bytes.
const LONGEST: usize = 1000;

/// The rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// Whether addresses of the server's own computer and network may be told at, and plain HTTP on the computer itself.
    pub private: bool,
}

/// Why an address may not be told at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlRefused {
    /// Not a URL, or one with a user name or a fragment.
    #[error("is not a plain URL of at most {LONGEST} bytes")]
    NotPlain,
    /// Neither HTTPS nor, where that is allowed, plain HTTP on the server's own computer.
    #[error("does not begin with https://")]
    NotHttps,
    /// It leads into the server's own network.
    #[error("leads into the server's own network")]
    Private,
}

impl Guard {
    /// Checks an address as far as it can be without asking for names: that is done at each connection.
    ///
    /// # Errors
    /// [`UrlRefused`]
    pub fn check(&self, url: &str) -> Result<Url, UrlRefused> {
        let parsed = Url::parse(url).map_err(|_| UrlRefused::NotPlain)?;
        let plain = parsed.username().is_empty() && parsed.password().is_none() && parsed.fragment().is_none();
        if url.len() > LONGEST || !plain {
            return Err(UrlRefused::NotPlain);
        }
        let host = parsed.host_str().ok_or(UrlRefused::NotPlain)?.trim_matches(['[', ']']).to_owned();
        let address: Option<IpAddr> = host.parse().ok();
        let own = host == "localhost" || address.is_some_and(|address| address.is_loopback());
        match parsed.scheme() {
            "https" => {}
            "http" if own && self.private => {}
            "http" if own => return Err(UrlRefused::Private),
            _ => return Err(UrlRefused::NotHttps),
        }
        let inside = own || host.ends_with(".localhost") || address.is_some_and(|address| !is_public(address));
        if inside && !self.private { Err(UrlRefused::Private) } else { Ok(parsed) }
    }
}

/// Answers a name's addresses without those that lead inside. An error when none is left.
impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| private || is_public(address.ip())).collect();
            if allowed.is_empty() {
                return Err(UrlRefused::Private.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the public internet: not of those that IANA has set aside.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let set_aside = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b)) // shared address space (RFC 6598)
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (18..20).contains(&b)); // benchmarks (RFC 2544)
    !set_aside
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let inner = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match segments {
        // IPv4 within: mapped, compatible, translated (RFC 6052), 6to4.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => is_public_v4(inner(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => is_public_v4(inner(high, low)),
        [0x2002, high, low, ..] => is_public_v4(inner(high, low)),
        // Only 2000::/3 is given out; of it, protocols (RFC 2928) and documentation are set aside.
        [first, second, ..] => {
            (0x2000..0x4000).contains(&first)
                && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
                && !(first == 0x3fff && second < 0x1000)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: Guard = Guard { private: false };
    const PRIVATE: Guard = Guard { private: true };

    #[test]
    fn an_address_must_be_https_and_lead_outside() {
        for good in ["https://erp.example.com/coffreo?x=1", "https://8.8.8.8/", "https://[2606:4700::1]:8443/"] {
            assert!(PUBLIC.check(good).is_ok(), "{good}");
        }
        let cases = [
            ("http://erp.example.com/", UrlRefused::NotHttps),
            ("ftp://erp.example.com/", UrlRefused::NotHttps),
            ("https://user:secret@erp.example.com/", UrlRefused::NotPlain),
            ("erp.example.com", UrlRefused::NotPlain),
            ("http://localhost/", UrlRefused::Private),
            ("https://localhost/", UrlRefused::Private),
            ("https://127.1/", UrlRefused::Private),
            ("https://0x7f.0.0.1/", UrlRefused::Private),
            ("https://2130706433/", UrlRefused::Private),
            ("https://10.0.0.1/", UrlRefused::Private),
            ("https://169.254.169.254/latest/meta-data", UrlRefused::Private),
            ("https://100.64.0.1/", UrlRefused::Private),
            ("https://[::1]/", UrlRefused::Private),
            ("https://[::ffff:10.0.0.1]/", UrlRefused::Private),
            ("https://[64:ff9b::a00:1]/", UrlRefused::Private),
            ("https://[2002:7f00:1::]/", UrlRefused::Private),
            ("https://[fd00::1]/", UrlRefused::Private),
            ("https://[fe80::1]/", UrlRefused::Private),
        ];
        for (url, refused) in cases {
            assert_eq!(PUBLIC.check(url), Err(refused), "{url}");
        }
    }

    #[test]
    fn an_operator_may_allow_the_own_network_and_plain_http_only_at_home() {
        assert!(PRIVATE.check("http://127.0.0.1:8080/").is_ok());
        assert!(PRIVATE.check("https://10.0.0.1/").is_ok());
        assert_eq!(PRIVATE.check("http://10.0.0.1/"), Err(UrlRefused::NotHttps));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_connected_to() {
        let localhost = || "localhost".parse().unwrap();
        assert!(PUBLIC.resolve(localhost()).await.is_err());
        assert!(PRIVATE.resolve(localhost()).await.unwrap().next().is_some());
    }
}
