//! People who choose their password themselves, by a link in a mail.

use coffreo_api::account::Language;
use coffreo_domain::{PersonId, people};

use super::{Admin, AdminError};
use crate::edge::new_id;
use crate::links;
use crate::store::Person;

impl Admin {
    /// Adds a person who has no password yet. [`Admin::invite`] sends them the link to choose it.
    pub async fn create_person_without_password(
        &self,
        name: &str,
        email: &str,
        language: Language,
    ) -> Result<PersonId, AdminError> {
        let person = new_person(self, name, email, language)?;
        let mut tx = self.store.begin().await?;
        tx.insert_person(&person, self.now).await?;
        tx.commit().await?;
        Ok(person.id)
    }

    /// Sends a person their invitation, or tells somebody who has joined that relations wait for them. The mail is
    /// sent by the server, at once or when it runs again.
    pub async fn invite(&self, email: &str) -> Result<(), AdminError> {
        let person = self.person(email).await?;
        let mut tx = self.store.begin().await?;
        links::invite(&mut tx, &person, self.now).await?;
        Ok(tx.commit().await?)
    }
}

/// A person as they are added, without a password.
pub(super) fn new_person(admin: &Admin, name: &str, email: &str, language: Language) -> Result<Person, AdminError> {
    let wrong = |what: &str, refused: people::PersonRefused| AdminError::Wrong(format!("{what} {refused}"));
    Ok(Person {
        id: PersonId(new_id(admin.now)),
        email: people::email(email).map_err(|refused| wrong("the e-mail address", refused))?,
        name: people::name(name).map_err(|refused| wrong("the person's name", refused))?,
        password_hash: None,
        phone: None,
        language,
    })
}
