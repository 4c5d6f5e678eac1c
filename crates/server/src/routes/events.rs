//! `/v1/events`: tells an app at once that a scope moved. First where each scope stands, so that nothing is missed
//! between asking for changes and listening.

use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use coffreo_api::events::{RIGHTS_CHANGED, SCOPE_MOVED, ScopeMoved};
use coffreo_domain::{PersonId, Right, Rights, ScopeId};
use tokio::sync::{broadcast, mpsc};
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_stream::wrappers::ReceiverStream;

use super::access::SignedIn;
use super::failure::Failure;
use crate::app::App;
use crate::events::Notice;
use crate::store::{ActiveMandate, Membership, StoreError};

/// How often a silent stream shows that it lives, and looks for what it may have missed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The stream of a person's events: `scope` with a [`ScopeMoved`], and `rights`. Ends with the session, or when the server
/// stops.
#[utoipa::path(
    get, path = "/v1/events", tag = "documents",
    responses((status = 200, description = "Server-sent events.", body = ScopeMoved, content_type = "text/event-stream")),
    security(("session" = []))
)]
pub(super) async fn events(State(app): State<App>, who: SignedIn) -> Result<impl IntoResponse, Failure> {
    // Listening starts before looking: what moves in between is told twice rather than never.
    let notices = app.events.listen();
    let seen = Seen::look(&app, who.person).await?;
    let (out, events) = mpsc::channel(16);
    tokio::spawn(async move {
        let stopping = app.events.clone();
        let mut stream = Stream { app, who, seen, out };
        tokio::select! {
            () = stopping.closed() => {}
            // Either the reader is gone, or the store is: the app comes back in both cases.
            _ = stream.run(notices) => {}
        }
    });
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Sse::new(ReceiverStream::new(events))))
}

/// What the person sees, and what they have been told of it.
struct Seen {
    memberships: Vec<Membership>,
    mandates: Vec<ActiveMandate>,
    scopes: HashMap<ScopeId, i64>,
}

impl Seen {
    async fn look(app: &App, person: PersonId) -> Result<Self, StoreError> {
        let viewer = app.viewer(person);
        let memberships = app.store.memberships(person).await?;
        let mandates = app.store.active_mandates(viewer).await?;
        let scopes = app.store.visible_scopes(viewer).await?.into_iter().map(|scope| (scope.id, scope.n)).collect();
        Ok(Self { memberships, mandates, scopes })
    }

    fn sees(&self, notice: &Notice) -> bool {
        let Notice::Moved { company, agency, kind, .. } = notice else { return false };
        let opens = |rights: Rights| rights.has(kind.right());
        let own = self.memberships.iter().any(|one| {
            one.confirmed_at.is_some() && one.company == *company && one.agency == *agency && opens(one.rights)
        });
        let signs = kind.right() == Right::Sign;
        own || signs && self.mandates.iter().any(|one| one.company == *company && one.agency == *agency)
    }
}

struct Stream {
    app: App,
    who: SignedIn,
    seen: Seen,
    out: mpsc::Sender<Result<Event, Infallible>>,
}

/// The stream is over.
struct Over;

impl<E: std::error::Error> From<E> for Over {
    fn from(_: E) -> Self {
        Self
    }
}

impl Stream {
    async fn run(&mut self, mut notices: broadcast::Receiver<Notice>) -> Result<(), Over> {
        for (scope, n) in self.seen.scopes.clone() {
            self.tell_moved(scope, n).await?;
        }
        let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                notice = notices.recv() => match notice {
                    Ok(Notice::LookAgain) | Err(broadcast::error::RecvError::Lagged(_)) => self.look_again().await?,
                    Ok(Notice::Rights(person)) if person == self.who.person => self.look_again().await?,
                    Ok(Notice::Rights(_)) => {}
                    Ok(moved) => self.pass_on(moved).await?,
                    Err(broadcast::error::RecvError::Closed) => return Err(Over),
                },
                _ = heartbeat.tick() => {
                    self.out.send(Ok(Event::default().comment(""))).await?;
                    self.look_again().await?;
                }
                () = self.out.closed() => return Err(Over),
            }
        }
    }

    async fn pass_on(&mut self, notice: Notice) -> Result<(), Over> {
        let Notice::Moved { scope, n, .. } = notice else { return Ok(()) };
        if self.seen.sees(&notice) && self.seen.scopes.get(&scope).is_none_or(|told| *told < n) {
            self.seen.scopes.insert(scope, n);
            self.tell_moved(scope, n).await?;
        }
        Ok(())
    }

    /// Compares what there is with what was told. Ends the stream when the session has ended.
    async fn look_again(&mut self) -> Result<(), Over> {
        if !self.app.store.session_lives(self.who.person, &self.who.session).await? {
            return Err(Over);
        }
        let now = Seen::look(&self.app, self.who.person).await?;
        let before = std::mem::replace(&mut self.seen, now);
        // Mandates begin and end by themselves, at midnight.
        if before.memberships != self.seen.memberships || before.mandates != self.seen.mandates {
            self.out.send(Ok(Event::default().event(RIGHTS_CHANGED).data(""))).await?;
        }
        for (scope, n) in self.seen.scopes.clone() {
            if before.scopes.get(&scope).is_none_or(|told| *told < n) {
                self.tell_moved(scope, n).await?;
            }
        }
        Ok(())
    }

    async fn tell_moved(&self, scope: ScopeId, n: i64) -> Result<(), Over> {
        let data = serde_json::to_string(&ScopeMoved { scope: scope.to_string(), n })?;
        Ok(self.out.send(Ok(Event::default().event(SCOPE_MOVED).data(data))).await?)
    }
}
