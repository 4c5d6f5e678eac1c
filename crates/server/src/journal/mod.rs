//! Evidence: who did what, when, to which bytes. Append-only; every entry is chained to the one before it.
//!
//! `leaf` is a Merkle tree's leaf hash (RFC 6962 §2.1), so a tree with signed heads can be built over the same entries.
//! Names and e-mail addresses stay out of it: people are named by identifier.

use coffreo_domain::{AgencyId, DocumentId, PersonId, Sha256, Timestamp};
use serde_json::{Value, json};

use crate::edge::sha256;
use crate::store::NewAnswer;

/// What is to be kept of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The event's name, for reading.
    pub what: &'static str,
    /// The document or person it is about.
    pub subject: String,
    /// Everything else.
    pub facts: Value,
}

impl Entry {
    /// A new document, or a new version of one.
    pub fn delivered(id: DocumentId, agency: AgencyId, version: u32, content: Sha256) -> Self {
        let facts = json!({"agency": agency.to_string(), "version": version, "sha256": content.to_string()});
        Self { what: "delivered", subject: id.to_string(), facts }
    }

    /// The agency took it back.
    pub fn withdrawn(id: DocumentId, agency: AgencyId) -> Self {
        Self { what: "withdrawn", subject: id.to_string(), facts: json!({"agency": agency.to_string()}) }
    }

    /// A person signed.
    pub fn signed(id: DocumentId, by: PersonId, request: &str, consent: &str, shown: Sha256, sealed: Sha256) -> Self {
        let facts = json!({
            "person": by.to_string(), "request": request, "consent": consent,
            "authenticated": "password", "shown": shown.to_string(), "sealed": sealed.to_string(),
        });
        Self { what: "signed", subject: id.to_string(), facts }
    }

    /// A company answered an invoice. A comment may name people, so only its hash stands here.
    pub fn answered(new: &NewAnswer) -> Self {
        let reasons: Vec<&str> = new.answer.reasons().iter().map(|reason| reason.code()).collect();
        let facts = json!({
            "person": new.person.to_string(), "request": new.request_id, "consent": new.consent_version,
            "authenticated": "password", "shown": new.shown.to_string(), "version": new.version,
            "status": new.answer.status().number(), "reasons": reasons,
            "comment_sha256": new.answer.comment().map(|comment| sha256(comment.as_bytes()).to_string()),
        });
        Self { what: "answered", subject: new.document.to_string(), facts }
    }

    /// Somebody took an invoice, the first of their company.
    pub fn downloaded(id: DocumentId, by: PersonId, content: Sha256, at: Timestamp) -> Self {
        let facts = json!({"person": by.to_string(), "sha256": content.to_string(), "at": at.0});
        Self { what: "downloaded", subject: id.to_string(), facts }
    }

    /// Rights were given or taken.
    pub fn granted(person: PersonId, company: &str, agency: AgencyId, rights: &str, confirmed: bool) -> Self {
        let facts = json!({"company": company, "agency": agency.to_string(), "rights": rights, "confirmed": confirmed});
        Self { what: "granted", subject: person.to_string(), facts }
    }

    /// A person who was invited has set their password.
    pub fn joined(person: PersonId) -> Self {
        Self { what: "joined", subject: person.to_string(), facts: json!({}) }
    }

    /// A person accepted the terms.
    pub fn accepted_terms(person: PersonId, version: &str) -> Self {
        Self { what: "accepted_terms", subject: person.to_string(), facts: json!({"version": version}) }
    }

    /// A person has another password.
    pub fn password_changed(person: PersonId) -> Self {
        Self { what: "password_changed", subject: person.to_string(), facts: json!({}) }
    }

    /// A person has another e-mail address.
    pub fn address_changed(person: PersonId) -> Self {
        Self { what: "address_changed", subject: person.to_string(), facts: json!({}) }
    }

    /// A person turned their second factor on or off.
    pub fn second_factor(person: PersonId, on: bool) -> Self {
        Self { what: "second_factor", subject: person.to_string(), facts: json!({"on": on}) }
    }

    /// The text that is hashed and kept. Keys are sorted, so the same event has one text.
    pub fn body(&self, seq: i64, at: Timestamp) -> String {
        json!({"seq": seq, "at": at.0, "what": self.what, "subject": self.subject, "facts": self.facts}).to_string()
    }
}

/// RFC 6962 §2.1: SHA-256 of a zero byte and the entry.
pub fn leaf(body: &str) -> Sha256 {
    let mut bytes = Vec::with_capacity(body.len() + 1);
    bytes.push(0);
    bytes.extend_from_slice(body.as_bytes());
    sha256(&bytes)
}

/// The chain's hash after a leaf.
pub fn chain(previous: Sha256, leaf: Sha256) -> Sha256 {
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(&previous.0);
    bytes[32..].copy_from_slice(&leaf.0);
    sha256(&bytes)
}
