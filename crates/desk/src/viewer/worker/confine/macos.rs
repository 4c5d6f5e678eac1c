//! macOS: the system's own profile for programs that only compute: no file, no network, no other process. A bound on
//! memory is not set: the system does not enforce one; the app's limits on time, pixels and pages still hold.
//! Written, never run.

use std::ffi::{CStr, c_char, c_int};

use crate::viewer::frame::WorkerLimits;

/// Nothing to do: the app opens everything close-on-exec.
pub fn forget_inherited() {}

/// Locks the process in, after `start_thread` was called.
pub fn enter<T>(_: &WorkerLimits, start_thread: impl FnOnce() -> std::io::Result<T>) -> Result<T, String> {
    let started = start_thread().map_err(|error| format!("the worker's watchdog does not start: {error}"))?;
    let mut error: *mut c_char = std::ptr::null_mut();
    // SAFETY: the profile is the constant kSBXProfilePureComputation of <sandbox.h>, a NUL-terminated name; `error` is
    // a valid place for the pointer that the call sets when it fails.
    let status = unsafe { sandbox_init(c"pure-computation".as_ptr(), SANDBOX_NAMED, &raw mut error) };
    if status == 0 {
        return Ok(started);
    }
    let reason = if error.is_null() {
        "no reason given".into()
    } else {
        // SAFETY: set by the failed call to a NUL-terminated message; the process ends soon, so that it is not freed.
        unsafe { CStr::from_ptr(error) }.to_string_lossy().into_owned()
    };
    Err(format!("the worker's sandbox cannot be set: {reason}"))
}

/// The profile is given by name.
const SANDBOX_NAMED: u64 = 1;

unsafe extern "C" {
    /// `<sandbox.h>`, part of libSystem; marked as deprecated for years and used by every browser.
    fn sandbox_init(profile: *const c_char, flags: u64, error: *mut *mut c_char) -> c_int;
}
