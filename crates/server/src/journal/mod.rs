//! Evidence: who did what, when, to which bytes. Append-only; every entry is chained to the one before it.
//!
//! `leaf` is a Merkle tree's leaf hash (RFC 6962 §2.1), so a tree with signed heads can be built over the same entries.
//! Names and e-mail addresses stay out of it: people are named by identifier.

use coffreo_domain::{AgencyId, CompanyId, DocumentId, PersonId, Rights, Sha256, Timestamp};
use serde_json::{Value, json};

use crate::edge::sha256;
use crate::store::{ActiveMandate, NewAnswer, NewMandate, NewSignature, StoredMandate};

/// What is to be kept of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The event's name, for reading.
    pub what: &'static str,
    /// The document or person it is about.
    pub subject: String,
    /// Everything else.
    pub facts: Value,
    /// The place whose rights it is about: its administrators may read the entry.
    pub place: Option<(CompanyId, AgencyId)>,
}

/// Who changes rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// An administrator, or the person themselves.
    Person(PersonId),
    /// An agency, with a delivery.
    Agency(AgencyId),
    /// The server's operator.
    Operator,
}

/// A person's rights in a place, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RightsChange {
    /// Whose.
    pub person: PersonId,
    /// In which company.
    pub company: CompanyId,
    /// Through which agency.
    pub agency: AgencyId,
    /// The rights before; `None` when the person was not in the place.
    pub before: Option<Rights>,
    /// The rights from now on.
    pub after: Rights,
}

impl Entry {
    /// A new document, or a new version of one.
    pub fn delivered(id: DocumentId, agency: AgencyId, version: u32, content: Sha256) -> Self {
        let facts = json!({"agency": agency.to_string(), "version": version, "sha256": content.to_string()});
        Self::about("delivered", id.to_string(), facts)
    }

    /// The agency took it back.
    pub fn withdrawn(id: DocumentId, agency: AgencyId) -> Self {
        Self::about("withdrawn", id.to_string(), json!({"agency": agency.to_string()}))
    }

    /// A person signed: by their own right, or by the mandate of somebody else.
    pub fn signed(new: &NewSignature, mandate: Option<&ActiveMandate>) -> Self {
        let mut facts = json!({
            "person": new.person.to_string(), "request": new.request_id, "consent": new.consent_version,
            "authenticated": "password", "shown": new.shown.to_string(), "sealed": new.sealed.to_string(),
        });
        if let Some(mandate) = mandate {
            facts["mandate"] = json!({"id": mandate.id.to_string(), "giver": mandate.giver.to_string()});
        }
        Self::about("signed", new.document.to_string(), facts)
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
        Self::about("answered", new.document.to_string(), facts)
    }

    /// Somebody took an invoice, the first of their company.
    pub fn downloaded(id: DocumentId, by: PersonId, content: Sha256, at: Timestamp) -> Self {
        let facts = json!({"person": by.to_string(), "sha256": content.to_string(), "at": at.0});
        Self::about("downloaded", id.to_string(), facts)
    }

    /// Rights were given or taken by a person or the operator, or imposed by an agency.
    pub fn granted(change: &RightsChange, by: By) -> Self {
        let what = if matches!(by, By::Agency(_)) { "imposed" } else { "granted" };
        let facts = json!({
            "before": change.before.map(Rights::letters), "rights": change.after.letters(), "by": by.facts(),
        });
        Self::in_place(what, change.person, change.company, change.agency, facts)
    }

    /// A person was removed from a place. They had no right left, unless it was the operator.
    pub fn removed(change: &RightsChange, by: By) -> Self {
        let facts = json!({"before": change.before.map(Rights::letters), "by": by.facts()});
        Self::in_place("removed", change.person, change.company, change.agency, facts)
    }

    /// A person confirmed a relation.
    pub fn confirmed(person: PersonId, company: CompanyId, agency: AgencyId, by: By) -> Self {
        Self::in_place("confirmed", person, company, agency, json!({"by": by.facts()}))
    }

    /// A person declined a relation. The reason may name people, so only its hash stands here.
    pub fn declined(person: PersonId, company: CompanyId, agency: AgencyId, reason: &str) -> Self {
        let hash = sha256(reason.as_bytes()).to_string();
        let facts = json!({"by": By::Person(person).facts(), "reason_sha256": hash});
        Self::in_place("declined", person, company, agency, facts)
    }

    /// A person gave their right to sign to a colleague.
    pub fn mandate_given(new: &NewMandate) -> Self {
        let facts = json!({
            "mandate": new.id.to_string(), "by": By::Person(new.giver).facts(), "giver": new.giver.to_string(),
            "from": new.period.from().to_string(), "until": new.period.until().to_string(),
        });
        Self::in_place("mandate_given", new.holder, new.company, new.agency, facts)
    }

    /// A mandate was taken back, by one of its sides or by whoever removed one of them.
    pub fn mandate_revoked(mandate: &StoredMandate, by: By) -> Self {
        let facts = json!({
            "mandate": mandate.id.to_string(), "by": by.facts(), "giver": mandate.giver.id.to_string(),
            "from": mandate.from, "until": mandate.until,
        });
        Self::in_place("mandate_revoked", mandate.holder.id, mandate.company, mandate.agency, facts)
    }

    fn about(what: &'static str, subject: String, facts: Value) -> Self {
        Self { what, subject, facts, place: None }
    }

    fn in_place(what: &'static str, person: PersonId, company: CompanyId, agency: AgencyId, mut facts: Value) -> Self {
        facts["company"] = company.to_string().into();
        facts["agency"] = agency.to_string().into();
        Self { what, subject: person.to_string(), facts, place: Some((company, agency)) }
    }

    /// A person who was invited has set their password.
    pub fn joined(person: PersonId) -> Self {
        Self::about("joined", person.to_string(), json!({}))
    }

    /// A person accepted the terms.
    pub fn accepted_terms(person: PersonId, version: &str) -> Self {
        Self::about("accepted_terms", person.to_string(), json!({"version": version}))
    }

    /// A person has another password.
    pub fn password_changed(person: PersonId) -> Self {
        Self::about("password_changed", person.to_string(), json!({}))
    }

    /// A person has another e-mail address.
    pub fn address_changed(person: PersonId) -> Self {
        Self::about("address_changed", person.to_string(), json!({}))
    }

    /// A person turned their second factor on or off.
    pub fn second_factor(person: PersonId, on: bool) -> Self {
        Self::about("second_factor", person.to_string(), json!({"on": on}))
    }

    /// The text that is hashed and kept. Keys are sorted, so the same event has one text.
    pub fn body(&self, seq: i64, at: Timestamp) -> String {
        json!({"seq": seq, "at": at.0, "what": self.what, "subject": self.subject, "facts": self.facts}).to_string()
    }
}

impl By {
    fn facts(self) -> Value {
        match self {
            Self::Person(person) => json!({"person": person.to_string()}),
            Self::Agency(agency) => json!({"agency": agency.to_string()}),
            Self::Operator => json!({"operator": true}),
        }
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
