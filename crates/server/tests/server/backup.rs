//! A company copies its server's database and files while it runs, and brings them back elsewhere.

use std::path::Path;
use std::process::{Command, Output};

use coffreo_server::{Config, Server};
use serde_json::{Value, json};

use crate::world::{PASSWORD, World, contract, invoice, lines, pdf, request_id};

async fn run(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coffreo-server"));
    command.arg("--json").arg("--data").arg(data).args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_running_server_comes_back_whole_elsewhere() {
    let world = World::start().await;
    for i in 0..3 {
        world.deliver(&format!("R{i}"), contract(&format!("C{i}_00")), pdf(&format!("number {i}"))).await;
    }
    world.deliver("R0", contract("C0_00"), pdf("number 0, corrected")).await;
    world.deliver("I", invoice("F"), pdf("invoice")).await;
    let token = world.sign_in("clara@the-eu.example").await.access_token;
    let mut contracts = world.documents(&token).await;
    contracts.retain(|one| one["facts"]["kind"] == "contract");
    lines(world.sign(&token, &request_id(1), PASSWORD, &contracts[..2]).await).await;
    let before = world.documents(&token).await;

    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy");
    let copied = run(world.folder.path(), &["backup", copy.to_str().unwrap()]).await;
    assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
    world.deliver("late", contract("C9_00"), pdf("after the backup")).await;

    let again = run(world.folder.path(), &["restore", copy.to_str().unwrap()]).await;
    assert!(!again.status.success(), "a server that is there is not written over");
    let home = elsewhere.path().join("home");
    let restored = run(&home, &["restore", copy.to_str().unwrap()]).await;
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    let told: Value = serde_json::from_slice(&restored.stdout).unwrap();
    assert_eq!((&told["whole"], &told["files"]), (&json!(true), &json!(7)), "five delivered, two sealed");

    let World { http, clock, key, folder, .. } = world;
    let server = Server::start(Config::in_folder(&home), clock.clone()).await.unwrap();
    let world = World { server, http, clock, key, folder, database: None };
    let token = world.sign_in("clara@the-eu.example").await.access_token;
    assert_eq!(world.documents(&token).await, before, "as it was when it was copied");
    let content = format!("/v1/contents/{}", before[0]["content"]["sha256"].as_str().unwrap());
    let fetched = world.call(reqwest::Method::GET, &content).bearer_auth(&token).send().await.unwrap();
    assert_eq!(fetched.status(), 200);
    let signed = lines(world.sign(&token, &request_id(2), PASSWORD, &contracts[2..]).await).await;
    assert_eq!(signed[0]["outcome"], "signed", "with the same key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_lacks_a_file_is_told() {
    let world = World::start().await;
    world.deliver("R", contract("C_00"), pdf("one")).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy");
    assert!(run(world.folder.path(), &["backup", copy.to_str().unwrap()]).await.status.success());
    let name = coffreo_server::edge::sha256(&pdf("one")).to_string();
    std::fs::remove_file(copy.join("files").join(&name[..2]).join(&name)).unwrap();
    let restored = run(&elsewhere.path().join("home"), &["restore", copy.to_str().unwrap()]).await;
    assert!(!restored.status.success());
    assert!(String::from_utf8_lossy(&restored.stderr).contains(&name));
}
