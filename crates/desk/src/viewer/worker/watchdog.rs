//! Ends the worker when a request takes far too long and the app is no longer there to do it. It must not be the usual
//! way: the app kills a slow worker earlier.

use std::sync::{Arc, Barrier, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

pub struct Watchdog {
    limit: Duration,
    shared: Arc<(Mutex<Option<Instant>>, Condvar)>,
}

impl Watchdog {
    /// Starts the one thread that a worker has beside its own, and waits until it runs: a thread makes system calls to
    /// set itself up that the confinement would refuse.
    pub fn start(limit: Duration) -> std::io::Result<Self> {
        let shared = Arc::new((Mutex::new(None), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let running = Arc::new(Barrier::new(2));
        let runs = Arc::clone(&running);
        std::thread::Builder::new().name("watchdog".into()).stack_size(64 * 1024).spawn(move || {
            runs.wait();
            keep_watch(&theirs);
        })?;
        running.wait();
        Ok(Self { limit, shared })
    }

    /// A request begins.
    pub fn watch(&self) {
        self.set(Instant::now().checked_add(self.limit));
    }

    /// It ended.
    pub fn rest(&self) {
        self.set(None);
    }

    fn set(&self, until: Option<Instant>) {
        *self.shared.0.lock().unwrap_or_else(PoisonError::into_inner) = until;
        self.shared.1.notify_one();
    }
}

fn keep_watch((until, changed): &(Mutex<Option<Instant>>, Condvar)) {
    let mut until = until.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        until = match *until {
            None => changed.wait(until).unwrap_or_else(PoisonError::into_inner),
            Some(moment) => {
                let left = moment.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    std::process::abort();
                }
                changed.wait_timeout(until, left).unwrap_or_else(PoisonError::into_inner).0
            }
        };
    }
}
