//! What stands between the desktop and its server: captive portals, and lines that break.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::Result;
use coffreo_desk::view::SignOutcome;
use coffreo_tests::town::CLARAS_PASSWORD;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::home::{Home, contract, contracts, town};

/// A proxy that answers everything with a page of its own.
pub struct Portal {
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Portal {
    pub async fn at(address: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let page = "<html><h1>Access denied: sign in to the network</h1></html>";
                let head = format!(
                    "HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    page.len()
                );
                let _ = stream.write_all(format!("{head}{page}").as_bytes()).await;
            }
        });
        Ok(Self { address, task })
    }

    pub async fn close(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

/// A line to the server that breaks in the next answer to a signing request, after so many bytes.
pub struct Line {
    pub address: SocketAddr,
    cut_after: Arc<AtomicI64>,
}

impl Line {
    pub async fn to(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let cut_after = Arc::new(AtomicI64::new(-1));
        let cut = Arc::clone(&cut_after);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, server, Arc::clone(&cut)));
            }
        });
        Ok(Self { address, cut_after })
    }

    pub fn cut_after(&self, bytes: i64) {
        self.cut_after.store(bytes, Ordering::SeqCst);
    }
}

async fn carry(near: TcpStream, server: SocketAddr, cut_after: Arc<AtomicI64>) -> Result<()> {
    let far = TcpStream::connect(server).await?;
    let (mut near_read, mut near_write) = near.into_split();
    let (mut far_read, mut far_write) = far.into_split();
    let left = Arc::new(AtomicI64::new(-1));
    let signing = Arc::clone(&left);
    let there = async move {
        let mut bytes = vec![0; 65536];
        while let Ok(count) = near_read.read(&mut bytes).await {
            if count == 0 {
                break;
            }
            if bytes.starts_with(b"POST /v1/signatures") {
                signing.store(cut_after.swap(-1, Ordering::SeqCst), Ordering::SeqCst);
            }
            if far_write.write_all(&bytes[..count]).await.is_err() {
                break;
            }
        }
    };
    let back = async move {
        let mut bytes = vec![0; 65536];
        while let Ok(count) = far_read.read(&mut bytes).await {
            if count == 0 {
                break;
            }
            let rest = left.load(Ordering::SeqCst);
            let sent = if rest < 0 { count } else { count.min(rest as usize) };
            if near_write.write_all(&bytes[..sent]).await.is_err() || (rest >= 0 && sent < count) {
                break;
            }
            if rest >= 0 {
                left.store(rest - sent as i64, Ordering::SeqCst);
            }
        }
    };
    tokio::select! {
        () = there => {}
        () = back => {}
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_cut_anywhere_is_signed_once_and_told_right() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 0).await?;
    let line = Line::to(town.url()?.trim_start_matches("http://").parse()?).await?;
    let home = Home::new()?;
    home.sign_in(&format!("http://{}", line.address)).await?;
    let mut archived = 0;
    for (round, cut) in [0, 1, 100, 250, 300, 400, 470, 540].into_iter().enumerate() {
        for i in 0..2 {
            town.deliver(&contract(round as u64 * 2 + i)).await?;
        }
        home.until_counts(2, archived).await?;
        let ids = home.desk.list_ids(coffreo_desk::view::ListQuery { archived: false, ..contracts() }).await?;
        line.cut_after(cut);
        let mut told = Vec::new();
        let press = format!("0197b2d0-0000-7000-8000-{round:012}");
        let outcomes = home.desk.sign(&ids, CLARAS_PASSWORD.into(), &press, |outcome| told.push(outcome)).await?;
        archived += 2;
        assert_eq!(outcomes.len(), 2, "cut after {cut}");
        for outcome in &outcomes {
            assert!(matches!(outcome, SignOutcome::Signed { .. }), "cut after {cut}: {outcome:?}");
        }
        assert_eq!(told.len(), 2, "each is told once, cut after {cut}");
        home.until_counts(0, archived).await?;
    }
    Ok(())
}
