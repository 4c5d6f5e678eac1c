//! What people ask the people who support the product.

use coffreo_domain::{PersonId, Timestamp};

use super::{StoreError, Tx};

/// A message to be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSupportRequest {
    /// Made by the app: the same one again is the same message.
    pub id: String,
    /// Who, when signed in.
    pub person: Option<PersonId>,
    /// Where to answer.
    pub email: String,
    /// What.
    pub message: String,
    /// What the person agreed to send along, as JSON.
    pub context: Option<String>,
    /// When.
    pub received_at: Timestamp,
}

/// The message may say anything, so it stays out of logs.
impl std::fmt::Debug for NewSupportRequest {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "NewSupportRequest({})", self.id)
    }
}

impl Tx {
    /// Keeps a message. `false` when it is there already.
    pub async fn insert_support_request(&mut self, new: &NewSupportRequest) -> Result<bool, StoreError> {
        let insert = sqlx::query(
            "INSERT INTO support_requests (id, person_id, email, message, context, received_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
        );
        let insert = insert.bind(new.id.clone()).bind(new.person.map(|person| person.to_string()));
        let insert = insert.bind(new.email.clone()).bind(new.message.clone()).bind(new.context.clone());
        Ok(insert.bind(new.received_at.0).execute(&mut *self.inner).await?.rows_affected() == 1)
    }
}
