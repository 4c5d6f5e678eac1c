//! Gives memory back to the system. It must not decide when.

/// Returns what was freed. The allocator of Linux keeps it otherwise, for a next time that may be hours away.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back() {
    // SAFETY: it takes no pointer, and only touches memory that the allocator holds as free.
    unsafe { libc::malloc_trim(0) };
}

/// The other systems' allocators do so by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}
