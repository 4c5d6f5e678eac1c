//! `/agency/v1`: what agencies' ERPs do with their documents. Every call names a document by the agency's own reference.

mod deliver;
pub(super) mod relations;
mod upload;
pub(super) mod webhooks;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use coffreo_api::agency::{AgencyDocument, DeliveryOutcome, DeliveryReceipt};
use coffreo_api::{Problem, ProblemCode};
use coffreo_domain::DocumentKind;
use coffreo_domain::document::{ChangeRefused, DocumentState};

use super::access::CallingAgency;
use super::failure::Failure;
use crate::app::App;
use crate::events::Notice;
use crate::journal::Entry;
use crate::store::StoredDocument;
use crate::wire::seen_by_agency;

/// Delivers a document, or a new version of one that is pending. The same delivery again changes nothing.
#[utoipa::path(
    put, path = "/agency/v1/documents/{reference}", tag = "documents",
    params(("reference" = String, Path, description = "The agency's own reference, 1 to 200 characters, percent-encoded.")),
    request_body(content = DeliveryForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "A new document.", body = DeliveryReceipt),
        (status = 200, description = "A new version, or the same again.", body = DeliveryReceipt),
        (status = 409, description = "Signed, validated, refused or withdrawn already, or the reference is taken.", body = Problem),
        (status = 422, description = "A fact cannot be true, or the PDF is refused.", body = Problem),
    ),
    security(("key" = []))
)]
pub(super) async fn deliver(
    State(app): State<App>,
    agency: CallingAgency,
    Path(reference): Path<String>,
    request: axum::extract::Request,
) -> Result<impl IntoResponse, Failure> {
    check_reference(&reference)?;
    let _place = app.deliveries.clone().acquire_owned().await.map_err(|_| ProblemCode::Busy)?;
    let (delivery, pdf) = upload::read(request, app.limits.pdf_bytes).await?;
    let receipt = deliver::deliver(&app, agency.id, reference, delivery, pdf).await?;
    let status = match receipt.outcome {
        DeliveryOutcome::Created => StatusCode::CREATED,
        DeliveryOutcome::Unchanged | DeliveryOutcome::Replaced => StatusCode::OK,
    };
    Ok((status, Json(receipt)))
}

/// The two parts of a delivery.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form; the parts are read one by one")]
pub(super) struct DeliveryForm {
    /// The facts, with content type `application/json`.
    delivery: coffreo_api::agency::Delivery,
    /// The PDF, with content type `application/pdf`.
    #[schema(value_type = String, format = Binary)]
    pdf: Vec<u8>,
}

/// Takes a pending document back. Twice is once.
#[utoipa::path(
    delete, path = "/agency/v1/documents/{reference}", tag = "documents",
    params(("reference" = String, Path, description = "The agency's own reference.")),
    responses(
        (status = 200, description = "Withdrawn.", body = AgencyDocument),
        (status = 404, description = "No such document of this agency.", body = Problem),
        (status = 409, description = "Signed, validated or refused already.", body = Problem),
    ),
    security(("key" = []))
)]
pub(super) async fn withdraw(
    State(app): State<App>,
    agency: CallingAgency,
    Path(reference): Path<String>,
) -> Result<Json<AgencyDocument>, Failure> {
    check_reference(&reference)?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let mut found = tx.agency_document(agency.id, &reference).await?.ok_or(ProblemCode::NotFound)?;
    if matches!(found.document.state, DocumentState::Withdrawn { .. }) {
        return Ok(Json(seen_by_agency(&found)));
    }
    found.document.withdraw(now).map_err(refused)?;
    let n = tx.advance_scope_by(found.scope, 1).await?;
    tx.withdraw_document(agency.id, &found.document, n, now).await?;
    tx.record(now, &[Entry::withdrawn(found.document.id, agency.id)]).await?;
    tx.announce(moved(&found, n));
    tx.commit().await?;
    Ok(Json(seen_by_agency(&found)))
}

/// Where a document stands.
#[utoipa::path(
    get, path = "/agency/v1/documents/{reference}", tag = "documents",
    params(("reference" = String, Path, description = "The agency's own reference.")),
    responses(
        (status = 200, description = "The document.", body = AgencyDocument),
        (status = 404, description = "No such document of this agency.", body = Problem),
    ),
    security(("key" = []))
)]
pub(super) async fn read(
    State(app): State<App>,
    agency: CallingAgency,
    Path(reference): Path<String>,
) -> Result<Json<AgencyDocument>, Failure> {
    check_reference(&reference)?;
    let found = app.store.agency_document(agency.id, &reference).await?.ok_or(ProblemCode::NotFound)?;
    Ok(Json(seen_by_agency(&found)))
}

/// The signed PDF: the delivered bytes followed by the seal.
#[utoipa::path(
    get, path = "/agency/v1/documents/{reference}/signed.pdf", tag = "documents",
    params(("reference" = String, Path, description = "The agency's own reference.")),
    responses(
        (status = 200, description = "The PDF.", content_type = "application/pdf"),
        (status = 404, description = "No such contract of this agency.", body = Problem),
        (status = 409, description = "Not signed yet.", body = Problem),
    ),
    security(("key" = []))
)]
pub(super) async fn signed_pdf(
    State(app): State<App>,
    agency: CallingAgency,
    Path(reference): Path<String>,
) -> Result<impl IntoResponse, Failure> {
    check_reference(&reference)?;
    let found = app.store.agency_document(agency.id, &reference).await?.ok_or(ProblemCode::NotFound)?;
    if found.kind == DocumentKind::Invoice {
        let why = "an invoice is validated, not signed: your own PDF stays the original";
        return Err(Problem::new(ProblemCode::NotFound).because(why).into());
    }
    let signature = found.signature.ok_or(ProblemCode::NotSignedYet)?;
    let pdf: Bytes = app.files.read(signature.sealed).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf))
}

fn check_reference(reference: &str) -> Result<(), Problem> {
    let length = reference.chars().count();
    if (1..=200).contains(&length) && !reference.chars().any(char::is_control) {
        return Ok(());
    }
    Err(Problem::new(ProblemCode::InvalidRequest)
        .at("reference", "is not 1 to 200 characters without control characters"))
}

fn refused(refused: ChangeRefused) -> ProblemCode {
    match refused {
        ChangeRefused::AlreadySigned => ProblemCode::AlreadySigned,
        ChangeRefused::AlreadyRefused => ProblemCode::AlreadyRefused,
        ChangeRefused::Withdrawn => ProblemCode::Withdrawn,
    }
}

fn moved(found: &StoredDocument, n: i64) -> Notice {
    Notice::Moved { scope: found.scope, company: found.company, agency: found.agency, kind: found.kind, n }
}
