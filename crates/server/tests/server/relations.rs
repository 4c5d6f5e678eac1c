//! People whom deliveries name, and the relations that are theirs to confirm.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{OTHER_SIRET, PASSWORD, SIRET, World, contract, invoice, lines, pdf, problem, request_id};

const CLARA: &str = "clara@the-eu.example";
const JEAN: &str = "jean@the-eu.example";

fn named(right: &str, name: &str, email: &str) -> Value {
    json!({"right": right, "name": name, "email": email, "phone": "06 12 34 56 78"})
}

/// The relation of a person with an agency, as `POST` bodies name it.
async fn relation(world: &World, token: &str, agency: &str) -> Value {
    let all = world.get(token, "/v1/relations").await;
    let one = all["relations"].as_array().unwrap().iter().find(|one| one["agency"] == agency).unwrap();
    json!({"company_id": one["company_id"], "agency_id": one["agency_id"]})
}

#[tokio::test]
async fn nothing_of_an_agency_is_seen_before_its_relation_is_confirmed() {
    for world in World::on_each_database().await {
        world.admin().create_agency("LUCAS").await.unwrap();
        let lucas = world.admin().create_agency_key("LUCAS", "").await.unwrap().secret;
        let clara = world.sign_in(CLARA).await.access_token;
        let people = json!([named("S", "Clara", CLARA), named("F", "Clara", CLARA)]);
        for (reference, facts) in [("C", contract("C_00")), ("I", invoice("F"))] {
            let delivered = world.deliver_for(&lucas, SIRET, reference, facts, pdf("secret"), &people).await;
            assert_eq!(delivered.status(), 201);
        }
        let relations = world.get(&clara, "/v1/relations").await;
        let first = &relations["relations"][0];
        assert_eq!(
            (&first["agency"], &first["state"], &first["rights"]),
            (&json!("LUCAS"), &json!("waiting"), &json!("SF"))
        );
        let lines_of = world.changes(&clara, json!([])).await;
        assert_eq!(lines_of.len(), 1, "not even the scopes are told: {lines_of:?}");
        let document = world.read_as(&lucas, "C").await;
        let content = format!("/v1/contents/{}", document["sha256"].as_str().unwrap());
        let fetched = world.call(Method::GET, &content).bearer_auth(&clara).send().await.unwrap();
        assert_eq!(problem(fetched).await.0, 404);
        let shown = json!({"id": document["id"], "original_sha256": document["sha256"]});
        let signed = lines(world.sign(&clara, &request_id(1), PASSWORD, std::slice::from_ref(&shown)).await).await;
        assert_eq!(signed[0]["reason"], "not_found");

        let place = relation(&world, &clara, "LUCAS").await;
        for _ in 0..2 {
            let confirmed = world.post(&clara, "/v1/relations/confirm", &place).await;
            assert_eq!(confirmed.json::<Value>().await.unwrap()["state"], "confirmed");
        }
        assert_eq!(world.documents(&clara).await.len(), 2, "the older documents come");
        let signed = lines(world.sign(&clara, &request_id(2), PASSWORD, &[shown]).await).await;
        assert_eq!(signed[0]["outcome"], "signed");
        let mut refusal = place.clone();
        refusal["reason"] = json!("trop tard");
        let declined = world.post(&clara, "/v1/relations/decline", &refusal).await;
        assert_eq!(problem(declined).await, (409, "relation_confirmed".into()));
    }
}

#[tokio::test]
async fn who_declines_tells_the_agency_why_and_may_still_change_their_mind() {
    for world in World::on_each_database().await {
        let people = json!([named("S", "Jean DUMONT", JEAN)]);
        world.deliver_for(&world.key, SIRET, "C", contract("C_00"), pdf("one"), &people).await;
        let hook = world.call(Method::POST, "/agency/v1/webhooks").bearer_auth(&world.key);
        hook.json(&json!({"url": "https://erp.example.com/"})).send().await.unwrap();
        world.admin().set_password(JEAN, PASSWORD).await.unwrap();
        let jean = world.sign_in(JEAN).await.access_token;
        let place = relation(&world, &jean, "BARRE").await;
        let mut refusal = place.clone();
        for reason in ["", "  ", &"x".repeat(1001)] {
            refusal["reason"] = json!(reason);
            assert_eq!(problem(world.post(&jean, "/v1/relations/decline", &refusal).await).await.0, 400);
        }
        refusal["reason"] = json!(" Nous ne travaillons plus avec vous. ");
        for _ in 0..2 {
            let declined = world.post(&jean, "/v1/relations/decline", &refusal).await;
            assert_eq!(declined.json::<Value>().await.unwrap()["state"], "declined");
        }
        let told = world.get(&world.key, "/agency/v1/relations/declined").await;
        assert_eq!(
            told["declined"],
            json!([{
                "company_siret": SIRET, "name": "Jean DUMONT", "email": JEAN,
                "reason": "Nous ne travaillons plus avec vous.", "declined_at": world.now(),
            }])
        );
        let messages = world.server.store.due_messages(coffreo_domain::Timestamp(i64::MAX), 10).await.unwrap();
        let bodies: Vec<Value> = messages.iter().map(|one| serde_json::from_str(&one.body).unwrap()).collect();
        assert_eq!(bodies.len(), 1, "declined twice is told once");
        assert_eq!((&bodies[0]["type"], &bodies[0]["data"]), (&json!("relation.declined"), &told["declined"][0]));

        // A further delivery does not ask again what was declined.
        world.deliver_for(&world.key, SIRET, "C2", contract("C2_00"), pdf("two"), &people).await;
        let relations = world.get(&jean, "/v1/relations").await;
        assert_eq!(relations["relations"][0]["state"], "declined");
        assert!(world.documents(&jean).await.is_empty());
        world.post(&jean, "/v1/relations/confirm", &place).await;
        assert_eq!(world.documents(&jean).await.len(), 2);
        assert_eq!(world.get(&world.key, "/agency/v1/relations/declined").await["declined"], json!([]));
    }
}

#[tokio::test]
async fn a_delivery_invites_who_is_new_and_changes_nothing_twice() {
    for world in World::on_each_database().await {
        let people = json!([named("S", "Jean DUMONT", " Jean@The-EU.example"), named("A", "Jean DUMONT", JEAN)]);
        for outcome in ["created", "unchanged", "unchanged"] {
            let delivered = world.deliver_for(&world.key, SIRET, "C", contract("C_00"), pdf("one"), &people).await;
            assert_eq!(delivered.json::<Value>().await.unwrap()["outcome"], outcome);
        }
        let person = world.server.store.person_by_email(JEAN).await.unwrap().unwrap();
        assert_eq!((person.phone.as_deref(), person.password_hash.is_none()), (Some("+33612345678"), true));
        assert_eq!(world.mails_to(JEAN).await, ["invitation"], "one invitation for all of it");
        assert_eq!(world.server.store.verify_journal().await.unwrap(), 3, "one grant, one delivery, one imposed");
        let refused = world.try_sign_in(JEAN, "").await;
        assert_eq!(problem(refused).await, (401, "wrong_credentials".into()), "who has not joined has no password");

        // Who has joined is told; who has the right already is not.
        let clara = json!([named("R", "Clara", CLARA), named("S", "Clara", CLARA)]);
        for _ in 0..2 {
            world.deliver_for(&world.key, SIRET, "C", contract("C_00"), pdf("one"), &clara).await;
        }
        assert_eq!(world.mails_to(CLARA).await, ["rights_changed"]);
        let token = world.sign_in(CLARA).await.access_token;
        assert_eq!(world.get(&token, "/v1/relations").await["relations"][0]["rights"], "SFR");
    }
}

#[tokio::test]
async fn people_that_cannot_be_are_refused_with_the_field_and_nothing_is_kept() {
    let world = World::start().await;
    world.admin().create_company("ANOTHER", OTHER_SIRET).await.unwrap();
    let with = |key: &str, value: Value| {
        let mut person = named("S", "Jean DUMONT", JEAN);
        person[key] = value;
        json!([person])
    };
    for (people, status, field) in [
        (with("email", json!("jean")), 422, "people[0].email"),
        (with("name", json!("  ")), 422, "people[0].name"),
        (with("phone", json!("12")), 422, "people[0].phone"),
        (with("right", json!("X")), 400, "delivery.people[0].right"),
        (with("job", json!("chef")), 400, "delivery.people[0].job"),
        (json!([named("S", "A", "a@x.example"), named("S", "B", "b@x.example")]), 422, "people[1].right"),
    ] {
        let refused = world.deliver_for(&world.key, SIRET, "C", contract("C_00"), pdf("one"), &people).await;
        assert_eq!(refused.status(), status, "{people}");
        let refused: Value = refused.json().await.unwrap();
        assert!(refused["field"].as_str().unwrap().starts_with(field), "{refused}");
    }
    assert!(world.server.store.person_by_email(JEAN).await.unwrap().is_none());
    // Nor when the document itself is refused.
    let people = json!([named("S", "Jean DUMONT", JEAN)]);
    world.deliver("C", contract("C_00"), pdf("one")).await;
    let refused = world.deliver_for(&world.key, OTHER_SIRET, "C", contract("C_00"), pdf("one"), &people).await;
    assert_eq!(problem(refused).await, (409, "reference_taken".into()));
    assert!(world.server.store.person_by_email(JEAN).await.unwrap().is_none());
}
