//! Companies by their SIRET.

use coffreo_domain::{CompanyId, Timestamp};

use super::rows::{Columns, unless_taken};
use super::{Store, StoreError, Tx};

/// A client company's establishment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Identifier.
    pub id: CompanyId,
    /// Fourteen digits.
    pub siret: String,
    /// *Entreprise utilisatrice*.
    pub name: String,
}

impl Store {
    /// The company with this SIRET.
    pub async fn company_by_siret(&self, siret: &str) -> Result<Option<Company>, StoreError> {
        let found = sqlx::query("SELECT id, siret, name FROM companies WHERE siret = $1");
        let Some(row) = found.bind(siret).fetch_optional(&self.read).await? else { return Ok(None) };
        Ok(Some(Company { id: row.parsed("id")?, siret: row.text("siret")?, name: row.text("name")? }))
    }
}

impl Tx {
    /// Says where a company is.
    pub async fn set_company_address(&mut self, company: CompanyId, address: &str) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE companies SET address = $2 WHERE id = $1");
        update.bind(company.to_string()).bind(address.to_owned()).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Adds a company. [`StoreError::Exists`] when the SIRET is taken.
    pub async fn insert_company(&mut self, company: &Company, now: Timestamp) -> Result<(), StoreError> {
        let insert = sqlx::query("INSERT INTO companies (id, siret, name, created_at) VALUES ($1, $2, $3, $4)");
        let insert = insert.bind(company.id.to_string()).bind(company.siret.clone()).bind(company.name.clone());
        let insert = insert.bind(now.0).execute(&mut *self.inner).await;
        insert.map_err(|error| unless_taken(error, "a company with this SIRET"))?;
        Ok(())
    }
}
