//! A person's rights in a company through an agency.

use coffreo_domain::{AgencyId, CompanyId, PersonId, Rights, Timestamp};

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

impl Store {
    /// The relations of a person.
    pub async fn memberships(&self, person: PersonId) -> Result<Vec<Membership>, StoreError> {
        let found = sqlx::query(
            "SELECT company_id, agency_id, rights, confirmed_at FROM memberships
             WHERE person_id = $1 ORDER BY company_id, agency_id",
        );
        let rows = found.bind(person.to_string()).fetch_all(&self.read).await?;
        let membership = |row: &sqlx::any::AnyRow| {
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
    /// Gives exactly these rights. A relation that was confirmed stays so.
    pub async fn put_membership(&mut self, membership: &Membership, now: Timestamp) -> Result<(), StoreError> {
        let put = sqlx::query(
            "INSERT INTO memberships (person_id, company_id, agency_id, rights, created_at, confirmed_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (person_id, company_id, agency_id) DO UPDATE
             SET rights = excluded.rights, confirmed_at = COALESCE(memberships.confirmed_at, excluded.confirmed_at)",
        );
        let put = put.bind(membership.person.to_string()).bind(membership.company.to_string());
        let put = put.bind(membership.agency.to_string()).bind(membership.rights.letters()).bind(now.0);
        put.bind(membership.confirmed_at.map(|at| at.0)).execute(&mut *self.inner).await?;
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
