//! Starts other programs and says which, before it does.
//!
//! It decides nothing: what to run, and what a failure means, is the callers' business.

use std::error::Error;
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::process::{Command, Stdio};
use std::{env, fmt};

use crate::places;

pub type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A program that runs in the project's root. What cargo told *this* program about its own package is taken out of the
/// environment: build scripts watch those variables, and would build again for nothing.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(places::root());
    for (name, _) in env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that started us.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Prints the command line, runs it with our own terminal, and fails when it fails.
pub fn run(command: &mut Command) -> Result {
    println!("$ {}", Shown(command));
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", Shown(command)).into()) }
}

/// Prints the command line and lets that program take our place, so that whoever stops us stops it.
#[cfg(unix)]
pub fn hand_over(command: &mut Command) -> Result {
    println!("$ {}", Shown(command));
    let error = std::os::unix::process::CommandExt::exec(command);
    Err(not_started(command, &error))
}

/// Where no program can take another's place, we wait for it.
#[cfg(not(unix))]
pub fn hand_over(command: &mut Command) -> Result {
    run(command)
}

/// Runs it silently and answers what it wrote to its standard output; a failure carries what it wrote to the other one.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} ended with {}\n{}", Shown(command), output.status, said.trim_end()).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program of this name is on the PATH.
pub fn is_installed(program: &str) -> bool {
    let Some(path) = env::var_os("PATH") else { return false };
    env::split_paths(&path).any(|folder| {
        let file = folder.join(program);
        file.is_file()
            || (cfg!(windows) && (file.with_extension("exe").is_file() || file.with_extension("cmd").is_file()))
    })
}

pub fn not_started(command: &Command, error: &std::io::Error) -> Box<dyn Error> {
    let program = command.get_program().to_string_lossy();
    if error.kind() == ErrorKind::NotFound {
        format!("`{program}` is not installed").into()
    } else {
        format!("`{program}` can't be started: {error}").into()
    }
}

/// A command as a person would type it, with the project's own folder left out.
pub struct Shown<'a>(pub &'a Command);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = format!("{}{}", places::root().display(), std::path::MAIN_SEPARATOR);
        let program = self.0.get_program().to_string_lossy().replace(&root, "");
        let name = if program.ends_with("/bin/cargo") { "cargo" } else { &program };
        write!(out, "{name}")?;
        let arguments: Vec<_> = self.0.get_args().map(|one| one.to_string_lossy().replace(&root, "")).collect();
        if arguments.len() > 12 {
            return write!(out, " {} … ({} arguments)", arguments[..10].join(" "), arguments.len());
        }
        arguments.iter().try_for_each(|one| write!(out, " {one}"))
    }
}
