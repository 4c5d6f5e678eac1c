//! What the screens may ask. Each command translates to one call of the desk, and nothing else.

mod account;
mod people;

use coffreo_desk::view::{
    AnswerChoice, DocumentView, ErrorCode, ErrorView, ExportProgress, FileNames, Found, FrozenList, InvoiceAnswer,
    Kind, ListExport, ListPage, ListQuery, NameExample, NameTrial, NamingView, Neighbours, Outline, PrintJob, Printer,
    ProposalQuery, Review, ReviewFlags, SavedFile, SavedView, Settings, SignOutcome, SigningBatch, Status, TextRun,
    ViewToSave, Waiting, Wanted,
};
use coffreo_desk::{Desk, Password};
use tauri::ipc::{Channel, Invoke};
use tauri::{AppHandle, State};

use crate::{places, printing, saving, session_start, wanted};

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
        freeze_list,
        propose_values,
        saved_views,
        save_view,
        remove_view,
        order_views,
        layout,
        save_layout,
        document,
        outline,
        neighbours,
        mark_opened,
        page_text,
        find_in_document,
        prefetch,
        review,
        review_flags,
        open_elsewhere,
        printers,
        print_document,
        answer_choices,
        answer_invoices,
        waiting,
        sign_batch,
        signing_batch,
        stop_signing,
        forget_signing,
        save_documents,
        export_list,
        export_documents,
        stop_export,
        naming,
        save_naming,
        name_example,
        reveal_saved,
        third_party_notices,
        diagnostics,
        wanted,
        people::relations,
        people::confirm_relation,
        people::decline_relation,
        people::lost_access,
        people::forget_lost_access,
        people::rights,
        people::set_rights,
        people::person,
        people::change_person,
        people::add_person,
        people::remove_person,
        people::rights_history,
        people::mandates,
        people::give_mandate,
        people::revoke_mandate,
        people::read_phone,
        account::look_at_link,
        account::renew_link,
        account::close_link,
        account::join,
        account::complete_reset,
        account::confirm_address,
        account::ask_for_reset,
        account::password_strength,
        account::account,
        account::change_account,
        account::change_password,
        account::change_email,
        account::begin_second_factor,
        account::confirm_second_factor,
        account::remove_second_factor,
        account::sessions,
        account::end_session,
        account::end_other_sessions,
        account::choose_account,
        account::remove_account,
        account::used,
        account::news,
        account::mark_news_read,
        account::support_context,
        account::contact_support,
    ]
}

/// The frame: which screen, which banner, which counts.
#[tauri::command]
async fn status(desk: State<'_, Desk>) -> Answer<Status> {
    Ok(desk.first_status().await)
}

/// Signs in at the server and opens, or makes, this computer's copy.
#[tauri::command]
async fn sign_in(
    desk: State<'_, Desk>,
    server: String,
    email: String,
    password: Password,
    keep: bool,
    code: Option<String>,
) -> Answer<Status> {
    Ok(desk.sign_in_with_code(&server, &email, password, keep, code).await?)
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

/// Keeps the person's choices. A start with the session that the system does not take is not kept.
#[tauri::command]
async fn save_settings(app: AppHandle, desk: State<'_, Desk>, settings: Settings) -> Answer<Status> {
    session_start::follow(&app, desk.status().settings, settings)
        .map_err(|error| failure(ErrorCode::CannotWrite, &error))?;
    Ok(desk.save_settings(settings).await?)
}

/// A page of the list.
#[tauri::command]
async fn list_documents(desk: State<'_, Desk>, query: ListQuery) -> Answer<ListPage> {
    Ok(desk.list(query).await?)
}

/// Everything that matches now, for *select everything that matches*.
#[tauri::command]
async fn freeze_list(desk: State<'_, Desk>, query: ListQuery) -> Answer<FrozenList> {
    Ok(desk.freeze(query).await?)
}

/// Values that documents have, for a field of the advanced search.
#[tauri::command]
async fn propose_values(desk: State<'_, Desk>, query: ProposalQuery) -> Answer<Vec<String>> {
    Ok(desk.propose(query).await?)
}

/// The saved views, each with how many documents match now.
#[tauri::command]
async fn saved_views(desk: State<'_, Desk>) -> Answer<Vec<SavedView>> {
    Ok(desk.saved_views().await?)
}

/// Keeps a view, and answers all.
#[tauri::command]
async fn save_view(desk: State<'_, Desk>, view: ViewToSave) -> Answer<Vec<SavedView>> {
    Ok(desk.save_view(view).await?)
}

/// Removes a view, and answers those that are left.
#[tauri::command]
async fn remove_view(desk: State<'_, Desk>, id: String) -> Answer<Vec<SavedView>> {
    Ok(desk.remove_view(&id).await?)
}

/// Puts the views in this order, and answers them.
#[tauri::command]
async fn order_views(desk: State<'_, Desk>, ids: Vec<String>) -> Answer<Vec<SavedView>> {
    Ok(desk.order_views(ids).await?)
}

/// The layout of a kind's columns, as the screens gave it last.
#[tauri::command]
async fn layout(desk: State<'_, Desk>, kind: Kind) -> Answer<Option<String>> {
    Ok(desk.layout(kind).await?)
}

/// Keeps the layout of a kind's columns.
#[tauri::command]
async fn save_layout(desk: State<'_, Desk>, kind: Kind, layout: String) -> Answer<()> {
    Ok(desk.save_layout(kind, layout).await?)
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

/// The text of a page, in runs that can be laid over its picture.
#[tauri::command]
async fn page_text(desk: State<'_, Desk>, id: String, sha256: String, page: u32) -> Answer<Vec<TextRun>> {
    Ok(desk.page_text(&id, &sha256, page).await?)
}

/// Where the words stand in the document.
#[tauri::command]
async fn find_in_document(desk: State<'_, Desk>, id: String, sha256: String, words: String) -> Answer<Found> {
    Ok(desk.find(&id, &sha256, &words).await?)
}

/// Renders the documents' first pages while nobody waits for another.
#[tauri::command]
async fn prefetch(desk: State<'_, Desk>, ids: Vec<String>, scale_milli: u32) -> Answer<()> {
    Ok(desk.prefetch(ids, scale_milli).await?)
}

/// What changed, and what deserves attention.
#[tauri::command]
async fn review(desk: State<'_, Desk>, id: String) -> Answer<Review> {
    Ok(desk.review(&id).await?)
}

/// What the reviews of contracts would show, in short.
#[tauri::command]
async fn review_flags(desk: State<'_, Desk>, ids: Vec<String>) -> Answer<Vec<ReviewFlags>> {
    Ok(desk.review_flags(ids).await?)
}

/// Opens a copy of the document in the system's program for PDFs.
#[tauri::command]
async fn open_elsewhere(desk: State<'_, Desk>, id: String) -> Answer<()> {
    let copy = desk.copy_for_others(&id).await?;
    places::open(&copy).map_err(|error| failure(ErrorCode::NoProgram, &error))
}

/// The system's printers; none where it has no way to be asked.
#[tauri::command]
async fn printers() -> Answer<Vec<Printer>> {
    Ok(tauri::async_runtime::spawn_blocking(printing::printers).await.unwrap_or_default())
}

/// Hands the document's PDF to the system's printing.
#[tauri::command]
async fn print_document(desk: State<'_, Desk>, id: String, job: PrintJob) -> Answer<()> {
    let (name, bytes) = desk.pdf(&id).await?;
    let printed = tauri::async_runtime::spawn_blocking(move || printing::print(&name, &bytes, &job)).await;
    let printed = printed.unwrap_or_else(|error| Err(std::io::Error::other(error)));
    printed.map_err(|error| failure(ErrorCode::NotPrinted, &error))
}

/// What waits, by kind and agency.
#[tauri::command]
async fn waiting(desk: State<'_, Desk>) -> Answer<Vec<Waiting>> {
    Ok(desk.waiting().await?)
}

/// Signs the documents with the account's password; tells each outcome as it comes, and how it ended.
#[tauri::command]
async fn sign_batch(
    desk: State<'_, Desk>,
    ids: Vec<String>,
    password: Password,
    on_outcome: Channel<SignOutcome>,
) -> Answer<SigningBatch> {
    let tell = move |outcome: SignOutcome| {
        if let Err(error) = on_outcome.send(outcome) {
            tracing::warn!(%error, "the screen that asked for signatures is gone");
        }
    };
    Ok(desk.sign_batch(&ids, password, tell).await?)
}

/// The signing that runs, or that left something to do.
#[tauri::command]
async fn signing_batch(desk: State<'_, Desk>) -> Answer<SigningBatch> {
    Ok(desk.signing_batch().await?)
}

/// Ends the signing after the request that is under way.
#[tauri::command]
async fn stop_signing(desk: State<'_, Desk>) -> Answer<()> {
    desk.stop_signing();
    Ok(())
}

/// Forgets how the last signing ended.
#[tauri::command]
async fn forget_signing(desk: State<'_, Desk>) -> Answer<()> {
    Ok(desk.forget_signing().await?)
}

/// What may be said of an invoice, and why.
#[tauri::command]
async fn answer_choices() -> Answer<Vec<AnswerChoice>> {
    Ok(coffreo_desk::answering::choices())
}

/// Validates, disputes, suspends or refuses invoices with the account's password.
#[tauri::command]
async fn answer_invoices(
    desk: State<'_, Desk>,
    ids: Vec<String>,
    answer: InvoiceAnswer,
    password: Password,
    request_id: String,
) -> Answer<Vec<SignOutcome>> {
    Ok(desk.answer_invoices(&ids, answer, password, &request_id).await?)
}

/// Saves one document as a PDF, several as one zip, among the person's downloads.
#[tauri::command]
async fn save_documents(desk: State<'_, Desk>, ids: Vec<String>) -> Answer<SavedFile> {
    Ok(desk.save(&ids).await?)
}

/// Writes the whole list to a file that the person chooses; none when they gave it up or stopped it.
#[tauri::command]
async fn export_list(
    app: AppHandle,
    desk: State<'_, Desk>,
    export: ListExport,
    on_progress: Channel<ExportProgress>,
) -> Answer<Option<SavedFile>> {
    let Some(path) = saving::ask(&app, desk.suggest_for_list(&export).await?).await else { return Ok(None) };
    Ok(desk.export_list(export, path, tell(on_progress)).await?)
}

/// Writes one document as a PDF, several as one zip, to a file that the person chooses; none as above.
#[tauri::command]
async fn export_documents(
    app: AppHandle,
    desk: State<'_, Desk>,
    ids: Vec<String>,
    on_progress: Channel<ExportProgress>,
) -> Answer<Option<SavedFile>> {
    let Some(path) = saving::ask(&app, desk.suggest_for_documents(&ids).await?).await else { return Ok(None) };
    Ok(desk.export_documents(ids, path, tell(on_progress)).await?)
}

fn tell(on_progress: Channel<ExportProgress>) -> impl Fn(ExportProgress) + Send + 'static {
    move |progress| {
        if let Err(error) = on_progress.send(progress) {
            tracing::warn!(%error, "the screen that asked for a file is gone");
        }
    }
}

/// Stops what is being written.
#[tauri::command]
async fn stop_export(desk: State<'_, Desk>) -> Answer<()> {
    desk.stop_export();
    Ok(())
}

/// How saved documents are named.
#[tauri::command]
async fn naming(desk: State<'_, Desk>) -> Answer<NamingView> {
    Ok(desk.naming().await?)
}

/// Keeps how saved documents are named.
#[tauri::command]
async fn save_naming(desk: State<'_, Desk>, names: FileNames) -> Answer<()> {
    Ok(desk.save_naming(names).await?)
}

/// What a name's template makes of a document.
#[tauri::command]
async fn name_example(desk: State<'_, Desk>, trial: NameTrial) -> Answer<NameExample> {
    Ok(desk.name_example(trial).await?)
}

/// Shows a saved file's folder in the system's file manager. Only what lies among the downloads is shown, and what the
/// person chose the place of.
#[tauri::command]
async fn reveal_saved(app: AppHandle, path: String) -> Answer<()> {
    places::reveal(&app, path.as_ref()).map_err(|error| failure(ErrorCode::NotFound, &error))
}

/// The licences of what the app is made of.
#[tauri::command]
async fn third_party_notices() -> Answer<&'static str> {
    Ok(include_str!("../THIRD-PARTY-NOTICES.txt"))
}

/// For *Copier le diagnostic*: versions and states, no names, contents or secrets.
#[tauri::command]
async fn diagnostics(desk: State<'_, Desk>) -> Answer<String> {
    Ok(desk.diagnostics().await)
}

/// What a notification, a link or the tray wants to be shown; told once.
#[tauri::command]
async fn wanted(app: AppHandle) -> Answer<Option<Wanted>> {
    Ok(wanted::take(&app))
}

fn failure(code: ErrorCode, error: &dyn std::fmt::Display) -> ErrorView {
    ErrorView { code, retry_after_seconds: None, field: None, diagnostic: Some(error.to_string()) }
}
