//! A signing of any number of documents: request by request under one password, each step kept in the vault before and
//! after it is sent. Only one runs at a time. The password lives as long as the run and is kept nowhere.

use std::collections::HashSet;
use std::sync::Mutex;

use coffreo_domain::signing::MOST_PER_REQUEST;

use crate::desk::{Desk, lock};
use crate::view::{BatchState, DeskEvent, ErrorView, SignOutcome, SigningBatch};
use crate::{DeskError, Password};

/// Whether a signing runs, and how the last one ended.
#[derive(Default)]
pub(crate) struct SigningRun(Mutex<Run>);

#[derive(Default)]
struct Run {
    running: bool,
    stopping: bool,
    error: Option<ErrorView>,
}

impl Desk {
    /// Signs any number of documents, 100 a request, in the order given; `on_outcome` hears each as it comes. Answers how
    /// all of it ended. What ended well is not kept; the rest is, until the next signing or
    /// [`forget_signing`](Self::forget_signing).
    ///
    /// # Errors
    /// When nothing was signed: as [`sign`](Self::sign), and nothing is kept. [`DeskError::InvalidSelection`] also while
    /// another signing runs.
    pub async fn sign_batch(
        &self,
        ids: &[String],
        password: Password,
        mut on_outcome: impl FnMut(SignOutcome) + Send,
    ) -> Result<SigningBatch, DeskError> {
        let distinct: HashSet<&String> = ids.iter().collect();
        if ids.is_empty() || distinct.len() != ids.len() {
            return Err(DeskError::InvalidSelection);
        }
        let running = self.core.signing.begin()?;
        let all = ids.to_vec();
        self.core.ask(move |vault| vault.begin_signing(&all)).await?;
        for (nth, part) in ids.chunks(MOST_PER_REQUEST).enumerate() {
            if running.stops() {
                break;
            }
            if let Err(error) = self.sign_part(part, password.clone(), &mut on_outcome).await {
                if nth == 0 {
                    self.core.ask(|vault| vault.forget_signing()).await?;
                    return Err(error);
                }
                tracing::warn!(%error, "the signing ended before all was sent");
                running.failed(error);
                break;
            }
            self.core.tell(DeskEvent::SigningMoved);
        }
        drop(running);
        let ended = self.signing_batch().await?;
        if ended.documents.iter().all(|document| matches!(document.state, BatchState::Signed { .. })) {
            self.core.ask(|vault| vault.forget_signing()).await?;
        }
        self.core.tell(DeskEvent::SigningMoved);
        Ok(ended)
    }

    /// One request. What the server did not take waits again.
    async fn sign_part(
        &self,
        ids: &[String],
        password: Password,
        on_outcome: &mut (impl FnMut(SignOutcome) + Send),
    ) -> Result<(), DeskError> {
        let request = self.core.ask(|vault| vault.new_request()).await?;
        let sent = ids.to_vec();
        self.core.ask(move |vault| vault.signing_sent(&sent)).await?;
        match self.sign(ids, password, &request, on_outcome).await {
            Ok(outcomes) => self.core.ask(move |vault| vault.signing_answered(&outcomes)).await,
            Err(error) => {
                let not_sent = ids.to_vec();
                self.core.ask(move |vault| vault.signing_not_sent(&not_sent)).await?;
                Err(error)
            }
        }
    }

    /// The signing that runs, or that ended with something left to do or to tell; without documents when there is none.
    /// Its documents count as shown, as a page of the list does.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn signing_batch(&self) -> Result<SigningBatch, DeskError> {
        let documents = self.core.ask(|vault| vault.signing()).await?;
        self.show(documents.iter().filter_map(|document| document.row.as_ref()));
        let run = lock(&self.core.signing.0);
        Ok(SigningBatch { running: run.running, stopping: run.stopping, error: run.error.clone(), documents })
    }

    /// Ends the signing after the request that is under way.
    pub fn stop_signing(&self) {
        lock(&self.core.signing.0).stopping = true;
        self.core.tell(DeskEvent::SigningMoved);
    }

    /// Forgets how the last signing ended; a running one goes on.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn forget_signing(&self) -> Result<(), DeskError> {
        let running = self.core.signing.begin();
        if running.is_ok() { self.core.ask(|vault| vault.forget_signing()).await } else { Ok(()) }
    }
}

impl SigningRun {
    /// Whether a signing is under way.
    pub fn is_running(&self) -> bool {
        lock(&self.0).running
    }

    fn begin(&self) -> Result<Running<'_>, DeskError> {
        let mut run = lock(&self.0);
        if run.running {
            return Err(DeskError::InvalidSelection);
        }
        *run = Run { running: true, stopping: false, error: None };
        Ok(Running(self))
    }
}

/// While it lives, no other signing begins.
struct Running<'a>(&'a SigningRun);

impl Running<'_> {
    fn stops(&self) -> bool {
        lock(&self.0.0).stopping
    }

    fn failed(&self, error: DeskError) {
        lock(&self.0.0).error = Some(error.into());
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut run = lock(&self.0.0);
        (run.running, run.stopping) = (false, false);
    }
}
