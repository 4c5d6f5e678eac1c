//! The worker's walls, and what happens when a worker dies.

use std::fs;

use coffreo_desk::viewer::{Confinement, Viewer, ViewerError};
use rustix::process::{Pid, Signal, kill_process};

use super::{never, pdf, ready, viewer};

fn signal(process: u32, signal: Signal) {
    let process = Pid::from_raw(i32::try_from(process).unwrap()).unwrap();
    // It may be gone already.
    let _ = kill_process(process, signal);
}

fn on_screen(viewer: &Viewer) -> u32 {
    viewer.worker_processes()[0]
}

#[tokio::test]
async fn a_worker_that_tries_to_get_out_cannot() {
    let walls = Confinement { reads_files: false, writes_files: false, opens_sockets: false, starts_programs: false };
    assert_eq!(viewer().confinement().await.unwrap(), [walls, walls]);
}

#[tokio::test]
async fn the_kernel_says_that_the_worker_is_confined() {
    let viewer = viewer();
    viewer.warm_up().await.unwrap();
    let workers = viewer.worker_processes();
    assert_eq!(workers.len(), 2);
    for process in workers {
        let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
        for thread in threads {
            let status = fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
            let field = |name: &str| {
                status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim).unwrap_or_default().to_owned()
            };
            assert_eq!(field("Seccomp:"), "2", "a filter is in force");
            assert_eq!(field("NoNewPrivs:"), "1");
        }
        let limits = fs::read_to_string(format!("/proc/{process}/limits")).unwrap();
        assert!(limits.lines().any(|line| line.starts_with("Max address space") && !line.contains("unlimited")));
        for descriptor in fs::read_dir(format!("/proc/{process}/fd")).unwrap() {
            let descriptor = descriptor.unwrap();
            let number = descriptor.file_name();
            if number == "2" {
                continue; // wherever the tests' own errors go
            }
            let leads_to = fs::read_link(descriptor.path()).unwrap();
            assert!(leads_to.to_string_lossy().starts_with("pipe:"), "{number:?} leads to {}", leads_to.display());
        }
        let environment = fs::read(format!("/proc/{process}/environ")).unwrap();
        assert!(!environment.windows(5).any(|bytes| bytes == b"HOME="), "nothing of ours is in its environment");
    }
}

#[tokio::test]
async fn workers_end_with_their_viewer() {
    let viewer = viewer();
    viewer.warm_up().await.unwrap();
    let workers = viewer.worker_processes();
    drop(viewer);
    for process in workers {
        // Dead, though perhaps not yet collected.
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let state = stat.rsplit(") ").next().and_then(|rest| rest.chars().next()).unwrap_or('X');
        assert!(matches!(state, 'Z' | 'X' | 'R'), "{state}");
    }
}

#[tokio::test]
async fn a_worker_killed_between_two_pages_is_not_noticed() {
    let document = pdf::of_texts(&["un", "deux"]);
    let viewer = viewer();
    viewer.page("a", 0, 500, || ready(&document)).await.unwrap();
    let first = on_screen(&viewer);
    signal(first, Signal::KILL);
    viewer.page("a", 1, 500, || ready(&document)).await.unwrap();
    assert_ne!(on_screen(&viewer), first);
}

#[tokio::test]
async fn a_worker_killed_in_mid_page_is_not_noticed() {
    let document = pdf::of_texts(&["un", "deux"]);
    let viewer = viewer();
    viewer.page("a", 0, 500, || ready(&document)).await.unwrap();
    let first = on_screen(&viewer);
    signal(first, Signal::STOP); // it takes the request and does not get to answer
    let page = viewer.page("a", 1, 500, || ready(&document));
    tokio::pin!(page);
    for _ in 0..50 {
        tokio::select! {
            biased;
            _ = &mut page => panic!("a stopped worker answered"),
            () = tokio::task::yield_now() => {}
        }
    }
    signal(first, Signal::KILL);
    page.await.unwrap();
    assert_ne!(on_screen(&viewer), first);
}

#[tokio::test]
async fn a_document_during_which_workers_keep_dying_is_given_up() {
    let runaway = pdf::that_runs_away();
    let viewer = viewer();
    viewer.outline("runaway", || ready(&runaway)).await.unwrap();
    let page = viewer.page("runaway", 0, 1000, || ready(&runaway));
    tokio::pin!(page);
    let gave_up = loop {
        tokio::select! {
            biased;
            result = &mut page => break result,
            () = tokio::task::yield_now() => viewer.worker_processes().into_iter().for_each(|it| signal(it, Signal::KILL)),
        }
    };
    assert!(matches!(gave_up, Err(ViewerError::Unreadable | ViewerError::WorkerUnavailable { .. })), "{gave_up:?}");
    let good = pdf::of_texts(&["bon"]);
    viewer.page("good", 0, 500, || ready(&good)).await.unwrap();
    viewer.page("good", 0, 500, never).await.unwrap();
}

#[tokio::test]
async fn nobody_waiting_any_more_leaves_the_worker_in_step() {
    let document = pdf::of_texts(&["un", "deux", "trois"]);
    let viewer = viewer();
    viewer.outline("a", || ready(&document)).await.unwrap();
    for _ in 0..20 {
        let abandoned = viewer.page("a", 1, 900, || ready(&document));
        tokio::select! {
            biased;
            _ = abandoned => {}
            () = tokio::task::yield_now() => {}
        }
        let page = viewer.page("a", 0, 300, || ready(&document)).await.unwrap();
        assert_eq!((page.width, page.height), (179, 253));
    }
}
