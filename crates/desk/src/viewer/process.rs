//! One worker process as the app sees it: started, asked, ended. It must not parse a PDF, nor decide what a failure means.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use super::frame::{self, Answer, PROTOCOL, Request, WorkerLimits};
use super::{ViewerSettings, library};

/// Why a worker gave no answer.
#[derive(Debug)]
pub enum Silence {
    /// It ended or spoke nonsense.
    Broke,
    /// It was still busy at the limit.
    Busy,
}

/// Whose turn it is when the computer has less to give than is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Like any program that somebody looks at.
    Usual,
    /// After all others: what it does can wait.
    Last,
}

/// A confined worker that is ready to be asked. Dropped, it is killed.
pub struct WorkerProcess {
    child: Child,
    requests: ChildStdin,
    answers: ChildStdout,
}

#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;
#[cfg(windows)]
const BELOW_NORMAL_PRIORITY_CLASS: u32 = 0x4000;

/// What a worker's environment keeps: only what the loader needs to find the program's own libraries.
const KEPT_VARIABLES: &[&str] =
    &["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH", "SystemRoot", "windir"];

impl WorkerProcess {
    /// Starts a worker and waits until it has locked itself in.
    ///
    /// # Errors
    /// The reason, for the log: no library, no program, another version, no confinement, too slow.
    pub async fn start(settings: &ViewerSettings, standing: Standing) -> Result<Self, String> {
        let library = library::find(settings.pdfium.as_deref())
            .map_err(|places| format!("PDFium's library is in none of these places: {places:?}"))?;
        let mut command = Command::new(&settings.worker.program);
        command.args(&settings.worker.args).env_clear().env(library::VARIABLE, library);
        command.envs(KEPT_VARIABLES.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).kill_on_drop(true);
        #[cfg(windows)]
        command.creation_flags(match standing {
            Standing::Usual => CREATE_NO_WINDOW,
            Standing::Last => CREATE_NO_WINDOW | BELOW_NORMAL_PRIORITY_CLASS,
        });
        let mut child = command
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", settings.worker.program.display()))?;
        if standing == Standing::Last {
            stand_back(&child);
        }
        let (Some(requests), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("the worker has no pipes".into());
        };
        let mut worker = Self { child, requests, answers };
        let limits = &settings.limits;
        let longest = limits.open.max(limits.page).saturating_add(Duration::from_secs(5));
        let begin = Request::Begin {
            protocol: PROTOCOL,
            limits: WorkerLimits {
                pages: limits.pages,
                pixels: limits.pixels,
                memory_bytes: limits.worker_memory_bytes,
                request_ms: u64::try_from(longest.as_millis()).unwrap_or(u64::MAX),
            },
        };
        match worker.ask(&begin, &[], limits.start).await {
            Ok((Answer::Ready { protocol: PROTOCOL }, _)) => Ok(worker),
            Ok((Answer::Ready { protocol }, _)) => Err(format!("the worker speaks version {protocol}, not {PROTOCOL}")),
            Ok((Answer::Failed { reason }, _)) => Err(reason),
            Ok((other, _)) => Err(format!("the worker began with {other:?}")),
            Err(silence) => Err(format!("the worker did not get ready: {silence:?}")),
        }
    }

    /// One request, one answer. After an error the worker is of no more use: end it.
    pub async fn ask(
        &mut self,
        request: &Request,
        payload: &[u8],
        limit: Duration,
    ) -> Result<(Answer, Vec<u8>), Silence> {
        let exchange = async {
            frame::send(&mut self.requests, request, payload).await?;
            frame::receive::<Answer>(&mut self.answers).await
        };
        match timeout(limit, exchange).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the PDF worker broke");
                Err(Silence::Broke)
            }
            Err(_) => Err(Silence::Busy),
        }
    }

    /// The process's number, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Kills the worker and waits until it is gone.
    pub async fn end(mut self) {
        if let Err(error) = self.child.kill().await {
            tracing::warn!(%error, "the PDF worker could not be ended");
        }
    }
}

/// Lets all others go first.
#[cfg(target_os = "linux")]
fn stand_back(child: &Child) {
    let process = child.id().and_then(|id| rustix::process::Pid::from_raw(id.try_into().ok()?));
    if let Err(error) = rustix::process::setpriority_process(process, 15) {
        tracing::debug!(%error, "a worker keeps its priority");
    }
}

/// Windows is told at the start; macOS decides by itself.
#[cfg(not(target_os = "linux"))]
fn stand_back(_child: &Child) {}
