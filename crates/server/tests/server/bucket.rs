//! PDFs in an S3 bucket: a real S3 server (moto) in a process of its own.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use coffreo_pades::verify;
use coffreo_server::config::{Bucket, FilesConfig};
use reqwest::Method;
use reqwest::header::RANGE;

use crate::world::{PASSWORD, World, contract, lines, pdf, request_id};

struct S3 {
    child: Child,
    url: String,
}

impl S3 {
    /// `None` where there is none.
    fn start() -> Option<Self> {
        let program = std::env::var_os("COFFREO_MOTO").map(PathBuf::from).filter(|program| program.is_file());
        let Some(program) = program else {
            eprintln!("COFFREO_MOTO names no moto_server: files in a bucket are not tested");
            return None;
        };
        let mut child = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let url = told.find_map(|line| line.split_once("Running on ").map(|(_, url)| url.trim().to_owned())).unwrap();
        std::thread::spawn(move || told.for_each(drop));
        Some(Self { child, url })
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_is_delivered_read_signed_and_swept_around_in_a_bucket() {
    let Some(s3) = S3::start() else { return };
    let http = reqwest::Client::new();
    let made = http.put(format!("{}/coffreo", s3.url)).send().await.unwrap();
    assert!(made.status().is_success(), "{}", made.status());
    let bucket = Bucket {
        name: "coffreo".into(),
        region: Some("us-east-1".into()),
        endpoint: Some(s3.url.clone()),
        access_key_id: Some("test".into()),
        secret_access_key: Some("test".into()),
    };
    let world = World::start_with(|config| config.files = FilesConfig::Bucket(bucket)).await;
    assert_eq!(world.call(Method::GET, "/ready").send().await.unwrap().status(), 200);
    assert_eq!(world.deliver("R1", contract("C_00"), pdf("one")).await.status(), 201);
    let token = world.sign_in("clara@the-eu.example").await.access_token;
    let documents = world.documents(&token).await;
    let content = |name: &str| world.call(Method::GET, &format!("/v1/contents/{name}")).bearer_auth(&token);
    let original = documents[0]["original_sha256"].as_str().unwrap();
    let part = content(original).header(RANGE, "bytes=1-4").send().await.unwrap();
    assert_eq!(part.bytes().await.unwrap().as_ref(), b"PDF-");
    let signed = lines(world.sign(&token, &request_id(1), PASSWORD, &documents).await).await;
    let name = signed[0]["sealed_sha256"].as_str().unwrap();
    let sealed = content(name).send().await.unwrap().bytes().await.unwrap();
    assert!(sealed.starts_with(&pdf("one")));
    verify(&sealed, world.sealing_key().anchors()).unwrap();

    let at = |name: &str| format!("{}/coffreo/{}/{name}", s3.url, &name[..2]);
    let orphan = coffreo_server::edge::sha256(b"orphan").to_string();
    assert!(http.put(at(&orphan)).body("orphan").send().await.unwrap().status().is_success());
    // The bucket has the computer's clock, the server one that stands: decades on, everything is old.
    world.clock.pass(50 * 365 * 24 * 60 * 60 * 1000);
    assert_eq!(world.server.sweep().await.unwrap().files, 1);
    assert_eq!(http.get(at(&orphan)).send().await.unwrap().status(), 404);
    for kept in [name, original] {
        // Private, so a stranger is forbidden what is there.
        assert_eq!(http.get(at(kept)).send().await.unwrap().status(), 403);
    }
}
