//! What an invoice bills: its lines, from which its facts follow to the cent.

use coffreo_api::facts::{ContractFacts, InvoiceFacts, Week};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::contract_facts::{self, moved};
use crate::profile::AgencyProfile;
use crate::random::Dice;

/// VAT in percent.
pub const VAT_PERCENT: i64 = 20;

/// An invoice with its lines.
#[derive(Debug, Clone)]
pub struct Bill {
    /// What is delivered beside the PDF.
    pub facts: InvoiceFacts,
    /// First day of the billed week.
    pub from: Date,
    /// Last day of the billed week.
    pub until: Date,
    /// In the order of print.
    pub lines: Vec<Line>,
}

/// One line: a worker, a week, a kind of hours or of allowance.
#[derive(Debug, Clone)]
pub struct Line {
    /// Who worked: title and name.
    pub worker: String,
    /// The contract that fixes the price.
    pub contract: String,
    /// What is billed.
    pub item: &'static str,
    /// Hundredths of the unit.
    pub quantity: i64,
    /// What is counted.
    pub unit: Unit,
    /// Cents for one unit, without VAT.
    pub price: i64,
    /// Cents without VAT: quantity times price, half a cent rounded up.
    pub amount: i64,
}

/// What a line counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours: `HUR` (UN/ECE recommendation 20).
    Hours,
    /// Pieces or days: `C62`.
    Pieces,
}

impl Line {
    fn new(worker: &str, contract: &str, item: &'static str, unit: Unit, quantity: i64, price: i64) -> Self {
        let amount = (quantity * price + 50) / 100;
        Self { worker: worker.into(), contract: contract.into(), item, quantity, unit, price, amount }
    }
}

/// The guide's invoices of an agency by its place among the three, in the guide's order.
pub fn of_the_guide(place: usize, agency: &AgencyProfile, today: Date) -> Vec<Bill> {
    // Number, issued on, due on, H.T. in cents: the guide shows whole euros.
    let rows: &[(&str, Date, Date, i64)] = match place {
        0 => &[
            ("FAC-212984", date(2025, 10, 27), date(2025, 11, 24), 48_200),
            ("FAC-212986", date(2025, 10, 25), date(2025, 11, 22), 234_720),
        ],
        1 => &[
            ("FAC-159232", date(2025, 10, 25), date(2026, 2, 20), 91_600),
            ("FAC-159233", date(2025, 10, 24), date(2026, 2, 19), 237_840),
            ("FAC-159234", date(2025, 10, 26), date(2026, 2, 21), 34_560),
            ("FAC-159235", date(2025, 10, 23), date(2026, 2, 18), 83_640),
            ("FAC-159236", date(2025, 10, 26), date(2026, 2, 21), 68_100),
        ],
        _ => &[],
    };
    let workers =
        [("Mme Anaïs ROUSSEAU", 212_982, 3200), ("Mme Naomi HOARAU", 212_983, 3200), ("M Ian DUPONT", 212_984, 2600)];
    // The guide's invoices came a week after its contracts: here they must not come from the future.
    let issued = |day| moved(day, today).saturating_sub(7.days());
    rows.iter()
        .enumerate()
        .map(|(i, &(number, issued_on, due_on, net))| {
            let mut lines = Vec::new();
            let mut left = net;
            for (worker, running, price) in workers.iter().cycle().skip(i).take(3) {
                let hours = (left / price).min(35) * 100;
                if hours > 0 {
                    let contract = agency.contract_number(*running, 0);
                    lines.push(Line::new(worker, &contract, NORMAL, Unit::Hours, hours, *price));
                    left -= hours / 100 * price;
                }
            }
            if left > 0 {
                let (worker, contract) = (lines[0].worker.clone(), lines[0].contract.clone());
                lines.push(Line::new(&worker, &contract, "Frais de déplacement", Unit::Pieces, 100, left));
            }
            bill(number.into(), issued(issued_on), moved(due_on, today), lines, Some("CDE-EU-2043"))
        })
        .collect()
}

/// The invoice `i` of the endless stream, for contracts of the same stream.
pub fn of_the_stream(agency: &AgencyProfile, seed: u64, i: u64, today: Date) -> Bill {
    let mut dice = Dice::new(seed ^ i.wrapping_mul(0x51_7c_c1), "invoice");
    let issued_on = today.saturating_sub(dice.between(0, 9).days());
    let mut lines = Vec::new();
    for k in 0..dice.between(1, 7).unsigned_abs() {
        // The three agencies take turns in the stream of contracts.
        let contract = contract_facts::of_the_stream(agency, seed, (i / 3 * 7 + k) * 3 + i % 3, today);
        week_of(&contract, &mut dice, &mut lines);
    }
    let number = format!("FAC-{}", agency.first_number + 40_000 + (i / 3) as u32);
    let order = format!("CDE-EU-{}", dice.between(1000, 9999));
    let due_on = issued_on.saturating_add((*dice.pick(&[30, 45, 60])).days());
    bill(number, issued_on, due_on, lines, (!dice.once_in(4)).then_some(order.as_str()))
}

const NORMAL: &str = "Heures normales";

fn week_of(contract: &ContractFacts, dice: &mut Dice, lines: &mut Vec<Line>) {
    let who = &contract.employee;
    let worker = [who.title.as_deref().unwrap_or(""), &who.first_name, &who.last_name].join(" ");
    let mut line = |item, unit, quantity, price| {
        lines.push(Line::new(worker.trim(), &contract.number, item, unit, quantity, price));
    };
    let days = dice.between(2, 5);
    line(NORMAL, Unit::Hours, days * 700, contract.bill_rate);
    if days == 5 && dice.once_in(2) {
        line("Heures supplémentaires à 125 %", Unit::Hours, 25 * dice.between(2, 20), contract.bill_rate * 125 / 100);
    }
    if dice.once_in(2) {
        line("Prime de panier", Unit::Pieces, days * 100, 5 * dice.between(118, 160));
    }
}

fn bill(number: String, issued_on: Date, due_on: Date, lines: Vec<Line>, reference: Option<&str>) -> Bill {
    let monday = issued_on.saturating_sub((i64::from(issued_on.weekday().to_monday_zero_offset()) + 7).days());
    let iso = monday.iso_week_date();
    let net: i64 = lines.iter().map(|line| line.amount).sum();
    let vat = (net * VAT_PERCENT + 50) / 100;
    let mut contracts: Vec<String> = lines.iter().map(|line| line.contract.clone()).collect();
    contracts.dedup();
    let facts = InvoiceFacts {
        number,
        issued_on,
        due_on,
        week: Week { year: iso.year(), week: iso.week() },
        net,
        vat,
        gross: net + vat,
        reference: reference.map(str::to_owned),
        contracts,
    };
    Bill { facts, from: monday, until: monday.saturating_add(6.days()), lines }
}
