//! Tries what the confinement forbids, so that it is known and not hoped. It must not change anything when it succeeds.

use std::fs::File;
use std::net::UdpSocket;
use std::process::{Command, Stdio};

use crate::viewer::Confinement;

/// Reads and writes a file, opens a socket, starts a program: says which of them worked.
pub fn attempt() -> Confinement {
    Confinement {
        reads_files: program().is_some_and(|program| File::open(program).is_ok()) || std::fs::read_dir(".").is_ok(),
        writes_files: writes_a_file(),
        opens_sockets: UdpSocket::bind(("127.0.0.1", 0)).is_ok(),
        starts_programs: starts_a_program(),
    }
}

/// The running program: a file that is surely there.
fn program() -> Option<std::path::PathBuf> {
    std::env::args_os().next().map(Into::into)
}

fn writes_a_file() -> bool {
    let path = std::env::temp_dir().join(format!("coffreo-escape-{}", std::process::id()));
    let written = File::create(&path).is_ok();
    if written {
        // Nothing else would remove it; if this fails it is an empty file.
        drop(std::fs::remove_file(&path));
    }
    written
}

fn starts_a_program() -> bool {
    let Some(program) = program() else { return false };
    let started = Command::new(program).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    match started {
        Ok(mut child) => {
            // It is to be gone; whether it ended by itself is of no matter.
            drop(child.kill());
            drop(child.wait());
            true
        }
        Err(_) => false,
    }
}
