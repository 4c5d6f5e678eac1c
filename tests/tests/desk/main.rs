//! The real server and the real desktop core, without a window.

mod cuts;
mod day;
mod full;
mod home;
mod invoices;
mod kills;
mod sessions;
mod signing;
