//! Documents as a server tells them, made by number.

use std::path::Path;

use coffreo_api::Facts;
use coffreo_api::changes::{DocumentLine, ScopeInfo};
use coffreo_desk::vault::{Operation, Vault, VaultKey};
use coffreo_desk::view::{Kind, ListQuery, Period, Sort, SortColumn};
use coffreo_domain::Sha256;
use jiff::civil::Date;
use serde_json::{Value, json};

pub const DAY: i64 = 86_400_000;
/// 2026-11-24T00:00:00Z.
pub const TODAY: i64 = 20_781 * DAY;

pub fn today() -> Date {
    coffreo_domain::Timestamp(TODAY).paris_day()
}

pub struct Office {
    pub folder: tempfile::TempDir,
    pub key: VaultKey,
    pub vault: Vault,
}

impl Office {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = VaultKey::random().unwrap();
        let vault = Vault::open(folder.path(), &key).unwrap();
        vault.apply(&[Operation::Know(scope("s0", "contract")), Operation::Know(scope("s1", "invoice"))]).unwrap();
        Self { folder, key, vault }
    }

    pub fn put(&self, lines: impl IntoIterator<Item = DocumentLine>) {
        let operations: Vec<Operation> = lines.into_iter().map(put).collect();
        self.vault.apply(&operations).unwrap();
    }

    pub fn reopen(self) -> Self {
        self.vault.close();
        let vault = Vault::open(self.folder.path(), &self.key).unwrap();
        Self { vault, ..self }
    }

    pub fn segment(&self, number: u32) -> std::path::PathBuf {
        self.folder.path().join("segments").join(format!("{number:06}.seg"))
    }
}

pub fn scope(id: &str, kind: &str) -> ScopeInfo {
    ScopeInfo {
        id: id.into(),
        company_id: "c".into(),
        company: "THE EU".into(),
        company_siret: "73282932000074".into(),
        agency_id: "a".into(),
        agency: "BARRE TRAVAIL TEMPORAIRE".into(),
        kind: kind.into(),
    }
}

pub fn put(line: DocumentLine) -> Operation {
    let scope = if line.facts.number().starts_with("FAC") { "s1" } else { "s0" };
    Operation::Put { scope: scope.into(), line: Box::new(line) }
}

/// One of several: many share their values, so that orders have ties.
pub fn line(i: i64) -> DocumentLine {
    let signed = i % 3 == 0;
    let original = hash(&pdf(i));
    let value = json!({
        "id": id(i),
        "n": i + 1,
        "state": if signed { "signed" } else { "pending" },
        "version": 1,
        "received_at": TODAY - (i * 7919 % 200) * (DAY / 5),
        "facts": if i % 4 == 3 { invoice(i) } else { contract(i) },
        "content": { "sha256": original.to_string(), "size": pdf(i).len() },
        "original_sha256": original.to_string(),
        "signature": signed.then(|| json!({ "signed_by": "Clara LEGER", "signed_at": TODAY + i % 5 })),
    });
    serde_json::from_value(value).unwrap()
}

pub fn id(i: i64) -> String {
    format!("00000000-0000-7000-8000-{i:012}")
}

pub fn pdf(i: i64) -> Vec<u8> {
    format!("%PDF-1.7 le salarié {i} rend ses chaussures de sécurité").repeat(20).into_bytes()
}

pub fn hash(bytes: &[u8]) -> Sha256 {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    Sha256(digest.as_ref().try_into().unwrap())
}

fn contract(i: i64) -> Value {
    let names = ["ROUSSEAU", "Émile", "emile", "Œuvrard", "martin", "Zoé"];
    let qualifications = ["Horloger", "Cariste", "Soudeur"];
    json!({
        "kind": "contract",
        "number": format!("CMDE-BT1-{:03}_00", i % 50),
        "department": (i % 2 == 0).then_some("Département technique"),
        "employee": { "first_name": "Anaïs", "last_name": names[(i % 6) as usize] },
        "qualification": qualifications[(i % 3) as usize],
        "recourse": { "ground": "L1251-6-2", "justification": "Accroissement temporaire d'activité" },
        "term": { "starts_on": format!("2026-11-{:02}", 1 + i % 9), "ends_on": (i % 5 > 0).then(|| format!("2026-12-{:02}", 1 + i % 7)) },
        "pay_rate": 1200 + i % 4 * 100,
        "bill_rate": 3200 - i % 7,
        "position": { "status": "non_executive", "characteristics": "Réglage de montres" },
        "site": { "street": "1 rue", "postcode": "58800", "city": "CORBIGNY" },
    })
}

fn invoice(i: i64) -> Value {
    json!({
        "kind": "invoice",
        "number": format!("FAC-{}", i % 40),
        "issued_on": "2026-10-27",
        "due_on": format!("2026-11-{:02}", 1 + i % 20),
        "week": { "year": 2026, "week": 1 + i % 50 },
        "reference": (i % 3 > 0).then(|| format!("BC{}", i % 5)),
        "net": 100 * (i % 10), "vat": 20 * (i % 10), "gross": 120 * (i % 10),
    })
}

pub fn query(kind: Kind) -> ListQuery {
    ListQuery {
        kind,
        pending: true,
        archived: true,
        period: Period::All,
        criteria: Vec::new(),
        search: String::new(),
        sort: Sort { column: SortColumn::Received, descending: true },
        after: None,
        limit: 100,
    }
}

pub fn kind_of(line: &DocumentLine) -> Kind {
    match line.facts {
        Facts::Contract(_) => Kind::Contract,
        Facts::Invoice(_) => Kind::Invoice,
    }
}

/// Every file below a folder with its bytes.
pub fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path))
        } else {
            found.push((path.clone(), std::fs::read(path).unwrap()))
        }
    }
    found
}
