//! Who is signed in here: the open vault, its tokens, and the ways in and out. Reading never waits for a session.
//!
//! It must not keep a password: one that was typed lives until the server has been asked once.

mod accounts;
mod calls;
mod device;
mod enter;
mod idle;
mod leave;
mod opened;

pub(crate) use calls::absent;
pub(crate) use enter::Entry;
pub(crate) use idle::watch_idleness;
pub(crate) use opened::{Opened, device_name};
