//! What waits: for a signature that is under way, and for the person on the home page.

use coffreo_api::Facts;
use coffreo_api::signatures::RefusalReason;
use coffreo_desk::vault::Operation;
use coffreo_desk::view::{BatchState, Kind, SignOutcome};

use crate::office::{DAY, Office, TODAY, id, kind_of, line, put, scope};

fn states(office: &Office) -> Vec<BatchState> {
    office.vault.signing().unwrap().into_iter().map(|document| document.state).collect()
}

#[test]
fn a_signing_outlives_the_app_and_claims_nothing_it_was_not_told() {
    let office = Office::new();
    office.put((0..40).map(line));
    let ids = [1, 2, 4, 5, 8].map(id);
    office.vault.begin_signing(&ids).unwrap();
    office.vault.signing_sent(&ids[..3]).unwrap();
    let signed = SignOutcome::Signed { id: id(1), at: TODAY };
    let refused = SignOutcome::Refused { id: id(2), reason: RefusalReason::SealingFailed };
    office.vault.signing_answered(&[signed, refused, SignOutcome::Unknown { id: id(4) }]).unwrap();
    let office = office.reopen();
    let expected = [
        BatchState::Signed { at: TODAY },
        BatchState::Refused { reason: RefusalReason::SealingFailed },
        BatchState::Unknown,
        BatchState::Waiting,
        BatchState::Waiting,
    ];
    assert_eq!(states(&office), expected);
    // It is tried again: the lost answer stays lost until somebody says.
    office.vault.begin_signing(&ids[1..]).unwrap();
    assert_eq!(states(&office), [BatchState::Waiting, BatchState::Unknown, BatchState::Waiting, BatchState::Waiting]);
    // The server did not take it.
    office.vault.signing_sent(&ids[3..]).unwrap();
    office.vault.signing_not_sent(&ids[3..]).unwrap();
    assert_eq!(states(&office)[2..], [BatchState::Waiting, BatchState::Waiting]);
    office.vault.forget_signing().unwrap();
    assert!(office.vault.signing().unwrap().is_empty());
}

#[test]
fn what_was_refused_is_told_until_it_is_tried_again_or_forgotten() {
    let office = Office::new();
    office.put((0..10).map(line));
    let ids = [1, 2, 4].map(id);
    office.vault.begin_signing(&ids).unwrap();
    office.vault.signing_sent(&ids[..2]).unwrap();
    let signed = SignOutcome::Signed { id: id(1), at: TODAY };
    let refused = SignOutcome::Refused { id: id(2), reason: RefusalReason::Changed };
    office.vault.signing_answered(&[signed, refused]).unwrap();
    // The signing was stopped and goes on with what waits.
    office.vault.begin_signing(&ids[2..]).unwrap();
    assert_eq!(states(&office), [BatchState::Waiting, BatchState::Refused { reason: RefusalReason::Changed }]);
    office.vault.begin_signing(&ids[1..2]).unwrap();
    assert_eq!(states(&office), [BatchState::Waiting]);
}

#[test]
fn what_was_sent_and_is_archived_was_signed_and_what_is_gone_is_still_named() {
    let office = Office::new();
    office.put((0..10).map(line));
    let ids = [1, 2, 4].map(id);
    office.vault.begin_signing(&ids).unwrap();
    office.vault.signing_sent(&ids).unwrap();
    let mut archived = line(1);
    archived.state = line(0).state;
    archived.signature = line(0).signature;
    archived.n = 100;
    let gone = Operation::Forget { scope: "s0".into(), id: id(2) };
    office.vault.apply(&[put(archived), gone]).unwrap();
    let already = SignOutcome::Refused { id: id(1), reason: RefusalReason::AlreadySigned };
    office.vault.signing_answered(&[already]).unwrap();
    let documents = office.vault.signing().unwrap();
    assert!(matches!(documents[0].state, BatchState::Signed { .. }));
    assert_eq!((documents[1].row.is_none(), &*documents[1].number), (true, "CMDE-BT1-002_00"));
    assert_eq!(documents[1].state, BatchState::Unknown);
}

#[test]
fn the_home_page_counts_what_waits_as_one_would_by_hand() {
    let office = Office::new();
    office.vault.apply(&[Operation::Know(scope("s2", "contract"))]).unwrap();
    let lines: Vec<_> = (0..300).map(line).collect();
    office.put(lines.iter().cloned());
    for now in [TODAY - 30 * DAY, TODAY - 15 * DAY, TODAY] {
        let day = coffreo_domain::Timestamp(now).paris_day();
        let waiting = office.vault.waiting(now, day).unwrap();
        let of = |kind| waiting.iter().find(|one| one.kind == kind).unwrap();
        let invoices: Vec<_> =
            lines.iter().filter(|line| kind_of(line) == Kind::Invoice && line.signature.is_none()).collect();
        let facts = invoices.iter().filter_map(|line| match &line.facts {
            Facts::Invoice(invoice) => Some((invoice.due_on < day, invoice.gross)),
            Facts::Contract(_) => None,
        });
        let late: Vec<i64> = facts.clone().filter(|(late, _)| *late).map(|(_, gross)| gross).collect();
        assert_eq!(of(Kind::Invoice).documents, invoices.len() as i64);
        assert_eq!(of(Kind::Invoice).gross, facts.map(|(_, gross)| gross).sum::<i64>());
        assert_eq!((of(Kind::Invoice).late, of(Kind::Invoice).late_gross), (late.len() as i64, late.iter().sum()));
        let counts = office.vault.counts(now).unwrap()[0];
        assert_eq!((of(Kind::Contract).documents, of(Kind::Contract).late), (counts.pending, counts.late));
        assert!(of(Kind::Contract).next_deadline.is_none_or(|next| next > now));
    }
}
