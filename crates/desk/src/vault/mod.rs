//! What this computer keeps, encrypted: facts, words and tokens in SQLCipher, PDF bytes in segments beside it.
//!
//! Everything here blocks and belongs on a thread that may. One connection writes, the others read; all are SQLite's
//! own only here. It must not know the network, and nothing is written that the
//! server could not send again, but messages that it has not heard yet.

mod apply;
mod checked;
mod columns;
mod contents;
mod counts;
mod criteria;
mod cursor;
mod document;
mod error;
mod facts;
mod files;
mod filter;
mod fold;
mod history;
mod key;
mod key_file;
mod list;
mod lost;
mod meta;
mod news;
mod open;
mod order;
mod outbox;
mod period;
mod proposals;
mod rows;
mod saved;
mod scan;
mod schema;
mod segments;
mod signing;
mod snippet;
mod taken;
mod texts;
mod unseen;
mod waiting;

pub use apply::{Applied, Operation};
pub use contents::Missing;
pub use document::Standing;
pub use error::VaultError;
pub use files::{make_folder, replace as replace_file, sync_folder};
pub(crate) use fold::fold;
pub use history::History;
pub use key::VaultKey;
pub use key_file::{KEY_FILE, read as read_key_file, write as write_key_file};
pub use meta::Meta;
pub use open::Vault;
pub use texts::Unread;
