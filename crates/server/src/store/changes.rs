//! The scopes that a person sees.

use coffreo_domain::{PersonId, Scope, ScopeId};

use super::rows::Columns;
use super::{Store, StoreError};

/// A scope with the names to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisibleScope {
    /// Identifier.
    pub id: ScopeId,
    /// What it is of.
    pub scope: Scope,
    /// The company's name.
    pub company: String,
    /// The company's SIRET.
    pub siret: String,
    /// The agency's name.
    pub agency: String,
    /// Its counter.
    pub n: i64,
}

impl Store {
    /// The scopes that a person sees, by identifier.
    pub async fn visible_scopes(&self, person: PersonId) -> Result<Vec<VisibleScope>, StoreError> {
        let found = sqlx::query(
            "SELECT v.scope_id, v.company_id, v.agency_id, v.kind, v.n, c.name AS company, c.siret, a.name AS agency
             FROM sees v JOIN companies c ON c.id = v.company_id JOIN agencies a ON a.id = v.agency_id
             WHERE v.person_id = $1 ORDER BY v.scope_id",
        );
        let rows = found.bind(person.to_string()).fetch_all(&self.read).await?;
        let scope = |row: &sqlx::any::AnyRow| {
            Ok(VisibleScope {
                id: row.parsed("scope_id")?,
                scope: Scope {
                    company: row.parsed("company_id")?,
                    agency: row.parsed("agency_id")?,
                    kind: row.kind("kind")?,
                },
                company: row.text("company")?,
                siret: row.text("siret")?,
                agency: row.text("agency")?,
                n: row.number("n")?,
            })
        };
        rows.iter().map(scope).collect()
    }
}
