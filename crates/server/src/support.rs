//! Messages to the people who support the product: kept, and sent to the address that is set up for them. What a message
//! says is never logged.

use std::net::IpAddr;

use coffreo_api::account::Language;
use coffreo_api::support::SupportContext;
use coffreo_domain::PersonId;

use crate::app::App;
use crate::attempts::{NotLetIn, network, too_many};
use crate::mail::Letter;
use crate::store::{NewSupportRequest, StoreError};

/// Messages from one address before it must wait.
const MOST: u32 = 10;
/// In so many milliseconds one of them is forgiven.
const FORGIVEN_AFTER: i64 = 10 * 60 * 1000;

/// A message that was checked.
pub(crate) struct Asked {
    pub request_id: String,
    pub person: Option<PersonId>,
    pub email: Option<String>,
    pub message: String,
    pub context: SupportContext,
}

/// Takes a message in. One that is there already changes nothing, and is told to nobody twice.
pub(crate) async fn take_in(app: &App, asked: Asked, address: IpAddr) -> Result<(), NotLetIn> {
    let now = app.now();
    let bucket = format!("support {}", network(address));
    let mut tx = app.store.begin().await?;
    if let Err(due) = tx.spend_attempt(&bucket, MOST, FORGIVEN_AFTER, now).await? {
        return Err(NotLetIn::Problem(Box::new(too_many(due, now))));
    }
    let person = match asked.person {
        Some(person) => tx.person(person).await?,
        None => None,
    };
    let Some(email) = asked.email.or_else(|| Some(person.as_ref()?.email.clone())) else { return Ok(()) };
    let new = NewSupportRequest {
        id: asked.request_id,
        person: asked.person,
        email,
        message: asked.message,
        context: Some(serde_json::to_string(&asked.context).map_err(|_| StoreError::Damaged("context"))?),
        received_at: now,
    };
    if !tx.insert_support_request(&new).await? {
        return Ok(());
    }
    let reference = new.id.chars().take(8).collect::<String>();
    if let Some(team) = app.support_email.as_deref() {
        let SupportContext { version, system, log } = asked.context;
        let letter = Letter::SupportToTeam {
            reference: reference.clone(),
            name: person.as_ref().map(|person| person.name.clone()),
            email: Some(new.email.clone()),
            message: new.message.clone(),
            version,
            system,
            log,
        };
        tx.queue_mail(team, Language::Fr, &letter, now).await?;
    }
    // Only to an account's own address: nobody has the server write to a stranger.
    if let Some(person) = person {
        let name = Some(person.name.clone());
        let letter = Letter::SupportReceived { name, reference, message: new.message };
        tx.queue_mail(&person.email, person.language, &letter, now).await?;
    }
    tx.commit().await?;
    app.mail.nudge();
    Ok(())
}
