//! Windows: a job that ends with the worker, so that nothing it starts outlives it, and a bound on its working set. It is
//! not yet kept from files, the network or new processes, which takes an AppContainer made by the parent; the support
//! screen shows it, see [`Viewer::confinement`](crate::viewer::Viewer::confinement). Written, never run.

use win32job::{ExtendedLimitInfo, Job};

use crate::viewer::frame::WorkerLimits;

/// Nothing to do: handles are not inherited unless asked for.
pub fn forget_inherited() {}

/// Puts the process into its job, after `start_thread` was called.
pub fn enter<T>(limits: &WorkerLimits, start_thread: impl FnOnce() -> std::io::Result<T>) -> Result<T, String> {
    let started = start_thread().map_err(|error| format!("the worker's watchdog does not start: {error}"))?;
    let failed = |error: win32job::JobError| format!("the worker's job cannot be made: {error}");
    let most = usize::try_from(limits.memory_bytes).unwrap_or(usize::MAX);
    let mut info = ExtendedLimitInfo::new();
    info.limit_working_memory(1024 * 1024, most).limit_kill_on_job_close();
    let job = Job::create_with_limit_info(&info).map_err(failed)?;
    job.assign_current_process().map_err(failed)?;
    // The job lives as long as its last handle, that is as long as this process.
    std::mem::forget(job);
    Ok(started)
}
