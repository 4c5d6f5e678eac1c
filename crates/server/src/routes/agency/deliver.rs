//! One delivery: created, unchanged or replaced, in one transaction after its file is durable.

use bytes::Bytes;
use coffreo_api::account::Language;
use coffreo_api::agency::{DeliveredPerson, DeliveredRight, Delivery, DeliveryOutcome, DeliveryReceipt};
use coffreo_api::{Facts, Problem, ProblemCode};
use coffreo_domain::document::DocumentState;
use coffreo_domain::{AgencyId, DocumentId, DocumentKind, Right, Rights};

use super::{moved, refused};
use crate::announcements;
use crate::app::App;
use crate::edge::{new_id, sha256};
use crate::gate;
use crate::journal::Entry;
use crate::rights::{self, Imposed, Place};
use crate::routes::failure::Failure;
use crate::store::{Company, NewDocument, StoreError, StoredDocument, Tx};
use crate::wire::seen_by_agency;

/// So often a delivery is decided again when another one of the same reference was quicker.
const TRIES: usize = 3;

pub(super) async fn deliver(
    app: &App,
    agency: AgencyId,
    reference: String,
    delivery: Delivery,
    pdf: Bytes,
) -> Result<DeliveryReceipt, Failure> {
    delivery.document.check().map_err(Problem::from)?;
    let people = people(&delivery.people)?;
    let company = app.store.company_by_siret(&delivery.company_siret).await?;
    let company = company.ok_or_else(|| {
        Problem::new(ProblemCode::UnknownCompany)
            .at("company_siret", "no company with this SIRET receives documents here")
    })?;
    let (pages, key, now) = (app.limits.pdf_pages, app.key.clone(), app.now());
    let original_size = pdf.len() as i64;
    let is_sealed = delivery.document.kind() == DocumentKind::Contract;
    let (pdf, original) = tokio::task::spawn_blocking(move || {
        let inspection = gate::check(&pdf, pages)?;
        if is_sealed {
            gate::check_sealing(&pdf, &inspection, &key, now)?;
        }
        let name = sha256(&pdf);
        Ok::<_, Problem>((pdf, name))
    })
    .await??;
    let new = NewDocument {
        reference,
        number: delivery.document.number().to_owned(),
        facts: serde_json::to_string(&delivery.document)?,
        original,
        original_size,
        received_at: now,
    };
    app.files.put_all(vec![(original, pdf.clone())]).await?;
    let receipt = save_at_last(app, agency, &company, &delivery.document, &people, &new).await?;
    // A sweep may have taken an old file of the same bytes away before the row named it. Not any more from here on.
    if !app.files.has(original).await? {
        app.files.put_all(vec![(original, pdf)]).await?;
    }
    Ok(receipt)
}

async fn save_at_last(
    app: &App,
    agency: AgencyId,
    company: &Company,
    facts: &Facts,
    people: &[Imposed],
    new: &NewDocument,
) -> Result<DeliveryReceipt, Undone> {
    for _ in 1..TRIES {
        match save(app, agency, company, facts, people, new).await {
            Err(Undone::LostRace) => {}
            other => return other,
        }
    }
    save(app, agency, company, facts, people, new).await
}

enum Undone {
    LostRace,
    Failed(Failure),
}

async fn save(
    app: &App,
    agency: AgencyId,
    company: &Company,
    facts: &Facts,
    people: &[Imposed],
    new: &NewDocument,
) -> Result<DeliveryReceipt, Undone> {
    let now = new.received_at;
    let mut tx = app.store.begin().await?;
    let changed = rights::impose(&mut tx, Place { company: company.id, agency }, people, now).await?;
    let outcome = match tx.agency_document(agency, &new.reference).await? {
        None => {
            create(&mut tx, agency, company, facts, new).await?;
            DeliveryOutcome::Created
        }
        Some(found) if found.kind != facts.kind() || found.company != company.id => {
            return Err(ProblemCode::ReferenceTaken.into());
        }
        Some(found) if is_same(&found, new) => {
            if changed {
                tx.commit().await?;
                app.mail.nudge();
            }
            return Ok(DeliveryReceipt { outcome: DeliveryOutcome::Unchanged, document: seen_by_agency(&found) });
        }
        Some(found) => {
            replace(&mut tx, agency, company, found, new).await?;
            DeliveryOutcome::Replaced
        }
    };
    let stored = tx.agency_document(agency, &new.reference).await?.ok_or(StoreError::LostRace)?;
    announcements::delivered(&mut tx, &stored, facts, app.news_after).await?;
    tx.announce(moved(&stored, stored.n));
    tx.commit().await?;
    app.mail.nudge();
    Ok(DeliveryReceipt { outcome, document: seen_by_agency(&stored) })
}

async fn create(
    tx: &mut Tx,
    agency: AgencyId,
    company: &Company,
    facts: &Facts,
    new: &NewDocument,
) -> Result<(), StoreError> {
    let now = new.received_at;
    let id = DocumentId(new_id(now));
    let mark = tx.advance_scope(company.id, agency, facts.kind(), now).await?;
    tx.insert_document(agency, id, mark, new).await?;
    tx.record(now, &[Entry::delivered(id, agency, 1, new.original)]).await
}

async fn replace(
    tx: &mut Tx,
    agency: AgencyId,
    company: &Company,
    found: StoredDocument,
    new: &NewDocument,
) -> Result<(), Undone> {
    let mut document = found.document;
    document.replace(new.original).map_err(refused)?;
    let mark = tx.advance_scope(company.id, agency, found.kind, new.received_at).await?;
    tx.keep_replaced(agency, document.id).await?;
    tx.replace_document(agency, &document, mark, new).await?;
    let entry = Entry::delivered(document.id, agency, document.version, new.original);
    Ok(tx.record(new.received_at, &[entry]).await?)
}

/// The people whom the delivery names, at most one a right.
fn people(delivered: &[DeliveredPerson]) -> Result<Vec<Imposed>, Problem> {
    let mut named = Rights::NONE;
    let mut people = Vec::with_capacity(delivered.len());
    for (i, one) in delivered.iter().enumerate() {
        let right = match one.right {
            DeliveredRight::A => Right::Admin,
            DeliveredRight::S => Right::Sign,
            DeliveredRight::F => Right::Invoices,
            DeliveredRight::R => Right::Timesheets,
        };
        let field = format!("people[{i}]");
        if named.has(right) {
            let why = "a delivery names at most one person a right";
            return Err(Problem::new(ProblemCode::InvalidPerson).at(format!("{field}.right"), why));
        }
        named = named.with(right);
        let person = rights::contact(&field, &one.name, &one.email, one.phone.as_deref(), Language::Fr)?;
        people.push(Imposed { person, rights: Rights::NONE.with(right) });
    }
    Ok(people)
}

/// What was delivered before, signed meanwhile or not, may be delivered again. What was withdrawn stays so.
fn is_same(found: &StoredDocument, new: &NewDocument) -> bool {
    let withdrawn = matches!(found.document.state, DocumentState::Withdrawn { .. });
    !withdrawn && found.document.original == new.original && found.facts == new.facts
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::LostRace => Self::LostRace,
            other => Self::Failed(other.into()),
        }
    }
}

impl From<ProblemCode> for Undone {
    fn from(code: ProblemCode) -> Self {
        Self::Failed(code.into())
    }
}

impl From<Undone> for Failure {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::LostRace => StoreError::LostRace.into(),
            Undone::Failed(failure) => failure,
        }
    }
}
