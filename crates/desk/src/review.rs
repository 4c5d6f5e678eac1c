//! What deserves attention in a document: what changed against an earlier one, the checks of the law, and for an invoice
//! the structured half of its PDF. The rules are the domain's; here the facts are brought together.

use coffreo_api::{ContractFacts, Facts};
use coffreo_domain::attention::{self, Circumstances, Earlier, Severity as Gravity};
use coffreo_domain::contract::Contract;
use coffreo_domain::invoice::Invoice;
use coffreo_domain::structured::{Disagreement, Line, StructuredInvoice, VatShare};
use coffreo_domain::{Cents, Timestamp};

use crate::DeskError;
use crate::desk::{Desk, viewer_error};
use crate::vault::{History, VaultError};
use crate::view::{Compared, ComparedTo, InvoiceLine, Point, Review, Severity, StructuredView, VatLine};
use crate::viewer::invoice::{Carried, InvoiceData};

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
                let said = Invoice::try_from(facts).map_err(|_| VaultError::Damaged("an invoice that cannot be"))?;
                Ok(of_invoice(&self.carried(id).await?, &said))
            }
        }
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

fn of_invoice(carried: &Carried, said: &Invoice) -> Review {
    let (points, structured) = match carried {
        Carried::None => (Vec::new(), None),
        Carried::Unreadable => (vec![invoice_point("structured_unreadable", Severity::Warning, None)], None),
        Carried::Invoice(data) => {
            let structured = structured(data);
            let points = structured.disagreements(said).into_iter().map(disagreement).collect();
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
