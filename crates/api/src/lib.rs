//! What travels between agencies, server and desktop: types of the wire, and the codes of everything that can go wrong.
//!
//! Holds no rule: a wire value becomes a domain value by `TryFrom`, which names the field that is wrong.
//! Amounts are integer euro cents, moments integer milliseconds since 1970-01-01T00:00:00Z, days `2026-11-24`,
//! files their SHA-256 in lower-case hexadecimal.

pub mod account;
pub mod agency;
pub mod answers;
pub mod changes;
pub mod downloads;
pub mod events;
pub mod facts;
pub mod links;
pub mod mandates;
pub mod news;
pub mod problem;
pub mod relations;
pub mod rights;
pub mod sessions;
pub mod signatures;
pub mod support;

pub use facts::{ContractFacts, Facts, InvoiceFacts};
pub use problem::{Problem, ProblemCode};

/// The content type of a stream of JSON values, one a line.
pub const NDJSON: &str = "application/x-ndjson";
/// The content type of a problem (RFC 9457).
pub const PROBLEM_JSON: &str = "application/problem+json";
