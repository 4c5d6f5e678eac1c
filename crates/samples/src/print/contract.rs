//! A *contrat de mise à disposition* with the mentions of L1251-43.

use coffreo_api::facts::{ContractFacts, PositionStatus};
use jiff::civil::Date;

use super::flow::{Flow, MARGIN, MEASURE, title};
use super::table::{self, numbers, words};
use super::{amount, conditions, day, euros, spaced_siret};
use crate::page::{BLACK, Ink, Page, Style};
use crate::profile::{AgencyProfile, CompanyProfile};
use crate::random::Dice;

/// What stands in the print beside the facts.
pub struct Extra<'a> {
    /// The day it was issued.
    pub issued_on: Date,
    /// A sentence of the special conditions that is not in the facts.
    pub sentence: &'a str,
    /// For what the facts leave open: birthday, allowances.
    pub dice: Dice,
}

/// Its sheets.
pub fn sheets(agency: &AgencyProfile, company: &CompanyProfile, facts: &ContractFacts, extra: Extra<'_>) -> Vec<Page> {
    let amendment = facts.number.rsplit_once('_').map_or("00", |(_, suffix)| suffix);
    let name =
        if amendment == "00" { "Contrat de mise à disposition" } else { "Avenant au contrat de mise à disposition" };
    let mut dice = extra.dice;
    let mut flow = Flow::new(agency, format!("{name} n° {}", facts.number));
    let below = format!(
        "N° {}  –  établi le {} en application des articles L1251-42 et L1251-43 du Code du travail",
        facts.number,
        day(extra.issued_on)
    );
    title(&mut flow, name, &below);
    parties(&mut flow, company, facts);
    worker(&mut flow, facts, &mut dice);
    recourse(&mut flow, facts);
    mission(&mut flow, facts);
    equipment(&mut flow, facts);
    pay(&mut flow, facts, &mut dice);
    week(&mut flow, facts);
    particular(&mut flow, facts, extra.sentence);
    enclosed(&mut flow, facts);
    signatures(&mut flow, company, extra.issued_on, &mut dice);
    conditions::print(&mut flow, conditions::CONTRACT);
    flow.finish()
}

fn parties(flow: &mut Flow<'_>, company: &CompanyProfile, facts: &ContractFacts) {
    let agency = flow.agency;
    let left = [
        agency.name.to_owned(),
        agency.street.to_owned(),
        format!("{} {}", agency.postcode, agency.city),
        format!("SIRET {}", spaced_siret(&agency.siret)),
        format!("Tél. {}", agency.phone),
    ];
    let right = [
        company.name.to_owned(),
        company.street.to_owned(),
        format!("{} {}", company.postcode, company.city),
        format!("SIRET {}", spaced_siret(&company.siret)),
        format!("Service : {}", facts.department.as_deref().unwrap_or("–")),
    ];
    two_boxes(flow, ("L’entreprise de travail temporaire", &left), ("L’entreprise utilisatrice", &right));
}

/// Two boxes side by side, the first line of each in bold.
pub fn two_boxes(flow: &mut Flow<'_>, left: (&str, &[String]), right: (&str, &[String])) {
    let (label, body, bold) = (flow.label(), flow.body(), flow.bold());
    let look = flow.agency.look;
    let width = (MEASURE - 12.0) / 2.0;
    let height = 20.0 + left.1.len().max(right.1.len()) as f32 * body.leading() + 12.0;
    flow.need(height);
    let top = flow.y;
    let page = flow.page();
    for (x, (name, lines)) in [(MARGIN, left), (MARGIN + width + 12.0, right)] {
        match look.frames {
            crate::profile::Frames::Airy => page.fill(x, top, width, height, look.tint),
            crate::profile::Frames::Boxed => page.frame(x, top, width, height, 0.7, BLACK),
            crate::profile::Frames::Ruled => page.line((x, top), (x, top + height), 1.4, look.accent),
        }
        page.text(x + 8.0, top + 12.0, label, name);
        let mut y = top + 16.0;
        for (i, line) in lines.iter().enumerate() {
            y = page.paragraph(x + 8.0, y, width - 16.0, if i == 0 { bold } else { body }, line);
        }
    }
    flow.y += height + 4.0;
}

fn worker(flow: &mut Flow<'_>, facts: &ContractFacts, dice: &mut Dice) {
    let who = &facts.employee;
    let full = [who.title.as_deref().unwrap_or(""), &who.first_name, &who.last_name].join(" ");
    let born = Date::new(dice.between(1966, 2006) as i16, dice.between(1, 12) as i8, dice.between(1, 28) as i8)
        .map(day)
        .unwrap_or_default();
    let status = match facts.position.status {
        PositionStatus::Executive => "Cadre",
        PositionStatus::NonExecutive => "Salarié – non cadre",
    };
    flow.heading("Salarié intérimaire");
    flow.fields(
        4,
        &[
            ("Nom et prénom", full.trim()),
            ("Né(e) le", &born),
            ("Qualification", &facts.qualification),
            ("Statut du poste", status),
        ],
    );
}

fn recourse(flow: &mut Flow<'_>, facts: &ContractFacts) {
    flow.heading("Motif et justification du recours");
    let ground = facts.recourse.ground.as_str();
    let grounds = [
        ("Remplacement (L1251-6, 1°)", ground.starts_with("L1251-6-1")),
        ("Accroissement temporaire d’activité (L1251-6, 2°)", ground == "L1251-6-2"),
        ("Emploi saisonnier ou d’usage (L1251-6, 3°)", ground == "L1251-6-3"),
        ("Autre cas prévu par les articles L1251-6 et L1251-7", false),
    ];
    let known = grounds.iter().any(|(_, ticked)| *ticked);
    let body = flow.body();
    for row in grounds.chunks(2) {
        flow.need(13.0);
        let y = flow.y;
        for (i, (name, ticked)) in row.iter().enumerate() {
            let x = MARGIN + 4.0 + i as f32 * MEASURE / 2.0;
            let ticked = *ticked || (!known && name.starts_with("Autre"));
            flow.page().tick_box(x, y + 1.0, 7.5, ticked, BLACK);
            flow.page().text(x + 12.0, y + 8.2, body, *name);
        }
        flow.skip(13.0);
    }
    flow.skip(1.0);
    flow.paragraph(flow.bold(), &format!("Justification : {}", facts.recourse.justification));
    if let Some(replaced) = &facts.recourse.replaced {
        let text = format!("Personne remplacée : {}, qualification : {}", replaced.name, replaced.qualification);
        flow.paragraph(body, &text);
    }
}

fn mission(flow: &mut Flow<'_>, facts: &ContractFacts) {
    let term = &facts.term;
    let or_open = |date: Option<Date>| date.map_or("Terme imprécis".to_owned(), day);
    let flex = match (term.flex_from, term.flex_until) {
        (Some(from), Some(until)) => format!("du {} au {}", day(from), day(until)),
        _ => "sans objet".to_owned(),
    };
    let length = term.ends_on.map_or(0, |end| (end - term.starts_on).get_days() + 1);
    // Two, three or five days by the mission's length (L1251-14).
    let trial = if length <= 31 {
        "2 jours travaillés"
    } else if length <= 62 {
        "3 jours travaillés"
    } else {
        "5 jours travaillés"
    };
    let site = &facts.site;
    let place = format!("{}, {} {}", site.street, site.postcode, site.city);
    flow.heading("Mission");
    flow.fields(
        4,
        &[
            ("Début", &day(term.starts_on)),
            ("Fin", &or_open(term.ends_on)),
            ("Souplesse (terme)", &flex),
            ("Période d’essai", trial),
        ],
    );
    flow.fields(
        2,
        &[("Lieu de la mission", &place), ("Horaires de travail", facts.position.hours.as_deref().unwrap_or("–"))],
    );
    flow.fields(1, &[("Caractéristiques particulières du poste", &facts.position.characteristics)]);
    let risk = if facts.position.at_risk {
        "Oui – formation renforcée à la sécurité assurée par l’entreprise utilisatrice"
    } else {
        "Non"
    };
    flow.fields(
        2,
        &[
            ("Poste à risques (L4154-2)", risk),
            ("Suivi médical", if facts.position.at_risk { "Renforcé" } else { "Simple" }),
        ],
    );
}

fn equipment(flow: &mut Flow<'_>, facts: &ContractFacts) {
    flow.heading("Équipements de protection individuelle");
    let known = crate::contract_facts::job(&facts.qualification).map_or(&[][..], |job| job.equipment);
    if known.is_empty() {
        let text = facts
            .position
            .protective_equipment
            .as_deref()
            .unwrap_or("Aucun équipement particulier requis pour ce poste.");
        return flow.paragraph(flow.body(), text);
    }
    let rows: Vec<Vec<String>> = known
        .iter()
        .map(|(thing, by)| vec![(*thing).into(), (*by).into(), "Obligatoire dès l’entrée en zone de travail".into()])
        .collect();
    table::draw(flow, &[words("Équipement", 4.0), words("Fourni par", 3.0), words("Observations", 4.0)], &rows);
}

fn pay(flow: &mut Flow<'_>, facts: &ContractFacts, dice: &mut Dice) {
    flow.turn();
    flow.heading("Rémunération et facturation");
    let (pay, bill) = (facts.pay_rate, facts.bill_rate);
    let coefficient = if pay > 0 { format!("{},{:03}", bill / pay, bill % pay * 1000 / pay) } else { "–".into() };
    let at = |percent: i64| vec![amount(pay * percent / 100), amount(bill * percent / 100)];
    let row = |name: &str, base: &str, sums: Vec<String>, factor: &str| {
        let mut row = vec![name.to_owned(), base.to_owned()];
        row.extend(sums);
        row.push(factor.to_owned());
        row
    };
    let meal = 5 * dice.between(110, 150);
    let way = 5 * dice.between(40, 90);
    let rows = [
        row("Salaire horaire de référence", "par heure", at(100), &coefficient),
        row("Heures supplémentaires 36e à 43e", "par heure", at(125), &coefficient),
        row("Heures supplémentaires à partir de la 44e", "par heure", at(150), &coefficient),
        row("Indemnité de fin de mission (IFM)", "10 % du brut", vec!["incluse en fin".into(), "comprise".into()], "–"),
        row(
            "Indemnité compensatrice de congés payés",
            "10 % du brut + IFM",
            vec!["incluse en fin".into(), "comprise".into()],
            "–",
        ),
        row("Prime de panier", "par jour travaillé", vec![amount(meal), amount(meal * 108 / 100)], "1,080"),
        row("Indemnité de transport", "par jour travaillé", vec![amount(way), amount(way * 108 / 100)], "1,080"),
    ];
    table::draw(
        flow,
        &[
            words("Élément", 5.2),
            words("Base", 3.0),
            numbers("Payé €", 2.2),
            numbers("Facturé € H.T.", 2.2),
            numbers("Coefficient", 1.8),
        ],
        &rows,
    );
    let text = format!(
        "Taux horaire payé : {}. Taux horaire facturé : {} hors taxes. Paie le 11 du mois suivant ; règlement des factures à 30 jours.",
        euros(pay),
        euros(bill)
    );
    flow.paragraph(flow.body(), &text);
}

fn particular(flow: &mut Flow<'_>, facts: &ContractFacts, sentence: &str) {
    flow.heading("Conditions particulières");
    let body = flow.body();
    flow.paragraph(body, "Le terme de la mission peut être aménagé dans les limites fixées aux articles L1251-30 et L1251-31 du Code du travail. L’embauche du salarié par l’entreprise utilisatrice à l’issue de la mission n’est pas interdite.");
    flow.paragraph(body, sentence);
    if let Some(guarantor) = &facts.guarantor {
        flow.paragraph(body, &format!("Garantie financière : {}, {}.", guarantor.name, guarantor.address));
    }
    flow.paragraph(body, "Caisse de retraite complémentaire : AGIRC-ARRCO Fictive, 1 rue de l’Exemple, 75000 PARIS. Prévoyance : Intérimaires Prévoyance Exemple.");
}

/// The planned hours of a week, as the working hours say.
fn week(flow: &mut Flow<'_>, facts: &ContractFacts) {
    const DAYS: [&str; 7] = ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"];
    let weekly =
        facts.position.hours.as_deref().and_then(|hours| hours.split_once(" h ")?.0.parse().ok()).unwrap_or(35);
    let daily = format!("{},{:02} h", weekly / 5, weekly % 5 * 20);
    let mut row = vec![format!("{weekly},00 h")];
    row.extend((0..7).map(|day| if day < 5 { daily.clone() } else { "repos".to_owned() }));
    flow.heading("Horaire hebdomadaire prévisionnel");
    let mut columns = vec![table::words("Semaine", 1.3)];
    columns.extend(DAYS.map(|day| numbers(day, 1.2)));
    table::draw(flow, &columns, &[row]);
}

/// What came with the contract.
fn enclosed(flow: &mut Flow<'_>, facts: &ContractFacts) {
    flow.heading("Pièces remises et consignes");
    let body = flow.body();
    let pieces = [
        ("Livret d’accueil et consignes de sécurité du site", true),
        ("Fiche de poste et liste des produits utilisés", facts.position.at_risk),
        ("Attestation de garantie financière en cours de validité", true),
        ("Copie des habilitations et autorisations de conduite", facts.qualification.contains("CACES")),
    ];
    for (name, ticked) in pieces {
        flow.need(13.5);
        let y = flow.y;
        flow.page().tick_box(MARGIN + 4.0, y + 1.0, 7.5, ticked, BLACK);
        flow.page().text(MARGIN + 16.0, y + 8.4, body, name);
        flow.skip(13.5);
    }
    flow.paragraph(body, "L’entreprise utilisatrice désigne la personne chargée de l’accueil du salarié et lui présente, avant la prise de poste, les issues de secours, le point de rassemblement et la conduite à tenir en cas d’accident.");
}

fn signatures(flow: &mut Flow<'_>, company: &CompanyProfile, issued_on: Date, dice: &mut Dice) {
    const HEIGHT: f32 = 96.0;
    flow.need(HEIGHT + 22.0);
    flow.skip(6.0);
    let agency = flow.agency;
    let (body, label) = (flow.body(), flow.label());
    let made = format!("Fait à {} en deux exemplaires, le {}", agency.city, day(issued_on));
    let width = (MEASURE - 12.0) / 2.0;
    let top = flow.y + 14.0;
    let page = flow.page();
    page.text(MARGIN + 4.0, top - 5.0, body, made);
    for (x, name) in [(MARGIN, agency.brand), (MARGIN + width + 12.0, company.name)] {
        page.frame(x, top, width, HEIGHT, 0.6, agency.look.accent);
        page.text(x + 6.0, top + 11.0, body, format!("Pour {name}"));
        page.text(x + 6.0, top + 20.0, label, "Nom, qualité, cachet et signature");
    }
    page.text(MARGIN + 6.0, top + HEIGHT - 7.0, Style { size: 7.0, ..body }, "La direction d’agence");
    scribble(page, MARGIN + width * 0.35, top + HEIGHT * 0.62, dice);
    flow.y = top + HEIGHT + 6.0;
}

/// A hand's signature in blue ink.
fn scribble(page: &mut Page, x: f32, y: f32, dice: &mut Dice) {
    const BLUE: Ink = Ink(28, 52, 140);
    let (wide, high, turns) = (24.0 + 18.0 * dice.fraction(), 9.0 + 9.0 * dice.fraction(), 3.0 + 3.0 * dice.fraction());
    let (lean, start) = (0.6 * dice.fraction(), dice.fraction());
    let at = |t: f32| {
        let wave = (t * turns * std::f32::consts::TAU + start * 6.0).sin();
        let drift = (t * std::f32::consts::TAU * (turns * 0.5 + 0.7)).cos();
        (
            x + wide * 2.6 * t + high * drift * (1.0 - t) + wave * high * lean,
            y - wave * high * (1.0 - 0.75 * t) - drift * 4.0,
        )
    };
    for i in 0..110u8 {
        page.line(
            at(f32::from(i) / 110.0),
            at(f32::from(i + 1) / 110.0),
            0.9 + 0.4 * at(f32::from(i) / 110.0).1.sin(),
            BLUE,
        );
    }
    page.line((x - 6.0, y + high * 0.7), (x + wide * 2.7, y + high * 0.25), 0.8, BLUE);
}
