//! OpenAPI 3.1, generated from the handlers and the wire types.

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::agency;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Coffreo agency API",
        description = "An agency's ERP delivers contracts and invoices here, takes them back, and fetches what was \
            signed. Every document is named by the agency's own reference. Amounts are integer euro cents, moments \
            integer milliseconds since 1970 (UTC), days `2026-11-24`, files their SHA-256 in lower-case hexadecimal. \
            Every error is `application/problem+json` with a stable `code`; where a field is at fault, `field` names it.",
    ),
    paths(
        agency::deliver, agency::withdraw, agency::read, agency::signed_pdf,
        agency::webhooks::register, agency::webhooks::list, agency::webhooks::remove,
    ),
    components(schemas(coffreo_api::agency::WebhookEvent)),
    tags(
        (name = "documents", description = "Documents of the agency whose key is sent."),
        (name = "webhooks", description = "Where the agency is told what became of its documents. Each message is a \
            `WebhookEvent`, signed as Standard Webhooks has it."),
    ),
    modifiers(&Key),
)]
struct Description;

struct Key;

impl Modify for Key {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The agency's key: `Authorization: Bearer cfk_…`"))
            .build();
        openapi
            .components
            .get_or_insert_with(Default::default)
            .add_security_scheme("key", SecurityScheme::Http(scheme));
    }
}

/// The description as JSON.
pub fn openapi_json() -> String {
    let mut description = Description::openapi();
    description.info.version = env!("CARGO_PKG_VERSION").into();
    description.info.license = None;
    description.to_pretty_json().unwrap_or_default()
}
