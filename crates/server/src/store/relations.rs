//! Relations as their people and their agencies see them.

use coffreo_domain::rights::RelationState;
use coffreo_domain::{AgencyId, CompanyId, PersonId, Rights, Timestamp};
use sqlx::any::AnyRow;

use super::memberships::state;
use super::rows::Columns;
use super::{Store, StoreError};

/// A relation with the names to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRelation {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// Its SIRET.
    pub siret: String,
    /// Its postal address.
    pub company_address: Option<String>,
    /// The agency.
    pub agency: AgencyId,
    /// Its name.
    pub agency_name: String,
    /// What the person may do.
    pub rights: Rights,
    /// Where it stands.
    pub state: RelationState,
    /// When the person was assigned.
    pub assigned_at: Timestamp,
}

/// A relation that was declined, as its agency reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDecline {
    /// The company's SIRET.
    pub siret: String,
    /// The person's full name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Why.
    pub reason: String,
    /// When.
    pub declined_at: Timestamp,
}

impl Store {
    /// The relations of a person: those that wait first, then by company and agency.
    pub async fn relations(&self, person: PersonId) -> Result<Vec<StoredRelation>, StoreError> {
        let found = sqlx::query(
            "SELECT m.company_id, c.name AS company, c.siret, c.address AS company_address, m.agency_id,
                    a.name AS agency, m.rights, m.created_at, m.confirmed_at, m.declined_at
             FROM memberships m JOIN companies c ON c.id = m.company_id JOIN agencies a ON a.id = m.agency_id
             WHERE m.person_id = $1
             ORDER BY CASE WHEN m.confirmed_at IS NULL AND m.declined_at IS NULL THEN 0 ELSE 1 END,
                      c.name, c.id, a.name, a.id",
        );
        let relation = |row: &AnyRow| {
            Ok(StoredRelation {
                company: row.parsed("company_id")?,
                company_name: row.text("company")?,
                siret: row.text("siret")?,
                company_address: row.maybe_text("company_address")?,
                agency: row.parsed("agency_id")?,
                agency_name: row.text("agency")?,
                rights: row.parsed("rights")?,
                state: state(row)?,
                assigned_at: row.moment("created_at")?,
            })
        };
        found.bind(person.to_string()).fetch_all(&self.read).await?.iter().map(relation).collect()
    }

    /// The relations with an agency that were declined and not confirmed since, newest first.
    pub async fn declined_relations(&self, agency: AgencyId, most: i64) -> Result<Vec<StoredDecline>, StoreError> {
        let found = sqlx::query(
            "SELECT c.siret, p.name, p.email, m.decline_reason, m.declined_at
             FROM memberships m JOIN companies c ON c.id = m.company_id JOIN people p ON p.id = m.person_id
             WHERE m.agency_id = $1 AND m.declined_at IS NOT NULL AND m.confirmed_at IS NULL
             ORDER BY m.declined_at DESC, p.email LIMIT $2",
        );
        let decline = |row: &AnyRow| {
            Ok(StoredDecline {
                siret: row.text("siret")?,
                name: row.text("name")?,
                email: row.text("email")?,
                reason: row.maybe_text("decline_reason")?.unwrap_or_default(),
                declined_at: row.moment("declined_at")?,
            })
        };
        found.bind(agency.to_string()).bind(most).fetch_all(&self.read).await?.iter().map(decline).collect()
    }
}
