//! Mails that could not be sent, and where agencies are written to.

use coffreo_domain::people;

use super::{Admin, AdminError};
use crate::store::{DeadMail, Outbox};

impl Admin {
    /// The mails that were given up.
    pub async fn dead_mails(&self) -> Result<Vec<DeadMail>, AdminError> {
        Ok(self.store.dead_mails().await?)
    }

    /// Sends mails that were given up again: one, or all. Answers how many.
    pub async fn resend_mails(&self, message: Option<&str>) -> Result<u64, AdminError> {
        let mut tx = self.store.begin().await?;
        let revived = tx.revive_messages(Outbox::Mails, message, self.now).await?;
        if revived == 0 && message.is_some() {
            return Err(AdminError::Missing("such mail that was given up"));
        }
        tx.commit().await?;
        Ok(revived)
    }

    /// Says where an agency, given by name or identifier, is written to: when an invoice of it is disputed, suspended or
    /// refused, and when somebody declines a relation.
    pub async fn set_agency_email(&self, agency: &str, email: &str) -> Result<(), AdminError> {
        let agency = self.agency(agency).await?;
        let email =
            people::email(email).map_err(|refused| AdminError::Wrong(format!("the e-mail address {refused}")))?;
        let mut tx = self.store.begin().await?;
        tx.set_agency_email(agency.id, &email).await?;
        Ok(tx.commit().await?)
    }
}
