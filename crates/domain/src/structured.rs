//! The structured half of an invoice (EN 16931, read from a Factur-X PDF), and where it disagrees with itself or with
//! what the agency said of the document.

use jiff::civil::Date;

use crate::invoice::Invoice;
use crate::money::Cents;

/// What of the EN 16931 model is shown and checked. BT and BG are the norm's business terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructuredInvoice {
    /// BT-1.
    pub number: Option<String>,
    /// BT-2.
    pub issued_on: Option<Date>,
    /// BT-9.
    pub due_on: Option<Date>,
    /// BT-5, as in `EUR`.
    pub currency: Option<String>,
    /// BG-25; none in profiles that have only totals.
    pub lines: Vec<Line>,
    /// BG-23.
    pub vat: Vec<VatShare>,
    /// BT-106: the lines together.
    pub line_total: Cents,
    /// BT-107: taken off the whole.
    pub allowances: Cents,
    /// BT-108: put on the whole.
    pub charges: Cents,
    /// BT-109: without VAT.
    pub net: Cents,
    /// BT-110.
    pub vat_total: Cents,
    /// BT-112: with VAT.
    pub gross: Cents,
}

/// One line (BG-25).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// BT-126.
    pub id: String,
    /// BT-153.
    pub item: Option<String>,
    /// BT-127: the worker and the contract, where the agency writes them there.
    pub note: Option<String>,
    /// BT-129, in ten-thousandths of the unit.
    pub quantity: i64,
    /// BT-130: `HUR` are hours.
    pub unit: String,
    /// BT-146, in ten-thousandths of a euro; for BT-149 units.
    pub price: i64,
    /// BT-149, in ten-thousandths of the unit; 10,000 where the agency says nothing.
    pub price_for: i64,
    /// BG-27 and BG-28 together: what the line adds to quantity times price.
    pub extra: Cents,
    /// BT-131.
    pub amount: Cents,
}

/// VAT of one category and rate (BG-23).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VatShare {
    /// BT-119, in hundredths of a percent.
    pub rate: Option<i64>,
    /// BT-116.
    pub base: Cents,
    /// BT-117.
    pub vat: Cents,
}

/// What does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// The number is another.
    Number,
    /// The invoice date is another.
    IssuedOn,
    /// The due date is another.
    DueOn,
    /// The total without VAT is another.
    Net,
    /// The VAT is another.
    Vat,
    /// The total with VAT is another.
    Gross,
    /// Not in euros.
    Currency,
    /// A line's quantity times price is not its amount.
    Line(String),
    /// The lines do not add up to their total.
    Lines,
    /// The totals do not add up.
    Totals,
    /// The VAT by rate does not add up, or is not the rate's.
    VatShares,
}

impl StructuredInvoice {
    /// Compares with what the agency said beside the PDF, and adds up. A cent of rounding is allowed where something is
    /// multiplied.
    pub fn disagreements(&self, said: &Invoice) -> Vec<Disagreement> {
        use Disagreement as D;
        let differs = |day: Option<Date>, other: Date| day.is_some_and(|day| day != other);
        let mut found: Vec<D> = [
            (self.number.as_ref().is_some_and(|number| number.trim() != said.number), D::Number),
            (differs(self.issued_on, said.issued_on), D::IssuedOn),
            (differs(self.due_on, said.due_on), D::DueOn),
            (self.net != said.net, D::Net),
            (self.vat_total != said.vat, D::Vat),
            (self.gross != said.gross, D::Gross),
            (self.currency.as_ref().is_some_and(|currency| currency != "EUR"), D::Currency),
        ]
        .into_iter()
        .filter_map(|(is_so, what)| is_so.then_some(what))
        .collect();
        found.extend(self.lines.iter().filter(|line| !line.adds_up()).map(|line| D::Line(line.id.clone())));
        if !self.lines.is_empty() && sum(self.lines.iter().map(|line| line.amount)) != Some(self.line_total) {
            found.push(D::Lines);
        }
        let net = sum([self.line_total, Cents(self.allowances.0.saturating_neg()), self.charges]);
        if net != Some(self.net) || self.net.checked_add(self.vat_total) != Some(self.gross) {
            found.push(D::Totals);
        }
        let shares = sum(self.vat.iter().map(|share| share.vat));
        if !self.vat.is_empty() && (shares != Some(self.vat_total) || !self.vat.iter().all(VatShare::adds_up)) {
            found.push(D::VatShares);
        }
        found
    }
}

/// By what an hour may be dearer than the contract's rate, in percent: overtime (L3121-36: 25 and 50, 10 at least where an
/// agreement says so), holidays and Sundays by most agreements.
const HOUR_SUPPLEMENTS: [i64; 5] = [0, 10, 25, 50, 100];

impl StructuredInvoice {
    /// The lines of hours (BT-130 `HUR`) whose price (BT-146) is above the rate of the contract that they name, by more
    /// than supplements explain. `rates`: contracts by number, and what an hour of theirs is billed at. A line names its
    /// contract in its note (BT-127); where only one contract is billed, it need not.
    pub fn above_rate<'a>(&'a self, rates: &[(String, Cents)]) -> Vec<(&'a Line, Cents)> {
        let rate_of = |line: &Line| match (rates, &line.note) {
            ([(_, rate)], None) => Some(*rate),
            (_, Some(note)) => rates.iter().find(|(number, _)| names(note, number)).map(|(_, rate)| *rate),
            _ => None,
        };
        let hours = self.lines.iter().filter(|line| line.unit == "HUR" && line.quantity > 0);
        hours.filter_map(|line| Some((line, rate_of(line)?))).filter(|(line, rate)| line.is_above(*rate)).collect()
    }
}

/// Whether the text names the contract, and not one whose number only begins or ends so.
fn names(text: &str, number: &str) -> bool {
    let parts = |one: Option<char>| !one.is_some_and(|one| one.is_alphanumeric() || one == '-' || one == '_');
    text.match_indices(number)
        .any(|(at, _)| parts(text[..at].chars().next_back()) && parts(text[at + number.len()..].chars().next()))
}

impl Line {
    /// Whether an hour costs more than the rate. A cent is allowed where something is multiplied.
    fn is_above(&self, rate: Cents) -> bool {
        if self.price_for == 0 {
            return false;
        }
        let price = i128::from(self.price) * 10_000 / i128::from(self.price_for);
        let with = |percent: i64| i128::from(rate.0) * i128::from(100 + percent);
        price > with(0) + 100 && !HOUR_SUPPLEMENTS.iter().any(|&percent| (price - with(percent)).abs() <= 100)
    }

    fn adds_up(&self) -> bool {
        let (quantity, price, per) = (i128::from(self.quantity), i128::from(self.price), i128::from(self.price_for));
        if per == 0 {
            return false;
        }
        // Ten-thousandths of a euro, of which a hundred are a cent.
        let cents = quantity * price / per / 100;
        (cents + i128::from(self.extra.0) - i128::from(self.amount.0)).abs() <= 1
    }
}

impl VatShare {
    fn adds_up(&self) -> bool {
        let Some(rate) = self.rate else { return true };
        let vat = i128::from(self.base.0) * i128::from(rate) / 10_000;
        (vat - i128::from(self.vat.0)).abs() <= 1
    }
}

fn sum(amounts: impl IntoIterator<Item = Cents>) -> Option<Cents> {
    amounts.into_iter().try_fold(Cents(0), Cents::checked_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invoice::Week;
    use jiff::civil::date;

    fn said() -> Invoice {
        Invoice {
            number: "FAC-1".into(),
            issued_on: date(2026, 10, 27),
            due_on: date(2026, 11, 24),
            week: Week { year: 2026, week: 43 },
            net: Cents(112_000),
            vat: Cents(22_400),
            gross: Cents(134_400),
            reference: None,
            contracts: Vec::new(),
        }
    }

    fn read() -> StructuredInvoice {
        let line = Line {
            id: "1".into(),
            item: Some("Heures normales".into()),
            note: None,
            quantity: 350_000,
            unit: "HUR".into(),
            price: 320_000,
            price_for: 10_000,
            extra: Cents(0),
            amount: Cents(112_000),
        };
        StructuredInvoice {
            number: Some("FAC-1".into()),
            issued_on: Some(date(2026, 10, 27)),
            due_on: Some(date(2026, 11, 24)),
            currency: Some("EUR".into()),
            lines: vec![line],
            vat: vec![VatShare { rate: Some(2000), base: Cents(112_000), vat: Cents(22_400) }],
            line_total: Cents(112_000),
            allowances: Cents(0),
            charges: Cents(0),
            net: Cents(112_000),
            vat_total: Cents(22_400),
            gross: Cents(134_400),
        }
    }

    #[test]
    fn what_agrees_is_not_told() {
        assert_eq!(read().disagreements(&said()), []);
    }

    #[test]
    fn an_hour_dearer_than_its_contract_is_told_and_overtime_is_not() {
        let rates = [("CMDE-1_00".to_owned(), Cents(3200)), ("CMDE-11_00".to_owned(), Cents(1000))];
        let mut invoice = read();
        invoice.lines[0].note = Some("Mme Anaïs ROUSSEAU – contrat CMDE-1_00".into());
        assert_eq!(invoice.above_rate(&rates), []);
        for (price, above) in [(330_000, true), (320_100, false), (400_000, false), (480_000, false), (310_000, false)]
        {
            invoice.lines[0].price = price;
            assert_eq!(!invoice.above_rate(&rates).is_empty(), above, "{price}");
        }
        invoice.lines[0].price = 330_000;
        invoice.lines[0].note = None;
        assert_eq!(invoice.above_rate(&rates), [], "nobody knows of which contract");
        assert_eq!(invoice.above_rate(&rates[..1]).len(), 1);
        invoice.lines[0].unit = "C62".into();
        assert_eq!(invoice.above_rate(&rates[..1]), [], "a meal is no hour");
    }

    #[test]
    fn what_was_said_otherwise_is_told_one_by_one() {
        let mut other = said();
        other.number = "FAC-2".into();
        other.due_on = date(2026, 11, 25);
        other.gross = Cents(134_401);
        let expected = [Disagreement::Number, Disagreement::DueOn, Disagreement::Gross];
        assert_eq!(read().disagreements(&other), expected);
    }

    #[test]
    fn what_does_not_add_up_is_told() {
        let mut wrong = read();
        wrong.lines[0].price = 330_000;
        assert_eq!(wrong.disagreements(&said()), [Disagreement::Line("1".into())]);
        wrong.lines[0].amount = Cents(115_500);
        assert_eq!(wrong.disagreements(&said()), [Disagreement::Lines]);
        let mut wrong = read();
        wrong.vat[0].rate = Some(1000);
        assert_eq!(wrong.disagreements(&said()), [Disagreement::VatShares]);
        let mut wrong = read();
        wrong.allowances = Cents(100);
        assert_eq!(wrong.disagreements(&said()), [Disagreement::Totals]);
    }
}
