//! People as others know them: named by an agency or an administrator, whether they have joined or not.

use std::collections::HashMap;

use coffreo_api::account::Language;
use coffreo_domain::{AgencyId, CompanyId, PersonId, Timestamp};
use sqlx::AssertSqlSafe;

use super::people::{Person, person};
use super::rows::Columns;
use super::{Store, StoreError, Tx};
use crate::edge::new_id;

/// What is said of a person who may be new.
#[derive(Clone, PartialEq, Eq)]
pub struct NewContact {
    /// In lower case.
    pub email: String,
    /// Full name.
    pub name: String,
    /// E.164.
    pub phone: Option<String>,
    /// Of the mails.
    pub language: Language,
}

/// Without name and address: it may end up in a log.
impl std::fmt::Debug for NewContact {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("NewContact")
    }
}

/// What a company and an agency are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceNames {
    /// The company's name.
    pub company: String,
    /// The company's SIRET.
    pub siret: String,
    /// The agency's name.
    pub agency: String,
}

impl Store {
    /// The full names of people. At most a few hundred.
    pub async fn names(&self, people: &[PersonId]) -> Result<HashMap<PersonId, String>, StoreError> {
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        let list = (1..=people.len()).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ");
        let mut found = sqlx::query(AssertSqlSafe(format!("SELECT id, name FROM people WHERE id IN ({list})")));
        for person in people {
            found = found.bind(person.to_string());
        }
        found.fetch_all(&self.read).await?.iter().map(|row| Ok((row.parsed("id")?, row.text("name")?))).collect()
    }
}

impl Tx {
    /// The person with this address, in lower case.
    pub async fn person_by_email(&mut self, email: &str) -> Result<Option<Person>, StoreError> {
        let found = sqlx::query("SELECT id, email, name, password_hash, phone, language FROM people WHERE email = $1");
        found.bind(email.to_owned()).fetch_optional(&mut *self.inner).await?.map(person).transpose()
    }

    /// The person with that address, who is added without a password when there is none. Of a person who is there,
    /// nothing changes. Several are added in the order of their addresses, so that no two transactions wait for each other.
    pub async fn person_or_insert(&mut self, new: &NewContact, now: Timestamp) -> Result<Person, StoreError> {
        let insert = sqlx::query(
            "INSERT INTO people (id, email, name, phone, language, created_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (email) DO NOTHING",
        );
        let insert = insert.bind(new_id(now).to_string()).bind(new.email.clone()).bind(new.name.clone());
        let insert = insert.bind(new.phone.clone()).bind(new.language.code()).bind(now.0);
        insert.execute(&mut *self.inner).await?;
        self.person_by_email(&new.email).await?.ok_or(StoreError::LostRace)
    }

    /// Corrects a person who has not joined. `false` when they have: it is theirs to change.
    pub async fn correct_invited(
        &mut self,
        person: PersonId,
        name: &str,
        phone: Option<&str>,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query("UPDATE people SET name = $2, phone = $3 WHERE id = $1 AND password_hash IS NULL");
        let update = update.bind(person.to_string()).bind(name.to_owned()).bind(phone.map(str::to_owned));
        Ok(update.execute(&mut *self.inner).await?.rows_affected() == 1)
    }

    /// What a company and an agency are called.
    pub async fn place_names(&mut self, company: CompanyId, agency: AgencyId) -> Result<PlaceNames, StoreError> {
        let found = sqlx::query(
            "SELECT c.name AS company, c.siret, a.name AS agency FROM companies c JOIN agencies a ON a.id = $2
             WHERE c.id = $1",
        );
        let row = found.bind(company.to_string()).bind(agency.to_string()).fetch_one(&mut *self.inner).await?;
        Ok(PlaceNames { company: row.text("company")?, siret: row.text("siret")?, agency: row.text("agency")? })
    }

    /// Whether a person has any relation with a company.
    pub async fn belongs(&mut self, person: PersonId, company: CompanyId) -> Result<bool, StoreError> {
        let found = sqlx::query("SELECT agency_id FROM memberships WHERE person_id = $1 AND company_id = $2 LIMIT 1");
        let found = found.bind(person.to_string()).bind(company.to_string());
        Ok(found.fetch_optional(&mut *self.inner).await?.is_some())
    }
}
