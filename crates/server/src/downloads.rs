//! Who took an invoice first. The first to tell stays; who tells again, or late, changes nothing.

use std::collections::{BTreeMap, HashMap};

use coffreo_domain::{DocumentId, DocumentKind, PersonId, ScopeId, Sha256, Timestamp};

use crate::app::App;
use crate::journal::Entry;
use crate::store::{NewDownload, StoreError, StoredDocument};

/// Documents read at once.
const CHUNK: usize = 300;

/// A document that was saved to a file.
#[derive(Debug, Clone, Copy)]
pub struct Saved {
    /// Which.
    pub id: DocumentId,
    /// The PDF that was saved.
    pub content: Sha256,
    /// When, as the app says.
    pub at: Timestamp,
}

/// Marks what was saved; answers those of the documents that are marked now, with their marks.
///
/// # Errors
/// [`StoreError`]
pub async fn mark(app: &App, person: PersonId, saved: &[Saved]) -> Result<Vec<StoredDocument>, StoreError> {
    let before = visible(app, person, saved).await?;
    let by_id: HashMap<DocumentId, &Saved> = saved.iter().map(|saved| (saved.id, saved)).collect();
    let mut by_scope: BTreeMap<ScopeId, Vec<&StoredDocument>> = BTreeMap::new();
    let unmarked = |stored: &&StoredDocument| stored.kind == DocumentKind::Invoice && stored.download.is_none();
    let same = |stored: &&StoredDocument| by_id[&stored.document.id].content == stored.document.original;
    for stored in before.iter().filter(unmarked).filter(same) {
        by_scope.entry(stored.scope).or_default().push(stored);
    }
    if !by_scope.is_empty() {
        mark_all(app, person, &by_id, by_scope).await?;
    }
    let marked = visible(app, person, saved).await?;
    Ok(marked.into_iter().filter(|stored| stored.download.is_some()).collect())
}

async fn mark_all(
    app: &App,
    person: PersonId,
    saved: &HashMap<DocumentId, &Saved>,
    by_scope: BTreeMap<ScopeId, Vec<&StoredDocument>>,
) -> Result<(), StoreError> {
    let Some(by) = app.store.person(person).await?.map(|person| person.name) else { return Ok(()) };
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let mut entries = Vec::new();
    for (n, stored) in tx.take_places(by_scope, |stored| *stored).await? {
        let (document, content) = (stored.document.id, stored.document.original);
        // Nobody took it before it came, nor will tomorrow: a computer's clock may be wrong.
        let at = saved[&document].at.clamp(stored.received_at.min(now), now);
        let new = NewDownload { document, content, n, person, by: by.clone(), at, told_at: now };
        match tx.mark_downloaded(&new).await {
            Ok(()) => entries.push(Entry::downloaded(document, person, content, at)),
            Err(StoreError::LostRace) => {}
            Err(error) => return Err(error),
        }
    }
    tx.record(now, &entries).await?;
    tx.commit().await
}

async fn visible(app: &App, person: PersonId, saved: &[Saved]) -> Result<Vec<StoredDocument>, StoreError> {
    let mut found = Vec::new();
    for chunk in saved.chunks(CHUNK) {
        let ids: Vec<DocumentId> = chunk.iter().map(|saved| saved.id).collect();
        found.extend(app.store.visible_documents(app.viewer(person), &ids).await?);
    }
    Ok(found)
}
