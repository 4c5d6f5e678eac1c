//! Tells the server which invoices were saved to files, offline or not, so that the company knows.

use coffreo_api::downloads::{DownloadsRequest, MOST_PER_REQUEST};

use crate::DeskError;
use crate::remote::Remote;
use crate::session::Opened;

/// Tells all that is to be told.
pub async fn tell(opened: &Opened) -> Result<(), DeskError> {
    loop {
        let saved = opened.ask(|vault| vault.to_tell(MOST_PER_REQUEST)).await?;
        if saved.is_empty() {
            return Ok(());
        }
        let request = DownloadsRequest { documents: saved };
        let call = |remote: Remote, token: String| {
            let request = request.clone();
            async move { remote.downloads(&token, &request).await }
        };
        opened.authorised(call).await?;
        opened.ask(move |vault| vault.told(&request.documents)).await?;
    }
}
