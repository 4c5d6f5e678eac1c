//! The scopes that a person sees.

use coffreo_domain::{Scope, ScopeId};

use super::rows::Columns;
use super::{Store, StoreError, Viewer, seen};

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
    pub async fn visible_scopes(&self, viewer: Viewer) -> Result<Vec<VisibleScope>, StoreError> {
        let found = sqlx::query(concat!(
            "SELECT s.id, s.company_id, s.agency_id, s.kind, s.n, c.name AS company, c.siret, a.name AS agency
             FROM scopes s JOIN companies c ON c.id = s.company_id JOIN agencies a ON a.id = s.agency_id
             WHERE s.id IN ",
            seen!(),
            " ORDER BY s.id"
        ));
        let rows = found.bind(viewer.person.to_string()).bind(viewer.at.0).fetch_all(&self.read).await?;
        let scope = |row: &sqlx::any::AnyRow| {
            Ok(VisibleScope {
                id: row.parsed("id")?,
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
