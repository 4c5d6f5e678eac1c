//! Signing: one request for many, outcome by outcome, and only what the server confirmed is called signed.
//!
//! What is signed is what was shown: of each document the SHA-256 that the screens were given is sent, not the one that a
//! synchronisation may have brought since. The server refuses the difference, and the document must be opened again.

mod batch;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use coffreo_api::signatures::{SignRequest, SignatureOutcome, ToSign};
use coffreo_domain::Sha256;
use coffreo_domain::signing::{CONSENT_VERSION, MOST_PER_REQUEST};

use crate::desk::{Desk, lock};
use crate::remote::{Lines, Remote, RemoteError};
use crate::session::Opened;
use crate::view::SignOutcome;
use crate::{DeskError, Password};

pub(crate) use batch::SigningRun;

/// How long the list may wait for the signatures' own changes before the outcomes are returned.
const CATCH_UP: Duration = Duration::from_secs(5);

impl Desk {
    /// Signs 1 to 100 documents. `request_id` is a UUID, one a press of the button: a repetition signs nothing twice.
    /// Answers one outcome a document, in the order given; `on_outcome` hears each as it comes.
    ///
    /// # Errors
    /// Before anything is signed: [`DeskError::WrongCredentials`], [`DeskError::TooManyAttempts`],
    /// [`DeskError::InvalidSelection`], [`DeskError::NotFound`], [`DeskError::SessionEnded`],
    /// [`DeskError::ServerUnreachable`] and the like.
    pub async fn sign(
        &self,
        ids: &[String],
        password: Password,
        request_id: &str,
        mut on_outcome: impl FnMut(SignOutcome) + Send,
    ) -> Result<Vec<SignOutcome>, DeskError> {
        let distinct: HashSet<&String> = ids.iter().collect();
        if ids.is_empty() || ids.len() > MOST_PER_REQUEST || distinct.len() != ids.len() {
            return Err(DeskError::InvalidSelection);
        }
        let request_id = uuid::Uuid::try_parse(request_id).map_err(|_| DeskError::InvalidSelection)?;
        let opened = self.core.opened()?;
        let request = SignRequest {
            request_id: request_id.to_string(),
            password: password.expose().to_owned(),
            consent_version: CONSENT_VERSION.to_owned(),
            documents: self.to_sign(ids).await?,
        };
        let heard = AtomicBool::new(false);
        let lines = ask(&opened, &request, &heard).await;
        if let (Err(error), false) = (&lines, heard.load(Ordering::Relaxed)) {
            return Err(error.clone());
        }
        let mut told = Told { wanted: distinct, outcomes: HashMap::new(), on_outcome: &mut on_outcome };
        let cut = match lines {
            Ok(lines) => told.hear(lines).await,
            Err(error) => Err(error),
        };
        if let Err(error) = cut {
            // The same request again answers as the first time, and signs what was not reached.
            tracing::warn!(%error, "the outcomes were cut; asking once more");
            match ask(&opened, &request, &heard).await {
                Ok(lines) => {
                    if let Err(error) = told.hear(lines).await {
                        tracing::warn!(%error, "the outcomes were cut again");
                    }
                }
                Err(error) => tracing::warn!(%error, "the request could not be repeated"),
            }
        }
        let outcomes = told.in_order(ids);
        self.catch_up(&opened).await;
        Ok(outcomes)
    }

    /// The list and the archive follow before the screens ask for them; the sealed PDFs right after.
    pub(crate) async fn catch_up(&self, opened: &Opened) {
        let caught_up = tokio::time::timeout(CATCH_UP, crate::sync::pull(&self.core, opened)).await;
        if !matches!(caught_up, Ok(Ok(_))) {
            tracing::info!("the changes come with the next synchronisation");
        }
        opened.nudge.notify_one();
    }

    pub(crate) async fn to_sign(&self, ids: &[String]) -> Result<Vec<ToSign>, DeskError> {
        let mut documents = Vec::with_capacity(ids.len());
        for id in ids {
            let standing = self.standing(id).await?;
            let shown: Option<Sha256> = lock(&self.core.shown).get(id).copied();
            let sha256 = shown.unwrap_or(standing.original).to_string();
            documents.push(ToSign { id: id.clone(), sha256 });
        }
        Ok(documents)
    }
}

/// Asks for the signatures. `heard`: the server may have got the request, whatever came back.
async fn ask(opened: &Opened, request: &SignRequest, heard: &AtomicBool) -> Result<Lines, DeskError> {
    let call = |remote: Remote, token: String| async move {
        let answer = remote.sign(&token, request).await;
        if matches!(answer, Err(RemoteError::Cut(_) | RemoteError::NotOurs(_))) {
            heard.store(true, Ordering::Relaxed);
        }
        answer
    };
    opened.authorised(call).await
}

/// The outcomes that were heard, each told once.
struct Told<'a> {
    wanted: HashSet<&'a String>,
    outcomes: HashMap<String, SignOutcome>,
    on_outcome: &'a mut (dyn FnMut(SignOutcome) + Send),
}

impl Told<'_> {
    /// Hears until every document has its outcome.
    async fn hear(&mut self, mut lines: Lines) -> Result<(), DeskError> {
        while let Some(outcome) = lines.next::<SignatureOutcome>().await? {
            let outcome = match outcome {
                SignatureOutcome::Signed { id, signed_at, .. } => SignOutcome::Signed { id, at: signed_at },
                SignatureOutcome::Refused { id, reason } => SignOutcome::Refused { id, reason },
            };
            self.take(outcome);
        }
        if self.outcomes.len() == self.wanted.len() { Ok(()) } else { Err(DeskError::ServerUnreachable) }
    }

    fn take(&mut self, outcome: SignOutcome) {
        let id = id_of(&outcome);
        if self.wanted.contains(id) && !self.outcomes.contains_key(id) {
            (self.on_outcome)(outcome.clone());
            self.outcomes.insert(id.clone(), outcome);
        }
    }

    fn in_order(mut self, ids: &[String]) -> Vec<SignOutcome> {
        for id in ids {
            self.take(SignOutcome::Unknown { id: id.clone() });
        }
        ids.iter().filter_map(|id| self.outcomes.remove(id)).collect()
    }
}

fn id_of(outcome: &SignOutcome) -> &String {
    match outcome {
        SignOutcome::Signed { id, .. } | SignOutcome::Refused { id, .. } | SignOutcome::Unknown { id } => id,
    }
}
