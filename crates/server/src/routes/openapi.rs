//! OpenAPI 3.1 of both interfaces, generated from the handlers and the wire types: a route that is described is served,
//! and one that is served to programs is described.

use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use super::{agency_routes, people_routes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Coffreo agency API",
        description = "An agency's ERP delivers contracts and invoices here, takes them back, and fetches what was \
            signed. Every document is named by the agency's own reference. Amounts are integer euro cents, moments \
            integer milliseconds since 1970 (UTC), days `2026-11-24`, files their SHA-256 in lower-case hexadecimal. \
            Every error is `application/problem+json` with a stable `code`; where a field is at fault, `field` names it.",
    ),
    components(schemas(coffreo_api::agency::WebhookEvent, coffreo_api::Problem)),
    tags(
        (name = "documents", description = "Documents of the agency whose key is sent."),
        (name = "webhooks", description = "Where the agency is told what became of its documents. Each message is a \
            `WebhookEvent`, signed as Standard Webhooks has it."),
        (name = "relations", description = "Who of the companies does not want to receive documents from the agency."),
    ),
)]
pub(super) struct AgencyApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Coffreo API for people",
        description = "What the app of a company's people asks. Everything is seen by who is signed in alone: what is \
            not theirs is not found. Moments are integer milliseconds since 1970 (UTC), days `2026-11-24`, files their \
            SHA-256 in lower-case hexadecimal. Every error is `application/problem+json` with a stable `code`; where a \
            field is at fault, `field` names it.",
    ),
    components(schemas(coffreo_api::Problem))
)]
pub(super) struct PeopleApi;

/// The description of the agencies' interface, as JSON.
pub fn openapi_json() -> String {
    let about = "The agency's key: `Authorization: Bearer cfk_…`";
    described(agency_routes().into_openapi(), "key", about)
}

/// The description of the people's interface, as JSON.
pub fn people_openapi_json() -> String {
    described(people_routes().into_openapi(), "session", "A session's access token: `Authorization: Bearer cfa_…`")
}

fn described(mut description: utoipa::openapi::OpenApi, scheme: &str, about: &str) -> String {
    description.info.version = env!("CARGO_PKG_VERSION").into();
    description.info.license = None;
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(about)).build();
    let components = description.components.get_or_insert_with(Default::default);
    components.add_security_scheme(scheme, SecurityScheme::Http(bearer));
    let mut description = serde_json::to_value(description).unwrap_or_default();
    for path in description["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut()) {
        path.as_object_mut().into_iter().flat_map(|calls| calls.values_mut()).for_each(complete);
    }
    untangle(&mut description["components"]["schemas"]);
    serde_json::to_string_pretty(&description).unwrap_or_default()
}

/// A type that knows no other fields, and is told from others by a field beside its own, would allow nothing: each half
/// forbids the fields of the other. Both halves together know no others.
fn untangle(schemas: &mut Value) {
    let mut halves = Vec::new();
    let branches = schemas.as_object_mut().into_iter().flat_map(|schemas| schemas.values_mut());
    for branch in branches.filter_map(|schema| schema.get_mut("oneOf")?.as_array_mut()).flatten() {
        let names = branch["allOf"].as_array().into_iter().flatten().filter_map(|half| half["$ref"].as_str());
        let names: Vec<String> = names.filter_map(|path| Some(path.rsplit_once('/')?.1.to_owned())).collect();
        if !names.is_empty() {
            branch["unevaluatedProperties"] = false.into();
        }
        halves.extend(names);
    }
    for half in halves {
        if let Some(schema) = schemas.get_mut(half).and_then(Value::as_object_mut) {
            schema.remove("additionalProperties");
        }
    }
}

/// Adds what every call may be answered, and the content type that every problem has.
fn complete(call: &mut Value) {
    let body = call["requestBody"]["content"].as_object().is_some_and(|content| !content.is_empty());
    let named = call["parameters"].as_array().is_some_and(|parameters| !parameters.is_empty());
    let mut common =
        vec![("500", "Something failed on the server."), ("503", "Busy: come back after `Retry-After` seconds.")];
    if call["security"].as_array().is_some_and(|schemes| schemes.iter().any(|scheme| *scheme != json!({}))) {
        common.push(("401", "The key or access token is missing, or does not work."));
    }
    if body || named {
        common.push(("400", "The request is not of this form."));
    }
    if body {
        common.push(("413", "The request is too large."));
        common.push(("415", "The content type is not the documented one."));
    }
    let Some(responses) = call["responses"].as_object_mut() else { return };
    for (status, description) in common {
        let response = || json!({"description": description, "content": {"application/json": problem()}});
        responses.entry(status).or_insert_with(response);
    }
    for response in responses.values_mut() {
        let Some(content) = response.get_mut("content") else { continue };
        if content["application/json"] == problem() {
            *content = json!({"application/problem+json": problem()});
        }
    }
}

fn problem() -> Value {
    json!({"schema": {"$ref": "#/components/schemas/Problem"}})
}
