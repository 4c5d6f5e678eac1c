//! A PostgreSQL of the tests' own: made in a temporary folder, on a free loopback port, gone at the end.
//!
//! It never touches the machine's own cluster, and keeps nothing: durability is switched off.

use std::fs;
use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use crate::run::{Result, capture, command, is_installed, not_started};

/// A running server. Dropping it stops it and removes its folder.
pub struct Postgres {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes and starts one; `None` where PostgreSQL is not installed.
    pub fn start() -> Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        // PostgreSQL refuses to run as root, and the user it then runs as must reach its folder: a checkout below
        // /root would not do, nor would a long path for its socket.
        let folder = std::env::temp_dir().join(format!("coffreo-postgres-{}", std::process::id()));
        fs::create_dir(&folder)?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        if is_root() {
            capture(command("chown").arg("postgres").arg(&folder))?;
        }
        let data = folder.join("data");
        capture(
            unprivileged(&programs.join("initdb"))
                .args(["--auth=trust", "--username=coffreo", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
                .arg(&data)
                .current_dir(&folder),
        )?;
        let log = File::create(folder.join("log"))?;
        let mut server = unprivileged(&programs.join("postgres"));
        server
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k"])
            .arg(&folder)
            .args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"])
            .args(["-c", "max_connections=200"])
            .current_dir(&folder)
            .stdout(log.try_clone()?)
            .stderr(log);
        let server = server.spawn().map_err(|error| not_started(&server, &error))?;
        let mut postgres = Self { server, folder, port };
        postgres.wait_until_ready(&programs)?;
        capture(command(programs.join("createdb")).args(postgres.connection()).arg("coffreo"))?;
        Ok(Some(postgres))
    }

    /// Where its database `coffreo` is, for a superuser that may create others.
    pub fn url(&self) -> String {
        format!("postgres://coffreo@127.0.0.1:{}/coffreo", self.port)
    }

    fn wait_until_ready(&mut self, programs: &Path) -> Result {
        for _ in 0..300 {
            if self.server.try_wait()?.is_some() {
                break;
            }
            let mut ask = command(programs.join("psql"));
            if capture(ask.args(self.connection()).args(["-d", "postgres", "-qtc", "select 1"])).is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(format!("PostgreSQL does not start:\n{log}").into())
    }

    fn connection(&self) -> [String; 6] {
        ["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "coffreo"].map(str::to_owned)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let asked = if cfg!(unix) {
            // SIGINT: end at once, without waiting for those who are connected.
            command("kill").args(["-INT", &self.server.id().to_string()]).status().is_ok_and(|status| status.success())
        } else {
            false
        };
        if !asked {
            _ = self.server.kill();
        }
        _ = self.server.wait();
        _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of PostgreSQL's programs: Debian's newest version, or what the PATH has.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|version| Some((version.file_name().to_str()?.parse::<u32>().ok()?, version.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .max();
    newest.map(|(_, folder)| folder).or_else(|| is_installed("initdb").then(PathBuf::new))
}

/// Runs as the user `postgres` when we are root, and ends when we end, however we end.
fn unprivileged(program: &Path) -> Command {
    if !cfg!(target_os = "linux") {
        return command(program);
    }
    let mut command = command("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}

fn is_root() -> bool {
    cfg!(target_os = "linux") && capture(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_database_answers_and_leaves_nothing_behind() {
        let Some(postgres) = Postgres::start().expect("PostgreSQL starts") else { return };
        let psql = programs().expect("it is installed").join("psql");
        let answer = capture(command(psql).args([&postgres.url(), "-qtAc", "select 6 * 7"])).expect("it answers");
        assert_eq!(answer.trim(), "42");
        let folder = postgres.folder.clone();
        drop(postgres);
        assert!(!folder.exists());
    }
}
