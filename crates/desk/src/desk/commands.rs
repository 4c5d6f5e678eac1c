//! The commands on documents.

use std::collections::HashSet;
use std::sync::Arc;

use coffreo_domain::Sha256;
use jiff::civil::Date;

use super::Desk;
use super::core::lock;
use crate::DeskError;
use crate::vault::Standing;
use crate::view::{
    ArrivedDocument, DocumentView, FrozenList, ListPage, ListQuery, Neighbours, Outline, PageSize, ProposalQuery, Row,
    Settings, Status, Waiting,
};
use crate::viewer::{PageImage, ViewerError};

/// The longest list that is answered as identifiers.
const MOST_IDS: usize = 10_000;

impl Desk {
    /// A page of the list. Beside the rows, what is shown of them is remembered for signing.
    ///
    /// # Errors
    /// [`DeskError::Locked`]; [`DeskError::InvalidSelection`] for a cursor of another question.
    pub async fn list(&self, query: ListQuery) -> Result<ListPage, DeskError> {
        let today = self.today();
        let opened = self.core.opened()?;
        let page = opened.ask(move |vault| vault.list(&query, today)).await?;
        opened.warm();
        self.show(&page.rows);
        Ok(page)
    }

    /// Everything that matches now, for *select everything that matches*. Counts as shown, as a page does.
    ///
    /// # Errors
    /// [`DeskError::Locked`], [`DeskError::InvalidSelection`].
    pub async fn freeze(&self, query: ListQuery) -> Result<FrozenList, DeskError> {
        let today = self.today();
        let frozen = self.core.ask(move |vault| vault.freeze(&query, today)).await?;
        self.show(&frozen.rows);
        Ok(frozen)
    }

    /// Values that documents here have, for a field of the advanced search that is being typed.
    ///
    /// # Errors
    /// [`DeskError::Locked`]; [`DeskError::InvalidSelection`] for a field of the other kind.
    pub async fn propose(&self, query: ProposalQuery) -> Result<Vec<String>, DeskError> {
        self.core.ask(move |vault| vault.propose(&query)).await
    }

    /// The identifiers of the whole list, in its order, at most 10,000.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn list_ids(&self, query: ListQuery) -> Result<Vec<String>, DeskError> {
        let today = self.today();
        self.core.ask(move |vault| vault.list_ids(&query, today, MOST_IDS)).await
    }

    /// What waits, by kind and agency.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn waiting(&self) -> Result<Vec<Waiting>, DeskError> {
        let now = self.core.clock.now();
        self.core.ask(move |vault| vault.waiting(now.0, now.paris_day())).await
    }

    /// One document.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Locked`].
    pub async fn document(&self, id: &str) -> Result<DocumentView, DeskError> {
        let id = id.to_owned();
        self.core.ask(move |vault| vault.document(&id)).await?.ok_or(DeskError::NotFound)
    }

    /// The document's place in a list; no neighbours when it is not here.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn neighbours(&self, id: &str, query: ListQuery) -> Result<Neighbours, DeskError> {
        let (id, today) = (id.to_owned(), self.today());
        self.core.ask(move |vault| vault.neighbours(&id, &query, today)).await
    }

    /// The pages of its PDF. From now on this version counts as the one that was shown.
    ///
    /// # Errors
    /// [`DeskError::NotDownloaded`], [`DeskError::Unreadable`], [`DeskError::ViewerUnavailable`].
    pub async fn outline(&self, id: &str) -> Result<Outline, DeskError> {
        let standing = self.standing(id).await?;
        if !standing.available {
            return Err(DeskError::NotDownloaded);
        }
        let key = standing.content.to_string();
        let load = self.load(standing.content);
        let outline = self.core.viewer.outline(&key, || load).await.map_err(viewer_error)?;
        lock(&self.core.shown).insert(id.to_owned(), standing.original);
        let pages = outline.pages.iter().map(|page| PageSize { width: page.width_pt, height: page.height_pt });
        Ok(Outline { sha256: key, pages: pages.collect() })
    }

    /// One page of its PDF, from 0; scale 1000 is 72 DPI. `sha256` as the outline said.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when the document stands for another PDF by now; else as [`outline`](Self::outline).
    pub async fn page(&self, id: &str, sha256: &str, page: u32, scale_milli: u32) -> Result<Arc<PageImage>, DeskError> {
        let standing = self.standing(id).await?;
        if !standing.available {
            return Err(DeskError::NotDownloaded);
        }
        if standing.content.to_string() != sha256 {
            return Err(DeskError::NotFound);
        }
        let load = self.load(standing.content);
        self.core.viewer.page(sha256, page, scale_milli, || load).await.map_err(viewer_error)
    }

    /// Remembers that this version was opened here.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Locked`].
    pub async fn mark_opened(&self, id: &str) -> Result<(), DeskError> {
        let id = id.to_owned();
        let marked = self.core.ask(move |vault| vault.mark_opened(&id)).await?;
        if marked { Ok(()) } else { Err(DeskError::NotFound) }
    }

    /// Those of the documents that still are news: the person has neither opened nor signed them.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn still_new(&self, mut documents: Vec<ArrivedDocument>) -> Result<Vec<ArrivedDocument>, DeskError> {
        let ids: Vec<String> = documents.iter().map(|document| document.id.clone()).collect();
        let unseen: HashSet<String> = self.core.ask(move |vault| vault.unseen(&ids)).await?.into_iter().collect();
        documents.retain(|document| unseen.contains(&document.id));
        Ok(documents)
    }

    /// Keeps the person's choices. Whether the keyring opens the vault takes effect at once.
    ///
    /// # Errors
    /// [`DeskError::KeyringUnavailable`] when the keyring was wanted: the choice is then not kept.
    /// [`DeskError::CannotWrite`].
    pub async fn save_settings(&self, settings: Settings) -> Result<Status, DeskError> {
        let _turn = self.core.turn.lock().await;
        let before = lock(&self.core.accounts).settings();
        if settings.keep_unlocked != before.keep_unlocked {
            self.keep_unlocked(settings.keep_unlocked).await?;
        }
        self.core.change_accounts(|accounts| {
            accounts.settings = Settings { keep_unlocked: false, ..settings };
            if let Some(current) = accounts.current.clone() {
                accounts.change(&current.name(), |account| account.keep_unlocked = settings.keep_unlocked);
            }
        })?;
        self.core.tell_status();
        Ok(self.status())
    }

    /// For *Copier le diagnostic*: English, without names, contents or secrets.
    pub async fn diagnostics(&self) -> String {
        let status = self.status();
        let counts = status.counts.iter().map(|count| {
            format!("{:?}: {} pending, {} archived, {} late", count.kind, count.pending, count.archived, count.late)
        });
        let missing = self.core.ask(|vault| vault.missing_count()).await;
        let lines = [
            format!("Coffreo {} on {} {}", status.version, std::env::consts::OS, std::env::consts::ARCH),
            format!(
                "phase: {:?}; connection: {:?}; last sync: {:?}",
                status.phase, status.connection, status.last_sync_at
            ),
            format!("documents: {}", counts.collect::<Vec<_>>().join("; ")),
            format!(
                "PDFs not here yet: {}",
                missing.map_or_else(|_| "unknown".to_owned(), |missing| missing.to_string())
            ),
            format!("PDF workers: {}", self.core.viewer.worker_processes().len()),
        ];
        lines.join("\n")
    }

    /// The day on which periods end: in Paris.
    pub(crate) fn today(&self) -> Date {
        self.core.clock.now().paris_day()
    }

    /// Remembers which versions the screens were given.
    pub(crate) fn show<'a>(&self, rows: impl IntoIterator<Item = &'a Row>) {
        let mut shown = lock(&self.core.shown);
        for row in rows {
            let (id, original) = match row {
                Row::Contract(row) => (&row.id, &row.original_sha256),
                Row::Invoice(row) => (&row.id, &row.original_sha256),
            };
            // What was seen first stays: a version that came later must be opened to count as shown.
            if let (false, Ok(original)) = (shown.contains_key(id), original.parse()) {
                shown.insert(id.clone(), original);
            }
        }
    }

    pub(crate) async fn standing(&self, id: &str) -> Result<Standing, DeskError> {
        let id = id.to_owned();
        self.core.ask(move |vault| vault.standing(&id)).await?.ok_or(DeskError::NotFound)
    }

    /// The bytes of a PDF, when the viewer asks for them.
    pub(crate) fn load(&self, sha256: Sha256) -> impl Future<Output = Result<Vec<u8>, DeskError>> + Send + use<> {
        let core = Arc::clone(&self.core);
        async move { core.ask(move |vault| vault.content(sha256)).await?.ok_or(DeskError::NotDownloaded) }
    }
}

pub(crate) fn viewer_error(error: ViewerError) -> DeskError {
    match error {
        ViewerError::Unreadable | ViewerError::TooSlow | ViewerError::TooLarge => DeskError::Unreadable,
        ViewerError::NoSuchPage => DeskError::NotFound,
        ViewerError::NotLoaded(cause) => match cause.downcast::<DeskError>() {
            Ok(error) => *error,
            Err(cause) => DeskError::Internal(format!("the document was not loaded: {cause}")),
        },
        ViewerError::WorkerUnavailable { .. } => DeskError::ViewerUnavailable,
    }
}
