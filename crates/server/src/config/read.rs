//! Reads the settings from a file's text and the environment.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use coffreo_domain::people;
use serde::Deserialize;

use super::{Bucket, Config, Database, FilesConfig, Limits, MailBy, SealFiles};

const SENDER: &str = "\"Coffreo <no-reply@example.com>\"";
const PUBLIC: &str = "\"https://coffreo.example.com\"";

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigWrong {
    /// Its key in the file, and its variable.
    pub key: &'static str,
    /// What is wrong with it.
    pub wrong: String,
    /// A value that would do.
    pub example: &'static str,
}

impl fmt::Display for ConfigWrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let variable = variable(self.key);
        let Self { key, wrong, example } = self;
        write!(out, "setting `{key}` (or variable {variable}): {wrong}. Example: {key} = {example}")
    }
}

impl std::error::Error for ConfigWrong {}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<String>,
    data: Option<String>,
    database: Option<String>,
    files: Option<String>,
    s3_region: Option<String>,
    s3_endpoint: Option<String>,
    s3_access_key_id: Option<String>,
    s3_secret_access_key: Option<String>,
    seal_key: Option<String>,
    seal_chain: Option<String>,
    max_pdf_bytes: Option<i64>,
    max_pdf_pages: Option<i64>,
    attempts_per_account: Option<i64>,
    attempts_per_address: Option<i64>,
    attempt_forgiven_after: Option<i64>,
    behind_proxy: Option<bool>,
    webhook_private_addresses: Option<bool>,
    support_email: Option<String>,
    public_url: Option<String>,
    terms_file: Option<String>,
    mail_from: Option<String>,
    mail_smtp_url: Option<String>,
    mail_folder: Option<String>,
    mail_news_after: Option<i64>,
    log: Option<String>,
    log_format: Option<String>,
}

impl Config {
    /// Reads the settings. `file` is a TOML file's text; `environment` answers a variable's value and wins over it.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn read(file: Option<&str>, environment: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigWrong> {
        let file: File = toml::from_str(file.unwrap_or_default()).map_err(|error| ConfigWrong {
            key: "config",
            wrong: format!("the file cannot be read: {}", error.to_string().trim().replace('\n', " ")),
            example: "\"/etc/coffreo/server.toml\"",
        })?;
        let text = |key: &str, from_file: Option<String>| environment(&variable(key)).or(from_file);
        let data = PathBuf::from(text("data", file.data).unwrap_or_else(|| "coffreo-data".into()));
        let mut config = Self::in_folder(data);
        config.listen = match text("listen", file.listen) {
            Some(listen) => parsed("listen", &listen, "an address with a port", "\"127.0.0.1:8080\"")?,
            None => ([127, 0, 0, 1], 8080).into(),
        };
        if let Some(database) = text("database", file.database) {
            config.database = database_of(&database)?;
        }
        if let Some(files) = text("files", file.files) {
            config.files = match files.strip_prefix("s3://") {
                None => FilesConfig::Folder(files.into()),
                Some(name) if name.is_empty() || name.contains('/') => {
                    return Err(wrong("files", "s3:// is followed by the bucket's name alone", "\"s3://coffreo\""));
                }
                Some(name) => FilesConfig::Bucket(Bucket {
                    name: name.into(),
                    region: text("s3_region", file.s3_region),
                    endpoint: text("s3_endpoint", file.s3_endpoint),
                    access_key_id: text("s3_access_key_id", file.s3_access_key_id),
                    secret_access_key: text("s3_secret_access_key", file.s3_secret_access_key),
                }),
            };
        }
        let seal_path = |key, from_file, usual: &Path| text(key, from_file).map_or(usual.into(), PathBuf::from);
        config.seal = SealFiles {
            key: seal_path("seal_key", file.seal_key, &config.seal.key),
            chain: seal_path("seal_chain", file.seal_chain, &config.seal.chain),
        };
        let number = |key: &'static str, from_file: Option<i64>, usual: i64| -> Result<i64, ConfigWrong> {
            let value = match environment(&variable(key)) {
                Some(value) => parsed(key, &value, "a whole number", "100")?,
                None => from_file.unwrap_or(usual),
            };
            if (1..=1_000_000_000).contains(&value) {
                Ok(value)
            } else {
                Err(wrong(key, "is not between 1 and 1000000000", "100"))
            }
        };
        let usual = Limits::default();
        config.limits = Limits {
            pdf_bytes: number("max_pdf_bytes", file.max_pdf_bytes, usual.pdf_bytes as i64)? as usize,
            pdf_pages: number("max_pdf_pages", file.max_pdf_pages, usual.pdf_pages as i64)? as usize,
            attempts_per_account: number(
                "attempts_per_account",
                file.attempts_per_account,
                usual.attempts_per_account.into(),
            )? as u32,
            attempts_per_address: number(
                "attempts_per_address",
                file.attempts_per_address,
                usual.attempts_per_address.into(),
            )? as u32,
            attempt_forgiven_after: number(
                "attempt_forgiven_after",
                file.attempt_forgiven_after,
                usual.attempt_forgiven_after.into(),
            )? as u32,
        };
        config.mail.news_after = number("mail_news_after", file.mail_news_after, config.mail.news_after.into())? as u32;
        if let Some(url) = text("public_url", file.public_url) {
            config.public_url = Some(public_url_of(&url)?);
        }
        config.terms_file = text("terms_file", file.terms_file).map(PathBuf::from);
        if let Some(email) = text("support_email", file.support_email) {
            let email = people::email(&email);
            let wrong = |_| wrong("support_email", "is not an e-mail address", "\"support@example.com\"");
            config.support_email = Some(email.map_err(wrong)?);
        }
        let from = text("mail_from", file.mail_from);
        let has_sender = from.is_some();
        if let Some(from) = from {
            let _: lettre::message::Mailbox = parsed("mail_from", &from, "an e-mail address", SENDER)?;
            config.mail.from = from;
        }
        if let Some(folder) = text("mail_folder", file.mail_folder) {
            config.mail.by = MailBy::Folder(folder.into());
        }
        if let Some(url) = text("mail_smtp_url", file.mail_smtp_url) {
            config.mail.by = MailBy::Smtp(smtp_url_of(url)?);
            // Without them, mails would come from nobody and their links lead nowhere.
            if !has_sender {
                return Err(wrong("mail_from", "is needed with mail_smtp_url", SENDER));
            }
            if config.public_url.is_none() {
                return Err(wrong("public_url", "is needed with mail_smtp_url", PUBLIC));
            }
        }
        let switch = |key: &'static str, from_file: Option<bool>| match environment(&variable(key)) {
            Some(value) => parsed(key, &value, "true or false", "true"),
            None => Ok(from_file.unwrap_or(false)),
        };
        config.behind_proxy = switch("behind_proxy", file.behind_proxy)?;
        config.webhook_private_addresses = switch("webhook_private_addresses", file.webhook_private_addresses)?;
        config.json_logs = match text("log_format", file.log_format).as_deref() {
            None | Some("text") => false,
            Some("json") => true,
            Some(other) => return Err(wrong("log_format", &format!("`{other}` is neither text nor json"), "\"json\"")),
        };
        if let Some(log) = text("log", file.log) {
            config.log = log;
        }
        if config.log.parse::<tracing_subscriber::EnvFilter>().is_err() {
            return Err(wrong("log", &format!("`{}` is not a log filter", config.log), "\"info\""));
        }
        Ok(config)
    }
}

fn database_of(text: &str) -> Result<Database, ConfigWrong> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Ok(Database::Postgres(text.into()));
    }
    match text.strip_prefix("sqlite:") {
        Some(path) if !path.is_empty() => Ok(Database::Sqlite(path.strip_prefix("//").unwrap_or(path).into())),
        // The value may hold a password: it is not shown.
        _ => Err(wrong(
            "database",
            "starts neither with postgres:// nor with sqlite:",
            "\"postgres://coffreo@localhost/coffreo\"",
        )),
    }
}

/// Without the slash at its end.
fn public_url_of(text: &str) -> Result<String, ConfigWrong> {
    let wrong = |what: &str| wrong("public_url", what, PUBLIC);
    let url = reqwest::Url::parse(text).map_err(|_| wrong("is not a URL"))?;
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let own = url.host_str().is_some_and(is_own_computer);
    match url.scheme() {
        _ if !plain || url.host_str().is_none() => Err(wrong("holds more than a scheme, a host and a port")),
        "https" => Ok(text.trim_end_matches('/').into()),
        "http" if own => Ok(text.trim_end_matches('/').into()),
        _ => Err(wrong("does not begin with https://")),
    }
}

/// Mails hold links that open accounts: they travel encrypted, but to this computer itself. The value may hold a
/// password: it is not shown.
fn smtp_url_of(text: String) -> Result<String, ConfigWrong> {
    let wrong = |what: &str| wrong("mail_smtp_url", what, "\"smtps://user:password@mail.example.com\"");
    let url = reqwest::Url::parse(&text).map_err(|_| wrong("is not a URL"))?;
    let own = url.host_str().is_some_and(is_own_computer);
    let starts_tls = url.query_pairs().any(|(key, value)| key == "tls" && value == "required");
    match url.scheme() {
        "smtps" => Ok(text),
        "smtp" if own || starts_tls => Ok(text),
        "smtp" => Err(wrong("is not encrypted: use smtps://, or smtp:// with ?tls=required")),
        _ => Err(wrong("begins neither with smtps:// nor with smtp://")),
    }
}

fn is_own_computer(host: &str) -> bool {
    let address: Option<std::net::IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || address.is_some_and(|address| address.is_loopback())
}

fn parsed<T: FromStr>(key: &'static str, value: &str, what: &str, example: &'static str) -> Result<T, ConfigWrong> {
    value.trim().parse().map_err(|_| wrong(key, &format!("`{value}` is not {what}"), example))
}

fn wrong(key: &'static str, what: &str, example: &'static str) -> ConfigWrong {
    ConfigWrong { key, wrong: what.into(), example }
}

fn variable(key: &str) -> String {
    format!("COFFREO_{}", key.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigWrong> {
        let find = |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Config::read(Some(file), find)
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_what_is_usual() {
        let config = read("listen = \"127.0.0.1:1\"\ndata = \"/d\"", &[("COFFREO_LISTEN", "127.0.0.1:2")]).unwrap();
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.database, Database::Sqlite("/d/coffreo.db".into()));
        assert_eq!(config.limits, Limits::default());
    }

    #[test]
    fn mails_travel_encrypted_from_somebody_and_their_links_lead_somewhere() {
        let rest = "mail_from = \"Coffreo <no-reply@c.example>\"\npublic_url = \"https://c.example/\"";
        for good in ["smtps://u:p@m.example", "smtp://m.example:587?tls=required", "smtp://127.0.0.1:25"] {
            let config = read(rest, &[("COFFREO_MAIL_SMTP_URL", good)]).unwrap();
            assert_eq!(config.mail.by, MailBy::Smtp(good.into()));
            assert_eq!(config.public_url.as_deref(), Some("https://c.example"));
        }
        for bad in ["smtp://u:secret@m.example", "smtp://m.example?tls=opportunistic", "https://m.example"] {
            let wrong = read(rest, &[("COFFREO_MAIL_SMTP_URL", bad)]).unwrap_err();
            assert!(wrong.key == "mail_smtp_url" && !wrong.to_string().contains("u:secret"), "{wrong}");
        }
        for (line, missing) in rest.lines().zip(["public_url", "mail_from"]) {
            assert_eq!(read(line, &[("COFFREO_MAIL_SMTP_URL", "smtps://m.example")]).unwrap_err().key, missing);
        }
        for bad in ["http://c.example", "https://c.example/coffreo", "https://u@c.example", "c.example"] {
            assert_eq!(read("", &[("COFFREO_PUBLIC_URL", bad)]).unwrap_err().key, "public_url", "{bad}");
        }
        assert_eq!(read("mail_from = \"nobody\"", &[]).unwrap_err().key, "mail_from");
    }

    #[test]
    fn a_wrong_setting_is_named_with_an_example() {
        let wrong = read("", &[("COFFREO_LISTEN", "8080")]).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "setting `listen` (or variable COFFREO_LISTEN): `8080` is not an address with a port. \
             Example: listen = \"127.0.0.1:8080\""
        );
        assert_eq!(read("database = \"mysql://u:secret@h/d\"", &[]).unwrap_err().key, "database");
        assert_eq!(read("max_pdf_pages = 0", &[]).unwrap_err().key, "max_pdf_pages");
        assert!(read("listn = \"x\"", &[]).unwrap_err().wrong.contains("listn"), "a typo is not passed over");
        assert!(!read("database = \"mysql://u:secret@h/d\"", &[]).unwrap_err().to_string().contains("secret"));
    }
}
