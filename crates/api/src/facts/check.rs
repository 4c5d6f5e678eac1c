//! Wire facts become domain facts, or the field that is wrong is named.

use coffreo_domain::contract::{self as contract, ContractRefused};
use coffreo_domain::invoice::{self as invoice, InvoiceRefused};
use coffreo_domain::{Cents, recourse::Ground};

use super::{Address, ContractFacts, Facts, InvoiceFacts, PositionStatus};
use crate::problem::{Problem, ProblemCode};

/// A field that is wrong, as a path from the facts, and why, in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// `contract.term.ends_on`
    pub field: &'static str,
    /// What is wrong with it.
    pub why: String,
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        Self::new(ProblemCode::InvalidFacts).at(error.field, error.why)
    }
}

const SHORT: usize = 200;
const LONG: usize = 4000;

impl Facts {
    /// Refuses what cannot be a document's facts, naming the field.
    pub fn check(&self) -> Result<(), FieldError> {
        match self {
            Self::Contract(facts) => contract::Contract::try_from(facts.clone()).map(drop),
            Self::Invoice(facts) => invoice::Invoice::try_from(facts.clone()).map(drop),
        }
    }
}

impl TryFrom<ContractFacts> for contract::Contract {
    type Error = FieldError;

    fn try_from(facts: ContractFacts) -> Result<Self, FieldError> {
        let ground: Ground = facts.recourse.ground.parse().map_err(|error| wrong("contract.recourse.ground", error))?;
        let replaced = facts
            .recourse
            .replaced
            .map(|replaced| contract::Replaced { name: replaced.name, qualification: replaced.qualification });
        if let Some(replaced) = &replaced {
            optional("contract.recourse.replaced.name", Some(&replaced.name), SHORT)?;
            optional("contract.recourse.replaced.qualification", Some(&replaced.qualification), SHORT)?;
        }
        optional("contract.department", facts.department.as_ref(), SHORT)?;
        optional("contract.employee.title", facts.employee.title.as_ref(), SHORT)?;
        optional("contract.position.hours", facts.position.hours.as_ref(), LONG)?;
        optional("contract.position.protective_equipment", facts.position.protective_equipment.as_ref(), LONG)?;
        optional("contract.guarantor.name", facts.guarantor.as_ref().map(|g| &g.name), SHORT)?;
        optional("contract.guarantor.address", facts.guarantor.as_ref().map(|g| &g.address), SHORT)?;
        let contract = Self {
            number: required("contract.number", facts.number, SHORT)?,
            department: facts.department,
            employee: contract::Employee {
                title: facts.employee.title,
                first_name: required("contract.employee.first_name", facts.employee.first_name, SHORT)?,
                last_name: required("contract.employee.last_name", facts.employee.last_name, SHORT)?,
            },
            qualification: required("contract.qualification", facts.qualification, SHORT)?,
            recourse: contract::Recourse {
                ground,
                justification: required("contract.recourse.justification", facts.recourse.justification, LONG)?,
                replaced,
            },
            term: contract::Term {
                starts_on: facts.term.starts_on,
                ends_on: facts.term.ends_on,
                flex_from: facts.term.flex_from,
                flex_until: facts.term.flex_until,
            },
            pay_rate: Cents(facts.pay_rate),
            bill_rate: Cents(facts.bill_rate),
            position: contract::Position {
                status: facts.position.status.into(),
                characteristics: text("contract.position.characteristics", facts.position.characteristics, LONG)?,
                hours: facts.position.hours,
                at_risk: facts.position.at_risk,
                protective_equipment: facts.position.protective_equipment,
            },
            site: address(facts.site)?,
            guarantor: facts.guarantor.map(|g| contract::Guarantor { name: g.name, address: g.address }),
        };
        contract.check().map_err(|refused| wrong(contract_field(refused), refused))?;
        Ok(contract)
    }
}

impl TryFrom<InvoiceFacts> for invoice::Invoice {
    type Error = FieldError;

    fn try_from(facts: InvoiceFacts) -> Result<Self, FieldError> {
        optional("invoice.reference", facts.reference.as_ref(), SHORT)?;
        facts.contracts.iter().try_for_each(|number| optional("invoice.contracts", Some(number), SHORT))?;
        if facts.contracts.len() > 1000 {
            return Err(wrong("invoice.contracts", "has more than 1000 entries"));
        }
        let invoice = Self {
            number: required("invoice.number", facts.number, SHORT)?,
            issued_on: facts.issued_on,
            due_on: facts.due_on,
            week: invoice::Week { year: facts.week.year, week: facts.week.week },
            net: Cents(facts.net),
            vat: Cents(facts.vat),
            gross: Cents(facts.gross),
            reference: facts.reference,
            contracts: facts.contracts,
        };
        invoice.check().map_err(|refused| wrong(invoice_field(refused), refused))?;
        Ok(invoice)
    }
}

impl From<PositionStatus> for contract::PositionStatus {
    fn from(status: PositionStatus) -> Self {
        match status {
            PositionStatus::Executive => Self::Executive,
            PositionStatus::NonExecutive => Self::NonExecutive,
        }
    }
}

fn address(address: Address) -> Result<contract::Address, FieldError> {
    Ok(contract::Address {
        street: text("contract.site.street", address.street, SHORT)?,
        postcode: required("contract.site.postcode", address.postcode, 20)?,
        city: required("contract.site.city", address.city, SHORT)?,
        country: required("contract.site.country", address.country, 2)?,
    })
}

fn contract_field(refused: ContractRefused) -> &'static str {
    match refused {
        ContractRefused::EndsBeforeStart => "contract.term.ends_on",
        ContractRefused::FlexEndsBeforeStart => "contract.term.flex_until",
        ContractRefused::NegativeRate => "contract.pay_rate",
    }
}

fn invoice_field(refused: InvoiceRefused) -> &'static str {
    match refused {
        InvoiceRefused::TotalsDisagree => "invoice.gross",
        InvoiceRefused::NoSuchWeek => "invoice.week",
    }
}

fn required(field: &'static str, value: String, most: usize) -> Result<String, FieldError> {
    if value.trim().is_empty() { Err(wrong(field, "is empty")) } else { text(field, value, most) }
}

fn optional(field: &'static str, value: Option<&String>, most: usize) -> Result<(), FieldError> {
    value.map_or(Ok(()), |value| text(field, value.clone(), most).map(drop))
}

fn text(field: &'static str, value: String, most: usize) -> Result<String, FieldError> {
    if value.chars().count() > most {
        return Err(wrong(field, format!("is longer than {most} characters")));
    }
    if value.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(wrong(field, "holds control characters"));
    }
    Ok(value)
}

fn wrong(field: &'static str, why: impl ToString) -> FieldError {
    FieldError { field, why: why.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn invoice(gross: i64, week: i8) -> Facts {
        serde_json::from_value(json!({
            "kind": "invoice", "number": "FAC-1", "issued_on": "2026-10-27", "due_on": "2026-11-24",
            "week": {"year": 2026, "week": week}, "net": 48200, "vat": 9600, "gross": gross
        }))
        .unwrap()
    }

    #[test]
    fn an_invoice_that_does_not_add_up_is_told_by_its_field() {
        assert_eq!(invoice(57_800, 43).check(), Ok(()));
        assert_eq!(invoice(57_801, 43).check().unwrap_err().field, "invoice.gross");
        assert_eq!(invoice(57_800, 54).check().unwrap_err().field, "invoice.week");
    }
}
