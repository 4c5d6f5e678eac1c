//! Mails leave with their transaction or not at all, by a real SMTP server or into a folder, and again when it was down.

use std::sync::{Arc, Mutex};

use coffreo_api::account::Language;
use coffreo_domain::Timestamp;
use coffreo_server::Config;
use coffreo_server::config::{Database, MailBy};
use coffreo_server::mail::{Letter, NewDocuments, Place};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::world::{START, World, fresh_database};

/// An SMTP server (RFC 5321) that keeps what it is sent, and answers `refusals` to the next recipients.
#[derive(Clone, Default)]
struct Smtp {
    mails: Arc<Mutex<Vec<String>>>,
    refusals: Arc<Mutex<Vec<u16>>>,
}

impl Smtp {
    async fn start(&self) -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let smtp = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let smtp = smtp.clone();
                tokio::spawn(async move { smtp.talk(stream).await });
            }
        });
        url
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 sink\r\n").await.ok()?;
        while let Some(line) = lines.next_line().await.ok()? {
            let command = line.split([' ', ':']).next().unwrap().to_ascii_uppercase();
            let answer = match command.as_str() {
                "EHLO" => "250-sink\r\n250 8BITMIME\r\n".to_owned(),
                "RCPT" => match self.refusals.lock().unwrap().pop() {
                    Some(code) => format!("{code} not now\r\n"),
                    None => "250 ok\r\n".to_owned(),
                },
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    let mut mail = String::new();
                    while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                        mail.push_str(line.strip_prefix('.').unwrap_or(&line));
                        mail.push('\n');
                    }
                    self.mails.lock().unwrap().push(mail);
                    "250 taken\r\n".to_owned()
                }
                "QUIT" => "221 bye\r\n".to_owned(),
                _ => "250 ok\r\n".to_owned(),
            };
            write.write_all(answer.as_bytes()).await.ok()?;
        }
        Some(())
    }

    fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

/// The server sending by this URL, on each database.
async fn worlds(url: &str) -> Vec<World> {
    let by_smtp = |config: &mut Config| config.mail.by = MailBy::Smtp(url.into());
    let mut worlds = vec![World::start_with(by_smtp).await];
    if let Ok(postgres) = std::env::var("COFFREO_TEST_POSTGRES") {
        let database = Database::Postgres(fresh_database(&postgres).await);
        let both = |config: &mut Config| {
            by_smtp(config);
            config.database = database;
        };
        worlds.push(World::start_with(both).await);
    }
    worlds
}

fn letter() -> Letter {
    let place = Place { company: "THE EU".into(), agency: "BARRE".into() };
    let lines = vec![NewDocuments { place, contracts: true, count: 2 }];
    Letter::NewDocuments { name: "Clara\r\nBcc: x@y.example".into(), lines, unsubscribe: "token".into() }
}

async fn queue(world: &World, to: &str, letter: &Letter, commit: bool) {
    let mut tx = world.server.store.begin().await.unwrap();
    let now = coffreo_server::Clock::now(&*world.clock);
    tx.queue_mail(to, Language::En, letter, now).await.unwrap();
    if commit {
        tx.commit().await.unwrap();
    }
}

/// Sends until so many have come; the server's own sender may be quicker.
async fn settle(world: &World, smtp: &Smtp, count: usize) {
    while smtp.mails().len() < count {
        world.server.send_mails().await.unwrap();
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_mail_leaves_with_its_transaction_and_says_how_to_stop_it() {
    let smtp = Smtp::default();
    for world in worlds(&smtp.start().await).await {
        smtp.mails.lock().unwrap().clear();
        queue(&world, "nobody@the-eu.example", &letter(), false).await;
        queue(&world, "clara@the-eu.example", &letter(), true).await;
        settle(&world, &smtp, 1).await;
        assert_eq!(world.server.send_mails().await.unwrap(), 0, "what was sent is not sent again");
        let mails = smtp.mails();
        assert_eq!(mails.len(), 1, "a transaction that was dropped sends nothing");
        let (head, body) = mails[0].split_once("\n\n").unwrap();
        for line in [
            "From: Coffreo <coffreo@localhost>",
            "To: clara@the-eu.example",
            "Subject: New documents wait for you",
            "Date: Tue, 24 Nov 2026 10:00:00 +0000",
            "Auto-Submitted: auto-generated",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ] {
            assert!(head.lines().any(|one| one == line), "{line} in\n{head}");
        }
        let unsubscribe = format!("List-Unsubscribe: <{}/unsubscribe/token>", world.server.url());
        assert!(head.replace("\n ", " ").contains(&unsubscribe), "{head}");
        assert!(!head.contains("Bcc"), "{head}");
        assert!(body.contains("Content-Type: text/plain") && body.contains("Content-Type: text/html"));
        assert!(body.contains("2 contracts to sign") && !body.contains("<img"));
    }
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_tried_again_and_a_mailbox_that_is_gone_is_not() {
    let smtp = Smtp::default();
    for world in worlds(&smtp.start().await).await {
        smtp.mails.lock().unwrap().clear();
        *smtp.refusals.lock().unwrap() = vec![451];
        queue(&world, "clara@the-eu.example", &letter(), true).await;
        while !smtp.refusals.lock().unwrap().is_empty() {
            world.server.send_mails().await.unwrap();
            tokio::task::yield_now().await;
        }
        world.clock.pass(1_000);
        assert_eq!(world.server.send_mails().await.unwrap(), 0, "not so soon");
        world.clock.pass(10_000);
        settle(&world, &smtp, 1).await;

        *smtp.refusals.lock().unwrap() = vec![550];
        queue(&world, "gone@the-eu.example", &letter(), true).await;
        while world.admin().dead_mails().await.unwrap().is_empty() {
            world.server.send_mails().await.unwrap();
            tokio::task::yield_now().await;
        }
        let dead = world.admin().dead_mails().await.unwrap().remove(0);
        let known = (dead.address.as_str(), dead.kind.as_str(), dead.tries, dead.error.as_str());
        assert_eq!(known, ("gone@the-eu.example", "new_documents", 1, "answered 550"));
        assert!(world.admin().resend_mails(Some("unknown")).await.is_err());
        assert_eq!(world.admin().resend_mails(None).await.unwrap(), 1);
        settle(&world, &smtp, 2).await;
        assert!(smtp.mails()[1].contains("To: gone@the-eu.example"));
    }
}

#[tokio::test]
async fn without_a_mail_server_mails_lie_in_a_folder() {
    let world = World::start().await;
    let reset = Letter::Reset { name: "Clara".into(), token: "cfl_secret".into(), expires_at: START };
    let mut tx = world.server.store.begin().await.unwrap();
    tx.queue_mail("clara@the-eu.example", Language::Fr, &reset, Timestamp(START)).await.unwrap();
    tx.commit().await.unwrap();
    let mail = world.mail("clara@the-eu.example", "Choisissez").await;
    assert!(mail.contains(&format!("{}/reset/cfl_secret", world.server.url())), "{mail}");
    assert!(mail.contains("jusqu’au 24/11/2026 à 11 h 00."), "{mail}");
}
