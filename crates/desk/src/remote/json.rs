//! Calls that bring or take one JSON value: people, accounts, news, support.

use reqwest::Method;
use reqwest::header::ACCEPT_LANGUAGE;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::calls::{json, send};
use super::{Remote, RemoteError};

impl Remote {
    /// What stands at a path.
    pub async fn get<T: DeserializeOwned>(&self, token: Option<&str>, path: &str) -> Result<T, RemoteError> {
        json(send(self.call(Method::GET, token, path)).await?).await
    }

    /// What stands at a path, in a language: its ISO 639-1 code.
    pub async fn get_in<T: DeserializeOwned>(&self, token: &str, path: &str, language: &str) -> Result<T, RemoteError> {
        json(send(self.call(Method::GET, Some(token), path).header(ACCEPT_LANGUAGE, language)).await?).await
    }

    /// Sends a value and brings what is answered.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        token: Option<&str>,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, RemoteError> {
        json(send(self.call(method, token, path).json(body)).await?).await
    }

    /// Sends a value; that it was taken is all the answer.
    pub async fn tell(
        &self,
        method: Method,
        token: Option<&str>,
        path: &str,
        body: &impl Serialize,
    ) -> Result<(), RemoteError> {
        send(self.call(method, token, path).json(body)).await.map(drop)
    }

    fn call(&self, method: Method, token: Option<&str>, path: &str) -> reqwest::RequestBuilder {
        let call = self.client.request(method, self.address.at(path));
        match token {
            Some(token) => call.bearer_auth(token),
            None => call,
        }
    }
}
