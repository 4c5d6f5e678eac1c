//! The server as the desktop hears it: requests, and answers that are taken only when they are of the documented form
//! and size. What a proxy or a captive portal says instead is told apart and is never a logout.
//!
//! It must not keep anything: tokens come in and go out.

mod address;
mod calls;
mod error;
mod events;
mod json;
mod lines;

pub use address::ServerAddress;
pub use calls::Remote;
pub use error::RemoteError;
pub use events::Event;
pub use lines::Lines;
