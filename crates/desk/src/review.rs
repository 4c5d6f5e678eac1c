//! What deserves attention in a document: what changed against an earlier one, the checks of the law, and for an invoice
//! the structured half of its PDF. The rules are the domain's; here the facts are brought together.

use coffreo_api::{ContractFacts, Facts};
use coffreo_domain::attention::{self, Circumstances, Earlier, Matter, Severity as Gravity};
use coffreo_domain::contract::Contract;
use coffreo_domain::invoice::Invoice;
use coffreo_domain::structured::{Disagreement, Line, StructuredInvoice, VatShare};
use coffreo_domain::{Cents, Timestamp};

use crate::DeskError;
use crate::desk::{Desk, viewer_error};
use crate::vault::{History, Vault, VaultError};
use crate::view::{Compared, ComparedTo, InvoiceLine, Point, Review, ReviewFlags, Severity, StructuredView, VatLine};
use crate::view::{Criterion, CriterionField, Kind, ListQuery, Period, Row, Sort, SortColumn};
use crate::viewer::invoice::{Carried, InvoiceData};

/// Contracts of an invoice that are looked at.
const MOST_CONTRACTS: usize = 100;
/// Documents that are flagged at once.
const MOST_FLAGGED: usize = 200;

impl Desk {
    /// What deserves attention. Of a document whose PDF is not here, as far as its facts go.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Locked`].
    pub async fn review(&self, id: &str) -> Result<Review, DeskError> {
        match self.document(id).await?.facts {
            Facts::Contract(_) => {
                let asked = id.to_owned();
                let history = self.core.ask(move |vault| vault.history(&asked)).await?.ok_or(DeskError::NotFound)?;
                Ok(of_contract(history, self.core.clock.now())?)
            }
            Facts::Invoice(facts) => {
                let rates = self.rates(id, &facts.contracts).await?;
                let said = Invoice::try_from(facts).map_err(|_| VaultError::Damaged("an invoice that cannot be"))?;
                Ok(of_invoice(&self.carried(id).await?, &said, &rates))
            }
        }
    }

    /// What the reviews of contracts would show, in short. What is no contract, or not here, is left out.
    ///
    /// # Errors
    /// [`DeskError::InvalidSelection`] for more than 200 documents, [`DeskError::Locked`].
    pub async fn review_flags(&self, ids: Vec<String>) -> Result<Vec<ReviewFlags>, DeskError> {
        if ids.len() > MOST_FLAGGED {
            return Err(DeskError::InvalidSelection);
        }
        let now = self.core.clock.now();
        let flagged = move |vault: &Vault| {
            let of = |id: String| vault.history(&id)?.map(|history| flags(id, history, now)).transpose();
            ids.into_iter().filter_map(|id| of(id).transpose()).collect()
        };
        self.core.ask(flagged).await
    }

    /// What an hour of the contracts is billed at, as far as the same agency's contracts are here.
    async fn rates(&self, invoice: &str, numbers: &[String]) -> Result<Vec<(String, Cents)>, DeskError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let number = |number: &String| Criterion { field: CriterionField::Number, value: number.clone() };
        let query = ListQuery {
            kind: Kind::Contract,
            pending: true,
            archived: true,
            period: Period::All,
            criteria: numbers.iter().take(MOST_CONTRACTS).map(number).collect(),
            search: String::new(),
            sort: Sort { column: SortColumn::Received, descending: true },
            after: None,
            limit: MOST_CONTRACTS as u32,
        };
        let (today, invoice, numbers) = (self.today(), invoice.to_owned(), numbers.to_vec());
        let rates = move |vault: &Vault| {
            let Some(Row::Invoice(own)) = vault.document(&invoice)?.map(|document| document.row) else {
                return Ok(Vec::new());
            };
            let rate = |row: Row| match row {
                Row::Contract(row) if numbers.contains(&row.number) => ((&row.agency, &row.company)
                    == (&own.agency, &own.company))
                    .then_some((row.number, Cents(row.bill_rate))),
                _ => None,
            };
            Ok(vault.list(&query, today)?.rows.into_iter().filter_map(rate).collect())
        };
        self.core.ask(rates).await
    }

    async fn carried(&self, id: &str) -> Result<Carried, DeskError> {
        let standing = self.standing(id).await?;
        if !standing.available {
            return Ok(Carried::None);
        }
        let load = self.load(standing.content);
        match self.core.viewer.invoice(&standing.content.to_string(), || load).await.map_err(viewer_error) {
            Ok(carried) => Ok(carried.as_ref().clone()),
            // The viewer says so where its pages would be.
            Err(DeskError::Unreadable | DeskError::ViewerUnavailable) => Ok(Carried::None),
            Err(error) => Err(error),
        }
    }
}

fn flags(id: String, history: History, now: Timestamp) -> Result<ReviewFlags, VaultError> {
    let contract = history.contract.clone();
    let review = of_contract(history, now)?;
    let lateness = [Matter::Late.code(), Matter::SignedLate.code()];
    let of = |severity| {
        let such = |point: &&Point| point.severity == severity && !lateness.contains(&point.code.as_str());
        review.points.iter().filter(such).count() as u32
    };
    let changed = review.compared.as_ref().is_some_and(|compared| is_changed(&contract, compared));
    Ok(ReviewFlags { id, changed, errors: of(Severity::Error), warnings: of(Severity::Warning) })
}

/// An amendment is compared in all but its number. Another mission has its own dates and reasons; what is looked for is
/// another post, place or rate under a familiar name.
fn is_changed(contract: &ContractFacts, compared: &Compared) -> bool {
    let before = &compared.facts;
    match compared.relation {
        ComparedTo::Amended => *contract != ContractFacts { number: contract.number.clone(), ..before.clone() },
        ComparedTo::Previous => {
            contract.qualification != before.qualification
                || (contract.pay_rate, contract.bill_rate) != (before.pay_rate, before.bill_rate)
                || (&contract.position, &contract.site) != (&before.position, &before.site)
        }
    }
}

fn of_contract(history: History, now: Timestamp) -> Result<Review, VaultError> {
    let History { received_at, signed_at, contract, before, previous, others } = history;
    let compared = match (before.last(), previous) {
        (Some(before), _) => Some(Compared { relation: ComparedTo::Amended, facts: before.clone() }),
        (None, Some(previous)) => Some(Compared { relation: ComparedTo::Previous, facts: previous }),
        (None, None) => None,
    };
    // What an agency could deliver is a contract to the rules too; one that is not was damaged here.
    let contract = Contract::try_from(contract).map_err(|_| VaultError::Damaged("a contract that cannot be"))?;
    let before: Vec<Contract> = before.into_iter().filter_map(|one| one.try_into().ok()).collect();
    let others: Vec<Earlier> = others.into_iter().filter_map(earlier).collect();
    let around = Circumstances {
        today: now.paris_day(),
        received_on: Timestamp(received_at).paris_day(),
        signed_on: signed_at.map(|at| Timestamp(at).paris_day()),
        before: &before,
        others: &others,
    };
    let points = attention::points(&contract, &around).into_iter().map(point).collect();
    Ok(Review { points, compared, structured: None })
}

fn earlier(facts: ContractFacts) -> Option<Earlier> {
    let contract = Contract::try_from(facts).ok()?;
    Some(Earlier {
        number: contract.number,
        starts_on: contract.term.starts_on,
        ends_on: contract.term.ends_on?,
        site: contract.site,
        replaced: contract.recourse.replaced.map(|one| one.name),
    })
}

fn point(point: attention::Point) -> Point {
    let severity = match point.matter.severity() {
        Gravity::Error => Severity::Error,
        Gravity::Warning => Severity::Warning,
    };
    Point {
        code: point.matter.code().to_owned(),
        severity,
        article: Some(point.matter.article().to_owned()),
        day: point.day.map(|day| day.to_string()),
        count: point.count,
        document: point.document,
    }
}

fn of_invoice(carried: &Carried, said: &Invoice, rates: &[(String, Cents)]) -> Review {
    let (points, structured) = match carried {
        Carried::None => (Vec::new(), None),
        Carried::Unreadable => (vec![invoice_point("structured_unreadable", Severity::Warning, None)], None),
        Carried::Invoice(data) => {
            let structured = structured(data);
            let mut points: Vec<Point> = structured.disagreements(said).into_iter().map(disagreement).collect();
            points.extend(structured.above_rate(rates).into_iter().map(above_rate));
            (points, Some(shown(data)))
        }
    };
    Review { points, compared: None, structured }
}

fn disagreement(found: Disagreement) -> Point {
    let (code, line) = match found {
        Disagreement::Number => ("number_differs", None),
        Disagreement::IssuedOn => ("issued_on_differs", None),
        Disagreement::DueOn => ("due_on_differs", None),
        Disagreement::Net => ("net_differs", None),
        Disagreement::Vat => ("vat_differs", None),
        Disagreement::Gross => ("gross_differs", None),
        Disagreement::Currency => ("currency_differs", None),
        Disagreement::Line(id) => ("line_does_not_add_up", Some(id)),
        Disagreement::Lines => ("lines_do_not_add_up", None),
        Disagreement::Totals => ("totals_do_not_add_up", None),
        Disagreement::VatShares => ("vat_does_not_add_up", None),
    };
    let severity = match code {
        "due_on_differs" | "issued_on_differs" => Severity::Warning,
        _ => Severity::Error,
    };
    invoice_point(code, severity, line)
}

fn above_rate((line, rate): (&Line, Cents)) -> Point {
    let point = invoice_point("rate_above_contract", Severity::Warning, Some(line.id.clone()));
    Point { count: Some(rate.0), ..point }
}

fn invoice_point(code: &str, severity: Severity, document: Option<String>) -> Point {
    Point { code: code.to_owned(), severity, article: None, day: None, count: None, document }
}

fn structured(data: &InvoiceData) -> StructuredInvoice {
    let date = |day: &Option<String>| day.as_deref().and_then(|day| day.parse().ok());
    StructuredInvoice {
        number: data.number.clone(),
        issued_on: date(&data.issued_on),
        due_on: date(&data.due_on),
        currency: data.currency.clone(),
        lines: data
            .lines
            .iter()
            .map(|line| Line {
                id: line.id.clone(),
                item: line.item.clone(),
                note: line.note.clone(),
                quantity: line.quantity,
                unit: line.unit.clone(),
                price: line.price,
                price_for: line.price_for,
                extra: Cents(line.extra),
                amount: Cents(line.amount),
            })
            .collect(),
        vat: data
            .vat
            .iter()
            .map(|share| VatShare { rate: share.rate, base: Cents(share.base), vat: Cents(share.vat) })
            .collect(),
        line_total: Cents(data.line_total),
        allowances: Cents(data.allowances),
        charges: Cents(data.charges),
        net: Cents(data.net),
        vat_total: Cents(data.vat_total),
        gross: Cents(data.gross),
    }
}

fn shown(data: &InvoiceData) -> StructuredView {
    StructuredView {
        order: data.order.clone(),
        contract: data.contract.clone(),
        lines: data
            .lines
            .iter()
            .map(|line| InvoiceLine {
                id: line.id.clone(),
                item: line.item.clone(),
                note: line.note.clone(),
                quantity: line.quantity,
                unit: line.unit.clone(),
                price: line.price,
                amount: line.amount,
            })
            .collect(),
        vat: data.vat.iter().map(|one| VatLine { rate: one.rate, base: one.base, vat: one.vat }).collect(),
        net: data.net,
        vat_total: data.vat_total,
        gross: data.gross,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewer::read_invoice;

    const PLAIN: &str = include_str!("../tests/facturx/xml/zugferd_2p3_EN16931_Einfach.xml");
    const ALLOWANCES: &str = include_str!("../tests/facturx/xml/zugferd_2p3_EXTENDED_Warenrechnung.xml");

    /// The points of an invoice of which the agency said what the XML says.
    fn points(xml: &str) -> Vec<String> {
        let carried = read_invoice(xml.as_bytes());
        let Carried::Invoice(data) = &carried else { panic!("{carried:?}") };
        let said = Invoice {
            number: data.number.clone().unwrap(),
            issued_on: data.issued_on.as_ref().unwrap().parse().unwrap(),
            due_on: data.due_on.as_ref().map_or(jiff::civil::date(2026, 11, 24), |day| day.parse().unwrap()),
            week: coffreo_domain::invoice::Week { year: 2026, week: 47 },
            net: Cents(data.net),
            vat: Cents(data.vat_total),
            gross: Cents(data.gross),
            reference: None,
            contracts: Vec::new(),
        };
        of_invoice(&carried, &said, &[]).points.into_iter().map(|point| point.code).collect()
    }

    #[test]
    fn totals_of_public_samples_that_do_not_add_up_are_told() {
        assert_eq!(points(PLAIN), [""; 0]);
        assert_eq!(points(ALLOWANCES), [""; 0]);
        let altered = |from: &str, to: &str| {
            assert!(PLAIN.contains(from), "{from}");
            points(&PLAIN.replace(from, to))
        };
        let totals = ["totals_do_not_add_up"];
        assert_eq!(altered("GrandTotalAmount>529.87<", "GrandTotalAmount>530.87<"), totals);
        assert_eq!(altered("TaxBasisTotalAmount>473.00<", "TaxBasisTotalAmount>472.00<"), totals);
        assert_eq!(altered("<ram:LineTotalAmount>198.00<", "<ram:LineTotalAmount>199.00<")[0], "line_does_not_add_up");
        assert_eq!(altered("CalculatedAmount>19.25<", "CalculatedAmount>29.25<"), ["vat_does_not_add_up"]);
    }
}
