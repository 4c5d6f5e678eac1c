//! A stream of lines that may be cut anywhere: a line counts when it is complete.

use std::time::Duration;

use reqwest::Response;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::RemoteError;

/// Bytes of one line.
const LONGEST: usize = 1024 * 1024;

/// The lines of an answer.
pub struct Lines {
    response: Response,
    /// What has come and has not been taken.
    held: Vec<u8>,
    /// Where the untaken part begins.
    at: usize,
    /// How long the stream may be silent.
    patience: Duration,
}

impl Lines {
    pub(super) fn new(response: Response, patience: Duration) -> Self {
        Self { response, held: Vec::new(), at: 0, patience }
    }

    /// The next line as JSON; `None` at a clean end.
    ///
    /// # Errors
    /// [`RemoteError::Cut`] when the stream was cut, [`RemoteError::NotOurs`] for a line of another form.
    pub async fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, RemoteError> {
        let Some(line) = self.next_text().await? else { return Ok(None) };
        let value = serde_json::from_slice(line).map_err(|error| RemoteError::NotOurs(format!("a line: {error}")))?;
        Ok(Some(value))
    }

    /// The next line without its end.
    pub(super) async fn next_text(&mut self) -> Result<Option<&[u8]>, RemoteError> {
        let mut searched = self.at;
        loop {
            if let Some(end) = self.held[searched..].iter().position(|&byte| byte == b'\n') {
                let (from, to) = (self.at, searched + end);
                self.at = to + 1;
                return Ok(Some(&self.held[from..to]));
            }
            if self.at > 0 {
                self.held.drain(..self.at);
                self.at = 0;
            }
            searched = self.held.len();
            if searched > LONGEST {
                return Err(RemoteError::NotOurs("an endless line".into()));
            }
            match timeout(self.patience, self.response.chunk()).await {
                Err(_) => return Err(RemoteError::Cut("the stream fell silent".into())),
                Ok(Err(error)) => return Err(error.into()),
                Ok(Ok(Some(chunk))) => self.held.extend_from_slice(&chunk),
                Ok(Ok(None)) if self.held.is_empty() => return Ok(None),
                Ok(Ok(None)) => return Err(RemoteError::Cut("the stream was cut in a line".into())),
            }
        }
    }
}
