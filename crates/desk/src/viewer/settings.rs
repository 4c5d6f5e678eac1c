//! What the viewer is told when it is made. It must not decide anything: the numbers here are the only knobs.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// How the worker process is started.
#[derive(Debug, Clone)]
pub struct WorkerCommand {
    /// Usually the running program itself.
    pub program: PathBuf,
    /// Must lead its `main` to [`run_worker`](super::run_worker); usually [`WORKER_ARGUMENT`] alone.
    pub args: Vec<OsString>,
}

/// The private argument that turns the app's own program into a worker.
pub const WORKER_ARGUMENT: &str = "--pdf-worker";

impl WorkerCommand {
    /// The running program, started once more with [`WORKER_ARGUMENT`].
    ///
    /// # Errors
    /// When the system does not say where the running program lies.
    pub fn this_program() -> std::io::Result<Self> {
        Ok(Self { program: std::env::current_exe()?, args: vec![WORKER_ARGUMENT.into()] })
    }
}

/// Everything a [`Viewer`](super::Viewer) needs to know.
#[derive(Debug, Clone)]
pub struct ViewerSettings {
    pub worker: WorkerCommand,
    /// PDFium's library file, or a folder that holds it directly or under `pdfium/` (the app's resource folder).
    /// `None`: it is looked up, see [`library`](super::library).
    pub pdfium: Option<PathBuf>,
    /// Worker processes, 1 or 2 (more are taken as 2). With two, text is extracted beside the pages on screen;
    /// with one, pages on screen go first.
    pub workers: usize,
    pub limits: ViewerLimits,
}

impl ViewerSettings {
    /// Two workers and the default limits.
    pub fn new(worker: WorkerCommand, pdfium: Option<PathBuf>) -> Self {
        Self { worker, pdfium, workers: 2, limits: ViewerLimits::default() }
    }
}

/// Bounds on what a document may cost. Over any of them it is refused or stopped, never half shown.
#[derive(Debug, Clone)]
pub struct ViewerLimits {
    /// Largest document, in bytes.
    pub document_bytes: usize,
    /// Most pages a document may have.
    pub pages: u32,
    /// Largest rendered page, in pixels (width × height).
    pub pixels: u32,
    /// Most pages whose text is extracted; what follows is left out and the text is marked truncated.
    pub text_pages: u32,
    /// Most characters of text extracted from a document; likewise.
    pub text_characters: u32,
    /// Address space of one worker, in bytes (Linux only).
    pub worker_memory_bytes: u64,
    /// Encoded pages kept in memory, in bytes.
    pub cached_page_bytes: usize,
    /// Documents one worker keeps open.
    pub open_documents: usize,
    /// Bytes of the documents one worker keeps open.
    pub open_document_bytes: usize,
    /// To start a worker, its library loaded and confined.
    pub start: Duration,
    /// To open a document.
    pub open: Duration,
    /// To render one page, or to read the text of one.
    pub page: Duration,
    /// To read the text of a whole document; what is missing by then is left out.
    pub text: Duration,
    /// How long a document that was too slow or broke the worker stays refused without another try.
    pub refused: Duration,
}

impl Default for ViewerLimits {
    fn default() -> Self {
        const MIB: usize = 1024 * 1024;
        Self {
            document_bytes: 100 * MIB,
            pages: 5_000,
            pixels: 40_000_000,
            text_pages: 500,
            text_characters: 2_000_000,
            worker_memory_bytes: 2048 * MIB as u64,
            cached_page_bytes: 64 * MIB,
            open_documents: 8,
            open_document_bytes: 200 * MIB,
            start: Duration::from_secs(20),
            open: Duration::from_secs(10),
            page: Duration::from_secs(8),
            text: Duration::from_secs(30),
            refused: Duration::from_secs(300),
        }
    }
}
