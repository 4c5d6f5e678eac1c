//! Mandates: a person who may sign lets a colleague sign in their place, for some days.

use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::mandate::Period;
use coffreo_domain::rights::RelationState;
use coffreo_domain::{MandateId, PersonId, Right, Timestamp};
use jiff::civil::Date;

use super::{Place, Refused};
use crate::edge::new_id;
use crate::events::Notice;
use crate::journal::{By, Entry};
use crate::notices;
use crate::store::{NewMandate, Store, StoredMandate};

/// Gives a mandate to a colleague, known by address (in lower case) or identifier.
pub(crate) async fn give_mandate(
    store: &Store,
    giver: PersonId,
    to: &str,
    place: Place,
    days: (Date, Date),
    now: Timestamp,
) -> Result<StoredMandate, Refused> {
    let (from, until) = days;
    let period = Period::new(from, until, now.paris_day())
        .map_err(|refused| Problem::new(ProblemCode::InvalidPeriod).because(refused.to_string()))?;
    let Place { company, agency } = place;
    let mut tx = store.begin().await?;
    tx.lock_place(company, agency).await?;
    let standing = tx.standing(giver, company, agency).await?.map(|standing| standing.member);
    let signs =
        standing.is_some_and(|member| member.state == RelationState::Confirmed && member.rights.has(Right::Sign));
    if !signs {
        return Err(ProblemCode::NotFound.into());
    }
    let holder = tx.colleague(company, to).await?.filter(|colleague| colleague.id != giver);
    let holder = holder.ok_or(ProblemCode::UnknownColleague)?;
    let new = NewMandate { id: MandateId(new_id(now)), giver, holder: holder.id, company, agency, period };
    tx.insert_mandate(&new, now).await?;
    tx.record(now, &[Entry::mandate_given(&new)]).await?;
    tx.announce(Notice::Rights(holder.id));
    let mandate = tx.mandate(giver, new.id).await?.ok_or(ProblemCode::Internal)?;
    notices::of_mandate(&mut tx, &mandate, now).await?;
    tx.commit().await?;
    Ok(mandate)
}

/// Takes a mandate back; its giver and its holder may.
pub(crate) async fn revoke_mandate(
    store: &Store,
    person: PersonId,
    id: MandateId,
    now: Timestamp,
) -> Result<(), Refused> {
    let mut tx = store.begin().await?;
    tx.mandate(person, id).await?.ok_or(ProblemCode::NotFound)?;
    if !tx.revoke_mandate(person, id, now).await? {
        return Err(ProblemCode::MandateOver.into());
    }
    let mandate = tx.mandate(person, id).await?.ok_or(ProblemCode::NotFound)?;
    tx.record(now, &[Entry::mandate_revoked(&mandate, By::Person(person))]).await?;
    tx.announce(Notice::Rights(mandate.holder.id));
    notices::of_mandate(&mut tx, &mandate, now).await?;
    Ok(tx.commit().await?)
}
