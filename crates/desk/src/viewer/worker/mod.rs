//! The worker process: PDFium, locked in. It reads requests from its standard input and answers on its standard output
//! until the app closes the pipe. It must not touch a file or the network once it has begun, and must not know what a
//! document is for.

mod confine;
mod documents;
mod encode;
mod escape;
mod invoice;
mod letters;
mod render;
mod watchdog;

use std::fs::File;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use pdfium_render::prelude::{Pdfium, PdfiumLibraryConfig};

use self::documents::Documents;
#[cfg(test)]
pub(crate) use self::invoice::read as read_invoice;
use self::watchdog::Watchdog;
use super::frame::{self, Answer, PROTOCOL, Request, WorkerLimits};
use super::library;

/// The whole life of a worker. `main` calls it first thing, before any thread is started, when the program was started
/// with [`WORKER_ARGUMENT`](super::WORKER_ARGUMENT).
pub fn run_worker() -> ExitCode {
    confine::forget_inherited();
    let Ok((mut requests, mut answers)) = pipes() else { return ExitCode::FAILURE };
    match serve(&mut requests, &mut answers) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            // When the app is gone there is nobody to tell.
            drop(frame::write(&mut answers, &Answer::Failed { reason }, &[]));
            ExitCode::FAILURE
        }
    }
}

/// Unbuffered, so that a page goes out in one piece.
fn pipes() -> io::Result<(File, File)> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        let own = |fd: std::os::fd::BorrowedFd<'_>| fd.try_clone_to_owned().map(File::from);
        Ok((own(io::stdin().as_fd())?, own(io::stdout().as_fd())?))
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsHandle;
        let own = |handle: std::os::windows::io::BorrowedHandle<'_>| handle.try_clone_to_owned().map(File::from);
        Ok((own(io::stdin().as_handle())?, own(io::stdout().as_handle())?))
    }
}

fn serve(requests: &mut File, answers: &mut File) -> Result<(), String> {
    let library = library::find(None).map_err(|places| format!("PDFium's library is in none of {places:?}"))?;
    let bindings = Pdfium::bind_to_library(&library)
        .map_err(|error| format!("PDFium does not load from {}: {error}", library.display()))?;
    let pdfium = Pdfium::new_with_config(bindings, PdfiumLibraryConfig::new().set_renderer_anti_grain_geometry());
    let (limits, watchdog) = begin(requests)?;
    frame::write(answers, &Answer::Ready { protocol: PROTOCOL }, &[]).map_err(|error| error.to_string())?;
    let mut documents = Documents::new(&pdfium, limits);
    while let Some((request, payload)) = frame::read::<Request>(requests).map_err(|error| error.to_string())? {
        watchdog.watch();
        let answered = answer(&mut documents, request, payload);
        watchdog.rest();
        let (answer, payload) = answered.unwrap_or_else(|refusal| (Answer::Refused(refusal), &[]));
        frame::write(answers, &answer, payload).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Hears the limits and locks the process in.
fn begin(requests: &mut File) -> Result<(WorkerLimits, Watchdog), String> {
    let (protocol, limits) = match frame::read::<Request>(requests) {
        Ok(Some((Request::Begin { protocol, limits }, _))) => (protocol, limits),
        other => return Err(format!("expected a beginning, got {:?}", other.map(|frame| frame.is_some()))),
    };
    if protocol != PROTOCOL {
        return Err(format!("the app speaks version {protocol}, not {PROTOCOL}"));
    }
    let watchdog = confine::enter(&limits, || Watchdog::start(Duration::from_millis(limits.request_ms)))?;
    Ok((limits, watchdog))
}

fn answer<'a>(
    documents: &'a mut Documents<'_>,
    request: Request,
    payload: Vec<u8>,
) -> Result<(Answer, &'a [u8]), frame::Refusal> {
    match request {
        Request::Open { key } => documents.open(key, payload),
        Request::Close { key } => {
            documents.close(&key);
            Ok((Answer::Closed, &[]))
        }
        Request::Render { key, page, scale_milli } => documents.render(&key, page, scale_milli),
        Request::Text { key, first_page, pages, characters } => documents.text(&key, first_page, pages, characters),
        Request::Letters { key, page } => documents.letters(&key, page),
        Request::Invoice { key } => documents.invoice(&key),
        Request::TryToEscape => Ok((Answer::Escape(escape::attempt()), &[])),
        Request::Begin { .. } => Err(frame::Refusal::Unreadable),
    }
}
