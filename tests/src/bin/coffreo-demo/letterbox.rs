//! The folder into which the demo's server writes its mails: nothing is sent. Tells which came in.

use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::Result;
use mail_parser::MessageParser;

/// Watches the folder.
pub struct Letterbox {
    folder: PathBuf,
    seen: HashSet<PathBuf>,
}

impl Letterbox {
    /// What lies there by now is not told.
    pub fn open(folder: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&folder)?;
        let mut letterbox = Self { folder, seen: HashSet::new() };
        letterbox.empty()?;
        Ok(letterbox)
    }

    /// The mails that came in since, one line each: to whom, about what, and where its first link leads.
    pub fn empty(&mut self) -> Result<Vec<String>> {
        let mut new = Vec::new();
        for file in std::fs::read_dir(&self.folder)? {
            let path = file?.path();
            if path.extension().is_some_and(|end| end == "eml") && self.seen.insert(path.clone()) {
                new.push(path);
            }
        }
        // Their names begin with the moment at which they were written.
        new.sort();
        new.iter().map(|path| Ok(line(&std::fs::read(path)?).unwrap_or_else(|| path.display().to_string()))).collect()
    }
}

fn line(mail: &[u8]) -> Option<String> {
    let mail = MessageParser::default().parse(mail)?;
    let to = mail.to()?.first()?.address()?;
    let text = mail.body_text(0)?;
    let link = text.split_whitespace().find(|word| word.starts_with("http")).unwrap_or_default();
    Some(format!("A mail to {to}: {} {link}", mail.subject()?))
}
