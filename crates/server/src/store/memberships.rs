//! A person's rights in a company through an agency.

use coffreo_domain::rights::{Member, RelationState};
use coffreo_domain::{AgencyId, CompanyId, PersonId, Rights, Timestamp};
use sqlx::any::AnyRow;

use super::rows::Columns;
use super::{Store, StoreError, Tx};

/// A relation with its rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Who.
    pub person: PersonId,
    /// In which company.
    pub company: CompanyId,
    /// Through which agency.
    pub agency: AgencyId,
    /// What they may do.
    pub rights: Rights,
    /// When they confirmed the relation. Nothing is exchanged before.
    pub confirmed_at: Option<Timestamp>,
}

/// What is known of a person in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// As the rules see them.
    pub member: Member,
    /// Those of the rights that the agency's deliveries give.
    pub imposed: Rights,
}

impl Store {
    /// The relations of a person.
    pub async fn memberships(&self, person: PersonId) -> Result<Vec<Membership>, StoreError> {
        let found = sqlx::query(
            "SELECT company_id, agency_id, rights, confirmed_at FROM memberships
             WHERE person_id = $1 ORDER BY company_id, agency_id",
        );
        let rows = found.bind(person.to_string()).fetch_all(&self.read).await?;
        let membership = |row: &AnyRow| {
            Ok(Membership {
                person,
                company: row.parsed("company_id")?,
                agency: row.parsed("agency_id")?,
                rights: row.parsed("rights")?,
                confirmed_at: row.maybe_number("confirmed_at")?.map(Timestamp),
            })
        };
        rows.iter().map(membership).collect()
    }
}

impl Tx {
    /// Locks a place until the commit: who decides on the rights in it sees what others decided. Of a place that is none,
    /// nothing is locked.
    pub async fn lock_place(&mut self, company: CompanyId, agency: AgencyId) -> Result<(), StoreError> {
        let put = sqlx::query(
            "INSERT INTO places (company_id, agency_id, changes)
             SELECT c.id, a.id, 1 FROM companies c CROSS JOIN agencies a WHERE c.id = $1 AND a.id = $2
             ON CONFLICT (company_id, agency_id) DO UPDATE SET changes = places.changes + 1",
        );
        put.bind(company.to_string()).bind(agency.to_string()).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Everybody in a place.
    pub async fn members(&mut self, company: CompanyId, agency: AgencyId) -> Result<Vec<Standing>, StoreError> {
        let found = sqlx::query(
            "SELECT person_id, rights, imposed, confirmed_at, declined_at FROM memberships
             WHERE company_id = $1 AND agency_id = $2 ORDER BY person_id",
        );
        let found = found.bind(company.to_string()).bind(agency.to_string());
        found.fetch_all(&mut *self.inner).await?.iter().map(standing).collect()
    }

    /// A person in a place.
    pub async fn standing(
        &mut self,
        person: PersonId,
        company: CompanyId,
        agency: AgencyId,
    ) -> Result<Option<Standing>, StoreError> {
        let found = sqlx::query(
            "SELECT person_id, rights, imposed, confirmed_at, declined_at FROM memberships
             WHERE person_id = $1 AND company_id = $2 AND agency_id = $3",
        );
        let found = found.bind(person.to_string()).bind(company.to_string()).bind(agency.to_string());
        found.fetch_optional(&mut *self.inner).await?.as_ref().map(standing).transpose()
    }

    /// Gives exactly these rights. A relation that was confirmed stays so; one that is confirmed now is declined no more.
    pub async fn put_membership(&mut self, membership: &Membership, now: Timestamp) -> Result<(), StoreError> {
        let put = sqlx::query(
            "INSERT INTO memberships (person_id, company_id, agency_id, rights, created_at, confirmed_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (person_id, company_id, agency_id) DO UPDATE
             SET rights = excluded.rights, confirmed_at = COALESCE(memberships.confirmed_at, excluded.confirmed_at),
                 declined_at = CASE WHEN excluded.confirmed_at IS NULL THEN memberships.declined_at END",
        );
        let put = put.bind(membership.person.to_string()).bind(membership.company.to_string());
        let put = put.bind(membership.agency.to_string()).bind(membership.rights.letters()).bind(now.0);
        put.bind(membership.confirmed_at.map(|at| at.0)).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Notes which of the rights the agency's deliveries give.
    pub async fn set_imposed(
        &mut self,
        person: PersonId,
        company: CompanyId,
        agency: AgencyId,
        imposed: Rights,
    ) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE memberships SET imposed = $4 WHERE person_id = $1 AND company_id = $2 AND agency_id = $3",
        );
        let update = update.bind(person.to_string()).bind(company.to_string()).bind(agency.to_string());
        update.bind(imposed.letters()).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// The person confirms the relation, if there is one.
    pub async fn confirm_membership(
        &mut self,
        person: PersonId,
        company: CompanyId,
        agency: AgencyId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE memberships SET confirmed_at = COALESCE(confirmed_at, $4), declined_at = NULL, decline_reason = NULL
             WHERE person_id = $1 AND company_id = $2 AND agency_id = $3",
        );
        let update = update.bind(person.to_string()).bind(company.to_string()).bind(agency.to_string());
        update.bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// The person declines the relation, if it is not confirmed.
    pub async fn decline_membership(
        &mut self,
        person: PersonId,
        company: CompanyId,
        agency: AgencyId,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE memberships SET declined_at = $4, decline_reason = $5
             WHERE person_id = $1 AND company_id = $2 AND agency_id = $3 AND confirmed_at IS NULL",
        );
        let update = update.bind(person.to_string()).bind(company.to_string()).bind(agency.to_string());
        update.bind(now.0).bind(reason).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Takes the relation away with all its rights. `false` when there is none.
    pub async fn delete_membership(
        &mut self,
        person: PersonId,
        company: CompanyId,
        agency: AgencyId,
    ) -> Result<bool, StoreError> {
        let delete = sqlx::query("DELETE FROM memberships WHERE person_id = $1 AND company_id = $2 AND agency_id = $3");
        let delete = delete.bind(person.to_string()).bind(company.to_string()).bind(agency.to_string());
        Ok(delete.execute(&mut *self.inner).await?.rows_affected() == 1)
    }
}

fn standing(row: &AnyRow) -> Result<Standing, StoreError> {
    let member = Member { person: row.parsed("person_id")?, rights: row.parsed("rights")?, state: state(row)? };
    Ok(Standing { member, imposed: row.parsed("imposed")? })
}

/// Of `confirmed_at` and `declined_at`.
pub(super) fn state(row: &AnyRow) -> Result<RelationState, StoreError> {
    Ok(match (row.maybe_number("confirmed_at")?, row.maybe_number("declined_at")?) {
        (Some(_), _) => RelationState::Confirmed,
        (None, Some(_)) => RelationState::Declined,
        (None, None) => RelationState::Waiting,
    })
}
