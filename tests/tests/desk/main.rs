//! The real server and the real desktop core, without a window.

mod accounts;
mod cuts;
mod day;
mod full;
mod home;
mod invoices;
mod kills;
mod leaving;
mod people;
mod sessions;
mod signing;
