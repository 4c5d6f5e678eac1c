//! The signing that is under way, kept so that it outlives the app: what waits, what was sent, what the server said. It
//! never holds the password, and never calls signed what the server did not.

use std::collections::HashSet;

use coffreo_api::signatures::RefusalReason;
use rusqlite::{Connection, params};

use super::key::random;
use super::{Vault, VaultError, document, rows};
use crate::view::{ArchiveState, BatchDocument, BatchState, Row, SignOutcome};

impl Vault {
    /// Begins a signing of these documents. Of the one before is kept which of them may be signed already, and what was
    /// refused and is not tried again: it is told until [`forget_signing`](Self::forget_signing).
    ///
    /// # Errors
    /// [`VaultError::Invalid`] when one is not here.
    pub fn begin_signing(&self, ids: &[String]) -> Result<(), VaultError> {
        self.write(|writer| {
            let unanswered: HashSet<String> = writer
                .prepare_cached("SELECT uid FROM signing WHERE sent AND outcome IS NULL")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let refused: Vec<(String, String, String)> = writer
                .prepare_cached("SELECT uid, number, outcome FROM signing WHERE outcome IS NOT NULL ORDER BY place")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<Result<_, _>>()?;
            writer.execute("DELETE FROM signing", [])?;
            let mut insert = writer.prepare_cached(
                "INSERT INTO signing (place, uid, number, sent, outcome) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for (place, id) in ids.iter().enumerate() {
                let row = shown(writer, id)?.ok_or(VaultError::Invalid("a document is not here"))?;
                let number = match &row {
                    Row::Contract(row) => &row.number,
                    Row::Invoice(row) => &row.number,
                };
                insert.execute(params![place as i64, id, number, unanswered.contains(id), None::<String>])?;
            }
            let again: HashSet<&String> = ids.iter().collect();
            let refused = refused.iter().filter(|(id, _, said)| !again.contains(id) && !is_signed(said));
            for (place, (id, number, said)) in (ids.len()..).zip(refused) {
                insert.execute(params![place as i64, id, number, true, said])?;
            }
            Ok(())
        })
    }

    /// A request's identifier: a random UUID (RFC 9562, version 4).
    pub fn new_request(&self) -> Result<String, VaultError> {
        let mut bytes = [0; 16];
        random(&mut bytes)?;
        Ok(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }

    /// From now on they may be signed.
    pub fn signing_sent(&self, ids: &[String]) -> Result<(), VaultError> {
        self.mark(ids, true)
    }

    /// The server did not take them: they wait again.
    pub fn signing_not_sent(&self, ids: &[String]) -> Result<(), VaultError> {
        self.mark(ids, false)
    }

    fn mark(&self, ids: &[String], sent: bool) -> Result<(), VaultError> {
        self.write(|writer| {
            let mut statement = writer.prepare_cached("UPDATE signing SET sent = ?2 WHERE uid = ?1")?;
            for id in ids {
                statement.execute(params![id, sent])?;
            }
            Ok(())
        })
    }

    /// What the server said. [`SignOutcome::Unknown`] changes nothing.
    pub fn signing_answered(&self, outcomes: &[SignOutcome]) -> Result<(), VaultError> {
        self.write(|writer| {
            let mut statement = writer.prepare_cached("UPDATE signing SET outcome = ?2 WHERE uid = ?1")?;
            for outcome in outcomes {
                let id = match outcome {
                    SignOutcome::Signed { id, .. } | SignOutcome::Refused { id, .. } => id,
                    SignOutcome::Unknown { .. } => continue,
                };
                let said = serde_json::to_string(outcome).map_err(|_| VaultError::Invalid("an outcome"))?;
                statement.execute(params![id, said])?;
            }
            Ok(())
        })
    }

    /// Nothing of it is left to do or to tell.
    pub fn forget_signing(&self) -> Result<(), VaultError> {
        self.write(|writer| Ok(writer.execute("DELETE FROM signing", []).map(drop)?))
    }

    /// All of it, in order; empty when there is none.
    pub fn signing(&self) -> Result<Vec<BatchDocument>, VaultError> {
        self.read(|reader| {
            let mut statement =
                reader.prepare_cached("SELECT uid, number, sent, outcome FROM signing ORDER BY place")?;
            let mut kept = statement.query([])?;
            let mut documents = Vec::new();
            while let Some(row) = kept.next()? {
                let (id, sent): (String, bool) = (row.get(0)?, row.get(2)?);
                let said: Option<String> = row.get(3)?;
                let said = said.map(|said| serde_json::from_str(&said)).transpose();
                let said = said.map_err(|_| VaultError::Damaged("an outcome of a signing"))?;
                let shown = shown(reader, &id)?;
                let state = state(sent, said, shown.as_ref());
                documents.push(BatchDocument { id, number: row.get(1)?, row: shown, state });
            }
            Ok(documents)
        })
    }
}

fn is_signed(said: &str) -> bool {
    matches!(serde_json::from_str(said), Ok(SignOutcome::Signed { .. }))
}

fn shown(reader: &Connection, id: &str) -> Result<Option<Row>, VaultError> {
    let Some(standing) = document::standing(reader, id)? else { return Ok(None) };
    Ok(rows::rows(reader, std::iter::once(standing.key), &[])?.pop())
}

/// What was sent and is archived by now was signed, whatever answer was lost.
fn state(sent: bool, said: Option<SignOutcome>, row: Option<&Row>) -> BatchState {
    let archived = match row {
        Some(Row::Contract(row)) if row.state == ArchiveState::Archived => row.signed_at,
        Some(Row::Invoice(row)) if row.state == ArchiveState::Archived => row.signed_at,
        _ => None,
    };
    match (said, archived) {
        (Some(SignOutcome::Signed { at, .. }), _) => BatchState::Signed { at },
        (Some(SignOutcome::Refused { reason: RefusalReason::AlreadySigned, .. }), Some(at)) => {
            BatchState::Signed { at }
        }
        (Some(SignOutcome::Refused { reason, .. }), _) => BatchState::Refused { reason },
        (_, Some(at)) if sent => BatchState::Signed { at },
        _ if sent => BatchState::Unknown,
        _ => BatchState::Waiting,
    }
}
