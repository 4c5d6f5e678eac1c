//! Server-sent events (WHATWG HTML, 9.2): the two that the server sends.

use coffreo_api::events::{RIGHTS_CHANGED, SCOPE_MOVED, ScopeMoved};

use super::{Lines, RemoteError};

/// What the server tells unasked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A scope is at this number.
    ScopeMoved(ScopeMoved),
    /// The person's rights changed.
    RightsChanged,
}

impl Lines {
    /// The next event; `None` when the server ended the stream. Unknown events are passed over.
    ///
    /// # Errors
    /// As [`Lines::next`].
    pub async fn next_event(&mut self) -> Result<Option<Event>, RemoteError> {
        let (mut name, mut data) = (String::new(), String::new());
        while let Some(line) = self.next_text().await? {
            let line = String::from_utf8_lossy(line);
            let line = line.trim_end_matches('\r');
            if let Some(value) = field(line, "event:") {
                name = value.to_owned();
            } else if let Some(value) = field(line, "data:") {
                data.push_str(value);
            } else if line.is_empty() {
                match name.as_str() {
                    RIGHTS_CHANGED => return Ok(Some(Event::RightsChanged)),
                    SCOPE_MOVED => {
                        let moved = serde_json::from_str(&data)
                            .map_err(|error| RemoteError::NotOurs(format!("an event: {error}")))?;
                        return Ok(Some(Event::ScopeMoved(moved)));
                    }
                    _ => {}
                }
                name.clear();
                data.clear();
            }
        }
        Ok(None)
    }
}

fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix(name).map(|value| value.strip_prefix(' ').unwrap_or(value))
}
