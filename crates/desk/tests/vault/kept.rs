//! PDF bytes: kept through cuts, damaged loudly, given back when they are nobody's.

use std::io::Write as _;

use coffreo_desk::vault::{Meta, Operation, Vault, VaultError};

use crate::listed::store_all;
use crate::office::{Office, hash, id, line, pdf, today};

#[test]
fn what_was_kept_is_there_after_opening_again() {
    let office = Office::new();
    office.put((0..30).map(line));
    store_all(&office.vault);
    office.vault.set_meta(&[(Meta::RefreshToken, Some("a token"))]).unwrap();
    let office = office.reopen();
    for i in 0..30 {
        assert_eq!(office.vault.content(hash(&pdf(i))).unwrap(), Some(pdf(i)));
        assert!(office.vault.document(&id(i)).unwrap().unwrap().available);
    }
    assert_eq!(office.vault.missing_count().unwrap(), 0);
    assert_eq!(office.vault.meta(Meta::RefreshToken).unwrap().as_deref(), Some("a token"));
    assert_eq!(office.vault.cursors().unwrap().len(), 2);
}

#[test]
fn a_torn_tail_is_cut_off_and_what_was_committed_stays() {
    let office = Office::new();
    office.put((0..5).map(line));
    store_all(&office.vault);
    let segment = office.segment(1);
    let whole = std::fs::metadata(&segment).unwrap().len();
    std::fs::File::options().append(true).open(&segment).unwrap().write_all(b"CFR1 half a record").unwrap();
    let office = office.reopen();
    assert_eq!(std::fs::metadata(&segment).unwrap().len(), whole);
    office.put((5..9).map(line));
    store_all(&office.vault);
    for i in 0..9 {
        assert_eq!(office.vault.content(hash(&pdf(i))).unwrap(), Some(pdf(i)));
    }
}

#[test]
fn damage_is_told_and_never_shown() {
    let office = Office::new();
    office.put((0..5).map(line));
    store_all(&office.vault);
    let segment = office.segment(1);
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    let damaged =
        (0..5).filter(|&i| matches!(office.vault.content(hash(&pdf(i))), Err(VaultError::Damaged(_)))).count();
    assert_eq!(damaged, 1);
    office.vault.close();
    std::fs::write(&segment, &bytes[..50]).unwrap();
    assert!(matches!(Vault::open(office.folder.path(), &office.key), Err(VaultError::Damaged(_))));
}

#[test]
fn a_lost_right_takes_its_documents_and_gives_their_room_back() {
    let office = Office::new();
    office.put((0..40).map(line));
    store_all(&office.vault);
    let before = std::fs::metadata(office.segment(1)).unwrap().len();
    office.vault.apply(&[Operation::Lose { scope: "s0".into() }]).unwrap();
    office.vault.reclaim().unwrap();
    assert_eq!(office.vault.cursors().unwrap().len(), 1);
    for i in 0..40 {
        let invoice = i % 4 == 3;
        assert_eq!(office.vault.document(&id(i)).unwrap().is_some(), invoice);
        assert_eq!(office.vault.content(hash(&pdf(i))).unwrap(), invoice.then(|| pdf(i)));
    }
    assert!(!office.segment(1).exists());
    assert!(std::fs::metadata(office.segment(2)).unwrap().len() < before / 2);
    let office = office.reopen();
    assert_eq!(office.vault.content(hash(&pdf(3))).unwrap(), Some(pdf(3)));
}

#[test]
fn a_replaced_document_takes_its_old_version_with_it() {
    let office = Office::new();
    office.put([line(1)]);
    store_all(&office.vault);
    office.vault.mark_opened(&id(1)).unwrap();
    let new = coffreo_api::changes::DocumentLine {
        n: 50,
        version: 2,
        content: line(2).content,
        original_sha256: line(2).original_sha256,
        ..line(1)
    };
    office.put([new]);
    assert_eq!(office.vault.content(hash(&pdf(1))).unwrap(), None);
    let standing = office.vault.standing(&id(1)).unwrap().unwrap();
    assert!(!standing.available && standing.original == hash(&pdf(2)));
    let asked = crate::office::query(coffreo_desk::view::Kind::Contract);
    let rows = office.vault.list(&asked, today()).unwrap().rows;
    let coffreo_desk::view::Row::Contract(row) = &rows[0] else { panic!("no contract") };
    assert!(!row.opened, "another version than was opened");
}

#[test]
fn what_is_told_twice_is_kept_once() {
    let office = Office::new();
    office.put((0..10).map(line));
    let again = office.vault.apply(&(0..10).map(line).map(crate::office::put).collect::<Vec<_>>()).unwrap();
    assert!(again.arrived.is_empty() && again.kinds.is_empty());
    let counts = office.vault.counts(0).unwrap();
    assert_eq!(counts.iter().map(|count| count.pending + count.archived).sum::<i64>(), 10);
}

#[test]
fn a_check_reads_everything_goes_on_where_it_was_cut_and_finds_damage() {
    let office = Office::new();
    office.put((0..120).map(line));
    store_all(&office.vault);
    office.vault.check_database().unwrap();
    assert!(office.vault.check_some_contents().unwrap());
    let office = office.reopen();
    assert!(office.vault.check_some_contents().unwrap());
    assert!(office.vault.check_some_contents().unwrap());
    assert!(!office.vault.check_some_contents().unwrap(), "all were read");
    let path = office.segment(1);
    let mut bytes = std::fs::read(&path).unwrap();
    for at in (100..bytes.len()).step_by(100) {
        bytes[at] ^= 1;
    }
    std::fs::write(&path, bytes).unwrap();
    let office = office.reopen();
    assert!(matches!(office.vault.check_some_contents(), Err(VaultError::Damaged(_))));
}
