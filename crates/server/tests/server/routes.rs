//! Generated from the descriptions: every route × without a session, and × every role, of one's own place and of others.
//! A route that is described and has no case here fails, and so does a case without a route.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{OTHER_SIRET, PASSWORD, SIRET, World, contract, invoice, pdf, problem, rights};

const CLARA: &str = "clara@the-eu.example";
const JEAN: &str = "jean@the-eu.example";

/// Somebody with rights in one place.
struct Role {
    name: &'static str,
    siret: &'static str,
    agency: &'static str,
    rights: &'static str,
    confirmed: bool,
}

impl Role {
    /// Whether their relation is with the place that the cases are about.
    fn is_here(&self) -> bool {
        (self.siret, self.agency) == (SIRET, "BARRE")
    }

    fn has(&self, right: char) -> bool {
        self.is_here() && self.confirmed && self.rights.contains(right)
    }
}

const fn role(
    name: &'static str,
    siret: &'static str,
    agency: &'static str,
    rights: &'static str,
    confirmed: bool,
) -> Role {
    Role { name, siret, agency, rights, confirmed }
}

const ROLES: &[Role] = &[
    role("administrator", SIRET, "BARRE", "A", true),
    role("signer", SIRET, "BARRE", "S", true),
    role("accountant", SIRET, "BARRE", "F", true),
    role("supervisor", SIRET, "BARRE", "R", true),
    role("without rights", SIRET, "BARRE", "", true),
    role("unconfirmed", SIRET, "BARRE", "ASFR", false),
    role("other agency", SIRET, "OTHER", "ASFR", true),
    role("other company", OTHER_SIRET, "BARRE", "ASFR", true),
    role("other company and agency", OTHER_SIRET, "OTHER", "ASFR", true),
];

/// What the cases name: things of THE EU with BARRE.
struct Things {
    company: String,
    agency: String,
    jean: String,
    mandate: String,
    session: String,
    contract: Value,
    invoice: Value,
}

impl Things {
    fn place(&self) -> Value {
        json!({"company_id": self.company, "agency_id": self.agency})
    }

    fn with(&self, more: Value) -> Value {
        let mut body = self.place();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    }
}

/// What a person's call is answered, by their role.
enum Answer {
    /// Needs no session, and names nothing of anybody.
    Public,
    /// Tried document by document in [`crate::matrix`].
    Documents,
    /// The caller's own: every role is answered so.
    Own(u16),
    /// Who may is answered with the first status, who may not with *not found*.
    Theirs(u16, fn(&Role) -> bool),
}

struct Case {
    call: &'static str,
    answer: Answer,
    path: fn(&Things) -> String,
    body: fn(&Things) -> Value,
}

fn case(call: &'static str, answer: Answer, path: fn(&Things) -> String, body: fn(&Things) -> Value) -> Case {
    Case { call, answer, path, body }
}

/// A path without a thing in it.
fn plain(call: &'static str, answer: Answer, body: fn(&Things) -> Value) -> Case {
    case(call, answer, |_| String::new(), body)
}

fn nothing(_: &Things) -> Value {
    Value::Null
}

/// In the order in which they are tried: what changes a role comes last.
fn cases() -> Vec<Case> {
    use Answer::{Documents, Own, Public, Theirs};
    let administers: fn(&Role) -> bool = |role| role.has('A');
    vec![
        plain("POST /v1/sessions", Public, nothing),
        plain("POST /v1/sessions/refresh", Public, nothing),
        plain("POST /v1/support", Public, nothing),
        plain("POST /v1/links/look", Public, nothing),
        plain("POST /v1/links/renew", Public, nothing),
        plain("POST /v1/invitations/accept", Public, nothing),
        plain("POST /v1/password-resets", Public, nothing),
        plain("POST /v1/password-resets/complete", Public, nothing),
        plain("POST /v1/address-changes/confirm", Public, nothing),
        plain("GET /v1/terms", Public, nothing),
        plain("POST /v1/changes", Documents, |_| json!({"cursors": []})),
        case("GET /v1/contents/{sha256}", Documents, |_| format!("/v1/contents/{}", "0".repeat(64)), nothing),
        plain("POST /v1/signatures", Documents, nothing),
        plain("POST /v1/answers", Documents, nothing),
        plain("POST /v1/downloads", Documents, nothing),
        plain("GET /v1/events", Documents, nothing),
        plain("GET /v1/me", Own(200), nothing),
        plain("GET /v1/account", Own(200), nothing),
        plain("PATCH /v1/account", Own(200), |_| json!({"language": "en"})),
        plain("POST /v1/account/password", Own(401), |_| json!({"old": "wrong", "new": "a new and long password"})),
        plain("POST /v1/account/email", Own(401), |_| json!({"email": "x@y.example", "password": "wrong"})),
        plain("POST /v1/account/second-factor", Own(401), |_| json!({"password": "wrong"})),
        plain("POST /v1/account/second-factor/confirm", Own(409), |_| json!({"code": "000000"})),
        plain("POST /v1/account/second-factor/remove", Own(401), |_| json!({"password": "wrong"})),
        plain("GET /v1/sessions", Own(200), nothing),
        case(
            "POST /v1/sessions/{id}/end",
            Theirs(204, |_| false),
            |t| format!("/v1/sessions/{}/end", t.session),
            nothing,
        ),
        plain("POST /v1/sessions/end-others", Own(204), nothing),
        plain("GET /v1/news", Own(200), nothing),
        plain("GET /v1/relations", Own(200), nothing),
        plain("GET /v1/mandates", Own(200), nothing),
        plain("GET /v1/rights", Own(200), nothing),
        case("GET /v1/rights/history", Own(200), |t| format!("/v1/rights/history?company_id={}", t.company), nothing),
        case("GET /v1/people/{id}", Theirs(200, administers), |t| format!("/v1/people/{}", t.jean), nothing),
        case("PATCH /v1/people/{id}", Theirs(409, administers), |t| format!("/v1/people/{}", t.jean), |_| json!({})),
        case(
            "POST /v1/people/{id}/remove",
            Theirs(409, administers),
            |t| format!("/v1/people/{}/remove", t.jean),
            |t| json!({"company_id": t.company}),
        ),
        plain("PUT /v1/rights", Theirs(200, administers), |t| t.with(json!({"person_id": t.jean, "rights": "S"}))),
        plain(
            "POST /v1/people",
            Theirs(201, administers),
            |t| json!({"name": "Jean", "email": JEAN, "places": [t.with(json!({"rights": "S"}))]}),
        ),
        plain("POST /v1/mandates", Theirs(201, |role| role.has('S')), |t| {
            t.with(json!({"to_person": t.jean, "from": "2026-12-01", "until": "2026-12-02"}))
        }),
        case(
            "POST /v1/mandates/{id}/revoke",
            Theirs(204, |_| false),
            |t| format!("/v1/mandates/{}/revoke", t.mandate),
            nothing,
        ),
        plain("POST /v1/relations/decline", Theirs(409, |role| role.is_here() && role.confirmed), |t| {
            // Who waits would decline: they are tried with the next case.
            t.with(json!({"reason": "non"}))
        }),
        plain("POST /v1/relations/confirm", Theirs(200, Role::is_here), Things::place),
        plain("DELETE /v1/sessions/current", Own(204), nothing),
    ]
}

/// The calls of a description, with whether they need a session or key.
fn described(description: &str) -> Vec<(String, bool)> {
    let description: Value = serde_json::from_str(description).unwrap();
    let mut calls = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, call) in methods.as_object().unwrap() {
            let schemes = call["security"].as_array().cloned().unwrap_or_default();
            let closed = !schemes.is_empty() && !schemes.contains(&json!({}));
            calls.push((format!("{} {path}", method.to_uppercase()), closed));
        }
    }
    calls
}

fn people_calls() -> Vec<(String, bool)> {
    described(&coffreo_server::people_openapi_json())
}

#[test]
fn every_described_route_has_a_case_and_every_case_a_route() {
    let described: BTreeSet<String> = people_calls().into_iter().map(|(call, _)| call).collect();
    let tried: BTreeSet<String> = cases().iter().map(|case| case.call.to_owned()).collect();
    let without_case: Vec<_> = described.difference(&tried).collect();
    let without_route: Vec<_> = tried.difference(&described).collect();
    assert!(without_case.is_empty(), "add a case to `cases` for {without_case:?}");
    assert!(without_route.is_empty(), "no such route: {without_route:?}");
    for case in cases() {
        let (_, closed) = people_calls().into_iter().find(|(call, _)| call == case.call).unwrap();
        assert_eq!(closed, !matches!(case.answer, Answer::Public), "{}: public, or behind a session?", case.call);
    }
}

#[tokio::test]
async fn every_closed_route_wants_its_own_kind_of_key() {
    for world in World::on_each_database().await {
        let token = world.sign_in(CLARA).await.access_token;
        let for_agencies = described(&coffreo_server::openapi_json());
        assert!(for_agencies.iter().all(|(_, closed)| *closed), "agencies do nothing without a key");
        let calls = for_agencies.iter().map(|call| (call, "cfk_unknown", &token));
        let people = people_calls();
        let calls = calls.chain(people.iter().map(|call| (call, "cfa_unknown", &world.key)));
        for ((call, _), unknown, of_others) in calls.filter(|((_, closed), ..)| *closed) {
            let (method, path) = call.split_once(' ').unwrap();
            let path = path.replace("{id}", "00000000-0000-4000-8000-000000000000");
            let path = path.replace("{reference}", "R").replace("{sha256}", &"0".repeat(64));
            for wrong in ["", unknown, of_others.as_str()] {
                let request = world.call(method.parse().unwrap(), &path).bearer_auth(wrong).json(&json!({}));
                let refused = request.send().await.unwrap();
                assert_eq!(problem(refused).await, (401, "unauthenticated".into()), "{call} with {wrong:?}");
            }
        }
    }
}

#[tokio::test]
async fn nobody_reaches_a_place_that_is_not_theirs_by_any_route() {
    for world in World::on_each_database().await {
        let (things, tokens) = town(&world).await;
        for case in cases() {
            let (status, may): (u16, fn(&Role) -> bool) = match case.answer {
                Answer::Public | Answer::Documents => continue,
                Answer::Own(status) => (status, |_| true),
                Answer::Theirs(status, may) => (status, may),
            };
            for (role, token) in ROLES.iter().zip(&tokens) {
                if case.call == "POST /v1/relations/decline" && role.is_here() && !role.confirmed {
                    continue;
                }
                let answer = call(&world, &case, &things, token).await;
                let what = format!("{} as {}", case.call, role.name);
                let expected = if may(role) { status } else { 404 };
                assert_eq!(answer.status().as_u16(), expected, "{what}");
                let text = answer.text().await.unwrap();
                for secret in secrets(role, &things) {
                    assert!(!text.contains(&secret), "{what} tells {secret}: {text}");
                }
            }
        }
    }
}

/// What a role must not hear of, whatever it asks.
fn secrets(role: &Role, things: &Things) -> Vec<String> {
    let mut secrets = Vec::new();
    if role.siret != SIRET {
        secrets.extend(["THE EU".to_owned(), things.company.clone()]);
    }
    if role.agency != "BARRE" {
        secrets.extend(["BARRE".to_owned(), things.agency.clone()]);
    }
    if !role.has('A') && !role.has('S') {
        // A signer hears of Jean, to whom they gave a mandate.
        secrets.extend([JEAN.to_owned(), "Jean DUMONT".to_owned(), things.mandate.clone()]);
    }
    let documents = [(&things.contract, 'S'), (&things.invoice, 'F')];
    let hidden = documents.iter().filter(|(_, right)| !role.has(*right)).map(|(document, _)| *document);
    secrets.extend(hidden.map(|document| document["id"].as_str().unwrap().to_owned()));
    secrets
}

async fn call(world: &World, case: &Case, things: &Things, token: &str) -> reqwest::Response {
    let (method, template) = case.call.split_once(' ').unwrap();
    let path = Some((case.path)(things)).filter(|path| !path.is_empty());
    let method: Method = method.parse().unwrap();
    let request = world.call(method, &path.unwrap_or_else(|| template.to_owned())).bearer_auth(token);
    match (case.body)(things) {
        Value::Null => request.send().await.unwrap(),
        body => request.json(&body).send().await.unwrap(),
    }
}

/// THE EU with BARRE, its documents, Clara who gave Jean a mandate, and somebody of every role. Answers the roles' tokens.
async fn town(world: &World) -> (Things, Vec<String>) {
    let admin = world.admin();
    admin.create_agency("OTHER").await.unwrap();
    admin.create_company("ANOTHER", OTHER_SIRET).await.unwrap();
    admin.create_person("Jean DUMONT", JEAN, PASSWORD).await.unwrap();
    admin.grant(JEAN, SIRET, "BARRE", rights("S"), true).await.unwrap();
    let contract: Value = world.deliver("C", contract("C_00"), pdf("secret contract")).await.json().await.unwrap();
    let invoice: Value = world.deliver("I", invoice("F"), pdf("secret invoice")).await.json().await.unwrap();
    let clara = world.sign_in(CLARA).await.access_token;
    let relation = &world.get(&clara, "/v1/relations").await["relations"][0];
    let jean = world.server.store.person_by_email(JEAN).await.unwrap().unwrap().id.to_string();
    let mut things = Things {
        company: relation["company_id"].as_str().unwrap().to_owned(),
        agency: relation["agency_id"].as_str().unwrap().to_owned(),
        jean,
        mandate: String::new(),
        session: world.session_of(CLARA).await,
        contract: contract["document"].clone(),
        invoice: invoice["document"].clone(),
    };
    let mandate = things.with(json!({"to_person": things.jean, "from": "2026-11-24", "until": "2026-11-24"}));
    let mandate: Value = world.post(&clara, "/v1/mandates", &mandate).await.json().await.unwrap();
    things.mandate = mandate["id"].as_str().unwrap().to_owned();
    let mut tokens = Vec::new();
    for (i, role) in ROLES.iter().enumerate() {
        let email = format!("role{i}@matrix.example");
        admin.create_person(role.name, &email, PASSWORD).await.unwrap();
        admin.grant(&email, role.siret, role.agency, rights(role.rights), role.confirmed).await.unwrap();
        tokens.push(world.sign_in(&email).await.access_token);
    }
    (things, tokens)
}
