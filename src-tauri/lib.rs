//! The shell: one window, a tray icon, notifications, links, and commands that translate between the screens and
//! `coffreo-desk`.
//!
//! No rule, no SQL, no PDF here, and nothing the screens are given that the desk did not give: no token, no key.

mod arguments;
mod commands;
mod links;
mod log;
mod notifications;
mod pages;
mod places;
mod printing;
mod saving;
mod session_start;
mod texts;
mod tray;
mod wanted;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use coffreo_desk::Desk;
use coffreo_desk::viewer::WorkerCommand;
use tauri::{AppHandle, Manager as _, RunEvent, WindowEvent};

/// Runs the app until the person quits it.
pub fn run() -> ExitCode {
    log::set_up();
    match build().and_then(|app| app.build(tauri::generate_context!()).map_err(Into::into)) {
        Ok(app) => {
            app.run(on_run_event);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("coffreo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn std::error::Error>;

fn build() -> Result<tauri::Builder<tauri::Wry>, Failure> {
    let builder = tauri::Builder::default()
        // First, so that a second start does nothing but hand over its link, which brings the window too.
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| window::show(app)))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(session_start::plugin())
        .plugin(window::remembering())
        .register_asynchronous_uri_scheme_protocol(pages::SCHEME, pages::answer)
        .invoke_handler(commands::handler())
        .setup(|app| set_up(app.handle()));
    Ok(builder)
}

fn set_up(app: &AppHandle) -> Result<(), Failure> {
    let worker = WorkerCommand::this_program()?;
    let desk = Desk::open(places::of(app)?, Arc::new(coffreo_desk::SystemClock), worker, arguments::prefill())?;
    app.manage(desk.clone());
    app.manage(saving::Chosen::default());
    notifications::forward_events(app, &desk);
    let (starting, handle) = (desk.clone(), app.clone());
    tauri::async_runtime::spawn(async move {
        starting.start().await;
        session_start::notice_removal(&handle, &starting).await;
        if !window::is_there(&handle) {
            starting.rest().await;
        }
    });
    wanted::set_up(app);
    if !arguments::starts_hidden() {
        window::show(app);
    }
    links::set_up(app);
    tray::set_up(app)?;
    Ok(())
}

fn on_run_event(app: &AppHandle, event: RunEvent) {
    match event {
        // The last window was closed: the app stays in the tray, where there is one.
        RunEvent::ExitRequested { code: None, api, .. } if tray::is_visible(app) => api.prevent_exit(),
        RunEvent::WindowEvent { event: WindowEvent::Destroyed, .. } => rest(app),
        RunEvent::Exit => tauri::async_runtime::block_on(app.state::<Desk>().shutdown()),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::show(app),
        _ => {}
    }
}

/// Nothing is shown any more.
fn rest(app: &AppHandle) {
    let desk = app.state::<Desk>().inner().clone();
    tauri::async_runtime::spawn(async move { desk.rest().await });
}
