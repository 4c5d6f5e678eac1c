//! Contracts and invoices as temp agencies really send them, made from facts and a seed.
//!
//! The same seed gives the same bytes for ever, so tests may compare and benchmarks repeat. Reads no clock: "today" is
//! a parameter. Used by the demo, the tests and the benchmarks; no part of the product.

mod bill;
mod contract_facts;
mod facturx;
mod fake;
pub mod hostile;
mod page;
mod print;
mod profile;
mod random;
mod sample;
mod words;

pub use bill::{Bill, Line, Unit};
pub use fake::fake_pdf;
pub use profile::{AgencyProfile, CompanyProfile, agencies, another_company, siret, the_eu};
pub use sample::{Generator, Sample, guide_contracts, guide_invoices, print_contract};
