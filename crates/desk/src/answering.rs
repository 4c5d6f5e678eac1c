//! Answering invoices: validated, disputed, suspended or refused, with the password, as signing does it. Only what the
//! server confirmed is told as done, and what is answered is what was shown.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use coffreo_api::answers::{AnswerOutcome, AnswerRequest};
use coffreo_domain::answer::{Answer, AnswerStatus};
use coffreo_domain::signing::{CONSENT_VERSION, MOST_PER_REQUEST};

use crate::desk::Desk;
use crate::remote::{Lines, Remote, RemoteError};
use crate::session::Opened;
use crate::view::{AnswerChoice, InvoiceAnswer, SignOutcome};
use crate::{DeskError, Password};

/// What may be answered, and with which reasons, in the order in which they are offered.
pub fn choices() -> Vec<AnswerChoice> {
    let choice = |status: AnswerStatus| AnswerChoice {
        status: status.into(),
        reasons: status.reasons().iter().map(|reason| (*reason).into()).collect(),
    };
    AnswerStatus::ALL.into_iter().map(choice).collect()
}

impl Desk {
    /// Answers 1 to 100 invoices alike. `request_id` is a UUID, one a press of the button: a repetition changes nothing
    /// twice. One outcome an invoice, in the order given.
    ///
    /// # Errors
    /// As [`sign`](Self::sign), before anything is answered. [`DeskError::InvalidSelection`] also for an answer that the
    /// rules refuse.
    pub async fn answer_invoices(
        &self,
        ids: &[String],
        answer: InvoiceAnswer,
        password: Password,
        request_id: &str,
    ) -> Result<Vec<SignOutcome>, DeskError> {
        let distinct: HashSet<&String> = ids.iter().collect();
        if ids.is_empty() || ids.len() > MOST_PER_REQUEST || distinct.len() != ids.len() {
            return Err(DeskError::InvalidSelection);
        }
        let request_id = uuid::Uuid::try_parse(request_id).map_err(|_| DeskError::InvalidSelection)?;
        let reasons = answer.reasons.iter().map(|reason| (*reason).into()).collect();
        let checked = Answer::new(answer.status.into(), reasons, answer.comment);
        let checked = checked.map_err(|_| DeskError::InvalidSelection)?;
        let opened = self.core.opened()?;
        let request = AnswerRequest {
            request_id: request_id.to_string(),
            password: password.expose().to_owned(),
            consent_version: CONSENT_VERSION.to_owned(),
            status: answer.status,
            reasons: answer.reasons,
            comment: checked.comment().map(str::to_owned),
            documents: self.to_sign(ids).await?,
        };
        let mut told = HashMap::new();
        let heard = AtomicBool::new(false);
        // The same request again answers as the first time, and answers what was not reached.
        for last in [false, true] {
            let cut = match ask(&opened, &request, &heard).await {
                Ok(lines) => hear(lines, ids, &mut told).await,
                Err(error) if !last && !heard.load(Ordering::Relaxed) => return Err(error),
                Err(error) => Err(error),
            };
            match cut {
                Ok(()) => break,
                Err(error) => tracing::warn!(%error, "the answers were cut"),
            }
        }
        self.catch_up(&opened).await;
        let outcome = |id: &String| told.remove(id).unwrap_or_else(|| SignOutcome::Unknown { id: id.clone() });
        Ok(ids.iter().map(outcome).collect())
    }
}

async fn ask(opened: &Opened, request: &AnswerRequest, heard: &AtomicBool) -> Result<Lines, DeskError> {
    let call = |remote: Remote, token: String| async move {
        let answer = remote.answer(&token, request).await;
        if matches!(answer, Err(RemoteError::Cut(_) | RemoteError::NotOurs(_))) {
            heard.store(true, Ordering::Relaxed);
        }
        answer
    };
    let lines = opened.authorised(call).await?;
    heard.store(true, Ordering::Relaxed);
    Ok(lines)
}

/// Hears until every invoice has its outcome.
async fn hear(mut lines: Lines, ids: &[String], told: &mut HashMap<String, SignOutcome>) -> Result<(), DeskError> {
    while let Some(outcome) = lines.next::<AnswerOutcome>().await? {
        let (id, outcome) = match outcome {
            AnswerOutcome::Answered { id, answered_at } => (id.clone(), SignOutcome::Signed { id, at: answered_at }),
            AnswerOutcome::Refused { id, reason } => (id.clone(), SignOutcome::Refused { id, reason }),
        };
        told.insert(id, outcome);
    }
    if ids.iter().all(|id| told.contains_key(id)) { Ok(()) } else { Err(DeskError::ServerUnreachable) }
}
