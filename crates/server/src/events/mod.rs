//! Who is told that something moved. Carries no content: an app that hears it asks for the changes.

use std::sync::Arc;

use coffreo_domain::{AgencyId, CompanyId, DocumentKind, PersonId, ScopeId};
use tokio::sync::{broadcast, watch};

/// A listener that falls so far behind looks for itself.
const BACKLOG: usize = 1024;

/// Something moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// A scope has something new.
    Moved {
        /// Which.
        scope: ScopeId,
        /// Its company.
        company: CompanyId,
        /// Its agency.
        agency: AgencyId,
        /// Its kind.
        kind: DocumentKind,
        /// Its counter now.
        n: i64,
    },
    /// A person's rights or sessions changed.
    Rights(PersonId),
    /// Notices may have been missed.
    LookAgain,
}

/// Passes notices from transactions to the open event streams of this process.
#[derive(Debug, Clone)]
pub struct Events {
    notices: broadcast::Sender<Notice>,
    stopping: Arc<watch::Sender<bool>>,
}

impl Default for Events {
    fn default() -> Self {
        Self { notices: broadcast::channel(BACKLOG).0, stopping: Arc::new(watch::channel(false).0) }
    }
}

impl Events {
    /// Tells everybody who listens.
    pub fn tell(&self, notice: Notice) {
        // Nobody listening is no failure.
        let _ = self.notices.send(notice);
    }

    /// From now on.
    pub fn listen(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }

    /// Ends every event stream: the server stops.
    pub fn close(&self) {
        self.stopping.send_replace(true);
    }

    /// Returns once the server stops.
    pub async fn closed(&self) {
        let mut stopping = self.stopping.subscribe();
        let _ = stopping.wait_for(|stopping| *stopping).await;
    }
}

impl Notice {
    /// As it travels between processes.
    pub(crate) fn to_text(self) -> String {
        match self {
            Self::Moved { scope, company, agency, kind, n } => {
                format!("moved {scope} {company} {agency} {} {n}", kind.code())
            }
            Self::Rights(person) => format!("rights {person}"),
            Self::LookAgain => "look".into(),
        }
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let mut next = || words.next();
        match next()? {
            "moved" => {
                let (scope, company, agency) = (next()?.parse().ok()?, next()?.parse().ok()?, next()?.parse().ok()?);
                let code = next()?;
                let kind = DocumentKind::ALL.into_iter().find(|kind| kind.code() == code)?;
                Some(Self::Moved { scope, company, agency, kind, n: next()?.parse().ok()? })
            }
            "rights" => Some(Self::Rights(next()?.parse().ok()?)),
            "look" => Some(Self::LookAgain),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_notice_reads_back_in_another_process() {
        let id = Uuid::from_u128(7);
        let moved = Notice::Moved {
            scope: ScopeId(id),
            company: CompanyId(id),
            agency: AgencyId(id),
            kind: DocumentKind::Invoice,
            n: 42,
        };
        for notice in [moved, Notice::Rights(PersonId(id)), Notice::LookAgain] {
            assert_eq!(Notice::from_text(&notice.to_text()), Some(notice));
        }
        assert_eq!(Notice::from_text("moved nowhere"), None);
    }
}
