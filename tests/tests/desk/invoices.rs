//! Invoices: answered with the password, and known in the company as taken.

use std::time::Duration;

use anyhow::{Context as _, Result};
use coffreo_api::answers::{AnswerReason, AnswerStatus};
use coffreo_desk::view::{ArchiveState, InvoiceAnswer, InvoiceRow, Kind, ListQuery, Row, SignOutcome};
use coffreo_desk::{Desk, DeskError};
use coffreo_samples::Generator;
use coffreo_tests::town::{CLARAS_PASSWORD, now};

use crate::home::{Home, contracts, town};

const PATIENCE: Duration = Duration::from_secs(60);
const PRESS: &str = "0197b2d0-0000-7000-8000-00000000000a";
const ANOTHER_PRESS: &str = "0197b2d0-0000-7000-8000-00000000000b";

async fn invoices(desk: &Desk) -> Result<Vec<InvoiceRow>> {
    let page = desk.list(ListQuery { kind: Kind::Invoice, ..contracts() }).await?;
    let invoice = |row| match row {
        Row::Invoice(row) => Some(row),
        Row::Contract(_) => None,
    };
    Ok(page.rows.into_iter().filter_map(invoice).collect())
}

/// Waits until the only invoice is as wanted.
async fn until(home: &Home, what: &str, wanted: impl Fn(&InvoiceRow) -> bool) -> Result<InvoiceRow> {
    let mut events = home.desk.events();
    let waiting = async {
        loop {
            if let [row] = invoices(&home.desk).await?.as_slice()
                && wanted(row)
            {
                return anyhow::Ok(row.clone());
            }
            let _ = events.recv().await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.context(what.to_owned())?
}

fn answer(status: AnswerStatus, reasons: &[AnswerReason]) -> InvoiceAnswer {
    InvoiceAnswer { status, reasons: reasons.to_vec(), comment: Some("35 heures, pas 38".into()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_is_disputed_then_validated_and_the_company_knows_who_took_it() -> Result<()> {
    let place = tempfile::tempdir()?;
    let mut town = town(&place, 0).await?;
    town.deliver(&Generator::new(11, now().paris_day()).invoice(0)).await?;
    let home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    let row = until(&home, "the invoice comes", |_| true).await?;
    let ids = [row.id.clone()];

    let dispute = answer(AnswerStatus::Disputed, &[AnswerReason::WrongQuantity]);
    let wrong = home.desk.answer_invoices(&ids, dispute.clone(), "not this one".into(), PRESS).await;
    assert_eq!(wrong, Err(DeskError::WrongCredentials));
    let hours = answer(AnswerStatus::Refused, &[AnswerReason::WrongQuantity]);
    let refused = home.desk.answer_invoices(&ids, hours, CLARAS_PASSWORD.into(), PRESS).await;
    assert_eq!(refused, Err(DeskError::InvalidSelection), "wrong hours are a dispute");
    let told = home.desk.answer_invoices(&ids, dispute.clone(), CLARAS_PASSWORD.into(), PRESS).await?;
    assert!(matches!(told.as_slice(), [SignOutcome::Signed { .. }]), "{told:?}");
    assert_eq!(home.desk.answer_invoices(&ids, dispute, CLARAS_PASSWORD.into(), PRESS).await?, told);
    // The list follows before the answer.
    let row = invoices(&home.desk).await?.remove(0);
    assert_eq!((row.state, row.signed_at), (ArchiveState::Pending, None));
    let kept = row.answer.context("the answer is shown")?;
    assert_eq!((kept.code, kept.comment.as_deref()), (207, Some("35 heures, pas 38")));

    // Saved without a network: the company is told when there is one again.
    home.until_available(&row.id).await?;
    town.cut().await;
    home.desk.save(&ids).await?;
    town.mend().await?;
    home.desk.sync_now();
    let mut events = home.desk.events();
    let waiting = async {
        loop {
            if let Some(download) = town.download_of(&row.id).await? {
                return anyhow::Ok(download);
            }
            let _ = events.recv().await;
        }
    };
    let download = tokio::time::timeout(PATIENCE, waiting).await.context("the company is told")??;
    assert_eq!(download.by, "Clara LEGER");

    let validation = answer(AnswerStatus::Validated, &[]);
    let told = home.desk.answer_invoices(&ids, validation, CLARAS_PASSWORD.into(), ANOTHER_PRESS).await?;
    assert!(matches!(told.as_slice(), [SignOutcome::Signed { .. }]), "{told:?}");
    let row = invoices(&home.desk).await?.remove(0);
    assert_eq!((row.state, row.signed_by.as_deref()), (ArchiveState::Archived, Some("Clara LEGER")));
    Ok(())
}
