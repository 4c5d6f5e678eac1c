//! The agencies' side: they deliver over their own HTTP API, as an ERP does.

use anyhow::{Context as _, Result, bail};
use coffreo_api::agency::{DeliveredPerson, Delivery, DeliveryReceipt};
use coffreo_samples::Sample;
use reqwest::multipart::{Form, Part};

/// One agency with its key at a server.
#[derive(Debug, Clone)]
pub struct AgencyDesk {
    /// The server's address, without a trailing slash.
    pub server: String,
    /// The agency's key.
    pub key: String,
}

impl AgencyDesk {
    /// Delivers the document under its reference.
    pub async fn deliver(&self, sample: &Sample) -> Result<DeliveryReceipt> {
        self.deliver_to(sample, Vec::new()).await
    }

    /// Delivers it, and names who of the company has which right.
    pub async fn deliver_to(&self, sample: &Sample, people: Vec<DeliveredPerson>) -> Result<DeliveryReceipt> {
        let delivery = serde_json::to_vec(&Delivery { people, ..sample.delivery() })?;
        let form = Form::new()
            .part("delivery", Part::bytes(delivery).mime_str("application/json")?)
            .part("pdf", Part::bytes(sample.pdf.clone()).mime_str("application/pdf")?.file_name("document.pdf"));
        let address = format!("{}/agency/v1/documents/{}", self.server, sample.reference);
        let answer = reqwest::Client::new().put(&address).bearer_auth(&self.key).multipart(form).send().await?;
        let status = answer.status();
        let body = answer.text().await?;
        if !status.is_success() {
            bail!("the delivery of {} was refused: {status} {body}", sample.reference);
        }
        serde_json::from_str(&body).with_context(|| format!("an odd receipt: {body}"))
    }
}
