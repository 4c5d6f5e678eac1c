//! What people keep of themselves: terms, mails that they want, a change of address.

use coffreo_domain::{PersonId, Timestamp};

use super::people::person;
use super::rows::{Columns, unless_taken};
use super::{Person, Store, StoreError, Tx};

/// An account, to its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// Who.
    pub person: Person,
    /// The version of the terms that was accepted last, and when.
    pub terms: Option<(String, Timestamp)>,
    /// Whether mails of new documents are wanted.
    pub wants_news: bool,
    /// Whether reminders are wanted.
    pub wants_reminders: bool,
    /// Whether signing in asks for a code.
    pub second_factor: bool,
    /// The address that waits to be confirmed.
    pub pending_email: Option<String>,
}

/// A change of address under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressChange {
    /// The address that shall be.
    pub new_email: String,
    /// Whether both have confirmed.
    pub complete: bool,
}

impl Store {
    /// An account.
    pub async fn account(&self, id: PersonId) -> Result<Option<StoredAccount>, StoreError> {
        let found = sqlx::query(
            "SELECT p.id, p.email, p.name, p.password_hash, p.phone, p.language, p.terms_version, p.terms_at,
                    p.wants_news, p.wants_reminders, p.totp_secret, c.new_email
             FROM people p LEFT JOIN address_changes c ON c.person_id = p.id WHERE p.id = $1",
        );
        let Some(row) = found.bind(id.to_string()).fetch_optional(&self.read).await? else { return Ok(None) };
        let terms = match (row.maybe_text("terms_version")?, row.maybe_number("terms_at")?) {
            (Some(version), Some(at)) => Some((version, Timestamp(at))),
            _ => None,
        };
        Ok(Some(StoredAccount {
            terms,
            wants_news: row.number("wants_news")? != 0,
            wants_reminders: row.number("wants_reminders")? != 0,
            second_factor: row.maybe_text("totp_secret")?.is_some(),
            pending_email: row.maybe_text("new_email")?,
            person: person(row)?,
        }))
    }
}

impl Tx {
    /// Saves a person's own data: name, phone, language, and which mails they want.
    pub async fn update_account(&mut self, account: &StoredAccount) -> Result<(), StoreError> {
        let update = sqlx::query(
            "UPDATE people SET name = $2, phone = $3, language = $4, wants_news = $5, wants_reminders = $6
             WHERE id = $1",
        );
        let person = &account.person;
        let update = update.bind(person.id.to_string()).bind(person.name.clone()).bind(person.phone.clone());
        let update = update.bind(person.language.code()).bind(i64::from(account.wants_news));
        update.bind(i64::from(account.wants_reminders)).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Keeps that a person accepted the terms.
    pub async fn accept_terms(&mut self, person: PersonId, version: &str, now: Timestamp) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE people SET terms_version = $2, terms_at = $3 WHERE id = $1");
        update.bind(person.to_string()).bind(version).bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Sets the first password. [`StoreError::LostRace`] when there is one by now.
    pub async fn set_first_password(&mut self, person: PersonId, hash: &str) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE people SET password_hash = $2 WHERE id = $1 AND password_hash IS NULL");
        let update = update.bind(person.to_string()).bind(hash).execute(&mut *self.inner).await?;
        super::documents::won(update.rows_affected())
    }

    /// Begins a change of address, in the place of one under way.
    pub async fn put_address_change(
        &mut self,
        person: PersonId,
        new_email: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let put = sqlx::query(
            "INSERT INTO address_changes (person_id, new_email, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (person_id) DO UPDATE SET new_email = excluded.new_email, created_at = excluded.created_at,
                 old_confirmed_at = NULL, new_confirmed_at = NULL",
        );
        put.bind(person.to_string()).bind(new_email).bind(now.0).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// One of both addresses confirms. `None` when no change is under way.
    pub async fn confirm_address(
        &mut self,
        person: PersonId,
        new_one: bool,
        now: Timestamp,
    ) -> Result<Option<AddressChange>, StoreError> {
        let update = sqlx::query(match new_one {
            true => {
                "UPDATE address_changes SET new_confirmed_at = $2 WHERE person_id = $1
                 RETURNING new_email, old_confirmed_at, new_confirmed_at"
            }
            false => {
                "UPDATE address_changes SET old_confirmed_at = $2 WHERE person_id = $1
                 RETURNING new_email, old_confirmed_at, new_confirmed_at"
            }
        });
        let row = update.bind(person.to_string()).bind(now.0).fetch_optional(&mut *self.inner).await?;
        let Some(row) = row else { return Ok(None) };
        let both = row.maybe_number("old_confirmed_at")?.is_some() && row.maybe_number("new_confirmed_at")?.is_some();
        Ok(Some(AddressChange { new_email: row.text("new_email")?, complete: both }))
    }

    /// Gives a person their new address, and ends the change. [`StoreError::Exists`] when another account has it.
    pub async fn set_email(&mut self, person: PersonId, email: &str) -> Result<(), StoreError> {
        let update = sqlx::query("UPDATE people SET email = $2 WHERE id = $1");
        let updated = update.bind(person.to_string()).bind(email).execute(&mut *self.inner).await;
        updated.map_err(|error| unless_taken(error, "an account with this e-mail address"))?;
        let delete = sqlx::query("DELETE FROM address_changes WHERE person_id = $1");
        delete.bind(person.to_string()).execute(&mut *self.inner).await?;
        Ok(())
    }

    /// The token of a person's mails, which is made when there is none.
    pub async fn mail_token(&mut self, person: PersonId, otherwise: &str) -> Result<String, StoreError> {
        let update =
            sqlx::query("UPDATE people SET mail_token = COALESCE(mail_token, $2) WHERE id = $1 RETURNING mail_token");
        let row = update.bind(person.to_string()).bind(otherwise).fetch_one(&mut *self.inner).await?;
        row.text("mail_token")
    }

    /// Turns off the mails that a person may do without. `false` when nobody has the token.
    pub async fn unsubscribe(&mut self, mail_token: &str) -> Result<bool, StoreError> {
        let update = sqlx::query("UPDATE people SET wants_news = 0, wants_reminders = 0 WHERE mail_token = $1");
        Ok(update.bind(mail_token).execute(&mut *self.inner).await?.rows_affected() == 1)
    }
}
