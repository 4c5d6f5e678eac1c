//! Relations, rights, people and mandates.

use coffreo_desk::view::{LostAccess, Mandate, NewMandate, NewPerson, PatchPerson, PersonDetails, Phone, Place};
use coffreo_desk::view::{PlacePerson, PutRights, Relation, RightsHistory};
use coffreo_desk::{Desk, phone};
use tauri::State;

use super::Answer;

/// The relations as they are known, those that wait first.
#[tauri::command]
pub async fn relations(desk: State<'_, Desk>) -> Answer<Vec<Relation>> {
    Ok(desk.relations()?)
}

/// Confirms a relation, and answers all.
#[tauri::command]
pub async fn confirm_relation(desk: State<'_, Desk>, company_id: String, agency_id: String) -> Answer<Vec<Relation>> {
    Ok(desk.confirm_relation(company_id, agency_id).await?)
}

/// Declines a relation, and answers all.
#[tauri::command]
pub async fn decline_relation(
    desk: State<'_, Desk>,
    company_id: String,
    agency_id: String,
    reason: String,
) -> Answer<Vec<Relation>> {
    Ok(desk.decline_relation(company_id, agency_id, reason).await?)
}

/// What left this computer with the right to see it.
#[tauri::command]
pub async fn lost_access(desk: State<'_, Desk>) -> Answer<Vec<LostAccess>> {
    Ok(desk.lost_access().await?)
}

/// The person has read of it.
#[tauri::command]
pub async fn forget_lost_access(desk: State<'_, Desk>) -> Answer<()> {
    Ok(desk.forget_lost_access().await?)
}

/// The places that the person administers.
#[tauri::command]
pub async fn rights(desk: State<'_, Desk>) -> Answer<Vec<Place>> {
    Ok(desk.rights().await?)
}

/// Gives somebody exactly these rights in a place.
#[tauri::command]
pub async fn set_rights(desk: State<'_, Desk>, rights: PutRights) -> Answer<PlacePerson> {
    Ok(desk.set_rights(rights).await?)
}

/// A person with their places.
#[tauri::command]
pub async fn person(desk: State<'_, Desk>, id: String) -> Answer<PersonDetails> {
    Ok(desk.person(&id).await?)
}

/// Corrects somebody who has not joined yet.
#[tauri::command]
pub async fn change_person(desk: State<'_, Desk>, id: String, change: PatchPerson) -> Answer<PersonDetails> {
    Ok(desk.change_person(&id, change).await?)
}

/// Adds somebody to places.
#[tauri::command]
pub async fn add_person(desk: State<'_, Desk>, person: NewPerson) -> Answer<PersonDetails> {
    Ok(desk.add_person(person).await?)
}

/// Removes somebody from a company.
#[tauri::command]
pub async fn remove_person(desk: State<'_, Desk>, id: String, company_id: String) -> Answer<()> {
    Ok(desk.remove_person(&id, company_id).await?)
}

/// What happened to rights in a company.
#[tauri::command]
pub async fn rights_history(desk: State<'_, Desk>, company_id: String, before: Option<i64>) -> Answer<RightsHistory> {
    Ok(desk.rights_history(&company_id, before).await?)
}

/// The mandates that the person gave or was given.
#[tauri::command]
pub async fn mandates(desk: State<'_, Desk>) -> Answer<Vec<Mandate>> {
    Ok(desk.mandates().await?)
}

/// Lets a colleague sign in the person's place.
#[tauri::command]
pub async fn give_mandate(desk: State<'_, Desk>, mandate: NewMandate) -> Answer<Mandate> {
    Ok(desk.give_mandate(mandate).await?)
}

/// Takes a mandate back.
#[tauri::command]
pub async fn revoke_mandate(desk: State<'_, Desk>, id: String) -> Answer<()> {
    Ok(desk.revoke_mandate(&id).await?)
}

/// What was typed as a telephone number, for a country by its ISO 3166 code.
#[tauri::command]
pub async fn read_phone(typed: String, country: String) -> Answer<Phone> {
    Ok(phone::read(&typed, &country)?)
}
