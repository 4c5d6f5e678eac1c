//! Who is signed in here: the open vault, its tokens, and the ways in and out. Reading never waits for a session.
//!
//! It must not keep a password: one that was typed lives until the server has been asked once.

mod enter;
mod leave;
mod opened;

pub(crate) use opened::Opened;
