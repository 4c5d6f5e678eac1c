//! What the stories of the tests and the demo share: a real server with agencies and people, a real desktop in a real
//! window, and the walk through the main job.
//!
//! Nothing here stands in for a part of the product: servers, windows, notifications and keyrings are the real ones.

pub mod album;
pub mod desktop;
pub mod mails;
pub mod office;
pub mod process;
pub mod town;
pub mod walk;
