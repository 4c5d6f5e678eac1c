//! The store's story of links, computers, second factors and mails, told on SQLite and on PostgreSQL.

use coffreo_api::account::Language;
use coffreo_domain::{AgencyId, CompanyId, DocumentId, DocumentKind, PersonId, Sha256, Timestamp};
use coffreo_server::config::Database;
use coffreo_server::edge::new_id;
use coffreo_server::events::Events;
use coffreo_server::mail::Letter;
use coffreo_server::store::{
    Agency, Company, LinkKind, Membership, NewDocument, NewSession, Outbox, Person, Store, StoreError, StoredLink,
};

use crate::world::{databases, rights};

const NOW: Timestamp = Timestamp(1_795_514_400_000);

#[tokio::test]
async fn the_store_keeps_what_people_have_of_their_own_on_both_databases() {
    let folder = tempfile::tempdir().unwrap();
    for database in databases(folder.path()).await {
        eprintln!("{database:?}");
        story(&database).await;
    }
}

fn person(name: &str) -> Person {
    let email = format!("{name}@the-eu.example");
    Person {
        id: PersonId(new_id(NOW)),
        email,
        name: name.into(),
        password_hash: None,
        phone: None,
        language: Language::Fr,
    }
}

async fn story(database: &Database) {
    let events = Events::default();
    let store = Store::open(database, events.clone()).await.unwrap();
    let (clara, paul) = (person("clara"), person("paul"));
    let mut tx = store.begin().await.unwrap();
    tx.insert_person(&clara, NOW).await.unwrap();
    tx.insert_person(&paul, NOW).await.unwrap();

    // A link is used once and for a time; the newer one ends the older.
    let link = |expires_at| StoredLink {
        person: clara.id,
        kind: LinkKind::Invitation,
        email: clara.email.clone(),
        expires_at,
        used_at: None,
    };
    tx.insert_link("old", &link(NOW.plus(10)), NOW).await.unwrap();
    tx.expire_links(clara.id, LinkKind::Reset, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.link("old").await.unwrap(), Some(link(NOW.plus(10))));
    let mut tx = store.begin().await.unwrap();
    tx.expire_links(clara.id, LinkKind::Invitation, NOW).await.unwrap();
    tx.insert_link("new", &link(NOW.plus(10)), NOW).await.unwrap();
    assert!(!tx.use_link("old", NOW).await.unwrap() && !tx.use_link("new", NOW.plus(10)).await.unwrap());
    assert!(tx.use_link("new", NOW).await.unwrap() && !tx.use_link("new", NOW).await.unwrap());
    assert_eq!(tx.sweep_links(NOW, 10).await.unwrap(), 1);

    // A first password is set once. Terms, data and a change of address; an address is taken once.
    tx.set_first_password(clara.id, "hash").await.unwrap();
    assert!(matches!(tx.set_first_password(clara.id, "other").await, Err(StoreError::LostRace)));
    tx.accept_terms(clara.id, "2026-11", NOW).await.unwrap();
    assert_eq!(tx.confirm_address(clara.id, true, NOW).await.unwrap(), None);
    tx.put_address_change(clara.id, "wrong@the-eu.example", NOW).await.unwrap();
    tx.put_address_change(clara.id, "new@the-eu.example", NOW).await.unwrap();
    assert!(!tx.confirm_address(clara.id, true, NOW).await.unwrap().unwrap().complete);
    tx.commit().await.unwrap();
    let mut account = store.account(clara.id).await.unwrap().unwrap();
    assert_eq!(account.terms, Some(("2026-11".into(), NOW)));
    assert_eq!(account.pending_email.as_deref(), Some("new@the-eu.example"));
    account.person.phone = Some("+33612345678".into());
    account.person.language = Language::En;
    account.wants_news = false;
    let mut tx = store.begin().await.unwrap();
    tx.update_account(&account).await.unwrap();
    let change = tx.confirm_address(clara.id, false, NOW).await.unwrap().unwrap();
    assert!(change.complete);
    tx.set_email(clara.id, &change.new_email).await.unwrap();
    let token = tx.mail_token(clara.id, "one").await.unwrap();
    assert_eq!((token.as_str(), tx.mail_token(clara.id, "two").await.unwrap().as_str()), ("one", "one"));
    tx.commit().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    assert!(matches!(tx.set_email(clara.id, &paul.email).await, Err(StoreError::Exists(_))));
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    assert!(tx.unsubscribe("one").await.unwrap() && !tx.unsubscribe("two").await.unwrap());
    tx.commit().await.unwrap();
    let account = store.account(clara.id).await.unwrap().unwrap();
    assert_eq!((account.person.email.as_str(), account.person.language), ("new@the-eu.example", Language::En));
    assert!(account.pending_email.is_none() && !account.wants_news && !account.wants_reminders);

    // A second factor waits to be confirmed; each step and each recovery code is taken once.
    let mut tx = store.begin().await.unwrap();
    assert!(matches!(tx.confirm_second_factor(clara.id, 1).await, Err(StoreError::LostRace)));
    tx.put_pending_second_factor(clara.id, "SECRET").await.unwrap();
    assert_eq!(tx.second_factor(clara.id).await.unwrap().secret, None);
    tx.confirm_second_factor(clara.id, 5).await.unwrap();
    assert!(matches!(tx.put_pending_second_factor(clara.id, "OTHER").await, Err(StoreError::LostRace)));
    assert!(!tx.take_step(clara.id, 5).await.unwrap() && tx.take_step(clara.id, 6).await.unwrap());
    tx.insert_recovery_codes(clara.id, &["a".into(), "b".into()]).await.unwrap();
    assert!(!tx.take_recovery_code(paul.id, "a", NOW).await.unwrap());
    assert!(tx.take_recovery_code(clara.id, "a", NOW).await.unwrap());
    assert!(!tx.take_recovery_code(clara.id, "a", NOW).await.unwrap());
    assert!(tx.remove_second_factor(clara.id).await.unwrap() && !tx.remove_second_factor(clara.id).await.unwrap());
    assert!(!tx.take_recovery_code(clara.id, "b", NOW).await.unwrap());

    // Computers are known to their person; what ends elsewhere forgets its own.
    for (id, device) in [("s1", "d1"), ("s2", "d2"), ("s3", "d1")] {
        tx.put_device(clara.id, device, NOW).await.unwrap();
        let session = NewSession {
            id: id.into(),
            person: clara.id,
            device: "laptop".into(),
            address: "192.0.2.1".into(),
            device_hash: Some(device.into()),
        };
        tx.insert_session(&session, NOW.plus(1)).await.unwrap();
    }
    assert_eq!(tx.count_devices(clara.id).await.unwrap(), 2);
    assert!(tx.knows_device(clara.id, "d1").await.unwrap() && !tx.knows_device(paul.id, "d1").await.unwrap());
    tx.forget_device(clara.id, "s3", "s1").await.unwrap();
    tx.forget_device(clara.id, "s2", "s1").await.unwrap();
    tx.end_other_sessions(clara.id, "s1", NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert!(store.knows_device(clara.id, "d1").await.unwrap() && !store.knows_device(clara.id, "d2").await.unwrap());
    let open = store.open_sessions(clara.id, NOW).await.unwrap();
    assert_eq!(open.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["s1"]);
    let mut tx = store.begin().await.unwrap();
    tx.forget_other_devices(clara.id, "").await.unwrap();
    tx.put_device(clara.id, "d3", NOW).await.unwrap();
    assert_eq!(tx.sweep_devices(NOW.plus(1), 10).await.unwrap(), 1);

    // A mail is taken by one, emptied once sent, given up, revived.
    tx.queue_mail(&clara.email, Language::Fr, &Letter::AddressInUse, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let due = store.due_mails(NOW, 10).await.unwrap().remove(0);
    assert_eq!(due.key.target, clara.email);
    let mut tx = store.begin().await.unwrap();
    assert!(tx.take_message(Outbox::Mails, &due.key, NOW.plus(5)).await.unwrap());
    assert!(!tx.take_message(Outbox::Mails, &due.key, NOW.plus(5)).await.unwrap());
    tx.message_failed(Outbox::Mails, &due.key, "answered 550", None, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.dead_mails().await.unwrap()[0].error, "answered 550");
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.revive_messages(Outbox::Mails, Some("other"), NOW).await.unwrap(), 0);
    assert_eq!(tx.revive_messages(Outbox::Mails, None, NOW).await.unwrap(), 1);
    tx.message_delivered(Outbox::Mails, &due.key, NOW).await.unwrap();
    assert_eq!(tx.sweep_messages(Outbox::Mails, NOW.plus(1), 10).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert!(store.due_mails(NOW.plus(100), 10).await.unwrap().is_empty());

    of_documents(&store, &clara).await;
    store.close().await;
    events.close();
}

/// News and reminders are due once, for those who see the scope, have joined and want them.
async fn of_documents(store: &Store, clara: &Person) {
    let agency = Agency { id: AgencyId(new_id(NOW)), name: "BARRE".into() };
    let company = Company { id: CompanyId(new_id(NOW)), siret: "73282932000074".into(), name: "THE EU".into() };
    let mut tx = store.begin().await.unwrap();
    tx.insert_agency(&agency, NOW).await.unwrap();
    tx.insert_company(&company, NOW).await.unwrap();
    assert_eq!(tx.agency_email(agency.id).await.unwrap(), None);
    tx.set_agency_email(agency.id, "a@barre.example").await.unwrap();
    assert_eq!(tx.agency_email(agency.id).await.unwrap().as_deref(), Some("a@barre.example"));
    let mut membership = Membership {
        person: clara.id,
        company: company.id,
        agency: agency.id,
        rights: rights("S"),
        confirmed_at: None,
    };
    tx.put_membership(&membership, NOW).await.unwrap();
    assert_eq!(tx.assigned(clara.id).await.unwrap()[0].agency, "BARRE");
    tx.commit().await.unwrap();
    assert_eq!(store.assigned(clara.id).await.unwrap()[0].company, "THE EU");
    membership.confirmed_at = Some(NOW);
    let mut tx = store.begin().await.unwrap();
    tx.put_membership(&membership, NOW).await.unwrap();
    let mark = tx.advance_scope(company.id, agency.id, DocumentKind::Contract, NOW).await.unwrap();
    let document = DocumentId(new_id(NOW));
    let new = NewDocument {
        reference: "R1".into(),
        number: "C_00".into(),
        facts: "{}".into(),
        original: Sha256([1; 32]),
        original_size: 100,
        received_at: NOW,
    };
    tx.insert_document(agency.id, document, mark, &new).await.unwrap();
    tx.note_news(mark.scope, mark.n, NOW, NOW.plus(10), 100).await.unwrap();
    tx.note_news(mark.scope, mark.n + 1, NOW.plus(5), NOW.plus(15), 100).await.unwrap();
    tx.set_deadline(document, NOW.plus(50), Some(NOW.plus(20))).await.unwrap();
    tx.commit().await.unwrap();
    assert!(store.due_news(NOW.plus(9), 10).await.unwrap().is_empty());
    let news = store.due_news(NOW.plus(10), 10).await.unwrap().remove(0);
    assert_eq!((news.from_n, news.from_at), (mark.n, NOW), "from the first on");
    let mut tx = store.begin().await.unwrap();
    assert!(tx.take_news(&news, NOW.plus(10)).await.unwrap() && !tx.take_news(&news, NOW.plus(10)).await.unwrap());
    assert_eq!(tx.count_news(&news).await.unwrap(), 1);
    tx.note_news(mark.scope, 2, NOW.plus(11), NOW.plus(21), 100).await.unwrap();
    tx.commit().await.unwrap();
    assert!(store.due_news(NOW.plus(109), 10).await.unwrap().is_empty());
    assert_eq!(store.due_news(NOW.plus(110), 10).await.unwrap().len(), 1);

    assert!(store.due_reminders(NOW.plus(19), 10).await.unwrap().is_empty());
    let reminder = store.due_reminders(NOW.plus(20), 10).await.unwrap().remove(0);
    assert_eq!((reminder.number.as_str(), reminder.pending), ("C_00", true));
    let mut tx = store.begin().await.unwrap();
    assert!(tx.take_reminder(&reminder, Some(NOW.plus(30))).await.unwrap());
    assert!(!tx.take_reminder(&reminder, None).await.unwrap());
    let mut account = store.account(clara.id).await.unwrap().unwrap();
    (account.wants_news, account.wants_reminders) = (true, false);
    tx.update_account(&account).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.readers(mark.scope, false, NOW).await.unwrap().len(), 1);
    assert!(store.readers(mark.scope, true, NOW).await.unwrap().is_empty());
}
