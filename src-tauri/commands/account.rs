//! The person's account and accounts, links from e-mails, news and the support.

use coffreo_desk::view::{
    AccountChange, AccountDetails, LinkPage, NewsItem, SecondFactorSetup, SessionView, Status, Strength,
    SupportContext, SupportMessage, SupportOutcome,
};
use coffreo_desk::{Desk, Password, strength};
use tauri::State;

use super::Answer;
use crate::log;

/// What the server says of the link that was opened.
#[tauri::command]
pub async fn look_at_link(desk: State<'_, Desk>) -> Answer<LinkPage> {
    Ok(desk.look_at_link().await?)
}

/// Has a new link sent.
#[tauri::command]
pub async fn renew_link(desk: State<'_, Desk>) -> Answer<()> {
    Ok(desk.renew_link().await?)
}

/// The person is done with the link.
#[tauri::command]
pub async fn close_link(desk: State<'_, Desk>) -> Answer<Status> {
    Ok(desk.close_link())
}

/// Joins by the link, and comes in.
#[tauri::command]
pub async fn join(desk: State<'_, Desk>, password: Password, terms_version: String, keep: bool) -> Answer<Status> {
    Ok(desk.join(password, &terms_version, keep).await?)
}

/// Sets a new password by the link, and comes in.
#[tauri::command]
pub async fn complete_reset(desk: State<'_, Desk>, password: Password, keep: bool) -> Answer<Status> {
    Ok(desk.complete_reset(password, keep).await?)
}

/// Agrees to another e-mail address by the link.
#[tauri::command]
pub async fn confirm_address(desk: State<'_, Desk>) -> Answer<bool> {
    Ok(desk.confirm_address().await?)
}

/// *Mot de passe oublié*.
#[tauri::command]
pub async fn ask_for_reset(desk: State<'_, Desk>, server: String, email: String) -> Answer<()> {
    Ok(desk.ask_for_reset(&server, &email).await?)
}

/// How well a new password resists guessing.
#[tauri::command]
pub async fn password_strength(password: Password, words: Vec<String>) -> Answer<Strength> {
    Ok(strength::of(&password, &words))
}

/// The account as the server has it.
#[tauri::command]
pub async fn account(desk: State<'_, Desk>) -> Answer<AccountDetails> {
    Ok(desk.account().await?)
}

/// Changes name, telephone or e-mails.
#[tauri::command]
pub async fn change_account(desk: State<'_, Desk>, change: AccountChange) -> Answer<AccountDetails> {
    Ok(desk.change_account(change).await?)
}

/// Changes the password, here too.
#[tauri::command]
pub async fn change_password(desk: State<'_, Desk>, old: Password, new: Password) -> Answer<()> {
    Ok(desk.change_password(old, new).await?)
}

/// Asks for another e-mail address.
#[tauri::command]
pub async fn change_email(desk: State<'_, Desk>, email: String, password: Password) -> Answer<AccountDetails> {
    Ok(desk.change_email(&email, password).await?)
}

/// Begins to set up a second factor.
#[tauri::command]
pub async fn begin_second_factor(desk: State<'_, Desk>, password: Password) -> Answer<SecondFactorSetup> {
    Ok(desk.begin_second_factor(password).await?)
}

/// Confirms it by a code; answers the recovery codes, once.
#[tauri::command]
pub async fn confirm_second_factor(desk: State<'_, Desk>, code: String) -> Answer<Vec<String>> {
    Ok(desk.confirm_second_factor(&code).await?)
}

/// Takes it away.
#[tauri::command]
pub async fn remove_second_factor(desk: State<'_, Desk>, password: Password) -> Answer<()> {
    Ok(desk.remove_second_factor(password).await?)
}

/// The open sessions.
#[tauri::command]
pub async fn sessions(desk: State<'_, Desk>) -> Answer<Vec<SessionView>> {
    Ok(desk.sessions().await?)
}

/// Closes a session, and answers those that are left.
#[tauri::command]
pub async fn end_session(desk: State<'_, Desk>, id: String) -> Answer<Vec<SessionView>> {
    Ok(desk.end_session(&id).await?)
}

/// Closes all but this one, and answers it.
#[tauri::command]
pub async fn end_other_sessions(desk: State<'_, Desk>) -> Answer<Vec<SessionView>> {
    Ok(desk.end_other_sessions().await?)
}

/// Turns to an account of this computer; to none: the sign-in form.
#[tauri::command]
pub async fn choose_account(desk: State<'_, Desk>, id: Option<String>) -> Answer<Status> {
    Ok(desk.choose_account(id.as_deref()).await?)
}

/// Removes this computer's copy of an account.
#[tauri::command]
pub async fn remove_account(desk: State<'_, Desk>, id: String) -> Answer<Status> {
    Ok(desk.remove_account(&id).await?)
}

/// The person does something: locking waits.
#[tauri::command]
pub async fn used(desk: State<'_, Desk>) -> Answer<()> {
    desk.used();
    Ok(())
}

/// The news, newest first.
#[tauri::command]
pub async fn news(desk: State<'_, Desk>) -> Answer<Vec<NewsItem>> {
    Ok(desk.news().await?)
}

/// The person has seen them.
#[tauri::command]
pub async fn mark_news_read(desk: State<'_, Desk>) -> Answer<()> {
    Ok(desk.mark_news_read().await?)
}

/// What would go with a message to the support.
#[tauri::command]
pub async fn support_context(desk: State<'_, Desk>) -> Answer<SupportContext> {
    Ok(desk.support_context(&log::newest()))
}

/// Sends a message to the support, or keeps it.
#[tauri::command]
pub async fn contact_support(desk: State<'_, Desk>, message: SupportMessage) -> Answer<SupportOutcome> {
    Ok(desk.contact_support(message).await?)
}
