//! What may become of a person's rights in a place: a company and an agency. Who asks for it, and whether they
//! administer the place, is known by whoever calls.

use crate::ids::PersonId;
use crate::people::{Right, Rights};

/// Where a person's relation to a company through an agency stands. Nothing is exchanged before it is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationState {
    /// Waits for the person.
    Waiting,
    /// The person accepts documents of the agency.
    Confirmed,
    /// The person does not. They may change their mind.
    Declined,
}

/// The relation was confirmed: who wants to leave asks an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the relation is confirmed")]
pub struct AlreadyConfirmed;

impl RelationState {
    /// Declines. Twice is once.
    ///
    /// # Errors
    /// [`AlreadyConfirmed`]
    pub fn decline(self) -> Result<Self, AlreadyConfirmed> {
        match self {
            Self::Waiting | Self::Declined => Ok(Self::Declined),
            Self::Confirmed => Err(AlreadyConfirmed),
        }
    }
}

/// A person in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// What they may do.
    pub rights: Rights,
    /// Where their relation stands.
    pub state: RelationState,
}

impl Member {
    /// Whether they can give and take rights here.
    pub fn administers(&self) -> bool {
        self.state == RelationState::Confirmed && self.rights.has(Right::Admin)
    }
}

/// Why rights stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RightsRefused {
    /// Nobody could give rights here any longer.
    #[error("nobody else administers the place")]
    LastAdministrator,
    /// A person is removed once they have no right any longer.
    #[error("the person still has rights")]
    StillHasRights,
}

/// Whether nobody but the person administers the place.
pub fn is_last_administrator(person: PersonId, place: &[Member]) -> bool {
    let mut administrators = place.iter().filter(|member| member.administers()).map(|member| member.person);
    administrators.next() == Some(person) && administrators.next().is_none()
}

/// Whether a person of a place may have exactly these rights from now on.
///
/// # Errors
/// [`RightsRefused::LastAdministrator`]
pub fn may_have(person: PersonId, rights: Rights, place: &[Member]) -> Result<(), RightsRefused> {
    match !rights.has(Right::Admin) && is_last_administrator(person, place) {
        true => Err(RightsRefused::LastAdministrator),
        false => Ok(()),
    }
}

/// Whether somebody with these rights, in the places of a company, may be removed from it.
///
/// # Errors
/// [`RightsRefused::StillHasRights`]
pub fn may_be_removed(rights: impl IntoIterator<Item = Rights>) -> Result<(), RightsRefused> {
    match rights.into_iter().all(|rights| rights == Rights::NONE) {
        true => Ok(()),
        false => Err(RightsRefused::StillHasRights),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn member(n: u128, rights: &str, state: RelationState) -> Member {
        Member { person: PersonId(Uuid::from_u128(n)), rights: rights.parse().unwrap(), state }
    }

    #[test]
    fn the_last_administrator_stays_one() {
        let one = member(1, "AS", RelationState::Confirmed);
        let waiting = member(2, "A", RelationState::Waiting);
        let signer = member(3, "S", RelationState::Confirmed);
        let alone = [one, waiting, signer];
        let refused = Err(RightsRefused::LastAdministrator);
        assert_eq!(may_have(one.person, "S".parse().unwrap(), &alone), refused, "who has not confirmed does not count");
        assert_eq!(may_have(one.person, "A".parse().unwrap(), &alone), Ok(()));
        assert_eq!(may_have(waiting.person, Rights::NONE, &alone), Ok(()));
        let other = member(4, "A", RelationState::Confirmed);
        assert_eq!(may_have(one.person, Rights::NONE, &[one, other]), Ok(()));
        assert_eq!(
            may_have(signer.person, Rights::NONE, &[signer]),
            Ok(()),
            "where nobody administers, nobody is last"
        );
    }

    #[test]
    fn only_who_has_no_right_is_removed() {
        assert_eq!(may_be_removed([Rights::NONE, Rights::NONE]), Ok(()));
        assert_eq!(may_be_removed([Rights::NONE, "F".parse().unwrap()]), Err(RightsRefused::StillHasRights));
    }

    #[test]
    fn what_is_confirmed_is_not_declined() {
        assert_eq!(RelationState::Waiting.decline(), Ok(RelationState::Declined));
        assert_eq!(RelationState::Declined.decline(), Ok(RelationState::Declined));
        assert_eq!(RelationState::Confirmed.decline(), Err(AlreadyConfirmed));
    }
}
