//! The command line of `coffreo-server`.

use std::io::{IsTerminal, Read, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use coffreo_api::account::Language;
use coffreo_domain::Rights;
use serde_json::{Map, Value, json};

use super::news::{self, NewsCommand};
use super::{Admin, backup};
use crate::config::{Config, Database};
use crate::edge::{Clock, SystemClock};
use crate::events::Events;
use crate::server::Server;
use crate::store::Store;
use crate::{openapi_json, seal};

/// The Coffreo server: agencies deliver to it, people sign with it.
#[derive(Debug, Parser)]
#[command(name = "coffreo-server", version)]
pub struct Cli {
    /// Settings in TOML. Variables COFFREO_… win over it.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// The server's own folder: database, files, sealing key.
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// Answer as JSON, for programs.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until SIGTERM or Ctrl-C.
    Serve {
        /// Where, such as 127.0.0.1:8080. Port 0 takes a free one.
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// Write the URL into this file once the server listens.
        #[arg(long)]
        ready_file: Option<PathBuf>,
    },
    /// Bring the database's schema up to date.
    Migrate,
    /// Agencies and their keys.
    #[command(subcommand)]
    Agency(AgencyCommand),
    /// Companies.
    #[command(subcommand)]
    Company(CompanyCommand),
    /// People and their rights.
    #[command(subcommand)]
    Person(PersonCommand),
    /// The sealing key.
    #[command(subcommand)]
    Seal(SealCommand),
    /// What agencies were not told.
    #[command(subcommand)]
    Webhook(WebhookCommand),
    /// Mails that could not be sent.
    #[command(subcommand)]
    Mail(MailCommand),
    /// What everybody is told.
    #[command(subcommand)]
    News(NewsCommand),
    /// Recompute the journal's chain.
    Journal,
    /// Copy database, files and sealing key into a new folder, while the server runs or not.
    Backup {
        /// A folder that is not there yet.
        to: PathBuf,
    },
    /// Bring a backup back, where no server has been yet, and check that it is whole.
    Restore {
        /// The backup's folder.
        from: PathBuf,
    },
    /// Print the agency API's OpenAPI description.
    Openapi,
}

#[derive(Debug, Subcommand)]
enum AgencyCommand {
    /// Add an agency.
    Create {
        name: String,
        /// Its postal address, on one line.
        #[arg(long)]
        address: Option<String>,
    },
    /// Say where an agency is.
    Address {
        /// The agency's name or identifier.
        agency: String,
        /// Its postal address, on one line.
        address: String,
    },
    /// Say where an agency is written to: of disputed, suspended and refused invoices, and of declined relations.
    Email {
        /// The agency's name or identifier.
        agency: String,
        email: String,
    },
    /// An agency's keys.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Where an agency is told what became of its documents.
    #[command(subcommand)]
    Webhook(AddressCommand),
}

#[derive(Debug, Subcommand)]
enum AddressCommand {
    /// Register an address. Its secret is shown once.
    Create {
        /// The agency's name or identifier.
        agency: String,
        /// https://…
        url: String,
    },
    /// Show an agency's addresses.
    List {
        /// The agency's name or identifier.
        agency: String,
    },
    /// Remove an address, with what it was still to be told.
    Delete {
        /// The agency's name or identifier.
        agency: String,
        /// The address's identifier.
        id: String,
    },
}

#[derive(Debug, Subcommand)]
enum WebhookCommand {
    /// Show the messages that were given up.
    Dead,
    /// Send again what was given up.
    Resend {
        /// One message; all when left out.
        message: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
enum MailCommand {
    /// Show the mails that were given up.
    Dead,
    /// Send again what was given up.
    Resend {
        /// One mail; all when left out.
        message: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// Make a key. It is shown once.
    Create {
        /// The agency's name or identifier.
        agency: String,
        /// What the key is for.
        #[arg(long, default_value = "")]
        label: String,
    },
    /// Revoke a key.
    Revoke {
        /// The agency's name or identifier.
        agency: String,
        /// The key's identifier.
        key: String,
    },
}

#[derive(Debug, Subcommand)]
enum CompanyCommand {
    /// Add a company.
    Create {
        name: String,
        #[arg(long)]
        siret: String,
        /// Its postal address, on one line.
        #[arg(long)]
        address: Option<String>,
    },
    /// Say where a company is.
    Address {
        /// The company's SIRET.
        siret: String,
        /// Its postal address, on one line.
        address: String,
    },
}

#[derive(Debug, Args)]
struct Relation {
    /// The person.
    email: String,
    /// The company's SIRET.
    #[arg(long)]
    company: String,
    /// The agency's name or identifier.
    #[arg(long)]
    agency: String,
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    /// Add a person. Asks for the password, unless they are to choose it themselves.
    Create {
        email: String,
        #[arg(long)]
        name: String,
        /// They choose it by the link that `person invite` sends.
        #[arg(long, conflicts_with = "password_stdin")]
        without_password: bool,
        /// Of the mails of somebody without a password: fr or en.
        #[arg(long, default_value = "fr", requires = "without_password")]
        language: Language,
        /// Read the password from the standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Send a person the link to choose their password, or tell them that relations wait for them.
    Invite { email: String },
    /// Give exactly these rights.
    Grant {
        #[command(flatten)]
        relation: Relation,
        /// Letters: A administers, S signs, F invoices, R time sheets.
        #[arg(long)]
        rights: Rights,
        /// Confirm the relation too.
        #[arg(long)]
        confirmed: bool,
    },
    /// Take the relation away, with all its rights.
    Revoke {
        #[command(flatten)]
        relation: Relation,
    },
    /// Set a new password and end all sessions. Asks for it.
    Password {
        email: String,
        /// Read the password from the standard input.
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Debug, Subcommand)]
enum SealCommand {
    /// Make a sealing key with an authority of its own.
    Init {
        /// The organisation that the certificates name.
        #[arg(long, default_value = "Coffreo")]
        organization: String,
    },
}

/// Runs the command; what it prints is on the standard output, logs are on the error output.
///
/// # Errors
/// With a sentence for the person at the keyboard.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    let config = config(&cli)?;
    start_logs(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(command(cli, config))
}

fn config(cli: &Cli) -> anyhow::Result<Config> {
    let path = cli.config.clone().or_else(|| std::env::var_os("COFFREO_CONFIG").map(PathBuf::from));
    let file = path.map(|path| std::fs::read_to_string(&path).with_context(|| format!("{}", path.display())));
    let file = file.transpose()?;
    let data = cli.data.as_ref().map(|data| data.display().to_string());
    let environment = |name: &str| match (name, &data) {
        ("COFFREO_DATA", Some(data)) => Some(data.clone()),
        _ => std::env::var(name).ok(),
    };
    Ok(Config::read(file.as_deref(), environment)?)
}

fn start_logs(config: &Config) {
    let logs = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&config.log))
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if config.json_logs { logs.json().init() } else { logs.init() }
}

async fn command(cli: Cli, mut config: Config) -> anyhow::Result<()> {
    let done = match cli.command {
        Command::Serve { listen, ready_file } => {
            config.listen = listen.unwrap_or(config.listen);
            return serve(config, ready_file).await;
        }
        Command::Openapi => return Ok(writeln!(std::io::stdout(), "{}", openapi_json())?),
        Command::Seal(SealCommand::Init { organization }) => {
            seal::init(&config.seal, &organization, SystemClock.now())?;
            let anchor = config.seal.chain.with_file_name("anchor.pem");
            Done::new(json!({"key": config.seal.key, "chain": config.seal.chain, "anchor": anchor}))
        }
        Command::Migrate => {
            open(&config).await?;
            Done::new(json!({"migrated": true}))
        }
        Command::Journal => Done::new(json!({"entries": open(&config).await?.verify_journal().await?})),
        Command::Backup { to } => Done::new(backup::backup(&config, &to).await?),
        Command::Restore { from } => Done::new(backup::restore(&config, &from).await?),
        Command::Agency(command) => agency(admin(&config).await?, command, config.webhook_private_addresses).await?,
        Command::Webhook(command) => webhook(admin(&config).await?, command).await?,
        Command::Mail(command) => mail(admin(&config).await?, command).await?,
        Command::News(command) => Done::new(news::run(admin(&config).await?, command).await?),
        Command::Company(command) => company(admin(&config).await?, command).await?,
        Command::Person(command) => person(admin(&config).await?, command).await?,
    };
    done.print(cli.json)
}

async fn serve(config: Config, ready_file: Option<PathBuf>) -> anyhow::Result<()> {
    let running = Server::start(config, Arc::new(SystemClock)).await?;
    writeln!(std::io::stdout(), "{}", running.url())?;
    if let Some(path) = ready_file {
        // Written aside and renamed: whoever waits for the file finds it whole.
        let part = path.with_extension("part");
        std::fs::write(&part, running.url()).and_then(|()| std::fs::rename(&part, &path))?;
    }
    stop_asked_for().await?;
    running.stop().await;
    Ok(())
}

async fn stop_asked_for() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            asked = tokio::signal::ctrl_c() => asked,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

async fn agency(admin: Admin, command: AgencyCommand, private: bool) -> anyhow::Result<Done> {
    Ok(Done::new(match command {
        AgencyCommand::Create { name, address } => {
            let id = admin.create_agency(&name).await?.to_string();
            if let Some(address) = address {
                admin.set_agency_address(&id, &address).await?;
            }
            json!({"id": id})
        }
        AgencyCommand::Address { agency, address } => {
            admin.set_agency_address(&agency, &address).await?;
            json!({"address": address})
        }
        AgencyCommand::Email { agency, email } => {
            admin.set_agency_email(&agency, &email).await?;
            json!({"email": email})
        }
        AgencyCommand::Key(KeyCommand::Create { agency, label }) => {
            let key = admin.create_agency_key(&agency, &label).await?;
            json!({"id": key.id, "key": key.secret})
        }
        AgencyCommand::Key(KeyCommand::Revoke { agency, key }) => {
            admin.revoke_agency_key(&agency, &key).await?;
            json!({"revoked": key})
        }
        AgencyCommand::Webhook(AddressCommand::Create { agency, url }) => {
            let made = admin.create_webhook(&agency, &url, private).await?;
            json!({"id": made.webhook.id, "url": made.webhook.url, "secret": made.secret})
        }
        AgencyCommand::Webhook(AddressCommand::List { agency }) => {
            let webhooks = admin.webhooks(&agency).await?;
            webhooks.into_iter().map(|webhook| (webhook.id, webhook.url.into())).collect::<Map<_, Value>>().into()
        }
        AgencyCommand::Webhook(AddressCommand::Delete { agency, id }) => {
            admin.delete_webhook(&agency, &id).await?;
            json!({"deleted": id})
        }
    }))
}

async fn company(admin: Admin, command: CompanyCommand) -> anyhow::Result<Done> {
    Ok(Done::new(match command {
        CompanyCommand::Create { name, siret, address } => {
            let id = admin.create_company(&name, &siret).await?;
            if let Some(address) = address {
                admin.set_company_address(&siret, &address).await?;
            }
            json!({"id": id.to_string()})
        }
        CompanyCommand::Address { siret, address } => {
            admin.set_company_address(&siret, &address).await?;
            json!({"address": address})
        }
    }))
}

async fn webhook(admin: Admin, command: WebhookCommand) -> anyhow::Result<Done> {
    Ok(Done::new(match command {
        WebhookCommand::Dead => {
            let letters = admin.dead_letters().await?.into_iter().map(|letter| {
                let what = json!({
                    "agency": letter.agency, "webhook": letter.webhook, "url": letter.url, "type": letter.kind,
                    "tries": letter.tries, "dead_at": letter.dead_at.rfc3339(), "error": letter.error,
                });
                (letter.id, what)
            });
            letters.collect::<Map<_, Value>>().into()
        }
        WebhookCommand::Resend { message } => json!({"due_again": admin.resend(message.as_deref()).await?}),
    }))
}

async fn mail(admin: Admin, command: MailCommand) -> anyhow::Result<Done> {
    Ok(Done::new(match command {
        MailCommand::Dead => {
            let mails = admin.dead_mails().await?.into_iter().map(|mail| {
                let what = json!({
                    "to": mail.address, "letter": mail.kind, "tries": mail.tries,
                    "dead_at": mail.dead_at.rfc3339(), "error": mail.error,
                });
                (mail.id, what)
            });
            mails.collect::<Map<_, Value>>().into()
        }
        MailCommand::Resend { message } => json!({"due_again": admin.resend_mails(message.as_deref()).await?}),
    }))
}

async fn person(admin: Admin, command: PersonCommand) -> anyhow::Result<Done> {
    Ok(Done::new(match command {
        PersonCommand::Create { email, name, without_password, language, password_stdin } => {
            let id = match without_password {
                true => admin.create_person_without_password(&name, &email, language).await?,
                false => admin.create_person(&name, &email, &password(password_stdin)?).await?,
            };
            json!({"id": id.to_string()})
        }
        PersonCommand::Invite { email } => {
            admin.invite(&email).await?;
            json!({"invited": email})
        }
        PersonCommand::Grant { relation, rights, confirmed } => {
            admin.grant(&relation.email, &relation.company, &relation.agency, rights, confirmed).await?;
            json!({"rights": rights.letters()})
        }
        PersonCommand::Revoke { relation } => {
            admin.revoke(&relation.email, &relation.company, &relation.agency).await?;
            json!({"rights": ""})
        }
        PersonCommand::Password { email, password_stdin } => {
            admin.set_password(&email, &password(password_stdin)?).await?;
            json!({"password": "set"})
        }
    }))
}

fn password(from_stdin: bool) -> anyhow::Result<String> {
    if from_stdin {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("Password: ")?;
    if first != rpassword::prompt_password("Again: ")? {
        bail!("the two passwords differ");
    }
    Ok(first)
}

async fn admin(config: &Config) -> anyhow::Result<Admin> {
    Ok(Admin::new(open(config).await?, SystemClock.now()))
}

pub(super) async fn open(config: &Config) -> anyhow::Result<Store> {
    if let Database::Sqlite(path) = &config.database {
        path.parent().map(std::fs::create_dir_all).transpose()?;
    }
    Ok(Store::open(&config.database, Events::default()).await?)
}

/// What a command did.
struct Done(Value);

impl Done {
    fn new(value: Value) -> Self {
        Self(value)
    }

    fn print(self, as_json: bool) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        if as_json {
            writeln!(out, "{}", self.0)?;
            return Ok(());
        }
        for (key, value) in self.0.as_object().into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            writeln!(out, "{key}: {value}")?;
        }
        Ok(())
    }
}
