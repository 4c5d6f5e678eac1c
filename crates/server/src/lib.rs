//! The server: agencies deliver to it over HTTP, people's desktops ask it what changed and sign with it.
//!
//! Keeps rows in SQLite or PostgreSQL, PDFs by their SHA-256 in a folder or a bucket, and evidence of everything in a
//! journal. Speaks plain HTTP: TLS is a proxy's work in front of it. Decides nothing itself: rules are in
//! `coffreo-domain`, PDFs in `coffreo-pades`. Never opens a window, never sends a password or a cause anywhere.

mod announcements;
mod answering;
mod app;
mod attempts;
mod downloads;
mod gate;
mod links;
mod notices;
mod outbox;
mod password_rules;
mod rights;
mod routes;
mod second_factor;
mod server;
mod sessions;
mod signing;
mod support;
mod wire;

pub mod admin;
pub mod config;
pub mod edge;
pub mod events;
pub mod files;
pub mod journal;
pub mod mail;
pub mod passwords;
pub mod seal;
pub mod store;
pub mod sweep;
pub mod terms;
pub mod webhooks;

pub use config::Config;
pub use edge::{Clock, SharedClock, SystemClock};
pub use routes::{openapi_json, people_openapi_json};
pub use server::{Running, Server, StartError};
