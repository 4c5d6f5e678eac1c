//! Printing: the PDF itself goes to CUPS, which Linux and macOS print with (`lpstat`, `lp`), never through the web view.
//! Windows has no such door for a PDF: there the screens offer to open it in the program that prints it.

use std::io::{Error, Result, Write as _};
use std::process::{Command, Stdio};

use coffreo_desk::view::{PrintJob, Printer};

/// Copies of one job.
const MOST_COPIES: u32 = 99;

/// The printers that CUPS knows; none where there is no CUPS.
pub fn printers() -> Vec<Printer> {
    let default =
        said("lpstat", &["-d"]).and_then(|said| said.rsplit_once(": ").map(|(_, name)| name.trim().to_owned()));
    let names = said("lpstat", &["-e"]).unwrap_or_default();
    let printer = |name: &str| Printer { is_default: default.as_deref() == Some(name), name: name.to_owned() };
    names.lines().map(str::trim).filter(|name| !name.is_empty()).map(printer).collect()
}

/// Hands the PDF over.
///
/// # Errors
/// When the job is no job, there is no CUPS, or it refuses, with its words.
pub fn print(title: &str, pdf: &[u8], job: &PrintJob) -> Result<()> {
    let arguments = arguments(title, job).ok_or_else(|| Error::from(std::io::ErrorKind::InvalidInput))?;
    let mut command = command("lp");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let sent = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(pdf));
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    sent
}

/// As lp(1) takes them. The document comes on its standard input.
fn arguments(title: &str, job: &PrintJob) -> Option<Vec<String>> {
    let known = !job.printer.is_empty() && !job.printer.starts_with('-');
    if !known || !(1..=MOST_COPIES).contains(&job.copies) {
        return None;
    }
    let mut arguments = vec!["-d".to_owned(), job.printer.clone(), "-n".to_owned(), job.copies.to_string()];
    arguments.extend(["-t".to_owned(), title.to_owned()]);
    if let Some((first, last)) = job.pages {
        if first == 0 || last < first {
            return None;
        }
        arguments.extend(["-P".to_owned(), format!("{first}-{last}")]);
    }
    let sides = if job.both_sides { "two-sided-long-edge" } else { "one-sided" };
    arguments.extend(["-o".to_owned(), format!("sides={sides}")]);
    Some(arguments)
}

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = command(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// In English, so that its words can be read.
fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env("LC_ALL", "C.UTF-8");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> PrintJob {
        PrintJob { printer: "Bureau".into(), copies: 2, pages: Some((2, 3)), both_sides: true }
    }

    #[test]
    fn a_job_becomes_what_lp_takes() {
        let expected = ["-d", "Bureau", "-n", "2", "-t", "a.pdf", "-P", "2-3", "-o", "sides=two-sided-long-edge"];
        assert_eq!(arguments("a.pdf", &job()).unwrap(), expected);
    }

    #[test]
    fn what_is_no_job_is_not_printed() {
        assert_eq!(arguments("a", &PrintJob { printer: "-x".into(), ..job() }), None);
        assert_eq!(arguments("a", &PrintJob { copies: 0, ..job() }), None);
        assert_eq!(arguments("a", &PrintJob { copies: 100, ..job() }), None);
        assert_eq!(arguments("a", &PrintJob { pages: Some((3, 2)), ..job() }), None);
    }
}
