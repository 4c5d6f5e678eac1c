//! Both descriptions against the server: schemathesis, a program of others, tries what they allow and what they do not.
//! Nothing fails inside, and nothing is answered that is not described.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::world::{SIRET, World, contract, invoice, pdf, rights};

const CLARA: &str = "clara@the-eu.example";

/// Runs it over a description; panics with what it found. `without` are regular expressions of paths.
async fn tried(program: PathBuf, world: &World, description: &str, key: &str, without: &str) {
    let mut command = Command::new(program);
    command.args(["run", &format!("{}{description}", world.server.url())]);
    command.args(["--header", &format!("Authorization: Bearer {key}"), "--exclude-path-regex", without]);
    let checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
    // The same cases every time: a test that fails today fails tomorrow.
    command.args(["--checks", checks, "--seed", "1", "--generation-deterministic"]);
    command.args(["--phases", "examples,coverage,fuzzing", "--max-examples", "6", "--max-time", "50"]);
    command.args(["--no-color", "--continue-on-failure", "--request-timeout", "20"]).current_dir(world.folder.path());
    let done = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let told = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{description}:\n{told}");
    println!("{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_asked_is_answered_as_described() {
    let program = std::env::var_os("COFFREO_SCHEMATHESIS").map(PathBuf::from).filter(|program| program.is_file());
    let Some(program) = program else {
        return eprintln!("COFFREO_SCHEMATHESIS names no schemathesis: the descriptions are not tried");
    };
    let world = World::start().await;
    let admin = world.admin();
    admin.grant(CLARA, SIRET, "BARRE", rights("ASFR"), true).await.unwrap();
    admin.publish_news("Bonjour", "Un.", None).await.unwrap();
    world.deliver("C", contract("C_00"), pdf("one")).await;
    let people = json!([{"right": "S", "name": "Jean DUMONT", "email": "jean@the-eu.example"}]);
    world.deliver_for(&world.key, SIRET, "I", invoice("F"), pdf("two"), &people).await;
    let clara = world.sign_in(CLARA).await.access_token;
    let described: Value = world.get(&clara, "/v1/openapi.json").await;
    assert!(described["paths"].as_object().unwrap().len() > 30);
    // Left out: the stream that never ends, and what ends the session that everything is tried with.
    let without = r"^/v1/(events|sessions/(current|\{id\}/end)|account/password)$";
    tried(program.clone(), &world, "/v1/openapi.json", &clara, without).await;
    tried(program, &world, "/agency/v1/openapi.json", &world.key, "^$").await;
}
