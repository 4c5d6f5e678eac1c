//! Signing a batch: group after group is sealed, stored durably, and then made true in one transaction. While one group
//! is being stored the next is being sealed. What is answered as signed is signed; a stream that ends early says nothing
//! of what follows, and the same request sent again goes on from there.

mod commit;
mod prepare;

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use coffreo_api::signatures::{RefusalReason, SignatureOutcome};
use coffreo_domain::{DocumentId, Sha256};
use tokio::sync::mpsc;

use crate::app::App;
use crate::store::{ActiveMandate, Membership, Person, StoredDocument};

/// Documents in the first group: the first outcomes come soon.
const FIRST_GROUP: usize = 10;
/// Documents in each further group: the disk is waited for as seldom as possible.
const GROUP: usize = 45;

/// Where lines go in.
type Lines = mpsc::Sender<Result<Bytes, std::io::Error>>;

/// What one person signs at once.
#[derive(Debug)]
pub struct Batch {
    /// Who, with the password checked.
    pub person: Person,
    /// The request.
    pub request_id: String,
    /// What the person agreed to.
    pub consent_version: String,
    /// What, in the order of the answer.
    pub documents: Vec<Shown>,
}

/// A document as it was shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// Which.
    pub id: DocumentId,
    /// The PDF that was shown.
    pub content: Sha256,
}

/// Signs the batch and writes its outcomes. When the reader goes away, the group that is being stored is finished and
/// the rest is left as it was.
pub async fn run(app: App, batch: Batch, lines: Lines) {
    let batch = Arc::new(batch);
    if let Err(error) = groups(&app, &batch, &lines).await {
        tracing::error!(cause = format!("{error:#}"), "a signing batch was cut");
        let _ = lines.send(Err(std::io::Error::other("the stream was cut"))).await;
    }
}

async fn groups(app: &App, batch: &Arc<Batch>, lines: &Lines) -> anyhow::Result<()> {
    let ids: Vec<DocumentId> = batch.documents.iter().map(|shown| shown.id).collect();
    let recorded = recorded(app, batch).await?;
    let viewer = app.viewer(batch.person.id);
    let documents = app.store.visible_documents(viewer, &ids).await?;
    let documents: HashMap<_, _> = documents.into_iter().map(|stored| (stored.document.id, stored)).collect();
    let own = app.store.memberships(batch.person.id).await?;
    let mandates = app.store.active_mandates(viewer).await?;
    let known = Arc::new(Known { recorded, documents, own, mandates });

    let (first, rest) = batch.documents.split_at(batch.documents.len().min(FIRST_GROUP));
    let mut groups = std::iter::once(first).chain(rest.chunks(GROUP));
    let start = |group: &[Shown]| {
        let (app, batch, known, group) = (app.clone(), batch.clone(), known.clone(), group.to_vec());
        tokio::spawn(async move { prepare::prepare(&app, &batch, &known, &group).await })
    };
    let mut next = groups.next().map(start);
    while let Some(group) = next {
        let prepared = group.await?;
        next = groups.next().map(start);
        for outcome in commit::commit(app, batch, prepared).await? {
            let mut line = serde_json::to_vec(&outcome)?;
            line.push(b'\n');
            if lines.send(Ok(line.into())).await.is_err() {
                next = None;
            }
        }
    }
    Ok(())
}

/// What is known when the batch starts.
struct Known {
    recorded: HashMap<DocumentId, SignatureOutcome>,
    documents: HashMap<DocumentId, StoredDocument>,
    own: Vec<Membership>,
    mandates: Vec<ActiveMandate>,
}

impl Known {
    /// The mandate by which the person signs a document, where the right is not their own.
    fn mandate(&self, stored: &StoredDocument) -> Option<&ActiveMandate> {
        let own = |one: &Membership| {
            one.confirmed_at.is_some()
                && (one.company, one.agency) == (stored.company, stored.agency)
                && one.rights.has(stored.kind.right())
        };
        let given = |one: &&ActiveMandate| (one.company, one.agency) == (stored.company, stored.agency);
        if self.own.iter().any(own) { None } else { self.mandates.iter().find(given) }
    }
}

/// What the same request was answered before.
async fn recorded(app: &App, batch: &Batch) -> anyhow::Result<HashMap<DocumentId, SignatureOutcome>> {
    let outcomes = app.store.outcomes(batch.person.id, &batch.request_id).await?;
    outcomes.into_iter().map(|(id, json)| Ok((id, serde_json::from_str(&json)?))).collect()
}

fn refused(id: DocumentId, reason: RefusalReason) -> SignatureOutcome {
    SignatureOutcome::Refused { id: id.to_string(), reason }
}
