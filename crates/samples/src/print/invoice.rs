//! An invoice: its lines by worker and week, VAT, totals, where to pay.

use super::contract::two_boxes;
use super::flow::{Flow, MARGIN, MEASURE, title};
use super::table::{self, numbers, words};
use super::{amount, conditions, day, euros, spaced_siret};
use crate::bill::{Bill, Unit, VAT_PERCENT};
use crate::page::{BLACK, Page, Style, WHITE};
use crate::profile::{AgencyProfile, CompanyProfile, Frames};

/// Its sheets.
pub fn sheets(agency: &AgencyProfile, company: &CompanyProfile, bill: &Bill) -> Vec<Page> {
    let facts = &bill.facts;
    let mut flow = Flow::new(agency, format!("Facture n° {}", facts.number));
    let below = format!("N° {}  –  du {}  –  échéance le {}", facts.number, day(facts.issued_on), day(facts.due_on));
    title(&mut flow, "Facture", &below);
    let left = [
        format!("Semaine {}/{:02}", facts.week.year, facts.week.week),
        format!("Période du {} au {}", day(bill.from), day(bill.until)),
        format!("Votre référence : {}", facts.reference.as_deref().unwrap_or("–")),
        format!("Notre agence : {}", agency.name),
        format!("TVA intracommunautaire : {}", agency.vat_id()),
    ];
    let right = [
        company.name.to_owned(),
        company.street.to_owned(),
        format!("{} {}", company.postcode, company.city),
        format!("SIRET {}", spaced_siret(&company.siret)),
        format!("TVA intracommunautaire : {}", company.vat_id()),
    ];
    two_boxes(&mut flow, ("Références", &left), ("Facturé à", &right));
    flow.heading("Détail des prestations");
    lines(&mut flow, bill);
    totals(&mut flow, bill);
    bank(&mut flow, bill);
    conditions::print(&mut flow, conditions::INVOICE);
    flow.finish()
}

fn lines(flow: &mut Flow<'_>, bill: &Bill) {
    let mut before = "";
    let rows: Vec<Vec<String>> = bill
        .lines
        .iter()
        .map(|line| {
            let again = std::mem::replace(&mut before, &line.worker) == line.worker;
            let who = if again { String::new() } else { format!("{}\n{}", line.worker, line.contract) };
            let unit = match line.unit {
                Unit::Hours => "h",
                Unit::Pieces => "u",
            };
            let week = format!("{}/{:02}", bill.facts.week.year, bill.facts.week.week);
            vec![
                who,
                week,
                line.item.into(),
                format!("{} {unit}", amount(line.quantity)),
                amount(line.price),
                amount(line.amount),
            ]
        })
        .collect();
    table::draw(
        flow,
        &[
            words("Salarié / contrat", 5.0),
            words("Semaine", 1.7),
            words("Rubrique", 3.8),
            numbers("Quantité", 2.0),
            numbers("Prix unitaire H.T.", 1.9),
            numbers("Montant H.T.", 2.1),
        ],
        &rows,
    );
}

fn totals(flow: &mut Flow<'_>, bill: &Bill) {
    let facts = &bill.facts;
    flow.need(70.0);
    let (body, bold) = (flow.body(), flow.bold());
    let look = flow.agency.look;
    let top = flow.y + 4.0;
    let page = flow.page();
    let head = [("Taux de T.V.A.", 80.0), ("Base H.T.", 160.0), ("Montant T.V.A.", 240.0)];
    page.frame(MARGIN, top, 250.0, 30.0, 0.4, look.accent);
    for (name, x) in head {
        page.text_right(MARGIN + x, top + 11.0, Style { size: 7.4, ..bold }, name);
    }
    let values = [format!("{VAT_PERCENT},00 %"), amount(facts.net), amount(facts.vat)];
    for (value, (_, x)) in values.iter().zip(head) {
        page.text_right(MARGIN + x, top + 23.0, body, value);
    }
    let (right, left) = (MARGIN + MEASURE, MARGIN + MEASURE - 190.0);
    for (i, (name, sum)) in [("Total H.T.", facts.net), ("Total T.V.A.", facts.vat)].iter().enumerate() {
        let y = top + 10.0 + i as f32 * 14.0;
        page.text(left, y, body, *name);
        page.text_right(right - 6.0, y, body, &euros(*sum));
    }
    let (fill, ink) = if look.frames == Frames::Airy { (look.accent, WHITE) } else { (look.tint, BLACK) };
    page.fill(left - 6.0, top + 31.0, 196.0, 19.0, fill);
    let large = Style { size: 10.5, ..bold }.ink(ink);
    page.text(left, top + 44.0, large, "Net à payer T.T.C.");
    page.text_right(right - 6.0, top + 44.0, large, &euros(facts.gross));
    flow.y = top + 62.0;
}

fn bank(flow: &mut Flow<'_>, bill: &Bill) {
    let agency = flow.agency;
    let iban: Vec<String> =
        agency.iban.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    flow.heading("Règlement");
    flow.fields(
        2,
        &[
            ("Banque", agency.bank),
            ("Échéance", &format!("{} par virement", day(bill.facts.due_on))),
            ("IBAN", &iban.join("\u{a0}")),
            ("Référence à rappeler", &bill.facts.number),
        ],
    );
    flow.paragraph(flow.body(), &format!("Merci de rappeler la référence {} lors du règlement. T.V.A. acquittée sur les encaissements. Pas d’escompte pour paiement anticipé. Indemnité forfaitaire pour frais de recouvrement : 40 €.", bill.facts.number));
}
