//! What the server is told at its start: a TOML file, then the environment, then the command line. Checked at once,
//! with messages that name the key, what is wrong with it and an example that would do.

mod read;

use std::net::SocketAddr;
use std::path::PathBuf;

pub use read::ConfigWrong;

/// All settings, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where HTTP is served. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// The server's own folder: the embedded database, the files and the sealing key, unless they are elsewhere.
    pub data: PathBuf,
    /// Where rows are kept.
    pub database: Database,
    /// Where PDFs are kept.
    pub files: FilesConfig,
    /// The sealing key and its certificates, in PEM.
    pub seal: SealFiles,
    /// What the server takes.
    pub limits: Limits,
    /// Whether a proxy in front names the caller's address as the last of `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Whether webhooks may go to addresses of the server's own network, and by plain HTTP to its own computer.
    pub webhook_private_addresses: bool,
    /// Where people reach the server, without a slash at its end: what links in mails begin with. Without it, they lead
    /// to where it listens.
    pub public_url: Option<String>,
    /// How mails are sent.
    pub mail: MailConfig,
    /// The operator's own terms: a text whose first line is their version and the second their title.
    pub terms_file: Option<PathBuf>,
    /// Where messages to the people who support the product are sent. Without it they are only kept.
    pub support_email: Option<String>,
    /// Log lines as JSON.
    pub json_logs: bool,
    /// Which log lines: `info`, or a filter such as `coffreo_server=debug,warn`.
    pub log: String,
}

/// The database.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file. One server process at a time.
    Sqlite(PathBuf),
    /// A URL, `postgres://…`. Many server processes may share it.
    Postgres(String),
}

/// Without the password that a URL may hold.
impl std::fmt::Debug for Database {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(out, "Sqlite({})", path.display()),
            Self::Postgres(_) => out.write_str("Postgres"),
        }
    }
}

/// Where PDFs are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesConfig {
    /// A folder.
    Folder(PathBuf),
    /// An S3 bucket.
    Bucket(Bucket),
}

/// An S3 bucket, or one of a compatible server. What is `None` comes from the usual `AWS_…` variables.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// The bucket's name.
    pub name: String,
    /// `eu-west-3`
    pub region: Option<String>,
    /// `https://s3.example.net`, where it is not Amazon's.
    pub endpoint: Option<String>,
    /// The key's public half.
    pub access_key_id: Option<String>,
    /// The key's secret half. Never logged.
    pub secret_access_key: Option<String>,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Bucket({})", self.name)
    }
}

/// How mails are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailConfig {
    /// Whom they are from: `Coffreo <no-reply@example.com>`.
    pub from: String,
    /// By what.
    pub by: MailBy,
    /// How many seconds after the first new document people are told of it, and of what came meanwhile.
    pub news_after: u32,
}

/// By what mails are sent.
#[derive(Clone, PartialEq, Eq)]
pub enum MailBy {
    /// An SMTP server: `smtps://user:password@mail.example.com`. Never logged.
    Smtp(String),
    /// One file a mail in a folder.
    Folder(PathBuf),
}

/// Without the password that a URL may hold.
impl std::fmt::Debug for MailBy {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Smtp(_) => out.write_str("Smtp"),
            Self::Folder(path) => write!(out, "Folder({})", path.display()),
        }
    }
}

/// The PEM files of the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealFiles {
    /// The private key.
    pub key: PathBuf,
    /// Certificates: the signer's first, the anchor last.
    pub chain: PathBuf,
}

/// What the server takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest PDF: bytes.
    pub pdf_bytes: usize,
    /// The longest PDF: pages.
    pub pdf_pages: usize,
    /// Failed password attempts on one account before it must wait.
    pub attempts_per_account: u32,
    /// Failed password attempts from one address before it must wait.
    pub attempts_per_address: u32,
    /// In how many seconds one failed attempt is forgiven.
    pub attempt_forgiven_after: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pdf_bytes: 25 * 1024 * 1024,
            pdf_pages: 500,
            attempts_per_account: 10,
            attempts_per_address: 100,
            attempt_forgiven_after: 60,
        }
    }
}

impl Config {
    /// A server with everything in one folder and the embedded database, on a free port of this computer.
    pub fn in_folder(data: impl Into<PathBuf>) -> Self {
        let data = data.into();
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: Database::Sqlite(data.join("coffreo.db")),
            files: FilesConfig::Folder(data.join("files")),
            seal: SealFiles { key: data.join("seal/key.pem"), chain: data.join("seal/chain.pem") },
            public_url: None,
            terms_file: None,
            mail: MailConfig {
                from: "Coffreo <coffreo@localhost>".into(),
                by: MailBy::Folder(data.join("mail")),
                news_after: 15 * 60,
            },
            data,
            limits: Limits::default(),
            behind_proxy: false,
            webhook_private_addresses: false,
            support_email: None,
            json_logs: false,
            log: "info".into(),
        }
    }
}
