//! An empty Tauri window: the yardstick of the window benchmarks. What it costs is what any app of this kind costs.

use tauri::http::Response;
use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    let address = "empty://localhost".parse().map_err(|_| tauri::Error::WebviewNotFound)?;
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            let page = "<!doctype html><meta charset=utf-8><title>empty</title><body bgcolor=navy><p id=here>.</p>";
            Response::builder().header("Content-Type", "text/html").body(page.as_bytes()).unwrap_or_default()
        })
        .setup(move |app| {
            WebviewWindowBuilder::new(app, "empty", WebviewUrl::CustomProtocol(address))
                .inner_size(1280.0, 800.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
