//! What the screens may ask. Each command translates to one call of the desk, and nothing else.

use coffreo_desk::view::{
    DocumentView, ErrorCode, ErrorView, ListPage, ListQuery, Neighbours, Outline, SavedFile, Settings, SignOutcome,
    Status,
};
use coffreo_desk::{Desk, Password};
use tauri::ipc::{Channel, Invoke};
use tauri::{AppHandle, State};

use crate::{links, places};

type Answer<T> = Result<T, ErrorView>;

/// The commands, for the builder.
pub fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        status,
        sign_in,
        unlock,
        lock,
        sign_out,
        sync_now,
        save_settings,
        list_documents,
        document,
        outline,
        neighbours,
        mark_opened,
        sign_documents,
        save_documents,
        reveal_saved,
        third_party_notices,
        diagnostics,
        waiting_document,
    ]
}

/// The frame: which screen, which banner, which counts.
#[tauri::command]
async fn status(desk: State<'_, Desk>) -> Answer<Status> {
    Ok(desk.status())
}

/// Signs in at the server and opens, or makes, this computer's copy.
#[tauri::command]
async fn sign_in(
    desk: State<'_, Desk>,
    server: String,
    email: String,
    password: Password,
    keep: bool,
) -> Answer<Status> {
    Ok(desk.sign_in(&server, &email, password, keep).await?)
}

/// Opens this computer's copy with the password, offline too.
#[tauri::command]
async fn unlock(desk: State<'_, Desk>, password: Password) -> Answer<Status> {
    Ok(desk.unlock(password).await?)
}

/// Closes this computer's copy.
#[tauri::command]
async fn lock(desk: State<'_, Desk>) -> Answer<Status> {
    Ok(desk.lock().await?)
}

/// Ends the session; with `forget`, this computer's copy is removed too.
#[tauri::command]
async fn sign_out(desk: State<'_, Desk>, forget: bool) -> Answer<Status> {
    Ok(desk.sign_out(forget).await?)
}

/// Asks the server now instead of at the next turn.
#[tauri::command]
async fn sync_now(desk: State<'_, Desk>) -> Answer<()> {
    desk.sync_now();
    Ok(())
}

/// Keeps the person's choices.
#[tauri::command]
async fn save_settings(desk: State<'_, Desk>, settings: Settings) -> Answer<Status> {
    Ok(desk.save_settings(settings).await?)
}

/// A page of the list.
#[tauri::command]
async fn list_documents(desk: State<'_, Desk>, query: ListQuery) -> Answer<ListPage> {
    Ok(desk.list(query).await?)
}

/// One document with all its facts.
#[tauri::command]
async fn document(desk: State<'_, Desk>, id: String) -> Answer<DocumentView> {
    Ok(desk.document(&id).await?)
}

/// The pages of a document's PDF.
#[tauri::command]
async fn outline(desk: State<'_, Desk>, id: String) -> Answer<Outline> {
    Ok(desk.outline(&id).await?)
}

/// The documents before and after, as the list is filtered and sorted.
#[tauri::command]
async fn neighbours(desk: State<'_, Desk>, id: String, query: ListQuery) -> Answer<Neighbours> {
    Ok(desk.neighbours(&id, query).await?)
}

/// Remembers that the document was opened.
#[tauri::command]
async fn mark_opened(desk: State<'_, Desk>, id: String) -> Answer<()> {
    Ok(desk.mark_opened(&id).await?)
}

/// Signs the documents with the account's password; tells each outcome as it comes, and all of them at the end.
#[tauri::command]
async fn sign_documents(
    desk: State<'_, Desk>,
    ids: Vec<String>,
    password: Password,
    request_id: String,
    on_outcome: Channel<SignOutcome>,
) -> Answer<Vec<SignOutcome>> {
    let tell = move |outcome: SignOutcome| {
        if let Err(error) = on_outcome.send(outcome) {
            tracing::warn!(%error, "the screen that asked for signatures is gone");
        }
    };
    Ok(desk.sign(&ids, password, &request_id, tell).await?)
}

/// Saves one document as a PDF, several as one zip, among the person's downloads.
#[tauri::command]
async fn save_documents(desk: State<'_, Desk>, ids: Vec<String>) -> Answer<SavedFile> {
    Ok(desk.save(&ids).await?)
}

/// Shows a saved file's folder in the system's file manager. Only what lies among the downloads is shown.
#[tauri::command]
async fn reveal_saved(app: AppHandle, path: String) -> Answer<()> {
    places::reveal(&app, path.as_ref()).map_err(|error| failure(ErrorCode::NotFound, &error))
}

/// The licences of what the app is made of.
#[tauri::command]
async fn third_party_notices() -> Answer<&'static str> {
    Ok(include_str!("THIRD-PARTY-NOTICES.txt"))
}

/// For *Copier le diagnostic*: versions and states, no names, contents or secrets.
#[tauri::command]
async fn diagnostics(desk: State<'_, Desk>) -> Answer<String> {
    Ok(desk.diagnostics().await)
}

/// The document that a link or a notification asked for before the screens were there to be told.
#[tauri::command]
async fn waiting_document(app: AppHandle) -> Answer<Option<String>> {
    Ok(links::take_waiting(&app))
}

fn failure(code: ErrorCode, error: &dyn std::fmt::Display) -> ErrorView {
    ErrorView { code, retry_after_seconds: None, diagnostic: Some(error.to_string()) }
}
