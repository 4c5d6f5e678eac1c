//! [`Viewer`]: page sizes and rendered pages, from memory or from the worker. It must not render two times what two
//! callers ask for at once, nor let a document that made trouble try again at once.

use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::frame::{Answer, Refusal, Request};
use super::lane::{Failure, Lane, Question, Urgency};
use super::memory::{Memory, PageKey};
use super::process::Standing;
use super::source::Source;
use super::{Confinement, DocumentOutline, PageImage, PageSize, ViewerError, ViewerSettings};

/// Renders and reads documents. Cheap to clone; all clones share the workers and the rendered pages.
///
/// A document is named by a key, its SHA-256 in hex; `load` is asked for its bytes only when the worker lacks them.
/// A Tokio runtime is needed when it is used, not when it is made. With the last clone its workers end.
#[derive(Clone)]
pub struct Viewer {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Arc<ViewerSettings>,
    /// The first serves what is on screen, the last everything that can wait.
    lanes: Vec<Lane>,
    memory: Mutex<Memory>,
}

impl Viewer {
    /// Starts nothing yet: the first request does.
    pub fn new(settings: ViewerSettings) -> Self {
        let settings = Arc::new(settings);
        let standings: &[Standing] = match settings.workers {
            0 | 1 => &[Standing::Usual],
            _ => &[Standing::Usual, Standing::Last],
        };
        let lanes = standings.iter().map(|&standing| Lane::new(Arc::clone(&settings), standing)).collect();
        let memory = Mutex::new(Memory::new(&settings.limits));
        Self { shared: Arc::new(Shared { settings, lanes, memory }) }
    }

    /// The size of each page.
    ///
    /// # Errors
    /// [`ViewerError`]; a document locked by a password is `Unreadable`.
    pub async fn outline<L, F, E>(&self, key: &str, load: L) -> Result<Arc<DocumentOutline>, ViewerError>
    where
        L: FnOnce() -> F + Send,
        F: Future<Output = Result<Vec<u8>, E>> + Send,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let mut source = self.source(key, load);
        if let Some(known) = self.memory().outline(source.key()) {
            return Ok(known);
        }
        self.not_refused(source.key())?;
        source.fetch().await?;
        let turn = self.on_screen().turn(Urgency::OnScreen).await;
        if let Some(known) = self.memory().outline(source.key()) {
            return Ok(known);
        }
        let asked = turn.ask(Question::Open(source.document()), self.settings().limits.open).await;
        let (_, sizes) = self.judge(key, asked)?;
        let outline = Arc::new(DocumentOutline { pages: page_sizes(&sizes) });
        self.memory().keep_outline(key, &outline);
        Ok(outline)
    }

    /// One page, counted from 0, at a scale in thousandths: 1000 is 72 DPI, one pixel a point. The sides are rounded to
    /// whole pixels, at least one. A PNG.
    ///
    /// # Errors
    /// [`ViewerError`]; `TooLarge` may go away with a smaller scale.
    pub async fn page<L, F, E>(
        &self,
        key: &str,
        page: u32,
        scale_milli: u32,
        load: L,
    ) -> Result<Arc<PageImage>, ViewerError>
    where
        L: FnOnce() -> F + Send,
        F: Future<Output = Result<Vec<u8>, E>> + Send,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.render(Urgency::OnScreen, page, scale_milli, &mut self.source(key, load)).await
    }

    /// Renders pages ahead, one by one, whenever nobody waits for a page on screen. Stops at the first that cannot be
    /// had: who needs it will ask and hear why.
    pub async fn prefetch<L, F, E>(&self, key: &str, pages: impl IntoIterator<Item = u32>, scale_milli: u32, load: L)
    where
        L: FnOnce() -> F + Send,
        F: Future<Output = Result<Vec<u8>, E>> + Send,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let pages: Vec<u32> = pages.into_iter().collect();
        let mut source = self.source(key, load);
        for page in pages {
            if self.render(Urgency::Patient, page, scale_milli, &mut source).await.is_err() {
                return;
            }
        }
    }

    /// Starts the workers ahead, so that the first page does not wait for them.
    ///
    /// # Errors
    /// [`ViewerError::WorkerUnavailable`].
    pub async fn warm_up(&self) -> Result<(), ViewerError> {
        self.confinement().await.map(drop)
    }

    /// What each worker can do when it tries to get out. For the support screen and the tests.
    ///
    /// # Errors
    /// [`ViewerError::WorkerUnavailable`].
    pub async fn confinement(&self) -> Result<Vec<Confinement>, ViewerError> {
        let mut all = Vec::new();
        for lane in &self.shared.lanes {
            let turn = lane.turn(Urgency::OnScreen).await;
            let asked = turn.ask(Question::Other(Request::TryToEscape), self.settings().limits.open).await;
            if let (Answer::Escape(confinement), _) = self.judge("", asked)? {
                all.push(confinement);
            }
        }
        Ok(all)
    }

    /// Nobody looks any more: forgets the rendered pages, and ends the workers that have nothing to do.
    pub async fn rest(&self) {
        self.memory().forget_pages();
        for lane in &self.shared.lanes {
            lane.rest().await;
        }
    }

    /// The process numbers of the workers that run.
    pub fn worker_processes(&self) -> Vec<u32> {
        self.shared.lanes.iter().filter_map(Lane::process).collect()
    }

    async fn render(
        &self,
        urgency: Urgency,
        page: u32,
        scale_milli: u32,
        source: &mut Source<'_>,
    ) -> Result<Arc<PageImage>, ViewerError> {
        let wanted = PageKey { document: source.key().clone(), page, scale_milli };
        let lane = self.on_screen();
        loop {
            if let Some(ready) = self.memory().page(&wanted) {
                return Ok(ready);
            }
            self.not_refused(source.key())?;
            if !lane.has(source.key()) {
                source.fetch().await?;
            }
            let turn = lane.turn(urgency).await;
            if let Some(ready) = self.memory().page(&wanted) {
                return Ok(ready);
            }
            self.not_refused(source.key())?;
            let request = Request::Render { key: source.key().clone(), page, scale_milli };
            let asked = turn.ask(Question::About(source.document(), request), self.settings().limits.page).await;
            if matches!(asked, Err(Failure::NotOpen)) && source.is_untouched() {
                source.fetch().await?; // closed, or its worker gone, since we looked
                continue;
            }
            let image = Arc::new(self.judge(source.key(), asked).and_then(page_image)?);
            self.memory().keep_page(wanted, &image);
            return Ok(image);
        }
    }

    /// Says what a failure means for the caller, and remembers documents that made trouble.
    pub(super) fn judge<T>(&self, key: &str, asked: Result<T, Failure>) -> Result<T, ViewerError> {
        asked.map_err(|failure| match failure {
            Failure::Refused(Refusal::Unreadable) => ViewerError::Unreadable,
            Failure::Refused(Refusal::TooLarge) => ViewerError::TooLarge,
            Failure::Refused(Refusal::NoSuchPage) => ViewerError::NoSuchPage,
            Failure::TooSlow => {
                tracing::warn!(document = key, "a document ran away and was stopped");
                self.memory().refuse(key);
                ViewerError::TooSlow
            }
            Failure::Broke => {
                tracing::warn!(document = key, "a document broke the PDF worker twice");
                self.memory().refuse(key);
                ViewerError::Unreadable
            }
            Failure::NoWorker(reason) => {
                tracing::error!(reason, "the PDF worker is not available");
                ViewerError::WorkerUnavailable { reason }
            }
            Failure::NotOpen => ViewerError::Unreadable,
        })
    }

    pub(super) fn source<'a, L, F, E>(&self, key: &str, load: L) -> Source<'a>
    where
        L: FnOnce() -> F + Send + 'a,
        F: Future<Output = Result<Vec<u8>, E>> + Send + 'a,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        Source::new(key, self.settings().limits.document_bytes, load)
    }

    pub(super) fn settings(&self) -> &ViewerSettings {
        &self.shared.settings
    }

    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.shared.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lane for what can wait; the same one when there is one worker only.
    pub(super) fn background(&self) -> &Lane {
        self.shared.lanes.last().unwrap_or(self.on_screen())
    }

    pub(super) fn on_screen(&self) -> &Lane {
        &self.shared.lanes[0] // `new` makes one at least
    }

    pub(super) fn not_refused(&self, key: &String) -> Result<(), ViewerError> {
        if self.memory().is_refused(key) { Err(ViewerError::Unreadable) } else { Ok(()) }
    }
}

fn page_sizes(payload: &[u8]) -> Vec<PageSize> {
    let number = |bytes: &[u8]| bytes.try_into().map(f32::from_le_bytes).unwrap_or_default();
    payload
        .chunks_exact(8)
        .map(|pair| PageSize { width_pt: number(&pair[..4]), height_pt: number(&pair[4..]) })
        .collect()
}

/// Takes the worker's page only when it is what it says: a PNG.
fn page_image((answer, bytes): (Answer, Vec<u8>)) -> Result<PageImage, ViewerError> {
    let Answer::Rendered { width, height, render_micros, encode_micros } = answer else {
        return Err(ViewerError::Unreadable);
    };
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Err(ViewerError::Unreadable);
    }
    Ok(PageImage {
        mime: "image/png",
        bytes,
        width,
        height,
        rendered_in: Duration::from_micros(render_micros.into()),
        encoded_in: Duration::from_micros(encode_micros.into()),
    })
}
