//! What people are told of by mail: new documents, near deadlines; and how they stop it.

use reqwest::Method;
use serde_json::json;

use crate::world::{World, contract, invoice, lines, pdf, request_id};

const CLARA: &str = "clara@the-eu.example";
const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;

#[tokio::test]
async fn new_documents_are_told_once_a_while_after_the_first_and_not_one_by_one() {
    for world in World::on_each_database().await {
        world.deliver("C1", contract("C1_00"), pdf("one")).await;
        world.deliver("F1", invoice("F1"), pdf("bill")).await;
        world.clock.pass(5 * MINUTE);
        world.deliver("C2", contract("C2_00"), pdf("two")).await;
        world.deliver("C2", contract("C2_00"), pdf("two, corrected")).await;
        world.deliver("C3", contract("C3_00"), pdf("three")).await;
        let withdraw = world.call(Method::DELETE, "/agency/v1/documents/C3").bearer_auth(&world.key);
        assert_eq!(withdraw.send().await.unwrap().status(), 200);
        assert_eq!(world.server.announce().await.unwrap(), 0, "not yet");
        world.clock.pass(10 * MINUTE);
        while world.mails(CLARA, "De nouveaux").is_empty() {
            world.server.announce().await.unwrap();
            world.server.send_mails().await.unwrap();
            tokio::task::yield_now().await;
        }
        let mail = world.mail(CLARA, "De nouveaux documents").await;
        assert!(mail.contains("- 2 contrats à signer — THE EU par l’agence BARRE"), "{mail}");
        assert!(mail.contains("- 1 facture à valider — THE EU par l’agence BARRE"), "{mail}");
        assert!(!mail.contains("ROUSSEAU"), "no worker's name in a mailbox: {mail}");
        assert_eq!(world.server.announce().await.unwrap(), 0, "what was told is not told again");

        // The next one waits until four hours have passed.
        world.deliver("C4", contract("C4_00"), pdf("four")).await;
        world.clock.pass(HOUR);
        assert_eq!(world.server.announce().await.unwrap(), 0);
        world.clock.pass(3 * HOUR);
        while world.mails(CLARA, "De nouveaux").len() < 2 {
            world.server.announce().await.unwrap();
            world.server.send_mails().await.unwrap();
            tokio::task::yield_now().await;
        }
        assert!(world.mails(CLARA, "De nouveaux")[1].contains("- 1 contrat à signer"));
    }
}

#[tokio::test]
async fn who_can_sign_is_reminded_before_the_legal_deadline_and_on_its_day_unless_they_stopped_it() {
    for world in World::on_each_database().await {
        // It is Tuesday 11:00 in Paris. The mission began on Monday: the deadline is Wednesday's end.
        world.deliver("C1", contract("C1_00"), pdf("one")).await;
        world.clock.pass(20 * HOUR);
        assert!(world.mails(CLARA, "Un contrat").is_empty());
        world.clock.pass(HOUR + MINUTE);
        while world.mails(CLARA, "Un contrat").is_empty() {
            world.server.announce().await.unwrap();
            world.server.send_mails().await.unwrap();
            tokio::task::yield_now().await;
        }
        let mail = world.mail(CLARA, "Un contrat à signer").await;
        assert!(mail.contains("C1_00 — THE EU par l’agence BARRE — avant la fin du 25/11/2026"), "{mail}");
        assert_eq!(world.server.announce().await.unwrap(), 0, "once a day");

        // One click in the mail program stops them (RFC 8058), a look at the link alone does not.
        let address = mail.split_whitespace().find(|word| word.contains("/unsubscribe/")).unwrap();
        let path = address.strip_prefix(&world.server.url()).unwrap();
        assert_eq!(world.call(Method::GET, path).send().await.unwrap().status(), 200);
        let access = world.sign_in(CLARA).await.access_token;
        let account = async || -> serde_json::Value {
            let answer = world.call(Method::GET, "/v1/account").bearer_auth(&access).send().await.unwrap();
            answer.json().await.unwrap()
        };
        assert_eq!(account().await["mails"]["reminders"], true);
        let click = world.call(Method::POST, path).form(&[("List-Unsubscribe", "One-Click")]).send().await.unwrap();
        assert_eq!(click.status(), 200);
        assert_eq!(account().await["mails"]["reminders"], false);
        assert_eq!(world.call(Method::POST, "/unsubscribe/cfu_made_up").send().await.unwrap().status(), 404);

        let mut facts = contract("C2_00");
        facts["term"] = json!({"starts_on": "2026-11-25", "ends_on": "2026-11-27"});
        world.deliver("C2", facts, pdf("two")).await;
        world.clock.pass(48 * HOUR);
        assert_eq!(world.server.announce().await.unwrap(), 0, "nobody wants it any more");
    }
}

#[tokio::test]
async fn an_agency_with_an_address_is_written_to_once_for_all_invoices_of_a_dispute() {
    for world in World::on_each_database().await {
        world.admin().set_agency_email("BARRE", "compta@barre.example").await.unwrap();
        for number in ["F1", "F2", "F3"] {
            world.deliver(number, invoice(number), pdf(number)).await;
        }
        let token = world.sign_in(CLARA).await.access_token;
        let documents = world.documents(&token).await;
        let what = json!({"status": "disputed", "reasons": ["QTE_ERR"], "comment": "Trois heures de trop"});
        lines(world.answer(&token, &request_id(1), what, &documents[..2]).await).await;
        let mail = world.mail("compta@barre.example", "2 factures en litige — THE EU").await;
        for part in ["Clara LEGER", "- F1", "- F2", "- Heures ou quantités erronées (QTE_ERR)", "Trois heures de trop"]
        {
            assert!(mail.contains(part), "{part} in {mail}");
        }
        lines(world.answer(&token, &request_id(2), json!({"status": "validated"}), &documents[2..]).await).await;
        world.server.send_mails().await.unwrap();
        assert_eq!(world.mails("compta@barre.example", "").len(), 1, "nothing is to be done about what was validated");
    }
}
