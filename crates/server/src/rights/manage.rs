//! What administrators do with the people of their places. Somebody who administers nothing of it hears *not found*.

use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::rights::{Member, may_be_removed, may_have};
use coffreo_domain::{CompanyId, PersonId, Rights, Timestamp};

use super::{Place, Refused, give};
use crate::events::Notice;
use crate::journal::{By, Entry, RightsChange};
use crate::store::{NewContact, Person, Standing, Store, Tx};
use crate::{links, notices};

/// Gives a person of a place exactly these rights. Answers who it is, and everybody in the place from then on.
pub(crate) async fn put(
    store: &Store,
    admin: PersonId,
    place: Place,
    person: PersonId,
    rights: Rights,
    now: Timestamp,
) -> Result<(Person, Vec<Standing>), Refused> {
    let mut tx = store.begin().await?;
    let standings = locked(&mut tx, admin, place).await?;
    if !standings.iter().any(|standing| standing.member.person == person) {
        return Err(ProblemCode::NotFound.into());
    }
    let person = tx.person(person).await?.ok_or(ProblemCode::NotFound)?;
    change(&mut tx, admin, place, &person, &standings, rights, now).await?;
    let standings = tx.members(place.company, place.agency).await?;
    tx.commit().await?;
    Ok((person, standings))
}

/// Adds a person to places with rights. Answers who it is.
pub(crate) async fn add(
    store: &Store,
    admin: PersonId,
    new: &NewContact,
    mut places: Vec<(Place, Rights)>,
    now: Timestamp,
) -> Result<PersonId, Refused> {
    places.sort_unstable_by_key(|(place, _)| *place);
    let mut tx = store.begin().await?;
    let mut locked_places = Vec::with_capacity(places.len());
    for (place, rights) in places {
        locked_places.push((place, rights, locked(&mut tx, admin, place).await?));
    }
    let person = tx.person_or_insert(new, now).await?;
    let mut assigned = false;
    for (place, rights, standings) in locked_places {
        assigned |= change(&mut tx, admin, place, &person, &standings, rights, now).await?;
    }
    if assigned {
        links::invite(&mut tx, &person, now).await?;
    }
    tx.commit().await?;
    Ok(person.id)
}

/// Corrects the name or the phone number of a person who has not joined yet.
pub(crate) async fn correct(
    store: &Store,
    person: PersonId,
    name: Option<String>,
    phone: Option<Option<String>>,
) -> Result<(), Refused> {
    let mut tx = store.begin().await?;
    let found = tx.person(person).await?.ok_or(ProblemCode::NotFound)?;
    let (name, phone) = (name.unwrap_or(found.name), phone.unwrap_or(found.phone));
    if !tx.correct_invited(person, &name, phone.as_deref()).await? {
        return Err(ProblemCode::HasJoined.into());
    }
    Ok(tx.commit().await?)
}

/// Removes a person from the places of a company that the administrator administers. All their pills are white there.
pub(crate) async fn remove(
    store: &Store,
    admin: PersonId,
    company: CompanyId,
    person: PersonId,
    now: Timestamp,
) -> Result<(), Refused> {
    let mut tx = store.begin().await?;
    let mut found = Vec::new();
    for agency in tx.administered_agencies(admin, company).await? {
        let place = Place { company, agency };
        let standings = locked(&mut tx, admin, place).await?;
        let standing = standings.into_iter().find(|standing| standing.member.person == person);
        found.extend(standing.map(|standing| (place, standing.member.rights)));
    }
    if found.is_empty() {
        return Err(ProblemCode::NotFound.into());
    }
    may_be_removed(found.iter().map(|(_, rights)| *rights))?;
    let by = By::Person(admin);
    let mut entries = Vec::new();
    for (Place { agency, .. }, rights) in &found {
        tx.delete_membership(person, company, *agency).await?;
        let change = RightsChange { person, company, agency: *agency, before: Some(*rights), after: Rights::NONE };
        entries.push(Entry::removed(&change, by));
    }
    let remains = tx.belongs(person, company).await?;
    for mandate in tx.open_mandates(person, company, now).await? {
        let gave = mandate.giver.id == person && found.iter().any(|(place, _)| place.agency == mandate.agency);
        if gave || mandate.holder.id == person && !remains {
            tx.revoke_mandate(person, mandate.id, now).await?;
            tx.announce(Notice::Rights(mandate.holder.id));
            entries.push(Entry::mandate_revoked(&mandate, by));
        }
    }
    tx.record(now, &entries).await?;
    tx.announce(Notice::Rights(person));
    Ok(tx.commit().await?)
}

/// Everybody in a place, which stays locked; *not found* when who asks does not administer it.
async fn locked(tx: &mut Tx, admin: PersonId, place: Place) -> Result<Vec<Standing>, Refused> {
    tx.lock_place(place.company, place.agency).await?;
    let standings = tx.members(place.company, place.agency).await?;
    let administers = |standing: &Standing| standing.member.person == admin && standing.member.administers();
    match standings.iter().any(administers) {
        true => Ok(standings),
        false => Err(Problem::new(ProblemCode::NotFound).into()),
    }
}

/// Gives exactly these rights, and tells a person who was in the place before. Answers whether they are new there.
async fn change(
    tx: &mut Tx,
    admin: PersonId,
    place: Place,
    person: &Person,
    standings: &[Standing],
    rights: Rights,
    now: Timestamp,
) -> Result<bool, Refused> {
    let members: Vec<Member> = standings.iter().map(|standing| standing.member).collect();
    let member = members.iter().find(|member| member.person == person.id);
    let before = member.map(|member| member.rights);
    if before == Some(rights) {
        return Ok(false);
    }
    may_have(person.id, rights, &members)?;
    give(tx, person.id, place, before, rights, By::Person(admin), now).await?;
    let Some(member) = member else { return Ok(true) };
    if person.id != admin {
        let by = tx.person(admin).await?.map(|admin| admin.name).unwrap_or_default();
        notices::rights_changed(tx, person, place, member.state, &by, rights, now).await?;
    }
    Ok(false)
}
