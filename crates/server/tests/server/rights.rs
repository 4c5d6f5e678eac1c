//! What administrators do with rights and people.

use coffreo_domain::PersonId;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{PASSWORD, SIRET, World, contract, pdf, problem, rights};

const CLARA: &str = "clara@the-eu.example";
const ADA: &str = "ada@the-eu.example";
const JEAN: &str = "jean@the-eu.example";

/// Ada, who administers THE EU with BARRE, and the place as bodies name it.
async fn with_ada(world: &World) -> (String, Value) {
    let admin = world.admin();
    admin.create_person("Ada MARTIN", ADA, PASSWORD).await.unwrap();
    admin.grant(ADA, SIRET, "BARRE", rights("A"), true).await.unwrap();
    let ada = world.sign_in(ADA).await.access_token;
    let place = &world.get(&ada, "/v1/rights").await["places"][0];
    (ada, json!({"company_id": place["company_id"], "agency_id": place["agency_id"]}))
}

async fn id_of(world: &World, email: &str) -> PersonId {
    world.server.store.person_by_email(email).await.unwrap().unwrap().id
}

async fn put(world: &World, token: &str, place: &Value, person: PersonId, letters: &str) -> reqwest::Response {
    let mut body = place.clone();
    body["person_id"] = json!(person.to_string());
    body["rights"] = json!(letters);
    world.call(Method::PUT, "/v1/rights").bearer_auth(token).json(&body).send().await.unwrap()
}

#[tokio::test]
async fn a_right_taken_during_an_open_session_takes_its_documents_with_it() {
    for world in World::on_each_database().await {
        let (ada, place) = with_ada(&world).await;
        world.deliver("C", contract("C_00"), pdf("one")).await;
        let clara = world.sign_in(CLARA).await.access_token;
        let known = world.changes(&clara, json!([])).await;
        let scope = known.iter().find(|line| line["change"] == "reached").unwrap()["scope"].clone();
        let mut events = world.call(Method::GET, "/v1/events").bearer_auth(&clara).send().await.unwrap();
        let id = id_of(&world, CLARA).await;
        let now: Value = put(&world, &ada, &place, id, "F").await.json().await.unwrap();
        assert_eq!((&now["rights"], &now["state"]), (&json!("F"), &json!("confirmed")));
        let mut heard = String::new();
        while !heard.contains("event: rights") {
            heard.push_str(std::str::from_utf8(&events.chunk().await.unwrap().unwrap()).unwrap());
        }
        let after = world.changes(&clara, json!([{"scope": scope, "n": 1}])).await;
        assert_eq!(after[0], json!({"change": "lost", "scope": scope}));
        assert_eq!(world.mails_to(CLARA).await, ["rights_changed"]);
        put(&world, &ada, &place, id, "SF").await;
        assert_eq!(world.documents(&clara).await.len(), 1, "given again, the older documents come back");
    }
}

#[tokio::test]
async fn two_administrators_who_take_each_others_right_at_once_leave_one() {
    for world in World::on_each_database().await {
        let (ada, place) = with_ada(&world).await;
        world.admin().grant(CLARA, SIRET, "BARRE", rights("A"), true).await.unwrap();
        let clara = world.sign_in(CLARA).await.access_token;
        let (ada_id, clara_id) = (id_of(&world, ADA).await, id_of(&world, CLARA).await);
        for _ in 0..8 {
            let (one, other) =
                tokio::join!(put(&world, &ada, &place, clara_id, ""), put(&world, &clara, &place, ada_id, ""));
            let mut statuses = [one.status().as_u16(), other.status().as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 404], "who was quicker took the other's right to do the same");
            let places = world.get(&ada, "/v1/rights").await["places"].as_array().unwrap().len();
            let others = world.get(&clara, "/v1/rights").await["places"].as_array().unwrap().len();
            assert_eq!(places + others, 1, "exactly one administers");
            for email in [ADA, CLARA] {
                world.admin().grant(email, SIRET, "BARRE", rights("A"), true).await.unwrap();
            }
        }
        // Each gives their own right up at the same time: one of them is the last.
        let (one, other) =
            tokio::join!(put(&world, &ada, &place, ada_id, ""), put(&world, &clara, &place, clara_id, ""));
        let mut codes = Vec::new();
        for answer in [one, other] {
            match answer.status().as_u16() {
                200 => {}
                _ => codes.push(problem(answer).await),
            }
        }
        assert_eq!(codes, [(409, "last_administrator".to_owned())]);
    }
}

#[tokio::test]
async fn who_is_added_is_invited_and_who_is_removed_comes_back_with_the_agencys_next_delivery() {
    for world in World::on_each_database().await {
        let (ada, place) = with_ada(&world).await;
        let mut given = place.clone();
        given["rights"] = json!("S");
        let new = json!({
            "name": "Jean DUMONT", "email": JEAN, "phone": "+33 6 12 34 56 78", "language": "en", "places": [given],
        });
        let added = world.post(&ada, "/v1/people", &new).await;
        assert_eq!(added.status(), 201);
        let jean: Value = added.json().await.unwrap();
        let id: PersonId = jean["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(
            (&jean["phone"], &jean["joined"], &jean["language"], &jean["places"][0]["state"]),
            (&json!("+33612345678"), &json!(false), &json!("en"), &json!("invited"))
        );
        assert_eq!(world.mails_to(JEAN).await, ["invitation"]);

        // As long as he has not joined, his name and number may be corrected.
        let path = format!("/v1/people/{id}");
        let patch = |body: Value| world.call(Method::PATCH, &path).bearer_auth(&ada).json(&body).send();
        let corrected: Value = patch(json!({"name": "Jean DUPONT", "phone": ""})).await.unwrap().json().await.unwrap();
        assert_eq!((&corrected["name"], corrected.get("phone")), (&json!("Jean DUPONT"), None));
        world.admin().set_password(JEAN, PASSWORD).await.unwrap();
        let late = patch(json!({"name": "Jean DURAND"})).await.unwrap();
        assert_eq!(problem(late).await, (409, "has_joined".into()));

        // Removed, once all his pills are white.
        let remove = format!("/v1/people/{id}/remove");
        let company = json!({"company_id": place["company_id"]});
        assert_eq!(problem(world.post(&ada, &remove, &company).await).await, (409, "still_has_rights".into()));
        put(&world, &ada, &place, id, "").await;
        assert_eq!(world.post(&ada, &remove, &company).await.status(), 204);
        assert_eq!(problem(world.post(&ada, &remove, &company).await).await, (404, "not_found".into()));
        let token = world.sign_in(JEAN).await.access_token;
        assert_eq!(world.get(&token, "/v1/relations").await["relations"], json!([]));

        // The agency's next delivery names him.
        let people = json!([{"right": "S", "name": "Jean", "email": JEAN}]);
        world.deliver_for(&world.key, SIRET, "C", contract("C_00"), pdf("one"), &people).await;
        let back = &world.get(&token, "/v1/relations").await["relations"][0];
        assert_eq!((&back["state"], &back["rights"]), (&json!("waiting"), &json!("S")));
        let shown = world.get(&ada, &path).await;
        assert_eq!((&shown["name"], &shown["places"][0]["imposed"]), (&json!("Jean DUPONT"), &json!("S")));
        assert_eq!(world.mails_to(JEAN).await, ["assigned", "invitation"]);

        // The history tells it all, from the journal.
        let history = format!("/v1/rights/history?company_id={}", place["company_id"].as_str().unwrap());
        let history = world.get(&ada, &history).await;
        let lines = history["lines"].as_array().unwrap();
        let told: Vec<_> = lines.iter().filter(|line| line["person_id"] == jean["id"]).collect();
        let told: Vec<_> =
            told.iter().map(|line| (line["what"].as_str().unwrap(), line["by"].as_str().unwrap())).collect();
        let ada = "Ada MARTIN";
        assert_eq!(told, [("imposed", "BARRE"), ("removed", ada), ("granted", ada), ("granted", ada)]);
        assert_eq!((&lines[2]["before"], &lines[2]["after"]), (&json!("S"), &json!("")));
        world.server.store.verify_journal().await.unwrap();
    }
}

#[tokio::test]
async fn the_history_goes_on_page_by_page_and_ends() {
    for world in World::on_each_database().await {
        let (ada, place) = with_ada(&world).await;
        for i in 0..105 {
            world.admin().grant(CLARA, SIRET, "BARRE", rights(if i % 2 == 0 { "S" } else { "F" }), true).await.unwrap();
        }
        let path = format!("/v1/rights/history?company_id={}", place["company_id"].as_str().unwrap());
        let first = world.get(&ada, &path).await;
        let next = world.get(&ada, &format!("{path}&before={}", first["before"])).await;
        let count = |page: &Value| page["lines"].as_array().unwrap().len();
        assert_eq!((count(&first), count(&next), next.get("before")), (100, 7, None));
        assert_eq!(first["lines"][99]["seq"].as_i64().unwrap() - 1, next["lines"][0]["seq"].as_i64().unwrap());
        for wrong in ["?company_id=x", "", "?company_id=00000000-0000-4000-8000-000000000000&before=x"] {
            let path = format!("/v1/rights/history{wrong}");
            let refused = world.call(Method::GET, &path).bearer_auth(&ada).send().await.unwrap();
            assert_eq!(problem(refused).await, (400, "invalid_request".into()), "{wrong}");
        }
    }
}
