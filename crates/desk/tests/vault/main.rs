//! The vault by itself: what it keeps it finds again, in every order, and nobody else can read it.

mod kept;
mod listed;
mod office;
mod secret;
