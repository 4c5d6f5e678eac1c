//! The server's promises, over real HTTP and on real databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod account;
mod account_story;
mod agency_api;
mod announcements;
mod answers;
mod backup;
mod beside;
mod bucket;
mod downloads;
mod fuzzed;
mod hostile;
mod joining;
mod killed;
mod mails;
mod mandates;
mod matrix;
mod people_api;
mod relations;
mod rights;
mod routes;
mod signing;
mod store_story;
mod support;
mod sweep;
mod two;
mod vendors;
mod webhooks;
mod world;
