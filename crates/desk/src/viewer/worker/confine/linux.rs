//! Linux: a bound on memory, no core dumps, no new file descriptors; Landlock with no rule at all (no path, no TCP port, no
//! abstract socket, no signal to others) where the kernel has it; and a seccomp list of the few system calls that computing
//! needs, everything else answered with `EPERM`. Without seccomp the worker refuses to work.

use std::collections::BTreeMap;

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, Scope};
use rustix::process::{Resource, Rlimit, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

use crate::viewer::frame::WorkerLimits;

/// Closes whatever the app's process left open for its children; call it before anything is opened.
pub fn forget_inherited() {
    // SAFETY: nothing in this process owns a descriptor above the three standard ones yet. A kernel without the call
    // (before 5.9) answers ENOSYS, and nothing is closed: the app itself opens everything close-on-exec.
    unsafe {
        libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, 0);
    }
}

/// Locks the process in. `start_thread` is called between the steps that must come before and after a thread is started.
pub fn enter<T>(limits: &WorkerLimits, start_thread: impl FnOnce() -> std::io::Result<T>) -> Result<T, String> {
    let failed = |what: &str, error: &dyn std::fmt::Display| format!("the worker's {what} cannot be set: {error}");
    for (resource, most) in
        [(Resource::As, limits.memory_bytes), (Resource::Core, 0), (Resource::Fsize, 0), (Resource::Nofile, 0)]
    {
        if resource == Resource::Nofile {
            // Landlock needs one descriptor, so that it comes before this last limit.
            landlock().map_err(|error| failed("Landlock", &error))?;
        }
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        setrlimit(resource, limit).map_err(|error| failed("limits", &error))?;
    }
    let started = start_thread().map_err(|error| failed("watchdog", &error))?;
    let filter = filter().map_err(|error| failed("seccomp filter", &error))?;
    seccompiler::apply_filter_all_threads(&filter).map_err(|error| failed("seccomp filter", &error))?;
    Ok(started)
}

/// As much of it as the kernel has.
fn landlock() -> Result<(), landlock::RulesetError> {
    let newest = ABI::V6;
    Ruleset::default()
        .handle_access(AccessFs::from_all(newest))?
        .handle_access(AccessNet::from_all(newest))?
        .scope(Scope::from_all(newest))?
        .create()?
        .restrict_self()?;
    Ok(())
}

fn filter() -> Result<BpfProgram, seccompiler::BackendError> {
    let mut calls: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    // Memory may be got, but none that can be run as code.
    let not_to_run = only_if(2, SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64), 0)?;
    calls.insert(libc::SYS_mmap, vec![not_to_run.clone()]);
    calls.insert(libc::SYS_mprotect, vec![not_to_run]);
    // To abort itself, a process signals itself.
    calls.insert(libc::SYS_tgkill, vec![only_if(0, SeccompCmpOp::Eq, std::process::id().into())?]);
    let denied = SeccompAction::Errno(libc::EPERM as u32);
    SeccompFilter::new(calls, denied, SeccompAction::Allow, std::env::consts::ARCH.try_into()?)?.try_into()
}

fn only_if(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    SeccompRule::new(vec![SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)?])
}

const ALLOWED: &[i64] = &[
    // The pipes, which are all that is open.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    // Memory.
    libc::SYS_brk,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    // Time and waiting for the other thread.
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_futex,
    libc::SYS_gettimeofday,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    libc::SYS_sched_yield,
    // Randomness for hash maps.
    libc::SYS_getrandom,
    // Signals to itself, and the end.
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
];
