//! Signing: as shown, once, by the person.

use anyhow::{Context as _, Result};
use coffreo_api::signatures::RefusalReason;
use coffreo_desk::DeskError;
use coffreo_desk::view::{BatchState, SignOutcome, SigningBatch};
use coffreo_tests::town::CLARAS_PASSWORD;

use crate::home::{Home, content, contract, contracts, small, town};

const PRESS: &str = "0197b2d0-0000-7000-8000-00000000000a";
const ANOTHER_PRESS: &str = "0197b2d0-0000-7000-8000-00000000000b";

#[tokio::test(flavor = "multi_thread")]
async fn contracts_are_signed_with_the_right_password_and_archived_sealed() -> Result<()> {
    let place = tempfile::tempdir()?;
    let mut town = town(&place, 3).await?;
    let home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until_counts(3, 0).await?;
    let ids = home.desk.list_ids(contracts()).await?;
    let mut told = Vec::new();
    let wrong = home.desk.sign(&ids, "not this one".into(), PRESS, |outcome| told.push(outcome)).await;
    assert_eq!(wrong, Err(DeskError::WrongCredentials));
    assert!(told.is_empty());
    let signed = home.desk.sign(&ids, CLARAS_PASSWORD.into(), PRESS, |outcome| told.push(outcome)).await?;
    assert_eq!(signed, told);
    for (id, outcome) in ids.iter().zip(&signed) {
        assert!(matches!(outcome, SignOutcome::Signed { id: signed, .. } if signed == id), "{outcome:?}");
    }
    // The list follows before the answer.
    let counts = home.desk.status().counts[0];
    assert_eq!((counts.pending, counts.archived), (0, 3));
    // The same press again signs nothing twice and says the same.
    assert_eq!(home.desk.sign(&ids, CLARAS_PASSWORD.into(), PRESS, |_| ()).await?, signed);
    let again = home.desk.sign(&ids, CLARAS_PASSWORD.into(), ANOTHER_PRESS, |_| ()).await?;
    for outcome in again {
        assert!(matches!(outcome, SignOutcome::Refused { reason: RefusalReason::AlreadySigned, .. }), "{outcome:?}");
    }
    let id = home.id_of(&contract(0)).await?;
    home.until_available(&id).await?;
    town.cut().await;
    let sealed = content(&home, &id).await?;
    assert!(sealed.starts_with(&contract(0).pdf) && sealed.len() > contract(0).pdf.len());
    assert!(home.desk.outline(&id).await?.pages.len() >= 2);
    let word = contract(0).hidden_word().map(str::to_owned).context("a word inside")?;
    home.until_found(&word, 1).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_shown_is_not_signed() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 1).await?;
    let home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until_counts(1, 0).await?;
    let id = home.id_of(&contract(0)).await?;
    home.until_available(&id).await?;
    let shown = home.desk.outline(&id).await?.sha256;
    let mut new = contract(0);
    new.pdf = contract(1).pdf;
    town.deliver(&new).await?;
    home.desk.sync_now();
    home.until_available_as(&id, |sha256| sha256 != shown).await?;
    // The list has it by now, but nobody has opened it.
    home.desk.list(contracts()).await?;
    let ids = [id.clone()];
    let refused = home.desk.sign(&ids, CLARAS_PASSWORD.into(), PRESS, |_| ()).await?;
    assert_eq!(refused, [SignOutcome::Refused { id: id.clone(), reason: RefusalReason::Changed }]);
    home.desk.outline(&id).await?;
    let signed = home.desk.sign(&ids, CLARAS_PASSWORD.into(), ANOTHER_PRESS, |_| ()).await?;
    assert!(matches!(&signed[..], [SignOutcome::Signed { .. }]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_odd_selection_is_refused_before_anything() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 1).await?;
    let home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until_counts(1, 0).await?;
    let id = home.desk.list_ids(contracts()).await?.remove(0);
    for ids in [vec![], vec![id.clone(), id.clone()], vec![id.clone(); 101]] {
        assert_eq!(home.desk.sign(&ids, CLARAS_PASSWORD.into(), PRESS, |_| ()).await, Err(DeskError::InvalidSelection));
    }
    let nobodys = ["00000000-0000-7000-8000-000000000000".to_owned()];
    assert_eq!(home.desk.sign(&nobodys, CLARAS_PASSWORD.into(), PRESS, |_| ()).await, Err(DeskError::NotFound));
    let press = "no uuid";
    assert_eq!(home.desk.sign(&[id], CLARAS_PASSWORD.into(), press, |_| ()).await, Err(DeskError::InvalidSelection));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_hundred_are_signed_under_one_password_and_a_stopped_signing_goes_on_after_a_restart() -> Result<()>
{
    let place = tempfile::tempdir()?;
    let town = town(&place, 0).await?;
    for i in 0..130 {
        town.deliver(&small(i)).await?;
    }
    let mut home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until_counts(130, 0).await?;
    let ids = home.desk.list_ids(contracts()).await?;
    let wrong = home.desk.sign_batch(&ids, "not this one".into(), |_| ()).await;
    assert_eq!(wrong, Err(DeskError::WrongCredentials));
    assert!(home.desk.signing_batch().await?.documents.is_empty(), "a wrong password leaves nothing behind");

    let desk = home.desk.clone();
    let stopped = home.desk.sign_batch(&ids, CLARAS_PASSWORD.into(), move |_| desk.stop_signing()).await?;
    let is = |batch: &SigningBatch, wanted: fn(BatchState) -> bool| {
        batch.documents.iter().filter(|document| wanted(document.state)).count()
    };
    let (signed, waits): (fn(_) -> _, fn(_) -> _) =
        (|state| matches!(state, BatchState::Signed { .. }), |state| state == BatchState::Waiting);
    assert_eq!((is(&stopped, signed), is(&stopped, waits)), (100, 30));

    home.restart().await?;
    home.desk.unlock(CLARAS_PASSWORD.into()).await?;
    home.until_synced().await?;
    let kept = home.desk.signing_batch().await?;
    assert_eq!((kept.running, kept.documents), (false, stopped.documents));
    let mut told = 0;
    let rest = home.desk.sign_batch(&ids[100..], CLARAS_PASSWORD.into(), |_| told += 1).await?;
    assert_eq!((told, is(&rest, signed)), (30, 30));
    assert!(home.desk.signing_batch().await?.documents.is_empty(), "all of it is done and told");
    home.until_counts(0, 130).await?;
    Ok(())
}
