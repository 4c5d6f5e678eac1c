//! The structured invoice that a PDF carries, as the worker read it. It must not judge it: the domain does.

use std::error::Error;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::frame::{Answer, Request};
use super::lane::{Failure, Question, Urgency};
use super::{Viewer, ViewerError};

/// Whether a PDF carries an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Carried {
    /// None that is known by its name.
    None,
    /// One that cannot be read.
    Unreadable,
    /// This one.
    Invoice(Box<InvoiceData>),
}

/// The EN 16931 model, as far as it is used. Amounts are cents; days `2026-11-24`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceData {
    pub number: Option<String>,
    pub issued_on: Option<String>,
    pub due_on: Option<String>,
    pub currency: Option<String>,
    pub contract: Option<String>,
    pub order: Option<String>,
    pub lines: Vec<LineData>,
    pub vat: Vec<VatData>,
    pub line_total: i64,
    pub allowances: i64,
    pub charges: i64,
    pub net: i64,
    pub vat_total: i64,
    pub gross: i64,
}

/// A line; quantities and prices in ten-thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineData {
    pub id: String,
    pub item: Option<String>,
    pub note: Option<String>,
    pub quantity: i64,
    pub unit: String,
    pub price: i64,
    pub price_for: i64,
    pub extra: i64,
    pub amount: i64,
}

/// VAT of one rate, in hundredths of a percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatData {
    pub rate: Option<i64>,
    pub base: i64,
    pub vat: i64,
}

impl Viewer {
    /// The structured invoice that the document carries.
    ///
    /// # Errors
    /// [`ViewerError`].
    pub async fn invoice<L, F, E>(&self, key: &str, load: L) -> Result<Arc<Carried>, ViewerError>
    where
        L: FnOnce() -> F + Send,
        F: Future<Output = Result<Vec<u8>, E>> + Send,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let mut source = self.source(key, load);
        if let Some(known) = self.memory().invoice(source.key()) {
            return Ok(known);
        }
        let request = Request::Invoice { key: key.to_owned() };
        let (answer, payload) = self.about(Urgency::OnScreen, &mut source, request).await?;
        let read = matches!(answer, Answer::Invoice).then(|| serde_json::from_slice(&payload).ok()).flatten();
        let carried: Arc<Carried> = Arc::new(read.ok_or(ViewerError::Unreadable)?);
        self.memory().keep_invoice(key, &carried);
        Ok(carried)
    }

    /// Asks the worker about a document, which is opened there where needed.
    pub(super) async fn about(
        &self,
        urgency: Urgency,
        source: &mut super::source::Source<'_>,
        request: Request,
    ) -> Result<(Answer, Vec<u8>), ViewerError> {
        let lane = self.on_screen();
        loop {
            self.not_refused(source.key())?;
            if !lane.has(source.key()) {
                source.fetch().await?;
            }
            let turn = lane.turn(urgency).await;
            self.not_refused(source.key())?;
            let question = Question::About(source.document(), request.clone());
            let asked = turn.ask(question, self.settings().limits.page).await;
            if matches!(asked, Err(Failure::NotOpen)) && source.is_untouched() {
                source.fetch().await?; // closed, or its worker gone, since we looked
                continue;
            }
            return self.judge(source.key(), asked);
        }
    }
}
