//! One story for the store, told on SQLite and on PostgreSQL: every function of it has a step here.

use coffreo_api::account::Language;
use coffreo_domain::document::DocumentState;
use coffreo_domain::{AgencyId, CompanyId, DocumentId, DocumentKind, PersonId, Sha256, Timestamp};
use coffreo_server::config::Database;
use coffreo_server::edge::new_id;
use coffreo_server::events::{Events, Notice};
use coffreo_server::journal::Entry;
use coffreo_server::store::{
    Agency, Company, Membership, NewDocument, NewSession, NewSignature, Person, Store, StoreError, Viewer,
};

use crate::world::{databases, rights};

const NOW: Timestamp = Timestamp(1_795_514_400_000);

#[tokio::test]
async fn the_store_keeps_its_promises_on_both_databases() {
    let folder = tempfile::tempdir().unwrap();
    for database in databases(folder.path()).await {
        eprintln!("{database:?}");
        story(&database).await;
    }
}

/// Somebody, looking now.
fn now(person: PersonId) -> Viewer {
    Viewer { person, at: NOW }
}

fn new(reference: &str, content: u8) -> NewDocument {
    NewDocument {
        reference: reference.into(),
        number: "C_00".into(),
        facts: "{}".into(),
        original: Sha256([content; 32]),
        original_size: 100,
        received_at: NOW,
    }
}

async fn story(database: &Database) {
    let events = Events::default();
    let mut notices = events.listen();
    let store = Store::open(database, events.clone()).await.unwrap();
    store.check().await.unwrap();

    // Agencies, companies and people; names are taken once.
    let agency = Agency { id: AgencyId(new_id(NOW)), name: "BARRE".into() };
    let company = Company { id: CompanyId(new_id(NOW)), siret: "73282932000074".into(), name: "THE EU".into() };
    let clara = Person {
        id: PersonId(new_id(NOW)),
        email: "clara@the-eu.example".into(),
        name: "Clara LEGER".into(),
        password_hash: Some("hash".into()),
        phone: None,
        language: Language::Fr,
    };
    let mut tx = store.begin().await.unwrap();
    tx.insert_agency(&agency, NOW).await.unwrap();
    tx.insert_agency_key(agency.id, "key", "erp", "hash-of-key", NOW).await.unwrap();
    tx.insert_company(&company, NOW).await.unwrap();
    tx.insert_person(&clara, NOW).await.unwrap();
    tx.set_password(clara.id, "new hash").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.agency_by_key("hash-of-key").await.unwrap(), Some(agency.clone()));
    assert_eq!(store.agency_named("BARRE").await.unwrap(), store.agency_named(&agency.id.to_string()).await.unwrap());
    assert_eq!(store.company_by_siret("73282932000074").await.unwrap(), Some(company.clone()));
    assert_eq!(store.person(clara.id).await.unwrap().unwrap().password_hash.as_deref(), Some("new hash"));
    assert!(store.person_by_email("nobody@the-eu.example").await.unwrap().is_none());
    let mut tx = store.begin().await.unwrap();
    assert!(matches!(tx.insert_agency(&agency, NOW).await, Err(StoreError::Exists(_))));
    drop(tx);

    // A revoked key opens nothing, and is revoked once.
    let mut tx = store.begin().await.unwrap();
    assert!(tx.revoke_agency_key(agency.id, "key", NOW).await.unwrap());
    assert!(!tx.revoke_agency_key(agency.id, "key", NOW).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(store.agency_by_key("hash-of-key").await.unwrap(), None);
    assert_eq!(store.agency_keys(agency.id).await.unwrap()[0].revoked_at, Some(NOW));

    // A transaction that is dropped leaves nothing, not even a notice.
    let mut tx = store.begin().await.unwrap();
    tx.advance_scope(company.id, agency.id, DocumentKind::Contract, NOW).await.unwrap();
    tx.announce(Notice::LookAgain);
    drop(tx);

    // A delivery; before the relation is confirmed nobody sees it.
    let id = DocumentId(new_id(NOW));
    let mut tx = store.begin().await.unwrap();
    let mark = tx.advance_scope(company.id, agency.id, DocumentKind::Contract, NOW).await.unwrap();
    assert_eq!(mark.n, 1);
    tx.insert_document(agency.id, id, mark, &new("R1", 1)).await.unwrap();
    tx.record(NOW, &[Entry::delivered(id, agency.id, 1, Sha256([1; 32]))]).await.unwrap();
    let moved =
        Notice::Moved { scope: mark.scope, company: company.id, agency: agency.id, kind: DocumentKind::Contract, n: 1 };
    tx.announce(moved);
    tx.commit().await.unwrap();
    assert_eq!(notices.recv().await.unwrap(), moved);
    let mut membership = Membership {
        person: clara.id,
        company: company.id,
        agency: agency.id,
        rights: rights("S"),
        confirmed_at: None,
    };
    for confirmed_at in [None, Some(NOW)] {
        membership.confirmed_at = confirmed_at;
        let mut tx = store.begin().await.unwrap();
        tx.put_membership(&membership, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let sees = usize::from(confirmed_at.is_some());
        assert_eq!(store.visible_scopes(now(clara.id)).await.unwrap().len(), sees);
        assert_eq!(store.visible_documents(now(clara.id), &[id]).await.unwrap().len(), sees);
        assert_eq!(store.documents_after(now(clara.id), mark.scope, 0, 10).await.unwrap().len(), sees);
        assert_eq!(store.visible_content(now(clara.id), Sha256([1; 32])).await.unwrap().is_some(), sees == 1);
    }
    assert_eq!(store.memberships(clara.id).await.unwrap(), std::slice::from_ref(&membership));
    assert!(store.documents_after(now(clara.id), mark.scope, 1, 10).await.unwrap().is_empty());

    // A reference is taken once; a new version takes the old one's place, unless somebody was quicker.
    let mut tx = store.begin().await.unwrap();
    let mark = tx.advance_scope(company.id, agency.id, DocumentKind::Contract, NOW).await.unwrap();
    let taken = tx.insert_document(agency.id, DocumentId(new_id(NOW)), mark, &new("R1", 2)).await;
    assert!(matches!(taken, Err(StoreError::LostRace)));
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    let mut found = tx.agency_document(agency.id, "R1").await.unwrap().unwrap();
    found.document.replace(Sha256([2; 32])).unwrap();
    let mark = tx.advance_scope(company.id, agency.id, DocumentKind::Contract, NOW).await.unwrap();
    tx.replace_document(agency.id, &found.document, mark, &new("R1", 2)).await.unwrap();
    let again = tx.replace_document(agency.id, &found.document, mark, &new("R1", 2)).await;
    assert!(matches!(again, Err(StoreError::LostRace)));
    tx.commit().await.unwrap();
    assert_eq!(store.visible_content(now(clara.id), Sha256([1; 32])).await.unwrap(), None);

    // A signature, once, of the version that was shown, with its outcome.
    let stored = store.agency_document(agency.id, "R1").await.unwrap().unwrap();
    assert_eq!((stored.document.version, stored.n, &stored.company_name), (2, 2, &company.name));
    let mut tx = store.begin().await.unwrap();
    let asked = Sha256([8; 32]);
    assert_eq!(tx.open_request(clara.id, "request", asked, NOW).await.unwrap(), asked);
    assert_eq!(tx.open_request(clara.id, "request", Sha256([9; 32]), NOW).await.unwrap(), asked);
    let mut signature = NewSignature {
        document: id,
        version: 1,
        n: tx.advance_scope_by(stored.scope, 1).await.unwrap(),
        person: clara.id,
        signed_by: clara.name.clone(),
        mandate: None,
        request_id: "request".into(),
        consent_version: "2026-11".into(),
        at: NOW,
        shown: Sha256([2; 32]),
        sealed: Sha256([3; 32]),
        sealed_size: 120,
    };
    assert!(matches!(tx.mark_signed(&signature).await, Err(StoreError::LostRace)), "another version was shown");
    signature.version = 2;
    tx.mark_signed(&signature).await.unwrap();
    assert!(matches!(tx.mark_signed(&signature).await, Err(StoreError::LostRace)), "it is signed already");
    tx.insert_signatures(std::slice::from_ref(&signature)).await.unwrap();
    tx.insert_outcomes(clara.id, "request", &[(id, "{}".into())]).await.unwrap();
    tx.insert_outcomes(clara.id, "request", &[(id, "{\"late\":1}".into())]).await.unwrap();
    let entry = Entry::signed(&signature, None);
    tx.record(NOW, &[entry.clone(), entry]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.outcomes(clara.id, "request").await.unwrap(), [(id, "{}".into())]);
    let signed = store.visible_documents(now(clara.id), &[id]).await.unwrap().remove(0);
    assert!(matches!(signed.document.state, DocumentState::Signed(_)));
    assert_eq!((signed.n, signed.signature.unwrap().signed_by), (3, clara.name.clone()));
    assert_eq!(store.visible_content(now(clara.id), Sha256([3; 32])).await.unwrap(), Some(120));
    assert_eq!(store.verify_journal().await.unwrap(), 3);

    // Of the files, those that a row names are known.
    let named = store.named_files(&[Sha256([2; 32]), Sha256([3; 32]), Sha256([9; 32])]).await.unwrap();
    assert_eq!(named, [Sha256([2; 32]), Sha256([3; 32])].into());
    assert_eq!(store.all_named_files().await.unwrap().len(), 2);

    // A signed document is withdrawn by nobody; a pending one is, once.
    let pending = DocumentId(new_id(NOW));
    let mut tx = store.begin().await.unwrap();
    let n = tx.advance_scope_by(stored.scope, 1).await.unwrap();
    let late = tx.withdraw_document(agency.id, &stored.document, n, NOW).await;
    assert!(matches!(late, Err(StoreError::LostRace)));
    let mark = tx.advance_scope(company.id, agency.id, DocumentKind::Contract, NOW).await.unwrap();
    tx.insert_document(agency.id, pending, mark, &new("R2", 4)).await.unwrap();
    let found = tx.agency_document(agency.id, "R2").await.unwrap().unwrap();
    let n = tx.advance_scope_by(stored.scope, 1).await.unwrap();
    tx.withdraw_document(agency.id, &found.document, n, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.visible_content(now(clara.id), Sha256([4; 32])).await.unwrap(), None);

    // Sessions and tokens.
    let mut tx = store.begin().await.unwrap();
    let session = NewSession {
        id: "session".into(),
        person: clara.id,
        device: "laptop".into(),
        address: "192.0.2.1".into(),
        device_hash: Some("device".into()),
    };
    tx.insert_session(&session, NOW).await.unwrap();
    tx.insert_access("session", "access", NOW.plus(10)).await.unwrap();
    tx.insert_refresh("session", "one", None, NOW.plus(100)).await.unwrap();
    tx.use_refresh("one", NOW).await.unwrap();
    assert!(matches!(tx.use_refresh("one", NOW).await, Err(StoreError::LostRace)));
    tx.insert_refresh("session", "two", Some("one"), NOW.plus(200)).await.unwrap();
    assert!(!tx.refresh_row("one").await.unwrap().unwrap().followed);
    tx.use_refresh("two", NOW).await.unwrap();
    assert!(tx.refresh_row("one").await.unwrap().unwrap().followed);
    tx.touch_session("session", "192.0.2.2", NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.session_of_access("access", NOW).await.unwrap().unwrap().person, clara.id);
    assert_eq!(store.session_of_access("access", NOW.plus(10)).await.unwrap(), None);
    assert!(store.session_lives(clara.id, "session").await.unwrap());
    let mut tx = store.begin().await.unwrap();
    tx.delete_expired_access("session", NOW.plus(10)).await.unwrap();
    tx.delete_expired_refresh("session", NOW.plus(100)).await.unwrap();
    assert!(tx.refresh_row("one").await.unwrap().is_none() && tx.refresh_row("two").await.unwrap().is_some());
    assert!(!tx.end_session(PersonId(new_id(NOW)), "session", NOW).await.unwrap());
    tx.commit().await.unwrap();
    assert!(store.session_lives(clara.id, "session").await.unwrap(), "somebody else's end is no end");
    let mut tx = store.begin().await.unwrap();
    tx.end_sessions(clara.id, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!store.session_lives(clara.id, "session").await.unwrap());

    // Attempts are spent, told when due, given back and forgiven.
    let mut tx = store.begin().await.unwrap();
    for _ in 0..2 {
        assert_eq!(tx.spend_attempt("bucket", 2, 1000, NOW).await.unwrap(), Ok(()));
    }
    assert_eq!(tx.spend_attempt("bucket", 2, 1000, NOW).await.unwrap(), Err(NOW.plus(1000)));
    tx.return_attempts("bucket", 1, 1000).await.unwrap();
    assert_eq!(tx.spend_attempt("bucket", 2, 1000, NOW).await.unwrap(), Ok(()));
    assert_eq!(tx.spend_attempt("bucket", 2, 1000, NOW.plus(5000)).await.unwrap(), Ok(()));
    tx.commit().await.unwrap();
    assert_eq!(store.buckets_in_use(NOW).await.unwrap(), 1);
    let mut tx = store.begin().await.unwrap();
    tx.clear_attempts("bucket").await.unwrap();
    assert!(tx.delete_membership(clara.id, company.id, agency.id).await.unwrap());
    assert!(!tx.delete_membership(clara.id, company.id, agency.id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(store.buckets_in_use(NOW).await.unwrap(), 0);
    assert!(store.visible_scopes(now(clara.id)).await.unwrap().is_empty());
    store.close().await;
    events.close();

    rewriting_and_newer_schemas_are_noticed(database).await;
}

async fn rewriting_and_newer_schemas_are_noticed(database: &Database) {
    use sqlx::{AnyConnection, Connection};
    let url = match database {
        Database::Sqlite(path) => format!("sqlite:{}", path.display()),
        Database::Postgres(url) => url.clone(),
    };
    let mut raw = AnyConnection::connect(&url).await.unwrap();
    let rewrite = "UPDATE journal SET body = 'rewritten' WHERE seq = 2";
    let refused = sqlx::query(rewrite).execute(&mut raw).await.unwrap_err();
    assert!(refused.to_string().contains("append-only"), "{refused}");
    let disarm = match database {
        Database::Sqlite(_) => "DROP TRIGGER journal_stays",
        Database::Postgres(_) => "DROP TRIGGER journal_stays ON journal",
    };
    sqlx::query(disarm).execute(&mut raw).await.unwrap();
    sqlx::query(rewrite).execute(&mut raw).await.unwrap();
    let store = Store::open(database, Events::default()).await.unwrap();
    assert!(matches!(store.verify_journal().await, Err(StoreError::Damaged("journal"))));
    store.close().await;
    sqlx::query("INSERT INTO schema_version (version) VALUES (999)").execute(&mut raw).await.unwrap();
    let newer = Store::open(database, Events::default()).await;
    assert!(matches!(newer, Err(StoreError::NewerSchema { found: 999, .. })));
}
