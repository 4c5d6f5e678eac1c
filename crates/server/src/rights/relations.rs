//! Relations as their own people decide on them.

use coffreo_api::ProblemCode;
use coffreo_api::agency::DeclinedRelation;
use coffreo_domain::rights::RelationState;
use coffreo_domain::{PersonId, Timestamp};

use super::{Place, Refused};
use crate::events::Notice;
use crate::journal::{By, Entry};
use crate::notices;
use crate::store::{Store, Tx};
use crate::webhooks;

/// The person accepts documents of the agency. Twice is once; what was declined may be confirmed after all.
pub(crate) async fn confirm(store: &Store, person: PersonId, place: Place, now: Timestamp) -> Result<(), Refused> {
    let mut tx = store.begin().await?;
    if locked(&mut tx, person, place).await? != RelationState::Confirmed {
        tx.confirm_membership(person, place.company, place.agency, now).await?;
        tx.record(now, &[Entry::confirmed(person, place.company, place.agency, By::Person(person))]).await?;
        tx.announce(Notice::Rights(person));
    }
    Ok(tx.commit().await?)
}

/// The person does not; the agency is told why.
pub(crate) async fn decline(
    store: &Store,
    person: PersonId,
    place: Place,
    reason: &str,
    now: Timestamp,
) -> Result<(), Refused> {
    let mut tx = store.begin().await?;
    let state = locked(&mut tx, person, place).await?;
    if state.decline().map_err(|_| ProblemCode::RelationConfirmed)? != state {
        tx.decline_membership(person, place.company, place.agency, reason, now).await?;
        tx.record(now, &[Entry::declined(person, place.company, place.agency, reason)]).await?;
        tx.announce(Notice::Rights(person));
        let person = tx.person(person).await?.ok_or(ProblemCode::NotFound)?;
        let names = tx.place_names(place.company, place.agency).await?;
        notices::declined(&mut tx, place.agency, &person, &names, reason, now).await?;
        let told = DeclinedRelation {
            company_siret: names.siret,
            name: person.name,
            email: person.email,
            reason: reason.to_owned(),
            declined_at: now.0,
        };
        webhooks::announce_declined(&mut tx, place.agency, told, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Where the relation stands; it stays so until the commit.
async fn locked(tx: &mut Tx, person: PersonId, place: Place) -> Result<RelationState, Refused> {
    tx.lock_place(place.company, place.agency).await?;
    let standing = tx.standing(person, place.company, place.agency).await?;
    Ok(standing.ok_or(ProblemCode::NotFound)?.member.state)
}
