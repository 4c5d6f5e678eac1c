//! One worker and the queue before it. Requests for what is on screen pass before patient ones. A worker that broke or ran
//! away is replaced; it must never be asked again. An exchange once begun runs to its end even when nobody waits for it
//! any more, so that question and answer never get out of step.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedMutexGuard, watch};

use super::ViewerSettings;
use super::frame::{Answer, Refusal, Request};
use super::lru::Lru;
use super::process::{Silence, Standing, WorkerProcess};

/// Who goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody looks at an empty page.
    OnScreen,
    /// Prefetch and text: only while nobody waits on screen.
    Patient,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    Refused(Refusal),
    /// The worker broke twice.
    Broke,
    /// Stopped at its limit.
    TooSlow,
    /// No worker can be started.
    NoWorker(String),
    /// The worker does not have the document, and no bytes were given.
    NotOpen,
}

/// A document as a request names it; the bytes are sent only when the worker does not have it open.
#[derive(Clone)]
pub struct Document {
    pub key: String,
    pub bytes: Option<Arc<Vec<u8>>>,
}

pub enum Question {
    /// Open it anew, to hear its page sizes.
    Open(Document),
    /// Open it where needed, then ask.
    About(Document, Request),
    /// About no document.
    Other(Request),
}

pub struct Lane {
    seat: Arc<tokio::sync::Mutex<Seat>>,
    /// How many wait with [`Urgency::OnScreen`].
    on_screen: watch::Sender<usize>,
    peek: Arc<Mutex<Peek>>,
}

/// What can be seen of the worker without waiting for it.
struct Peek {
    open: Lru<String, ()>,
    process: Option<u32>,
}

/// The worker, held by one request at a time.
pub struct Seat {
    settings: Arc<ViewerSettings>,
    standing: Standing,
    worker: Option<WorkerProcess>,
    peek: Arc<Mutex<Peek>>,
}

impl Lane {
    pub fn new(settings: Arc<ViewerSettings>, standing: Standing) -> Self {
        let open = Lru::new(settings.limits.open_documents, settings.limits.open_document_bytes);
        let peek = Arc::new(Mutex::new(Peek { open, process: None }));
        let seat = Seat { settings, standing, worker: None, peek: Arc::clone(&peek) };
        Self { seat: Arc::new(tokio::sync::Mutex::new(seat)), on_screen: watch::Sender::new(0), peek }
    }

    /// Waits for the worker. What the caller found missing before may be there now: look again.
    pub async fn turn(&self, urgency: Urgency) -> Turn {
        let mut on_screen = self.on_screen.subscribe();
        loop {
            let waiting = (urgency == Urgency::OnScreen).then(|| Waiting::new(&self.on_screen));
            if urgency == Urgency::Patient && on_screen.wait_for(|waiting| *waiting == 0).await.is_err() {
                continue; // cannot be: the sender lives in self
            }
            let seat = Arc::clone(&self.seat).lock_owned().await;
            drop(waiting);
            if urgency == Urgency::OnScreen || *self.on_screen.borrow() == 0 {
                return Turn { seat };
            }
        }
    }

    /// Whether the worker has the document open; it may change before one's turn comes.
    pub fn has(&self, key: &String) -> bool {
        peek(&self.peek).open.contains(key)
    }

    /// Ends the worker, unless it is at work. The next request starts another.
    pub async fn rest(&self) {
        let Ok(mut seat) = Arc::clone(&self.seat).try_lock_owned() else { return };
        if let Some(worker) = seat.worker.take() {
            worker.end().await;
            let mut peek = peek(&self.peek);
            peek.open.clear();
            peek.process = None;
        }
    }

    /// The worker's process number, while one runs.
    pub fn process(&self) -> Option<u32> {
        peek(&self.peek).process
    }
}

/// Counted as long as it lives.
struct Waiting<'a>(&'a watch::Sender<usize>);

impl<'a> Waiting<'a> {
    fn new(count: &'a watch::Sender<usize>) -> Self {
        count.send_modify(|count| *count += 1);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// The right to ask the worker.
pub struct Turn {
    seat: OwnedMutexGuard<Seat>,
}

impl Turn {
    /// Asks about a document, opening it first where needed; tries once more with a fresh worker when the first one
    /// breaks. `Answer::Opened` with the page sizes as payload comes back for [`Question::Open`].
    pub async fn ask(self, question: Question, limit: Duration) -> Result<(Answer, Vec<u8>), Failure> {
        let mut seat = self.seat;
        let exchange = tokio::spawn(async move {
            match seat.try_once(&question, limit).await {
                Err(Failure::Broke) => seat.try_once(&question, limit).await,
                result => result,
            }
        });
        exchange.await.unwrap_or_else(|error| Err(Failure::NoWorker(error.to_string())))
    }
}

impl Seat {
    async fn try_once(&mut self, question: &Question, limit: Duration) -> Result<(Answer, Vec<u8>), Failure> {
        match question {
            Question::Open(document) => self.open(document).await,
            Question::About(document, request) => {
                if peek(&self.peek).open.get(&document.key).is_none() {
                    self.open(document).await?;
                }
                self.exchange(request, &[], limit).await
            }
            Question::Other(request) => self.exchange(request, &[], limit).await,
        }
    }

    async fn open(&mut self, document: &Document) -> Result<(Answer, Vec<u8>), Failure> {
        let Document { key, bytes } = document;
        let bytes = bytes.as_ref().ok_or(Failure::NotOpen)?;
        let gone = peek(&self.peek).open.insert(key.clone(), (), bytes.len());
        for key in gone {
            self.exchange(&Request::Close { key }, &[], self.settings.limits.open).await?;
        }
        let opened = self.exchange(&Request::Open { key: key.clone() }, bytes, self.settings.limits.open).await;
        if opened.is_err() {
            peek(&self.peek).open.remove(key);
        }
        opened
    }

    async fn exchange(
        &mut self,
        request: &Request,
        payload: &[u8],
        limit: Duration,
    ) -> Result<(Answer, Vec<u8>), Failure> {
        let mut worker = match self.worker.take() {
            Some(worker) => worker,
            None => WorkerProcess::start(&self.settings, self.standing).await.map_err(Failure::NoWorker)?,
        };
        peek(&self.peek).process = worker.id();
        let failure = match worker.ask(request, payload, limit).await {
            Ok((Answer::Failed { reason }, _)) => Failure::NoWorker(reason),
            Ok((answer, payload)) => {
                self.worker = Some(worker);
                return match answer {
                    Answer::Refused(refusal) => Err(Failure::Refused(refusal)),
                    answer => Ok((answer, payload)),
                };
            }
            Err(Silence::Broke) => Failure::Broke,
            Err(Silence::Busy) => Failure::TooSlow,
        };
        worker.end().await;
        let mut peek = peek(&self.peek);
        peek.open.clear();
        peek.process = None;
        Err(failure)
    }
}

fn peek(peek: &Mutex<Peek>) -> std::sync::MutexGuard<'_, Peek> {
    peek.lock().unwrap_or_else(PoisonError::into_inner)
}
