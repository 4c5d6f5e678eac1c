//! Calls as the signed-in person that bring or take one JSON value. What is not there is told as absent: it is no document.

use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Opened;
use crate::DeskError;
use crate::remote::Remote;

impl Opened {
    /// What stands at a path.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, DeskError> {
        let call = |remote: Remote, token: String| async move { remote.get(Some(&token), path).await };
        self.authorised(call).await.map_err(absent)
    }

    /// Sends a value and brings what is answered.
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, DeskError> {
        let call = |remote: Remote, token: String| {
            let method = method.clone();
            async move { remote.ask(method, Some(&token), path, body).await }
        };
        self.authorised(call).await.map_err(absent)
    }

    /// Sends a value; that it was taken is all the answer.
    pub async fn tell(&self, method: Method, path: &str, body: &impl Serialize) -> Result<(), DeskError> {
        let call = |remote: Remote, token: String| {
            let method = method.clone();
            async move { remote.tell(method, Some(&token), path, body).await }
        };
        self.authorised(call).await.map_err(absent)
    }
}

/// No document was asked for.
pub fn absent(error: DeskError) -> DeskError {
    if error == DeskError::NotFound { DeskError::Absent } else { error }
}
