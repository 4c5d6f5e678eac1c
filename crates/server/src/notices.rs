//! What people are told by mail of their rights, in the transaction that changes them; invitations are with
//! [`crate::links`]. Decides nothing, and never tells one person of another's account.

use coffreo_api::account::Language;
use coffreo_domain::rights::RelationState;
use coffreo_domain::{AgencyId, Rights, Timestamp};

use crate::mail::{self, Letter};
use crate::rights::Place;
use crate::store::{MandateSide, Person, PlaceNames, StoreError, StoredMandate, Tx};

/// Somebody else changed the rights of a person in a place. What waits or was declined opens nothing, so nothing is told.
pub(crate) async fn rights_changed(
    tx: &mut Tx,
    person: &Person,
    place: Place,
    state: RelationState,
    by: &str,
    rights: Rights,
    now: Timestamp,
) -> Result<(), StoreError> {
    if person.password_hash.is_none() || state != RelationState::Confirmed {
        return Ok(());
    }
    let letter = Letter::RightsChanged {
        name: person.name.clone(),
        by: by.to_owned(),
        place: named(tx.place_names(place.company, place.agency).await?),
        rights: rights.letters(),
    };
    tx.queue_mail(&person.email, person.language, &letter, now).await
}

/// The agency is told that a person declined, where it has an address.
pub(crate) async fn declined(
    tx: &mut Tx,
    agency: AgencyId,
    person: &Person,
    names: &PlaceNames,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(email) = tx.agency_email(agency).await? else { return Ok(()) };
    let letter =
        Letter::Declined { place: named(names.clone()), person: person.name.clone(), reason: reason.to_owned() };
    tx.queue_mail(&email, Language::Fr, &letter, now).await
}

/// Both sides of a mandate are told that it was given, or taken back.
pub(crate) async fn of_mandate(tx: &mut Tx, mandate: &StoredMandate, now: Timestamp) -> Result<(), StoreError> {
    let place = mail::Place { company: mandate.company_name.clone(), agency: mandate.agency_name.clone() };
    for side in [&mandate.giver, &mandate.holder] {
        let Some(reader) = tx.person(side.id).await? else { continue };
        let (name, place) = (reader.name.clone(), place.clone());
        let (from, to) = (full_name(&mandate.giver), full_name(&mandate.holder));
        let given = side.id == mandate.giver.id;
        let letter = match mandate.revoked_at {
            None => {
                let (from_day, until_day) = (mandate.from.clone(), mandate.until.clone());
                Letter::Mandate { name, given, from, to, place, from_day, until_day }
            }
            Some(_) => Letter::MandateRevoked { name, given, from, to, place },
        };
        tx.queue_mail(&reader.email, reader.language, &letter, now).await?;
    }
    Ok(())
}

fn full_name(side: &MandateSide) -> String {
    side.name.clone()
}

fn named(names: PlaceNames) -> mail::Place {
    mail::Place { company: names.company, agency: names.agency }
}
