//! The vault by itself: what it keeps it finds again, in every order, and nobody else can read it.

#![allow(clippy::unwrap_used, reason = "tests")]

mod any;
mod around;
mod exported;
mod kept;
mod listed;
mod office;
mod secret;
mod waits;
