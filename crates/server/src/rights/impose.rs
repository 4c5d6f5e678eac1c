//! Who an agency names with a delivery has the right from then on. Who is new is invited, who is known is told; a relation
//! is still the person's to confirm, and one that they declined stays declined.

use std::collections::BTreeMap;

use coffreo_domain::{Rights, Timestamp};

use super::{Place, give};
use crate::journal::By;
use crate::store::{NewContact, StoreError, Tx};
use crate::{links, notices};

/// A person whom a delivery names.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Imposed {
    pub person: NewContact,
    pub rights: Rights,
}

/// Gives the people their rights. Answers whether anything changed.
pub(crate) async fn impose(tx: &mut Tx, place: Place, people: &[Imposed], now: Timestamp) -> Result<bool, StoreError> {
    // By address, so that no two transactions wait for each other.
    let mut by_email: BTreeMap<&str, (&NewContact, Rights)> = BTreeMap::new();
    for one in people {
        let (_, rights) = by_email.entry(&one.person.email).or_insert((&one.person, Rights::NONE));
        *rights = rights.and(one.rights);
    }
    if all_there(tx, place, &by_email).await? {
        return Ok(false);
    }
    tx.lock_place(place.company, place.agency).await?;
    for (new, rights) in by_email.into_values() {
        impose_one(tx, place, new, rights, now).await?;
    }
    Ok(true)
}

/// Nearly every delivery names people who have their rights already: then nothing is locked.
async fn all_there(
    tx: &mut Tx,
    place: Place,
    people: &BTreeMap<&str, (&NewContact, Rights)>,
) -> Result<bool, StoreError> {
    for (email, (_, rights)) in people {
        let Some(person) = tx.person_by_email(email).await? else { return Ok(false) };
        let standing = tx.standing(person.id, place.company, place.agency).await?;
        let has = |held: Rights| held.and(*rights) == held;
        if !standing.is_some_and(|standing| has(standing.member.rights) && has(standing.imposed)) {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn impose_one(
    tx: &mut Tx,
    place: Place,
    new: &NewContact,
    rights: Rights,
    now: Timestamp,
) -> Result<(), StoreError> {
    let person = tx.person_or_insert(new, now).await?;
    let standing = tx.standing(person.id, place.company, place.agency).await?;
    let before = standing.map(|standing| standing.member.rights);
    let after = before.unwrap_or(Rights::NONE).and(rights);
    if before != Some(after) {
        give(tx, person.id, place, before, after, By::Agency(place.agency), now).await?;
        match standing {
            None => links::invite(tx, &person, now).await?,
            Some(standing) => {
                let by = tx.place_names(place.company, place.agency).await?.agency;
                notices::rights_changed(tx, &person, place, standing.member.state, &by, after, now).await?;
            }
        }
    }
    let imposed = standing.map_or(Rights::NONE, |standing| standing.imposed).and(rights);
    tx.set_imposed(person.id, place.company, place.agency, imposed).await
}
