//! *Conditions générales d'utilisation — CLIENT*: what people accept when they join. The operator may have their own.

use std::path::Path;

const BUILT_IN: &str = include_str!("terms/client.fr.txt");

/// The terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// What is accepted: 1 to 40 visible ASCII characters.
    pub version: String,
    /// Their title.
    pub title: String,
    /// Paragraphs, parted by empty lines.
    pub text: String,
}

/// Why a file holds no terms.
#[derive(Debug, thiserror::Error)]
pub enum TermsWrong {
    /// It cannot be read.
    #[error("the terms cannot be read from {0}: {1}")]
    File(String, #[source] std::io::Error),
    /// It is not of the form.
    #[error("the terms' first line is their version (1 to 40 visible ASCII characters), the second their title")]
    Form,
}

impl Terms {
    /// The operator's file, or those that come with the program.
    ///
    /// # Errors
    /// [`TermsWrong`]
    pub fn read(file: Option<&Path>) -> Result<Self, TermsWrong> {
        match file {
            None => Self::parse(BUILT_IN),
            Some(path) => {
                let text = std::fs::read_to_string(path);
                Self::parse(&text.map_err(|error| TermsWrong::File(path.display().to_string(), error))?)
            }
        }
    }

    fn parse(text: &str) -> Result<Self, TermsWrong> {
        let mut lines = text.trim_start_matches('\u{feff}').splitn(3, '\n').map(str::trim);
        let (version, title) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        let text = lines.next().unwrap_or_default();
        let visible = version.bytes().all(|byte| byte.is_ascii_graphic());
        if version.is_empty() || version.len() > 40 || !visible || title.is_empty() || text.is_empty() {
            return Err(TermsWrong::Form);
        }
        Ok(Self { version: version.into(), title: title.into(), text: text.replace("\r\n", "\n") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_have_a_version_a_title_and_a_text() {
        let own = Terms::read(None).unwrap();
        assert!(own.title.starts_with("Conditions générales d’utilisation") && own.text.contains("\n\n"));
        let read = Terms::parse("2027-01\r\nConditions\r\n\r\nUn.\r\n\r\nDeux.\r\n").unwrap();
        assert_eq!((read.version.as_str(), read.text.as_str()), ("2027-01", "Un.\n\nDeux."));
        assert!(Terms::parse("Conditions\n\nUn.").is_err());
    }
}
