//! Other systems: no confinement is written for them; the separate process and the limits of time are all.

use crate::viewer::frame::WorkerLimits;

/// Nothing is known to be inherited.
pub fn forget_inherited() {}

/// Calls `start_thread` and goes on.
pub fn enter<T>(_: &WorkerLimits, start_thread: impl FnOnce() -> std::io::Result<T>) -> Result<T, String> {
    start_thread().map_err(|error| format!("the worker's watchdog does not start: {error}"))
}
