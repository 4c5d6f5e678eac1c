//! What the app and its worker say to each other, and how it is put on the pipe. It must not trust either side:
//! every length is bounded before anything is allocated.
//!
//! A frame is `u32` head length, `u32` payload length (both little-endian), the head (a small JSON value), the payload
//! (raw bytes). The first request is [`Request::Begin`]; a worker of another [`PROTOCOL`] is not used.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Raised whenever a message changes its meaning.
pub const PROTOCOL: u32 = 2;
/// Longest head, in bytes.
const HEAD_BYTES: usize = 16 * 1024;
/// Longest payload that either side accepts, in bytes.
pub const PAYLOAD_BYTES: usize = 512 * 1024 * 1024;
/// Longest answer that the app accepts from a worker, in bytes: a page of [`super::ViewerLimits::pixels`] fits.
pub const ANSWER_BYTES: usize = 192 * 1024 * 1024;

/// What the worker must keep to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WorkerLimits {
    pub pages: u32,
    pub pixels: u32,
    pub memory_bytes: u64,
    /// After this long in one request the worker ends itself, should the app no longer be there to do it.
    pub request_ms: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Request {
    /// First, once. The worker confines itself and answers `Ready`.
    Begin {
        protocol: u32,
        limits: WorkerLimits,
    },
    /// The payload is the document.
    Open {
        key: String,
    },
    Close {
        key: String,
    },
    Render {
        key: String,
        page: u32,
        scale_milli: u32,
    },
    /// Text from `first_page` on, until a short slice of time, `pages` or `characters` is used up.
    Text {
        key: String,
        first_page: u32,
        pages: u32,
        characters: u32,
    },
    /// The characters of one page with their places.
    Letters {
        key: String,
        page: u32,
    },
    /// The structured invoice that the document carries.
    Invoice {
        key: String,
    },
    /// Tries what the confinement forbids, and says what came of it.
    TryToEscape,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Answer {
    Ready {
        protocol: u32,
    },
    /// The worker cannot work at all.
    Failed {
        reason: String,
    },
    /// The payload holds width and height of each page in points, as pairs of `f32`, little-endian.
    Opened,
    Closed,
    /// The payload is a PNG.
    Rendered {
        width: u32,
        height: u32,
        render_micros: u32,
        encode_micros: u32,
    },
    /// The payload is UTF-8; `lengths` cuts it into pages, in bytes.
    Text {
        lengths: Vec<u32>,
        truncated: bool,
    },
    /// The payload holds [`LETTER_BYTES`] a character: see [`super::letters`].
    Letters,
    /// The payload is JSON: see [`super::invoice`].
    Invoice,
    Escape(Confinement),
    Refused(Refusal),
}

/// A character (`u32`), then left, top, right and bottom in points from the page's upper left corner, as it is shown
/// (`f32`); all little-endian.
pub const LETTER_BYTES: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    Unreadable,
    TooLarge,
    NoSuchPage,
}

/// What a worker was able to do when it tried. All `false` is what we want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    pub reads_files: bool,
    pub writes_files: bool,
    pub opens_sockets: bool,
    pub starts_programs: bool,
}

fn prefix(head: &[u8], payload: &[u8]) -> io::Result<[u8; 8]> {
    if head.len() > HEAD_BYTES || payload.len() > PAYLOAD_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "frame too long"));
    }
    let mut prefix = [0; 8];
    prefix[..4].copy_from_slice(&(head.len() as u32).to_le_bytes());
    prefix[4..].copy_from_slice(&(payload.len() as u32).to_le_bytes());
    Ok(prefix)
}

fn lengths(prefix: [u8; 8], payload_bytes: usize) -> io::Result<(usize, usize)> {
    let [a, b, c, d, e, f, g, h] = prefix;
    let (head, payload) = (u32::from_le_bytes([a, b, c, d]) as usize, u32::from_le_bytes([e, f, g, h]) as usize);
    if head > HEAD_BYTES || payload > payload_bytes {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "frame too long"));
    }
    Ok((head, payload))
}

/// The worker's side: blocking. `None` when the app has closed the pipe.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<(T, Vec<u8>)>> {
    let mut prefix = [0; 8];
    match from.read_exact(&mut prefix) {
        Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let (head_bytes, payload_bytes) = lengths(prefix, PAYLOAD_BYTES)?;
    let mut head = vec![0; head_bytes];
    from.read_exact(&mut head)?;
    let mut payload = vec![0; payload_bytes];
    from.read_exact(&mut payload)?;
    Ok(Some((serde_json::from_slice(&head)?, payload)))
}

/// The worker's side: blocking.
pub fn write<T: Serialize>(to: &mut impl Write, head: &T, payload: &[u8]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let mut first = prefix(&head, payload)?.to_vec();
    first.extend_from_slice(&head);
    to.write_all(&first)?;
    to.write_all(payload)
}

/// The app's side.
pub async fn receive<T: DeserializeOwned>(from: &mut (impl AsyncRead + Unpin)) -> io::Result<(T, Vec<u8>)> {
    let mut prefix = [0; 8];
    from.read_exact(&mut prefix).await?;
    let (head_bytes, payload_bytes) = lengths(prefix, ANSWER_BYTES)?;
    let mut head = vec![0; head_bytes];
    from.read_exact(&mut head).await?;
    let mut payload = vec![0; payload_bytes];
    from.read_exact(&mut payload).await?;
    Ok((serde_json::from_slice(&head)?, payload))
}

/// The app's side.
pub async fn send<T: Serialize>(to: &mut (impl AsyncWrite + Unpin), head: &T, payload: &[u8]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let mut first = prefix(&head, payload)?.to_vec();
    first.extend_from_slice(&head);
    to.write_all(&first).await?;
    to.write_all(payload).await?;
    to.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut pipe = Vec::new();
        write(&mut pipe, &Request::Open { key: "k".into() }, b"%PDF").unwrap();
        let (head, payload) = read::<Request>(&mut pipe.as_slice()).unwrap().unwrap();
        assert!(matches!(head, Request::Open { key } if key == "k"));
        assert_eq!(payload, b"%PDF");
    }

    #[test]
    fn a_closed_pipe_is_an_end_not_an_error() {
        assert!(read::<Request>(&mut [].as_slice()).unwrap().is_none());
    }

    #[tokio::test]
    async fn a_lying_length_is_refused_before_it_is_allocated() {
        let mut lie = (8_u32).to_le_bytes().to_vec();
        lie.extend_from_slice(&u32::MAX.to_le_bytes());
        let refused = receive::<Answer>(&mut lie.as_slice()).await.unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidData);
    }

    #[tokio::test]
    async fn noise_is_refused() {
        let mut noise = (4_u32).to_le_bytes().to_vec();
        noise.extend_from_slice(&[0, 0, 0, 0, b'n', b'o', b'p', b'e']);
        assert!(receive::<Answer>(&mut noise.as_slice()).await.is_err());
    }
}
