//! What an administrator's command writes beside a running server is noticed by it.

use std::process::Command;

use reqwest::Method;

use crate::world::{SIRET, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_command_beside_the_server_is_told_to_open_streams() {
    for world in World::on_each_database().await {
        let token = world.sign_in("clara@the-eu.example").await.access_token;
        let mut events = world.call(Method::GET, "/v1/events").bearer_auth(&token).send().await.unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_coffreo-server"));
        command.args(["person", "grant", "clara@the-eu.example", "--company", SIRET, "--agency", "BARRE"]);
        command.args(["--rights", "S", "--confirmed", "--data"]).arg(world.folder.path());
        world.database.iter().for_each(|url| _ = command.env("COFFREO_DATABASE", url));
        let done = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        // The heartbeat alone would show a comment first.
        let told = String::from_utf8(events.chunk().await.unwrap().unwrap().to_vec()).unwrap();
        assert!(told.starts_with("event: rights\n"), "{told}");
    }
}
