//! Facts of contracts: the guide's own, and an endless stream of further ones.

use coffreo_api::facts::{
    Address, ContractFacts, Employee, Guarantor, Position, PositionStatus, Recourse, Replaced, Term,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::profile::AgencyProfile;
use crate::random::Dice;
use crate::words::{self, Job};

/// The day on which the guide's pictures were taken: its dates are moved so that this day is today.
const GUIDE_DAY: Date = date(2025, 10, 20);

/// A date of the guide, moved to a present.
pub fn moved(day: Date, today: Date) -> Date {
    day.saturating_add(today - GUIDE_DAY)
}

/// The four contracts of the guide, in its order.
pub fn of_the_guide(agency: &AgencyProfile, site: &Address, today: Date) -> Vec<ContractFacts> {
    let day = |month, day| moved(date(2025, month, day), today);
    let [educator, watchmaker, writer, cheesemonger] = words::GUIDE_JOBS else { return Vec::new() };
    let increase = |text: &str| Recourse { ground: "L1251-6-2".into(), justification: text.into(), replaced: None };
    let absence = Recourse {
        ground: "L1251-6-1-a".into(),
        justification: "Remplacement d'un salarié absent".into(),
        replaced: Some(Replaced { name: "Yvon KERGOAT".into(), qualification: "Horloger".into() }),
    };
    let rows = [
        (
            225_333,
            "Département technique",
            ("Mme", "Anaïs", "ROUSSEAU"),
            educator,
            increase("Accroissement temporaire d'activité ou tâche occasionnelle"),
            (day(10, 20), day(10, 22)),
            2900,
        ),
        (
            212_982,
            "Gestion de stock",
            ("Mme", "Anaïs", "ROUSSEAU"),
            watchmaker,
            absence,
            (day(10, 19), day(10, 23)),
            3200,
        ),
        (
            212_983,
            "Département technique",
            ("Mme", "Naomi", "HOARAU"),
            writer,
            increase("Commande exceptionnelle pour l'exportation"),
            (day(10, 21), day(10, 27)),
            3200,
        ),
        (
            212_984,
            "Qualité",
            ("M", "Ian", "DUPONT"),
            cheesemonger,
            increase("Travaux urgents pour la sécurité"),
            (day(10, 24), day(10, 26)),
            2600,
        ),
    ];
    rows.into_iter()
        .map(|(running, department, (title, first, last), job, recourse, (start, end), bill_rate)| ContractFacts {
            number: agency.contract_number(running, 0),
            department: Some(department.into()),
            employee: employee(title, first, last),
            qualification: job.name.into(),
            recourse,
            term: term(start, end),
            pay_rate: job.pay,
            bill_rate,
            position: position(job, words::HOURS[0]),
            site: site.clone(),
            guarantor: Some(guarantor(agency)),
        })
        .collect()
}

/// The contract `i` of the endless stream: starts within a few days around `today`.
pub fn of_the_stream(agency: &AgencyProfile, seed: u64, i: u64, today: Date) -> ContractFacts {
    let mut dice = Dice::new(seed ^ i.wrapping_mul(0x51_7c_c1), "contract");
    let (title, first) = *dice.pick(words::FIRST_NAMES);
    let last = dice.pick(words::LAST_NAMES);
    let job = dice.pick(words::JOBS);
    let start = today.saturating_add(dice.between(-1, 6).days());
    let end = start.saturating_add(dice.between(1, 26).days());
    let amendment = u32::from(dice.once_in(9));
    let (street, postcode, city) = *dice.pick(words::SITES);
    let pay_rate = job.pay + 5 * dice.between(0, 40);
    // Agencies multiply the pay: 1.85 to 2.15.
    let bill_rate = pay_rate * dice.between(185, 215) / 100;
    ContractFacts {
        number: agency.contract_number(agency.first_number + (i / 3) as u32, amendment),
        department: (!dice.once_in(12)).then(|| (*dice.pick(words::DEPARTMENTS)).into()),
        employee: employee(title, first, last),
        qualification: job.name.into(),
        recourse: recourse(&mut dice, job),
        term: term(start, end),
        pay_rate,
        bill_rate,
        position: position(job, dice.pick::<&str>(words::HOURS)),
        site: Address { street: street.into(), postcode: postcode.into(), city: city.into(), country: "FR".into() },
        guarantor: Some(guarantor(agency)),
    }
}

/// The job of a qualification, for its equipment.
pub fn job(qualification: &str) -> Option<&'static Job> {
    words::JOBS.iter().chain(words::GUIDE_JOBS).find(|job| job.name == qualification)
}

fn recourse(dice: &mut Dice, job: &Job) -> Recourse {
    match dice.between(0, 9) {
        0..=4 => Recourse {
            ground: "L1251-6-2".into(),
            justification: (*dice.pick(words::INCREASES)).into(),
            replaced: None,
        },
        5..=8 => {
            let (_, first) = *dice.pick(words::FIRST_NAMES);
            let name = format!("{first} {}", dice.pick(words::LAST_NAMES));
            Recourse {
                ground: "L1251-6-1-a".into(),
                justification: (*dice.pick(words::ABSENCES)).into(),
                replaced: Some(Replaced { name, qualification: job.name.into() }),
            }
        }
        _ => {
            Recourse { ground: "L1251-6-3".into(), justification: (*dice.pick(words::SEASONS)).into(), replaced: None }
        }
    }
}

fn employee(title: &str, first: &str, last: &str) -> Employee {
    Employee { title: Some(title.into()), first_name: first.into(), last_name: last.into() }
}

/// One day of flexibility per five worked days, two below ten, ten at most (L1251-30), never before the second day.
fn term(start: Date, end: Date) -> Term {
    let length = (end - start).get_days() + 1;
    let worked = length * 5 / 7;
    let flex = if worked < 10 { 2 } else { (worked / 5).min(10) };
    let earliest = end.saturating_sub(flex.min((length - 2).max(0)).days());
    Term {
        starts_on: start,
        ends_on: Some(end),
        flex_from: Some(earliest),
        flex_until: Some(end.saturating_add(flex.days())),
    }
}

fn position(job: &Job, hours: &str) -> Position {
    let equipment: Vec<String> =
        job.equipment.iter().map(|(thing, by)| format!("{thing} ({})", by.to_lowercase())).collect();
    Position {
        status: if job.executive { PositionStatus::Executive } else { PositionStatus::NonExecutive },
        characteristics: job.tasks.into(),
        hours: Some(hours.into()),
        at_risk: job.at_risk,
        protective_equipment: (!equipment.is_empty()).then(|| equipment.join(", ")),
    }
}

fn guarantor(agency: &AgencyProfile) -> Guarantor {
    Guarantor { name: agency.guarantor.0.into(), address: agency.guarantor.1.into() }
}
