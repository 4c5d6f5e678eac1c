//! All that the desktop does without a window: the vault, synchronisation, search, the PDF viewer, signing, saving.
//! It must not know Tauri, and nothing it hands to the screens holds a token, a key or a password.

mod account;
mod accounts;
pub mod answering;
mod clock;
mod desk;
pub mod digests;
pub mod downloads;
mod error;
pub mod exports;
mod joining;
mod keyring;
mod memory;
mod outside;
mod password;
mod people;
pub mod phone;
mod redact;
mod remote;
mod review;
mod session;
mod signing;
pub mod strength;
mod support;
mod sync;
pub mod vault;
pub mod view;
pub mod viewer;

pub use clock::{Clock, SystemClock};
pub use desk::{Desk, Places};
pub use error::DeskError;
pub use password::Password;
