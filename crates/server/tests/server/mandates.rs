//! A signer lets a colleague sign in their place, for some days.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{PASSWORD, SIRET, World, contract, invoice, lines, pdf, problem, request_id, rights};

const CLARA: &str = "clara@the-eu.example";
const JEAN: &str = "jean@the-eu.example";
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Clara signs; Jean, of the same company with another agency, does not. Answers their tokens and Clara's place.
async fn colleagues(world: &World) -> (String, String, Value) {
    let admin = world.admin();
    admin.create_agency("LUCAS").await.unwrap();
    admin.create_person("Jean DUMONT", JEAN, PASSWORD).await.unwrap();
    admin.grant(JEAN, SIRET, "LUCAS", rights("F"), true).await.unwrap();
    world.deliver("C", contract("C_00"), pdf("one")).await;
    world.deliver("I", invoice("F"), pdf("two")).await;
    let (clara, jean) = tokens(world).await;
    let relation = &world.get(&clara, "/v1/relations").await["relations"][0];
    (clara, jean, json!({"company_id": relation["company_id"], "agency_id": relation["agency_id"]}))
}

async fn tokens(world: &World) -> (String, String) {
    (world.sign_in(CLARA).await.access_token, world.sign_in(JEAN).await.access_token)
}

fn mandate(place: &Value, from: &str, until: &str) -> Value {
    let mut body = place.clone();
    body["to_email"] = json!("Jean@the-eu.example");
    body["from"] = json!(from);
    body["until"] = json!(until);
    body
}

#[tokio::test]
async fn a_mandate_opens_contracts_for_its_days_and_the_evidence_names_both() {
    for world in World::on_each_database().await {
        let (clara, jean, place) = colleagues(&world).await;
        // Today is 2026-11-24.
        let given = world.post(&clara, "/v1/mandates", &mandate(&place, "2026-11-25", "2026-11-26")).await;
        assert_eq!(given.status(), 201);
        let given: Value = given.json().await.unwrap();
        assert_eq!((&given["state"], &given["holder"]["email"]), (&json!("planned"), &json!(JEAN)));
        assert_eq!(world.mails_to(JEAN).await, ["mandate"]);
        assert_eq!(world.mails_to(CLARA).await, ["mandate"]);
        assert!(world.documents(&jean).await.is_empty(), "not before its first day");

        world.clock.pass(DAY);
        let (_, jean) = tokens(&world).await;
        let seen = world.documents(&jean).await;
        assert_eq!((seen.len(), &seen[0]["facts"]["kind"]), (1, &json!("contract")), "contracts, and no invoice");
        let content = format!("/v1/contents/{}", seen[0]["content"]["sha256"].as_str().unwrap());
        assert_eq!(world.call(Method::GET, &content).bearer_auth(&jean).send().await.unwrap().status(), 200);
        let signed = lines(world.sign(&jean, &request_id(1), PASSWORD, &seen).await).await;
        assert_eq!(signed[0]["outcome"], "signed");
        let both = "Jean DUMONT, par mandat de Clara LEGER";
        assert_eq!(world.documents(&jean).await[0]["signature"]["signed_by"], both);
        assert_eq!(world.read("C").await["signature"]["signed_by"], both);
        let sealed = signed[0]["sealed_sha256"].as_str().unwrap();
        let pdf = world.call(Method::GET, &format!("/v1/contents/{sealed}")).bearer_auth(&jean).send().await.unwrap();
        let pdf = pdf.bytes().await.unwrap();
        let report = coffreo_pades::verify(&pdf, world.sealing_key().anchors()).unwrap();
        assert!(format!("{report:?}").contains(both), "{report:?}");
        let evidence = world.journal_of(signed[0]["id"].as_str().unwrap()).await;
        let evidence = evidence.iter().find(|one| one["what"] == "signed").unwrap();
        assert_eq!(evidence["facts"]["mandate"], json!({"id": given["id"], "giver": given["giver"]["id"]}));

        world.clock.pass(2 * DAY);
        let (clara, jean) = tokens(&world).await;
        assert!(world.documents(&jean).await.is_empty(), "not after its last day");
        assert_eq!(world.get(&clara, "/v1/mandates").await["mandates"][0]["state"], "ended");
        let over =
            world.post(&clara, &format!("/v1/mandates/{}/revoke", given["id"].as_str().unwrap()), &json!({})).await;
        assert_eq!(problem(over).await, (409, "mandate_over".into()));
    }
}

#[tokio::test]
async fn a_mandate_ends_when_it_is_taken_back_or_its_giver_may_not_sign_any_longer() {
    for world in World::on_each_database().await {
        let (clara, jean, place) = colleagues(&world).await;
        let today = mandate(&place, "2026-11-24", "2026-11-30");
        let mut events = world.call(Method::GET, "/v1/events").bearer_auth(&jean).send().await.unwrap();
        let given: Value = world.post(&clara, "/v1/mandates", &today).await.json().await.unwrap();
        let mut heard = String::new();
        while !heard.contains("event: scope") {
            heard.push_str(std::str::from_utf8(&events.chunk().await.unwrap().unwrap()).unwrap());
        }
        assert!(heard.contains("event: rights"), "{heard}");
        assert_eq!(world.documents(&jean).await.len(), 1);
        let revoke = format!("/v1/mandates/{}/revoke", given["id"].as_str().unwrap());
        assert_eq!(world.post(&jean, &revoke, &json!({})).await.status(), 204, "its holder may give it back");
        assert!(world.documents(&jean).await.is_empty());
        assert_eq!(problem(world.post(&clara, &revoke, &json!({})).await).await, (409, "mandate_over".into()));

        world.post(&clara, "/v1/mandates", &today).await;
        assert_eq!(world.documents(&jean).await.len(), 1);
        world.admin().grant(CLARA, SIRET, "BARRE", rights("F"), true).await.unwrap();
        assert!(world.documents(&jean).await.is_empty(), "nobody gives more than they have");
        let late = world.post(&clara, "/v1/mandates", &today).await;
        assert_eq!(problem(late).await, (404, "not_found".into()));
        world.admin().grant(CLARA, SIRET, "BARRE", rights("S"), true).await.unwrap();
        world.admin().revoke(JEAN, SIRET, "LUCAS").await.unwrap();
        assert!(world.documents(&jean).await.is_empty(), "nor does it open anything to who left the company");
    }
}

#[tokio::test]
async fn a_mandate_goes_to_a_colleague_for_days_to_come() {
    for world in World::on_each_database().await {
        let (clara, _, place) = colleagues(&world).await;
        world.admin().create_person("Eve", "eve@elsewhere.example", PASSWORD).await.unwrap();
        let with = |key: &str, value: Value| {
            let mut body = mandate(&place, "2026-11-24", "2026-11-30");
            body[key] = value;
            body
        };
        for (body, answer) in [
            (with("to_email", json!("eve@elsewhere.example")), (422, "unknown_colleague")),
            (with("to_email", json!("nobody@elsewhere.example")), (422, "unknown_colleague")),
            (with("to_email", json!(CLARA)), (422, "unknown_colleague")),
            (with("from", json!("2026-11-23")), (422, "invalid_period")),
            (with("until", json!("2026-11-01")), (422, "invalid_period")),
            (with("until", json!("2028-11-01")), (422, "invalid_period")),
            (with("until", json!("tomorrow")), (400, "invalid_request")),
            (with("to_person", json!("00000000-0000-4000-8000-000000000000")), (400, "invalid_request")),
            (with("agency_id", json!("00000000-0000-4000-8000-000000000000")), (404, "not_found")),
        ] {
            let told = body.to_string();
            assert_eq!(
                problem(world.post(&clara, "/v1/mandates", &body).await).await,
                (answer.0, answer.1.to_owned()),
                "{told}"
            );
        }
    }
}
