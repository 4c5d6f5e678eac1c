//! Giving and taking rights: by administrators, by agencies with their deliveries, and by the relations' own people.
//! Each change is decided under the lock of its place, stands in the journal, is told to the person by mail, and reaches
//! their open apps at once. Who may do it is decided by `coffreo-domain` and by who administers the place.

mod impose;
mod manage;
mod mandates;
mod relations;

use coffreo_api::account::Language;
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::people::PersonRefused;
use coffreo_domain::phone::{self, NotAPhoneNumber};
use coffreo_domain::rights::RightsRefused;
use coffreo_domain::{AgencyId, CompanyId, PersonId, Rights, Timestamp, people};

use crate::events::Notice;
use crate::journal::{By, Entry, RightsChange};
use crate::store::{Membership, NewContact, StoreError, Tx};

pub(crate) use impose::{Imposed, impose};
pub(crate) use manage::{add, correct, put, remove};
pub(crate) use mandates::{give_mandate, revoke_mandate};
pub(crate) use relations::{confirm, decline};

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// What to answer.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<ProblemCode> for Refused {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

impl From<RightsRefused> for Refused {
    fn from(refused: RightsRefused) -> Self {
        match refused {
            RightsRefused::LastAdministrator => ProblemCode::LastAdministrator.into(),
            RightsRefused::StillHasRights => ProblemCode::StillHasRights.into(),
        }
    }
}

/// A company and an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub company: CompanyId,
    pub agency: AgencyId,
}

/// What is said of a person, in the form in which it is kept. `field` is where it was said.
///
/// # Errors
/// [`ProblemCode::InvalidPerson`], with the field.
pub(crate) fn contact(
    field: &str,
    name: &str,
    email: &str,
    phone: Option<&str>,
    language: Language,
) -> Result<NewContact, Problem> {
    Ok(NewContact {
        email: people::email(email).map_err(|refused| wrong(field, "email", refused))?,
        name: people::name(name).map_err(|refused| wrong(field, "name", refused))?,
        phone: phone_number(field, phone)?,
        language,
    })
}

/// The number in E.164; none when it is empty.
pub(crate) fn phone_number(field: &str, phone: Option<&str>) -> Result<Option<String>, Problem> {
    let given = phone.map(str::trim).filter(|phone| !phone.is_empty());
    let number = given.map(phone::e164).transpose();
    number.map_err(|NotAPhoneNumber| {
        Problem::new(ProblemCode::InvalidPerson).at(path(field, "phone"), NotAPhoneNumber.to_string())
    })
}

pub(crate) fn wrong(field: &str, name: &str, refused: PersonRefused) -> Problem {
    Problem::new(ProblemCode::InvalidPerson).at(path(field, name), refused.to_string())
}

fn path(field: &str, name: &str) -> String {
    if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
}

/// Gives a person exactly these rights in a place, whose lock is held.
async fn give(
    tx: &mut Tx,
    person: PersonId,
    place: Place,
    before: Option<Rights>,
    after: Rights,
    by: By,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Place { company, agency } = place;
    let membership = Membership { person, company, agency, rights: after, confirmed_at: None };
    tx.put_membership(&membership, now).await?;
    let change = RightsChange { person, company, agency, before, after };
    tx.record(now, &[Entry::granted(&change, by)]).await?;
    tx.announce(Notice::Rights(person));
    Ok(())
}
