//! Documents by number, much alike, as agencies' are.

use coffreo_api::changes::{DocumentLine, ScopeInfo};
use coffreo_domain::Sha256;
use serde_json::json;

pub const DAY: i64 = 86_400_000;
/// 2026-11-24T00:00:00Z.
pub const TODAY: i64 = 20_781 * DAY;

pub fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 24)
}

/// The scopes: one an agency.
pub const SCOPES: i64 = 12;

pub fn scopes() -> impl Iterator<Item = ScopeInfo> {
    let towns = ["MAGNY LORMES", "VÉZELAY", "CLAMECY", "AVALLON", "CORBIGNY", "LUZY"];
    (0..SCOPES).map(move |i| ScopeInfo {
        id: scope(i),
        company_id: "c".into(),
        company: "THE EU".into(),
        company_siret: "73282932000074".into(),
        agency_id: format!("a{i}"),
        agency: format!("BARRE TRAVAIL TEMPORAIRE {} {i}", towns[i as usize % 6]),
        kind: "contract".into(),
    })
}

pub fn scope(i: i64) -> String {
    format!("s{}", i % SCOPES)
}

/// Contracts as they came, one every half an hour up to today; one in twenty waits.
pub fn line(i: i64) -> DocumentLine {
    line_of(i, &pdf(i, 200))
}

pub fn line_of(i: i64, pdf: &[u8]) -> DocumentLine {
    let signed = i % 20 != 0;
    let sha256 = hash(pdf).to_string();
    let starts_on = day(i + i % 977);
    let names = ["ROUSSEAU", "LEGER", "MARTIN", "PETIT", "Œuvrard", "ÉTIENNE"];
    let value = json!({
        "id": format!("00000000-0000-7000-8000-{i:012}"),
        "n": i + 1,
        "state": if signed { "signed" } else { "pending" },
        "version": 1,
        "received_at": received_at(i),
        "facts": {
            "kind": "contract",
            "number": format!("CMDE-BT1-001-001-{i:06}_00"),
            "department": format!("Département technique {}", i % 13),
            "employee": { "title": "Mme", "first_name": format!("Anaïs {}", i % 97), "last_name": format!("{}{}", names[(i % 6) as usize], i % 1009) },
            "qualification": format!("Horloger {}", i % 41),
            "recourse": { "ground": "L1251-6-2", "justification": "Accroissement temporaire d'activité ou tâche occasionnelle" },
            "term": { "starts_on": starts_on.to_string(), "ends_on": day(i + 1000).to_string() },
            "pay_rate": 1200 + i % 800, "bill_rate": 2200 + i % 1500,
            "position": { "status": "non_executive", "characteristics": "Réparation et réglage de montres mécaniques" },
            "site": { "street": "140 route du Goulet", "postcode": "56580", "city": "CREDIN" },
        },
        "content": { "sha256": sha256, "size": pdf.len() },
        "original_sha256": sha256,
        "signature": signed.then(|| json!({ "signed_by": "Clara LEGER", "signed_at": TODAY })),
    });
    serde_json::from_value(value).unwrap_or_else(|error| unreachable!("the line is of the wire's form: {error}"))
}

pub fn received_at(i: i64) -> i64 {
    TODAY - 6 * 365 * DAY + i * (DAY / 48)
}

fn day(i: i64) -> jiff::civil::Date {
    coffreo_domain::Timestamp(received_at(i)).paris_day()
}

/// Bytes that look random, as compressed PDFs do.
pub fn pdf(i: i64, size: usize) -> Vec<u8> {
    let mut state = i as u64 ^ 0x9e37_79b9_7f4a_7c15;
    let mut bytes = b"%PDF-1.7 ".to_vec();
    while bytes.len() < size {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.extend_from_slice(&(state >> 13).to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

/// The text of a contract of two pages: about 3,000 characters.
pub fn text(i: i64) -> String {
    let mut text = format!("Contrat de mise à disposition. horlogerie{} Article 1. ", i % 1000);
    for sentence in 0..28 {
        text.push_str("Le salarié temporaire exécute sa mission selon les règles de l'entreprise utilisatrice, n° ");
        text.push_str(&((i.unsigned_abs() * 31 + sentence * 7) % 5000).to_string());
        text.push_str(". ");
    }
    text
}

pub fn hash(bytes: &[u8]) -> Sha256 {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    let mut sha256 = Sha256([0; 32]);
    sha256.0.copy_from_slice(digest.as_ref());
    sha256
}
