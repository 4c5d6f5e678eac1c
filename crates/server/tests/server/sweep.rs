//! Sweeping takes what nobody needs and nothing else.

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use coffreo_domain::{Sha256, Timestamp};
use coffreo_server::sweep::{REQUEST_AGE, Swept};

use crate::world::{PASSWORD, START, World, contract, lines, pdf, request_id};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn path(world: &World, name: &str) -> PathBuf {
    world.folder.path().join("files").join(&name[..2]).join(name)
}

fn written_at(world: &World, name: &str, moment: i64) {
    let file = File::options().write(true).open(path(world, name)).unwrap();
    file.set_modified(UNIX_EPOCH + Duration::from_millis(moment.try_into().unwrap())).unwrap();
}

fn orphan(world: &World, byte: u8, moment: i64) -> String {
    let name = coffreo_server::edge::sha256(&[byte]).to_string();
    std::fs::write(path(world, &name), [byte]).unwrap();
    written_at(world, &name, moment);
    name
}

#[tokio::test]
async fn files_that_no_row_names_go_and_every_other_stays() {
    for world in World::on_each_database().await {
        world.deliver("R1", contract("C_00"), pdf("one")).await;
        world.deliver("R1", contract("C_00"), pdf("two")).await;
        let token = world.sign_in("clara@the-eu.example").await.access_token;
        let documents = world.documents(&token).await;
        let signed = lines(world.sign(&token, &request_id(1), PASSWORD, &documents).await).await;
        let kept = [
            coffreo_server::edge::sha256(&pdf("one")).to_string(),
            coffreo_server::edge::sha256(&pdf("two")).to_string(),
            signed[0]["sealed_sha256"].as_str().unwrap().to_owned(),
        ];
        kept.iter().for_each(|name| written_at(&world, name, START - 9 * DAY));
        let old = orphan(&world, 1, START - 2 * DAY);
        let fresh = orphan(&world, 2, START - DAY / 2);
        assert_eq!(world.server.sweep().await.unwrap().files, 1);
        assert!(!path(&world, &old).exists(), "an orphan goes");
        assert!(path(&world, &fresh).exists(), "its row may be on its way");
        assert!(kept.iter().all(|name| path(&world, name).exists()), "delivered, replaced and sealed ones stay");
        assert_eq!(world.server.sweep().await.unwrap(), Swept::default());
    }
}

#[tokio::test]
async fn an_orphan_that_is_delivered_while_it_is_swept_is_there_in_the_end() {
    let world = World::start().await;
    for round in 0..20 {
        let text = format!("orphan {round}");
        let name = coffreo_server::edge::sha256(&pdf(&text)).to_string();
        std::fs::write(path(&world, &name), pdf(&text)).unwrap();
        written_at(&world, &name, START - 2 * DAY);
        let reference = format!("R{round}");
        let delivery = world.deliver(&reference, contract("C_00"), pdf(&text));
        let (swept, delivered) = tokio::join!(world.server.sweep(), delivery);
        swept.unwrap();
        assert_eq!(delivered.status(), 201);
        assert_eq!(std::fs::read(path(&world, &name)).unwrap(), pdf(&text));
    }
}

#[tokio::test]
async fn rows_that_have_served_go_and_what_is_signed_stays_signed_once() {
    for world in World::on_each_database().await {
        world.deliver("R1", contract("C_00"), pdf("one")).await;
        let token = world.sign_in("clara@the-eu.example").await.access_token;
        let documents = world.documents(&token).await;
        lines(world.sign(&token, &request_id(1), PASSWORD, &documents).await).await;
        world.try_sign_in("clara@the-eu.example", "wrong").await;
        let store = &world.server.store;
        assert_eq!(world.server.sweep().await.unwrap().rows, 0, "nothing is old");
        world.clock.pass(REQUEST_AGE + 1);
        let swept = world.server.sweep().await.unwrap();
        assert!(swept.rows >= 5, "{swept:?}: an outcome, a request, attempts, an access and a refresh token");
        assert_eq!(store.buckets_in_use(Timestamp(0)).await.unwrap(), 0);
        let token = world.sign_in("clara@the-eu.example").await.access_token;
        let again = lines(world.sign(&token, &request_id(1), PASSWORD, &documents).await).await;
        assert_eq!(again[0]["reason"], "already_signed");
        let named = store.named_files(&[Sha256([0; 32])]).await.unwrap();
        assert!(named.is_empty());
    }
}
