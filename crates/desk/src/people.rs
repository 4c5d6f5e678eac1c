//! Relations, rights, people and mandates: asked of the server each time, for only it knows what others changed.
//!
//! Relations are remembered too, so that the menu is the same without a network.

use std::sync::atomic::Ordering;

use coffreo_api::mandates::{Mandate, Mandates, NewMandate};
use coffreo_api::relations::{ConfirmRelation, DeclineRelation, Relation, Relations};
use coffreo_api::rights::{
    Administered, NewPerson, PatchPerson, PersonDetails, Place, PlacePerson, PutRights, RemovePerson, RightsHistory,
};
use reqwest::Method;

use crate::DeskError;
use crate::desk::{Core, Desk};
use crate::session::Opened;
use crate::vault::Meta;
use crate::view::{DeskEvent, LostAccess};

impl Desk {
    /// The person's relations as they are known: those that wait first.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub fn relations(&self) -> Result<Vec<Relation>, DeskError> {
        self.core.opened()?;
        Ok(self.core.relations())
    }

    /// Confirms a relation: its documents come.
    ///
    /// # Errors
    /// [`DeskError::Absent`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn confirm_relation(&self, company_id: String, agency_id: String) -> Result<Vec<Relation>, DeskError> {
        let request = ConfirmRelation { company_id, agency_id };
        self.answer_relation("v1/relations/confirm", &request).await
    }

    /// Declines a relation; the agency is told why.
    ///
    /// # Errors
    /// As [`confirm_relation`](Self::confirm_relation); [`DeskError::InvalidInput`] for a reason that is empty or longer
    /// than 1000 characters; [`DeskError::RelationConfirmed`].
    pub async fn decline_relation(
        &self,
        company_id: String,
        agency_id: String,
        reason: String,
    ) -> Result<Vec<Relation>, DeskError> {
        let request = DeclineRelation { company_id, agency_id, reason };
        self.answer_relation("v1/relations/decline", &request).await
    }

    async fn answer_relation(&self, path: &str, request: &impl serde::Serialize) -> Result<Vec<Relation>, DeskError> {
        let opened = self.core.opened()?;
        let answered: Relation = opened.send(Method::POST, path, request).await?;
        let is_it =
            |known: &Relation| (&known.company_id, &known.agency_id) == (&answered.company_id, &answered.agency_id);
        let relations = self.core.relations().into_iter();
        let relations = relations.map(|known| if is_it(&known) { answered.clone() } else { known }).collect();
        keep(&self.core, &opened, relations).await?;
        opened.relations_stale.store(true, Ordering::Relaxed);
        opened.nudge.notify_one();
        Ok(self.core.relations())
    }

    /// What left this computer with the right to see it, and was not read of yet.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn lost_access(&self) -> Result<Vec<LostAccess>, DeskError> {
        self.core.ask(|vault| vault.lost()).await
    }

    /// The person has read of it.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn forget_lost_access(&self) -> Result<(), DeskError> {
        self.core.ask(|vault| vault.forget_lost()).await
    }

    /// The places that the person administers, with who has which right there.
    ///
    /// # Errors
    /// [`DeskError::SessionEnded`]; those of the connection.
    pub async fn rights(&self) -> Result<Vec<Place>, DeskError> {
        Ok(self.core.opened()?.get::<Administered>("v1/rights").await?.places)
    }

    /// Gives somebody who is in a place exactly these rights.
    ///
    /// # Errors
    /// [`DeskError::LastAdministrator`], [`DeskError::Absent`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn set_rights(&self, rights: PutRights) -> Result<PlacePerson, DeskError> {
        self.core.opened()?.send(Method::PUT, "v1/rights", &rights).await
    }

    /// A person with their places.
    ///
    /// # Errors
    /// [`DeskError::Absent`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn person(&self, id: &str) -> Result<PersonDetails, DeskError> {
        self.core.opened()?.get(&format!("v1/people/{}", checked(id)?)).await
    }

    /// Corrects somebody who has not joined yet.
    ///
    /// # Errors
    /// [`DeskError::HasJoined`], [`DeskError::InvalidInput`], and as [`person`](Self::person).
    pub async fn change_person(&self, id: &str, change: PatchPerson) -> Result<PersonDetails, DeskError> {
        let path = format!("v1/people/{}", checked(id)?);
        self.core.opened()?.send(Method::PATCH, &path, &change).await
    }

    /// Adds somebody to places, or more places to somebody.
    ///
    /// # Errors
    /// [`DeskError::InvalidInput`], [`DeskError::Absent`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn add_person(&self, person: NewPerson) -> Result<PersonDetails, DeskError> {
        self.core.opened()?.send(Method::POST, "v1/people", &person).await
    }

    /// Removes somebody whose pills are all white from a company.
    ///
    /// # Errors
    /// [`DeskError::StillHasRights`], [`DeskError::Absent`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn remove_person(&self, id: &str, company_id: String) -> Result<(), DeskError> {
        let path = format!("v1/people/{}/remove", checked(id)?);
        self.core.opened()?.tell(Method::POST, &path, &RemovePerson { company_id }).await
    }

    /// What happened to rights in a company, newest first; `before` as the page before said.
    ///
    /// # Errors
    /// [`DeskError::Absent`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn rights_history(&self, company_id: &str, before: Option<i64>) -> Result<RightsHistory, DeskError> {
        let older = before.map(|before| format!("&before={before}")).unwrap_or_default();
        let path = format!("v1/rights/history?company_id={}{older}", checked(company_id)?);
        self.core.opened()?.get(&path).await
    }

    /// The mandates that the person gave or was given.
    ///
    /// # Errors
    /// [`DeskError::SessionEnded`]; those of the connection.
    pub async fn mandates(&self) -> Result<Vec<Mandate>, DeskError> {
        Ok(self.core.opened()?.get::<Mandates>("v1/mandates").await?.mandates)
    }

    /// Lets a colleague sign in the person's place for some days.
    ///
    /// # Errors
    /// [`DeskError::UnknownColleague`], [`DeskError::InvalidPeriod`], [`DeskError::Absent`], [`DeskError::SessionEnded`];
    /// those of the connection.
    pub async fn give_mandate(&self, mandate: NewMandate) -> Result<Mandate, DeskError> {
        self.core.opened()?.send(Method::POST, "v1/mandates", &mandate).await
    }

    /// Takes a mandate back.
    ///
    /// # Errors
    /// [`DeskError::MandateOver`], [`DeskError::Absent`], [`DeskError::SessionEnded`]; those of the connection.
    pub async fn revoke_mandate(&self, id: &str) -> Result<(), DeskError> {
        let path = format!("v1/mandates/{}/revoke", checked(id)?);
        self.core.opened()?.tell(Method::POST, &path, &serde_json::json!({})).await
    }
}

/// Asks for the relations where they may differ from those that are known.
pub(crate) async fn refresh(core: &Core, opened: &Opened) -> Result<(), DeskError> {
    if !opened.relations_stale.swap(false, Ordering::Relaxed) {
        return Ok(());
    }
    match opened.get::<Relations>("v1/relations").await {
        Ok(Relations { relations }) => keep(core, opened, relations).await,
        Err(error) => {
            opened.relations_stale.store(true, Ordering::Relaxed);
            Err(error)
        }
    }
}

async fn keep(core: &Core, opened: &Opened, relations: Vec<Relation>) -> Result<(), DeskError> {
    let json = serde_json::to_string(&relations).map_err(|error| DeskError::Internal(error.to_string()))?;
    opened.ask(move |vault| vault.set_meta(&[(Meta::Relations, Some(&json))])).await?;
    if core.set_relations(relations) {
        core.tell_status();
        core.tell(DeskEvent::RelationsChanged);
    }
    Ok(())
}

/// An identifier as the server gives them: nothing else becomes part of a path.
fn checked(id: &str) -> Result<&str, DeskError> {
    uuid::Uuid::try_parse(id).map(|_| id).map_err(|_| DeskError::Absent)
}
