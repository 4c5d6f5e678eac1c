//! The calls, one function each.

use std::time::Duration;

use coffreo_api::answers::AnswerRequest;
use coffreo_api::changes::ChangesRequest;
use coffreo_api::downloads::DownloadsRequest;
use coffreo_api::sessions::{Refresh, SignIn, Tokens};
use coffreo_api::signatures::SignRequest;
use coffreo_api::{NDJSON, PROBLEM_JSON, Problem};
use coffreo_domain::Sha256;
use reqwest::header::{ACCEPT, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::{Lines, RemoteError, ServerAddress};

/// Bytes of a JSON answer.
const LARGEST_JSON: usize = 8 * 1024 * 1024;
/// Bytes of a PDF. Larger ones no agency can deliver.
const LARGEST_PDF: usize = 256 * 1024 * 1024;
/// How long an answer may keep silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// The event stream shows every 15 seconds that it lives.
const EVENT_PATIENCE: Duration = Duration::from_secs(50);
/// So often a PDF whose transfer breaks is taken up where it broke.
const RESUMPTIONS: u32 = 4;

/// One server.
#[derive(Clone)]
pub struct Remote {
    pub(super) client: Client,
    pub(super) address: ServerAddress,
}

impl Remote {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// [`RemoteError::Unreachable`] when the system's certificates cannot be used.
    pub fn new(address: ServerAddress) -> Result<Self, RemoteError> {
        let mut builder = Client::builder()
            .user_agent(concat!("Coffreo/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(10))
            .tcp_keepalive(Duration::from_secs(20))
            // A redirect is a captive portal's, never the server's; tokens must not follow it.
            .redirect(reqwest::redirect::Policy::none())
            .https_only(!address.is_loopback());
        if address.is_loopback() {
            builder = builder.no_proxy();
        }
        Ok(Self { client: builder.build()?, address })
    }

    /// Signs in with the password.
    pub async fn sign_in(&self, sign_in: &SignIn) -> Result<Tokens, RemoteError> {
        json(send(self.client.post(self.address.at("v1/sessions")).json(sign_in)).await?).await
    }

    /// Exchanges the refresh token. An answer that got lost is asked for once more: the server allows that for seconds.
    pub async fn refresh(&self, refresh: &Refresh) -> Result<Tokens, RemoteError> {
        let once = || async {
            json(send(self.client.post(self.address.at("v1/sessions/refresh")).json(refresh)).await?).await
        };
        match once().await {
            Err(RemoteError::Cut(_)) => once().await,
            answer => answer,
        }
    }

    /// Ends the session.
    pub async fn sign_out(&self, token: &str) -> Result<(), RemoteError> {
        let call = self.client.delete(self.address.at("v1/sessions/current")).bearer_auth(token);
        send(call).await.map(drop)
    }

    /// What changed after the cursors.
    pub async fn changes(&self, token: &str, request: &ChangesRequest) -> Result<Lines, RemoteError> {
        let call = self.client.post(self.address.at("v1/changes")).bearer_auth(token).json(request);
        Ok(Lines::new(of_type(send(call).await?, NDJSON)?, PATIENCE))
    }

    /// Signs; the outcomes come as lines.
    pub async fn sign(&self, token: &str, request: &SignRequest) -> Result<Lines, RemoteError> {
        let call = self.client.post(self.address.at("v1/signatures")).bearer_auth(token).json(request);
        Ok(Lines::new(of_type(send(call).await?, NDJSON)?, PATIENCE))
    }

    /// Answers invoices; the outcomes come as lines.
    pub async fn answer(&self, token: &str, request: &AnswerRequest) -> Result<Lines, RemoteError> {
        let call = self.client.post(self.address.at("v1/answers")).bearer_auth(token).json(request);
        Ok(Lines::new(of_type(send(call).await?, NDJSON)?, PATIENCE))
    }

    /// Tells what was saved to files. Who was first comes with the changes.
    pub async fn downloads(&self, token: &str, request: &DownloadsRequest) -> Result<(), RemoteError> {
        let call = self.client.post(self.address.at("v1/downloads")).bearer_auth(token).json(request);
        of_type(send(call).await?, "application/json").map(drop)
    }

    /// Listens.
    pub async fn events(&self, token: &str) -> Result<Lines, RemoteError> {
        let call = self.client.get(self.address.at("v1/events")).bearer_auth(token);
        Ok(Lines::new(of_type(send(call).await?, "text/event-stream")?, EVENT_PATIENCE))
    }

    /// The bytes of a PDF, `size` of them, checked against its name. A broken transfer goes on where it broke.
    pub async fn content(&self, token: &str, sha256: Sha256, size: i64) -> Result<Vec<u8>, RemoteError> {
        let size = usize::try_from(size).ok().filter(|&size| size <= LARGEST_PDF);
        let size = size.ok_or_else(|| RemoteError::NotOurs("a PDF of an impossible size".into()))?;
        let mut bytes = Vec::with_capacity(size);
        let mut left = RESUMPTIONS;
        while let Err(error) = self.content_from(token, sha256, size, &mut bytes).await {
            if left == 0 || bytes.is_empty() || error.code().is_some() {
                return Err(error);
            }
            left -= 1;
        }
        check(sha256, bytes).await
    }

    /// Appends what is missing of a PDF.
    async fn content_from(
        &self,
        token: &str,
        sha256: Sha256,
        size: usize,
        bytes: &mut Vec<u8>,
    ) -> Result<(), RemoteError> {
        let mut call = self.client.get(self.address.at(&format!("v1/contents/{sha256}"))).bearer_auth(token);
        if !bytes.is_empty() {
            call = call.header(RANGE, format!("bytes={}-", bytes.len()));
        }
        let mut response = of_type(send(call).await?, "application/pdf")?;
        if response.status() != StatusCode::PARTIAL_CONTENT {
            bytes.clear();
        } else if !starts_at(&response, bytes.len()) {
            return Err(RemoteError::NotOurs("another range than was asked for".into()));
        }
        while let Some(chunk) = patient(response.chunk()).await? {
            if bytes.len() + chunk.len() > size {
                return Err(RemoteError::NotOurs("a PDF longer than announced".into()));
            }
            bytes.extend_from_slice(&chunk);
        }
        if bytes.len() == size { Ok(()) } else { Err(RemoteError::Cut("a PDF was cut".into())) }
    }
}

/// Sends, and turns a refusal into the problem that it says.
pub(super) async fn send(call: RequestBuilder) -> Result<Response, RemoteError> {
    let response = patient(call.header(ACCEPT, "*/*").send()).await?;
    if response.status().is_success() {
        return Ok(response);
    }
    let status = response.status();
    let response = of_type(response, PROBLEM_JSON)?;
    let problem: Problem = json_body(response).await?;
    // A proxy that copies our form would still have to copy the status.
    if problem.status != status.as_u16() {
        return Err(RemoteError::NotOurs(format!("a problem of status {} with {status}", problem.status)));
    }
    Err(RemoteError::Refused(problem))
}

async fn patient<T>(answer: impl Future<Output = reqwest::Result<T>>) -> Result<T, RemoteError> {
    match timeout(PATIENCE, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(RemoteError::Cut("no answer in time".into())),
    }
}

pub(super) async fn json<T: DeserializeOwned>(response: Response) -> Result<T, RemoteError> {
    json_body(of_type(response, "application/json")?).await
}

async fn json_body<T: DeserializeOwned>(mut response: Response) -> Result<T, RemoteError> {
    let mut body = Vec::new();
    while let Some(chunk) = patient(response.chunk()).await? {
        if body.len() + chunk.len() > LARGEST_JSON {
            return Err(RemoteError::NotOurs("a large JSON answer".into()));
        }
        body.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&body).map_err(|error| RemoteError::NotOurs(format!("JSON of another form: {error}")))
}

fn of_type(response: Response, wanted: &str) -> Result<Response, RemoteError> {
    let given = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if given.split(';').next().is_some_and(|given| given.trim().eq_ignore_ascii_case(wanted)) {
        return Ok(response);
    }
    Err(RemoteError::NotOurs(format!("status {} of type {given:.60}", response.status())))
}

fn starts_at(response: &Response, at: usize) -> bool {
    let range = response.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok());
    range.is_some_and(|range| range.starts_with(&format!("bytes {at}-")))
}

/// Hashes; on a thread that may block when that takes long.
async fn check(sha256: Sha256, bytes: Vec<u8>) -> Result<Vec<u8>, RemoteError> {
    let hash = move || {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes);
        (digest.as_ref() == sha256.0).then_some(bytes)
    };
    let checked = tokio::task::spawn_blocking(hash).await.ok().flatten();
    checked.ok_or_else(|| RemoteError::NotOurs("a PDF that is not the one asked for".into()))
}
