//! People with an account.

use coffreo_api::account::Language;
use coffreo_domain::{PersonId, Timestamp};
use sqlx::Executor;
use sqlx::any::AnyRow;

use super::rows::{Columns, unless_taken};
use super::{Store, StoreError, Tx};

/// A person, with what proves their password.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Identifier.
    pub id: PersonId,
    /// In lower case.
    pub email: String,
    /// Full name.
    pub name: String,
    /// Argon2id in PHC form. `None`: invited, not joined yet.
    pub password_hash: Option<String>,
    /// In E.164.
    pub phone: Option<String>,
    /// Of the mails.
    pub language: Language,
}

/// Without the password's hash and the address: it may end up in a log.
impl std::fmt::Debug for Person {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Person({})", self.id)
    }
}

impl Store {
    /// The person with this e-mail address, given in lower case.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<Person>, StoreError> {
        let found = sqlx::query("SELECT id, email, name, password_hash, phone, language FROM people WHERE email = $1");
        found.bind(email).fetch_optional(&self.read).await?.map(person).transpose()
    }

    /// The person with this identifier.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        by_id(&self.read, id).await
    }
}

impl Tx {
    /// As [`Store::person`], as the transaction sees them.
    pub async fn person(&mut self, id: PersonId) -> Result<Option<Person>, StoreError> {
        by_id(&mut *self.inner, id).await
    }

    /// Adds a person. [`StoreError::Exists`] when the address is taken.
    pub async fn insert_person(&mut self, person: &Person, now: Timestamp) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO people (id, email, name, password_hash, phone, language, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        );
        let insert = insert.bind(person.id.to_string()).bind(person.email.clone()).bind(person.name.clone());
        let insert = insert.bind(person.password_hash.clone()).bind(person.phone.clone()).bind(person.language.code());
        let insert = insert.bind(now.0).execute(&mut *self.inner).await;
        insert.map_err(|error| unless_taken(error, "an account with this e-mail address"))?;
        Ok(())
    }

    /// Sets a new password.
    pub async fn set_password(&mut self, person: PersonId, hash: &str) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE people SET password_hash = $2 WHERE id = $1");
        update.bind(person.to_string()).bind(hash).execute(&mut *self.inner).await?;
        Ok(())
    }
}

async fn by_id<'c>(
    connection: impl Executor<'c, Database = sqlx::Any>,
    id: PersonId,
) -> Result<Option<Person>, StoreError> {
    let found = sqlx::query("SELECT id, email, name, password_hash, phone, language FROM people WHERE id = $1");
    found.bind(id.to_string()).fetch_optional(connection).await?.map(person).transpose()
}

pub(super) fn person(row: AnyRow) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.parsed("id")?,
        email: row.text("email")?,
        name: row.text("name")?,
        password_hash: row.maybe_text("password_hash")?,
        phone: row.maybe_text("phone")?,
        language: row.parsed("language")?,
    })
}
