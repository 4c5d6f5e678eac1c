//! Documents by every route × whose they are × which rights. What is not yours is not there. All other routes are tried
//! in [`crate::routes`].

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{OTHER_SIRET, PASSWORD, SIRET, World, contract, invoice, lines, pdf, problem, request_id, rights};

/// Company, agency, rights, confirmed.
type Given = (&'static str, &'static str, &'static str, bool);

/// A person by what they were given.
const PEOPLE: &[(&str, Option<Given>)] = &[
    ("signer", Some((SIRET, "BARRE", "S", true))),
    ("accountant", Some((SIRET, "BARRE", "F", true))),
    ("both", Some((SIRET, "BARRE", "SF", true))),
    ("administrator", Some((SIRET, "BARRE", "AR", true))),
    ("nothing", Some((SIRET, "BARRE", "", true))),
    ("unconfirmed", Some((SIRET, "BARRE", "ASFR", false))),
    ("other agency", Some((SIRET, "OTHER", "ASFR", true))),
    ("other company", Some((OTHER_SIRET, "BARRE", "ASFR", true))),
    ("stranger", None),
];

#[tokio::test]
async fn nobody_reaches_what_is_not_theirs_by_any_route() {
    for world in World::on_each_database().await {
        let admin = world.admin();
        admin.create_agency("OTHER").await.unwrap();
        admin.create_company("ANOTHER", OTHER_SIRET).await.unwrap();
        let other_key = admin.create_agency_key("OTHER", "").await.unwrap().secret;
        world.deliver("C", contract("C_00"), pdf("secret contract")).await;
        world.deliver("I", invoice("F"), pdf("secret invoice")).await;
        let clara = world.sign_in("clara@the-eu.example").await.access_token;
        let documents = world.documents(&clara).await;
        assert_eq!(documents.len(), 2);

        for (i, (name, membership)) in PEOPLE.iter().enumerate() {
            let email = format!("p{i}@matrix.example");
            admin.create_person(name, &email, PASSWORD).await.unwrap();
            if let Some((siret, agency, letters, confirmed)) = membership {
                admin.grant(&email, siret, agency, rights(letters), *confirmed).await.unwrap();
            }
            let token = world.sign_in(&email).await.access_token;
            let scopes = world.changes(&token, json!([])).await;
            let told = format!("{scopes:?}");
            for document in &documents {
                let kind = document["facts"]["kind"].as_str().unwrap();
                let letter = if kind == "contract" { "S" } else { "F" };
                let sees = matches!(membership, Some((SIRET, "BARRE", letters, true)) if letters.contains(letter));
                let case = format!("{name} and the {kind}");
                let (id, content) = (document["id"].as_str().unwrap(), document["original_sha256"].as_str().unwrap());
                assert_eq!(told.contains(id) || told.contains(content), sees, "changes: {case}");
                let path = format!("/v1/contents/{content}");
                let fetched = world.call(Method::GET, &path).bearer_auth(&token).send().await.unwrap();
                assert_eq!(fetched.status(), if sees { 200 } else { 404 }, "contents: {case}");
                if !sees {
                    assert_eq!(problem(fetched).await.1, "not_found");
                    let request = request_id(u32::try_from(i).unwrap() * 2 + u32::from(kind == "contract"));
                    let answer = world.sign(&token, &request, PASSWORD, std::slice::from_ref(document)).await;
                    let lines = lines(answer).await;
                    assert_eq!(lines[0]["reason"], "not_found", "signatures: {case}");
                    let request = request_id(u32::try_from(i).unwrap() * 2 + u32::from(kind == "contract") + 1000);
                    let refusal = json!({"status": "refused", "reasons": ["DOUBLON"]});
                    let answer = world.answer(&token, &request, refusal, std::slice::from_ref(document)).await;
                    assert_eq!(super::world::lines(answer).await[0]["reason"], "not_found", "answers: {case}");
                    let taken = world.downloaded(&token, 0, std::slice::from_ref(document)).await;
                    let taken: Value = taken.json().await.unwrap();
                    assert_eq!(taken["documents"], json!([]), "downloads: {case}");
                }
            }
            assert!(told.contains("THE EU") == told.contains("\"document\""), "names of scopes: {name}");
            let mut events = world.call(Method::GET, "/v1/events").bearer_auth(&token).send().await.unwrap();
            world.deliver("C", contract("C_00"), pdf(&format!("secret contract {i}"))).await;
            // A signal of one's own ends the wait without a clock: the session is ended, and the stream with it.
            let out = world.call(Method::DELETE, "/v1/sessions/current").bearer_auth(&token).send().await.unwrap();
            assert_eq!(out.status(), 204);
            let mut heard = Vec::new();
            while let Some(chunk) = events.chunk().await.unwrap() {
                heard.extend_from_slice(&chunk);
            }
            let contracts = matches!(membership, Some((SIRET, "BARRE", letters, true)) if letters.contains('S'));
            let invoices = matches!(membership, Some((SIRET, "BARRE", letters, true)) if letters.contains('F'));
            assert_eq!(!heard.is_empty(), contracts || invoices, "events: {name}");
            // The contract is now another version; the matrix goes on with what stands.
            restore(&world, &documents).await;
        }

        let webhook = world.call(Method::POST, "/agency/v1/webhooks").bearer_auth(&world.key);
        let webhook: Value =
            webhook.json(&json!({"url": "https://erp.example.com/"})).send().await.unwrap().json().await.unwrap();
        let webhook_path = format!("/agency/v1/webhooks/{}", webhook["id"].as_str().unwrap());
        let theirs = world.call(Method::GET, "/agency/v1/webhooks").bearer_auth(&other_key).send().await.unwrap();
        assert_eq!(theirs.json::<Value>().await.unwrap()["webhooks"], json!([]));
        for (method, path) in [
            (Method::DELETE, webhook_path.as_str()),
            (Method::GET, "/agency/v1/documents/C"),
            (Method::DELETE, "/agency/v1/documents/C"),
            (Method::GET, "/agency/v1/documents/C/signed.pdf"),
        ] {
            let theirs = world.call(method.clone(), path).bearer_auth(&other_key).send().await.unwrap();
            assert_eq!(problem(theirs).await, (404, "not_found".into()), "{method} {path}");
        }
    }
}

/// Brings the first version's content back.
async fn restore(world: &World, documents: &[Value]) {
    let again = world.deliver("C", contract("C_00"), pdf("secret contract")).await;
    let again: Value = again.json().await.unwrap();
    let contract = documents.iter().find(|document| document["facts"]["kind"] == "contract").unwrap();
    assert_eq!(again["document"]["id"], contract["id"]);
}
