//! Locks the worker in, once PDFium is loaded and the limits are known. What each system gets is said in its file; it must
//! fail rather than let a worker go on unconfined where a confinement is written.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(not(any(target_os = "linux", target_os = "macos", windows)), path = "other.rs")]
mod system;

pub use system::{enter, forget_inherited};
