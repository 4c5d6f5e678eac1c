//! The mails that the server wrote into its folder, as a mail program would show them.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// How long a mail may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for a mail to the address that says these words; answers all that it says.
///
/// # Errors
/// When none came.
pub async fn mail(folder: &Path, to: &str, words: &str) -> Result<String> {
    let until = Instant::now() + PATIENCE;
    loop {
        let all = mails(folder)?;
        if let Some(mail) = all.into_iter().find(|mail| addressed(mail, to) && mail.contains(words)) {
            return Ok(mail);
        }
        if Instant::now() > until {
            bail!("no mail to {to} says «{words}» in {}", folder.display());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The token of the link `…/<path>/<token>` in a mail.
///
/// # Errors
/// When there is no such link.
pub fn token(mail: &str, path: &str) -> Result<String> {
    let begin = format!("/{path}/");
    let at = mail.find(&begin).with_context(|| format!("no link to {path} in {mail}"))?;
    let rest = mail[at + begin.len()..].chars();
    Ok(rest.take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).collect())
}

fn mails(folder: &Path) -> Result<Vec<String>> {
    let Ok(files) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut mails = Vec::new();
    for file in files {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "eml") {
            mails.push(plain(&std::fs::read(path)?));
        }
    }
    Ok(mails)
}

fn addressed(mail: &str, to: &str) -> bool {
    mail.lines().take_while(|line| !line.is_empty()).any(|line| line.starts_with("To:") && line.contains(to))
}

/// Without the quoted-printable coding (RFC 2045, 6.7).
fn plain(mail: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(mail.len());
    let mut rest = mail;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => rest = after,
            (b'=', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = after;
                }
                _ => bytes.push(first),
            },
            (b'\r', _) => {}
            _ => bytes.push(first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(letter: u8) -> Option<u8> {
    char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
