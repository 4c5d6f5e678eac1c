//! A person's computer: the desktop core on a folder of its own.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use anyhow::{Context as _, Result};
use coffreo_api::Facts;
use coffreo_desk::view::{Connection, DeskEvent, Kind, ListQuery, Period, Prefill, Row, Sort, SortColumn, Status};
use coffreo_desk::viewer::{WORKER_ARGUMENT, WorkerCommand};
use coffreo_desk::{Clock, Desk, DeskError, Places, SystemClock};
use coffreo_domain::Timestamp;
use coffreo_samples::{Generator, Sample};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD, Town, now};
use tokio::sync::broadcast::Receiver;

/// So long a story waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_coffreo-test-desk");

pub struct Home {
    pub folder: tempfile::TempDir,
    pub desk: Desk,
    pub clock: Arc<ShiftedClock>,
    elsewhere: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let clock = Arc::new(ShiftedClock::default());
        let desk = open(folder.path().to_owned(), Arc::clone(&clock))?;
        Ok(Self { folder, desk, clock, elsewhere: tempfile::tempdir()? })
    }

    /// The app is closed and started again.
    pub async fn restart(&mut self) -> Result<()> {
        self.restart_elsewhere().await?;
        self.come_back().await
    }

    /// The app is closed; its folder is free for another process.
    pub async fn restart_elsewhere(&mut self) -> Result<()> {
        self.desk.shutdown().await;
        // The instance's lock goes with the last clone of the desk.
        self.desk = open(self.elsewhere.path().to_owned(), Arc::clone(&self.clock))?;
        Ok(())
    }

    /// The app is started on its folder again.
    pub async fn come_back(&mut self) -> Result<()> {
        self.desk = open(self.folder.path().to_owned(), Arc::clone(&self.clock))?;
        Ok(())
    }

    pub async fn sign_in(&self, server: &str) -> Result<Status, DeskError> {
        self.desk.sign_in(server, CLARA, CLARAS_PASSWORD.into(), false).await
    }

    /// Waits until a status is reached.
    pub async fn until(&self, what: &str, reached: impl Fn(&Status) -> bool) -> Result<Status> {
        let mut events = self.desk.events();
        let waiting = async {
            loop {
                let status = self.desk.status();
                if reached(&status) {
                    return status;
                }
                let _ = events.recv().await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, waiting).await;
        waited.with_context(|| format!("{what}; the status is {:?}", self.desk.status()))
    }

    /// Waits until everything is here.
    pub async fn until_synced(&self) -> Result<Status> {
        self.until("synchronised", |status| status.connection == Connection::Online).await
    }

    /// Asks for a synchronisation and waits until so many contracts wait and are kept.
    pub async fn until_counts(&self, pending: i64, archived: i64) -> Result<Status> {
        self.desk.sync_now();
        let counts = move |status: &Status| {
            let contracts = status.counts.iter().find(|counts| counts.kind == Kind::Contract);
            contracts.is_some_and(|counts| (counts.pending, counts.archived) == (pending, archived))
        };
        self.until(&format!("{pending} pending and {archived} archived"), counts).await
    }

    /// Waits until the PDF is here.
    pub async fn until_available(&self, id: &str) -> Result<()> {
        self.until_available_as(id, |_| true).await
    }

    /// Waits until the PDF is here and is the one that is wanted.
    pub async fn until_available_as(&self, id: &str, wanted: impl Fn(&str) -> bool) -> Result<()> {
        let mut events = self.desk.events();
        let waiting = async {
            loop {
                let document = self.desk.document(id).await?;
                if document.available && wanted(&document.sha256) {
                    return Ok(());
                }
                let _ = events.recv().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.context("the PDF comes")?
    }

    pub async fn found(&self, search: &str) -> Result<Vec<String>> {
        Ok(self.desk.list_ids(ListQuery { search: search.to_owned(), ..contracts() }).await?)
    }

    /// Waits until a search finds as many.
    pub async fn until_found(&self, search: &str, count: usize) -> Result<Vec<String>> {
        let mut events = self.desk.events();
        let waiting = async {
            loop {
                let found = self.found(search).await?;
                if found.len() == count {
                    return Ok(found);
                }
                let _ = events.recv().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.with_context(|| format!("{search} is found"))?
    }

    /// The identifier of a contract by its number.
    pub async fn id_of(&self, sample: &Sample) -> Result<String> {
        let page = self.desk.list(contracts()).await?;
        let row = page.rows.into_iter().find_map(|row| match row {
            Row::Contract(row) if row.number == sample.facts.number() => Some(row.id),
            _ => None,
        });
        row.with_context(|| format!("{} is listed", sample.facts.number()))
    }
}

/// The system's clock, as many milliseconds later as a story wants.
#[derive(Debug, Default)]
pub struct ShiftedClock(AtomicI64);

impl ShiftedClock {
    pub fn later_by(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::Relaxed);
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::Relaxed))
    }
}

pub fn open(folder: PathBuf, clock: Arc<ShiftedClock>) -> Result<Desk> {
    let places = Places { data: folder.join("data"), downloads: folder.join("downloads"), resources: None };
    let worker = WorkerCommand { program: PROGRAM.into(), args: vec![WORKER_ARGUMENT.into()] };
    Ok(Desk::open(places, clock, worker, Prefill::default())?)
}

/// All contracts, newest first.
pub fn contracts() -> ListQuery {
    ListQuery {
        kind: Kind::Contract,
        pending: true,
        archived: true,
        period: Period::All,
        criteria: Vec::new(),
        search: String::new(),
        sort: Sort { column: SortColumn::Received, descending: true },
        after: None,
        limit: 100,
    }
}

/// Waits for news of new documents.
pub async fn arrived(events: &mut Receiver<DeskEvent>) -> Result<Vec<String>> {
    let waiting = async {
        loop {
            if let Ok(DeskEvent::Arrived { documents, .. }) = events.recv().await {
                return documents.into_iter().map(|document| document.number).collect();
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.context("documents arrive")
}

/// Contract `i` of the stories.
pub fn contract(i: u64) -> Sample {
    Generator::new(11, now().paris_day()).contract(i)
}

/// A contract with a small PDF, quick to make.
pub fn small(i: u64) -> Sample {
    static ANY: LazyLock<(Generator, Sample)> = LazyLock::new(|| {
        let generator = Generator::new(12, now().paris_day());
        let any = generator.contract(0);
        (generator, any)
    });
    let (generator, any) = &*ANY;
    let mut facts = generator.contract_facts(i);
    if let Facts::Contract(contract) = &mut facts {
        contract.number = format!("CMDE-KILL-{i:06}_00");
    }
    let mut sample = any.clone();
    (sample.reference, sample.facts, sample.pdf) = (format!("kill-{i}"), facts, small_pdf(i));
    sample
}

/// The PDF of [`small`] by the contract's number.
pub fn small_pdf_of(number: &str) -> Result<Vec<u8>> {
    let i = number.trim_start_matches("CMDE-KILL-").trim_end_matches("_00").parse().context("a small contract")?;
    Ok(small_pdf(i))
}

fn small_pdf(i: u64) -> Vec<u8> {
    coffreo_samples::fake_pdf(20_000, i)
}

pub async fn town(folder: &tempfile::TempDir, contracts: u64) -> Result<Town> {
    let town = Town::found(folder.path()).await?;
    for i in 0..contracts {
        town.deliver(&contract(i)).await?;
    }
    Ok(town)
}

pub async fn content(home: &Home, id: &str) -> Result<Vec<u8>> {
    let saved = home.desk.save(&[id.to_owned()]).await?;
    Ok(std::fs::read(saved.path)?)
}
