//! The rules of Coffreo: documents, the people who may see them, what may be signed and by when.
//!
//! Pure. Nothing here reads a clock, a file, a network or a random source, and nothing knows how a value
//! travels (that is `coffreo-api`) or is kept (`coffreo-server`'s store, `coffreo-desk`'s vault).
//! A refusal is a value with a name, never a text.

pub mod answer;
pub mod attention;
pub mod calendar;
pub mod company;
pub mod contract;
pub mod digest;
pub mod document;
pub mod ids;
pub mod invoice;
pub mod mandate;
pub mod money;
pub mod people;
pub mod phone;
pub mod recourse;
pub mod rights;
pub mod scope;
pub mod signing;
pub mod structured;
pub mod time;

pub use digest::Sha256;
pub use document::{DocumentKind, DocumentState};
pub use ids::{AgencyId, CompanyId, DocumentId, MandateId, PersonId, ScopeId};
pub use money::Cents;
pub use people::{Right, Rights};
pub use scope::Scope;
pub use time::Timestamp;
