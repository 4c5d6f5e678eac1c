//! `coffreo-demo --folder DIR [--fresh] [--walk SCREENSHOTS]`: the product with something in it.
//!
//! Starts the real server with storage in the folder, founds a company, three agencies and two people, lets the
//! agencies deliver over their own HTTP API, opens the desktop window, and keeps delivering. Everything that it starts
//! ends with it. A second start goes on where the first one stopped.

mod folder;
mod letterbox;
mod server;
mod town;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use coffreo_samples::{Generator, Sample};
use coffreo_tests::album::Album;
use coffreo_tests::desktop::{Home, program};
use coffreo_tests::office::AgencyDesk;
use coffreo_tests::process::Running;
use coffreo_tests::walk::{self, Stage};

use folder::{Folder, Memory};
use letterbox::Letterbox;
use server::Server;

const USAGE: &str = "usage: coffreo-demo --folder DIR [--fresh] [--walk SCREENSHOTS]";
/// Between two deliveries while the demo runs.
const PAUSE: Duration = Duration::from_secs(45);
/// Generated documents delivered at the first start, beside the guide's own.
const AT_FIRST: u64 = 18;

#[tokio::main]
async fn main() -> ExitCode {
    let Some(wish) = Wish::read(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match wish.fulfil().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("coffreo-demo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

struct Wish {
    folder: PathBuf,
    fresh: bool,
    walk: Option<PathBuf>,
}

impl Wish {
    fn read(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let (mut folder, mut fresh, mut walk) = (None, false, None);
        while let Some(option) = arguments.next() {
            match option.as_str() {
                "--folder" => folder = Some(arguments.next()?.into()),
                "--fresh" => fresh = true,
                "--walk" => walk = Some(arguments.next()?.into()),
                _ => return None,
            }
        }
        Some(Self { folder: folder?, fresh, walk })
    }

    async fn fulfil(self) -> Result<()> {
        let folder = Folder::open(&self.folder, self.fresh)?;
        let stop = stop_asked_for()?;
        tokio::pin!(stop);
        tokio::select! {
            done = show(folder, self.walk) => done,
            () = &mut stop => {
                println!("\nStopped.");
                Ok(())
            }
        }
    }
}

/// Dropped at any moment, it takes down all that it started.
async fn show(folder: Folder, walk: Option<PathBuf>) -> Result<()> {
    let memory = match folder.recall()? {
        Some(memory) => memory,
        None => town::found(&folder)?,
    };
    let letterbox = Letterbox::open(folder.mails())?;
    let mut demo = Demo { server: Server::start(&folder, memory.port).await?, folder, memory, letterbox };
    demo.fill().await?;
    demo.introduce();
    match walk {
        Some(album) => demo.walk(album).await,
        None => demo.go_on().await,
    }
}

struct Demo {
    folder: Folder,
    memory: Memory,
    letterbox: Letterbox,
    server: Server,
}

impl Demo {
    /// The guide's documents and some more, where an earlier start did not get that far.
    async fn fill(&mut self) -> Result<()> {
        let today = today();
        if !self.memory.guide {
            for sample in coffreo_samples::guide_contracts(today).iter().chain(&coffreo_samples::guide_invoices(today))
            {
                self.desk(sample)?.deliver(sample).await?;
            }
            self.memory.guide = true;
            self.folder.remember(&self.memory)?;
        }
        while self.memory.delivered < AT_FIRST {
            let sample = self.next()?;
            self.desk(&sample)?.deliver(&sample).await?;
        }
        Ok(())
    }

    fn introduce(&self) {
        println!("\nCoffreo runs at {} with its data in {}", self.server.url, self.folder.path.display());
        println!("The API for agencies is described at {}/agency/v1/docs\n", self.server.url);
        for person in town::PEOPLE {
            println!("  {:<14} {:<30} password: {}  ({})", person.name, person.email, person.password, person.what);
        }
        println!("\nNo mail is sent: they are written into {}", self.folder.mails().display());
        println!("A document is delivered every {} seconds. Ctrl-C stops everything.\n", PAUSE.as_secs());
    }

    /// The window, and a document now and then, until the app is left.
    async fn go_on(&mut self) -> Result<()> {
        let mut window = self.window()?;
        loop {
            for _ in 0..PAUSE.as_secs() {
                tokio::time::sleep(Duration::from_secs(1)).await;
                self.letterbox.empty()?.iter().for_each(|mail| println!("{mail}"));
                if window.as_mut().is_some_and(Running::has_ended) {
                    println!("The app was left: stopping.");
                    return Ok(());
                }
                if self.server.has_ended() {
                    bail!("the server ended:\n{}", self.server.output());
                }
            }
            let sample = self.next()?;
            let receipt = self.desk(&sample)?.deliver(&sample).await?;
            println!("{} delivered {} ({:?})", sample.agency.brand, sample.reference, receipt.outcome);
        }
    }

    /// The desktop app with its data inside the folder; none where there is no display.
    fn window(&self) -> Result<Option<Running>> {
        let shown = cfg!(not(target_os = "linux"))
            || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()));
        if !shown {
            println!("There is no display, so no window is opened. `--walk FOLDER` shows it in pictures.");
            return Ok(None);
        }
        let mut command = Command::new(program(&executable("coffreo"))?);
        command.env("COFFREO_DATA", self.folder.path.join("desktop"));
        command.env("COFFREO_SERVER", &self.server.url).env("COFFREO_EMAIL", town::PEOPLE[0].email);
        Running::start(&mut command).map(Some)
    }

    /// Walks through the main job by itself and leaves pictures.
    async fn walk(mut self, pictures: PathBuf) -> Result<()> {
        let album = Album::new(pictures)?;
        let home = self.folder.path.join("walk");
        // The walk is a new person's first day.
        if home.exists() {
            std::fs::remove_dir_all(&home)?;
        }
        let stage = Stage {
            home: Home::new(home)?,
            program: program(&executable("coffreo"))?,
            server: self.server.url.clone(),
            email: town::PEOPLE[0].email.to_owned(),
            password: town::PEOPLE[0].password.to_owned(),
            size: (1280, 800),
        };
        let contract = loop {
            let sample = self.next()?;
            if sample.hidden_word().is_some() {
                break sample;
            }
        };
        let desk = self.desk(&contract)?;
        let server = self.server;
        let deliver = async |sample: &Sample| desk.deliver(sample).await.map(drop);
        let cut = async move || {
            drop(server);
            Ok(())
        };
        walk::main_job(&stage, &album, &contract, deliver, cut).await?;
        println!("The walk is done; its pictures are in {}", album.folder().display());
        Ok(())
    }

    /// The next document of the endless stream: a contract, a contract, an invoice. Remembered before it is delivered,
    /// so that none is ever delivered twice with other facts.
    fn next(&mut self) -> Result<Sample> {
        let stream = Generator::new(self.memory.seed, today());
        let n = self.memory.delivered;
        self.memory.delivered += 1;
        self.folder.remember(&self.memory)?;
        Ok(if n % 3 == 2 { stream.invoice(n / 3) } else { stream.contract(n / 3 * 2 + n % 3) })
    }

    fn desk(&self, sample: &Sample) -> Result<AgencyDesk> {
        let key = self.memory.keys.get(sample.agency_index).context("the memory lacks an agency's key: use --fresh")?;
        Ok(AgencyDesk { server: self.server.url.clone(), key: key.clone() })
    }
}

#[expect(clippy::disallowed_methods, reason = "the demo is an edge: its documents are dated today")]
fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

fn executable(name: &str) -> String {
    Path::new(name).with_extension(std::env::consts::EXE_EXTENSION).display().to_string()
}

/// Ends when the person, the terminal or the session asks for it.
fn stop_asked_for() -> Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let [mut one, mut two, mut three] =
            [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?, signal(SignalKind::hangup())?];
        Ok(async move {
            tokio::select! { _ = one.recv() => (), _ = two.recv() => (), _ = three.recv() => () }
        })
    }
    #[cfg(not(unix))]
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
}
