//! The example of docs/ERP-VENDORS.md runs as it is written.

use std::process::Command;

use crate::world::{World, pdf};

#[tokio::test(flavor = "multi_thread")]
async fn the_vendors_example_runs_as_written() {
    let guide = include_str!("../../../../docs/ERP-VENDORS.md");
    let script: String = guide.split("```bash\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("contract.pdf"), pdf("contrat")).unwrap();
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", &script]).current_dir(folder.path());
    command.env("COFFREO_URL", world.server.url()).env("COFFREO_KEY", &world.key);
    let done = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let told = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}");
    let steps = ["\"created\"", "\"unchanged\"", "\"replaced\"", "\"pending\"", "not_signed_yet", "\"withdrawn\""];
    let people = ["{\"declined\":[]}"];
    let invoices = ["FAC-212984", "whsec_", "\"webhooks\"", "the signature is right", "webhook removed"];
    for step in steps.into_iter().chain(people).chain(invoices) {
        assert!(told.contains(step), "{step} is missing from: {told}");
    }
    assert_eq!(world.mails_to("jean.dumont@the-eu.example").await, ["invitation"]);
}
