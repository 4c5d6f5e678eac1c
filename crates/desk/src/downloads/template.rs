//! How a document's file is named: by a text with tokens, which the person can change. What a document does not have
//! leaves no trace in its name. Tokens are understood in both languages, whatever case and accents they are typed with.

use coffreo_api::Facts;
use coffreo_domain::Timestamp;
use coffreo_domain::calendar::{Region, signing_deadline};

use super::names::legal;
use crate::exports::Words;
use crate::vault::fold;
use crate::view::{DocumentView, Kind, Language, Row};

/// Characters of a template.
const LONGEST: usize = 200;

/// A template that is valid for its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Token(Token),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number,
    Agency,
    Company,
    Employee,
    LastName,
    FirstName,
    Qualification,
    Department,
    Starts,
    Ends,
    Issued,
    Due,
    Week,
    Net,
    Gross,
    Reference,
    Received,
    State,
}

use Token as T;

const CONTRACT: &[(Token, &str, &str)] = &[
    (T::Number, "numéro", "number"),
    (T::Agency, "agence", "agency"),
    (T::Company, "client", "client"),
    (T::Employee, "salarié", "worker"),
    (T::LastName, "nom", "last name"),
    (T::FirstName, "prénom", "first name"),
    (T::Qualification, "qualification", "qualification"),
    (T::Department, "département", "department"),
    (T::Starts, "début", "start"),
    (T::Ends, "fin", "end"),
    (T::Due, "échéance", "deadline"),
    (T::Received, "reçu", "received"),
    (T::State, "statut", "status"),
];

const INVOICE: &[(Token, &str, &str)] = &[
    (T::Number, "numéro", "number"),
    (T::Agency, "agence", "agency"),
    (T::Company, "client", "client"),
    (T::Issued, "date", "date"),
    (T::Due, "échéance", "due"),
    (T::Week, "semaine", "week"),
    (T::Net, "ht", "net"),
    (T::Gross, "ttc", "gross"),
    (T::Reference, "référence", "reference"),
    (T::Received, "reçu", "received"),
    (T::State, "statut", "status"),
];

fn all(kind: Kind) -> &'static [(Token, &'static str, &'static str)] {
    match kind {
        Kind::Contract => CONTRACT,
        Kind::Invoice => INVOICE,
    }
}

/// The tokens of a kind, without their braces.
pub fn tokens(kind: Kind, language: Language) -> Vec<String> {
    let named = |(_, fr, en): &(Token, &str, &str)| match language {
        Language::Fr => (*fr).to_owned(),
        Language::En => (*en).to_owned(),
    };
    all(kind).iter().map(named).collect()
}

/// How documents are named where nobody chose: so that they sort by day.
pub fn by_default(kind: Kind, language: Language) -> &'static str {
    match (kind, language) {
        (Kind::Contract, Language::Fr) => "{début} {numéro} {salarié} ({statut})",
        (Kind::Contract, Language::En) => "{start} {number} {worker} ({status})",
        (Kind::Invoice, Language::Fr) => "{date} {numéro} {agence} ({statut})",
        (Kind::Invoice, Language::En) => "{date} {number} {agency} ({status})",
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// The tokens that there are not; none of them where it is blank or too long.
    pub fn read(kind: Kind, text: &str) -> Result<Self, Vec<String>> {
        if text.trim().is_empty() || text.chars().count() > LONGEST {
            return Err(Vec::new());
        }
        let (mut parts, mut unknown, mut rest) = (Vec::new(), Vec::new(), text);
        while let Some((before, name, after)) = token(rest) {
            parts.push(Part::Text(before.to_owned()));
            let folded = fold(name.trim());
            match all(kind).iter().find(|(_, fr, en)| folded == fold(fr) || folded == fold(en)) {
                Some((token, ..)) => parts.push(Part::Token(*token)),
                None => unknown.push(name.to_owned()),
            }
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        if unknown.is_empty() { Ok(Self(parts)) } else { Err(unknown) }
    }

    /// The document's name, without an ending.
    pub fn stem(&self, document: &DocumentView, words: Words) -> String {
        let mut name = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Token(token) => name.push_str(&value(*token, document, words)),
            }
        }
        for empty in ["()", "[]", "{}"] {
            name = name.replace(empty, "");
        }
        let name = legal(&name);
        // What stood between facts that are missing.
        legal(name.trim_matches([' ', '-', '_', ',', '.']))
    }
}

/// What is before the first token, its name, and what follows it.
fn token(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn value(token: Token, document: &DocumentView, words: Words) -> String {
    let (agency, company, received_at) = match &document.row {
        Row::Contract(row) => (&row.agency, &row.company, row.received_at),
        Row::Invoice(row) => (&row.agency, &row.company, row.received_at),
    };
    match token {
        T::Number => return document.facts.number().to_owned(),
        T::Agency => return agency.clone(),
        T::Company => return company.clone(),
        T::Received => return Timestamp(received_at).paris_day().to_string(),
        T::State => return words.state_in_name(&document.row).to_owned(),
        _ => {}
    }
    match &document.facts {
        Facts::Contract(contract) => match token {
            T::Employee => format!("{} {}", contract.employee.last_name, contract.employee.first_name),
            T::LastName => contract.employee.last_name.clone(),
            T::FirstName => contract.employee.first_name.clone(),
            T::Qualification => contract.qualification.clone(),
            T::Department => contract.department.clone().unwrap_or_default(),
            T::Starts => contract.term.starts_on.to_string(),
            T::Ends => contract.term.ends_on.map(|day| day.to_string()).unwrap_or_default(),
            T::Due => {
                signing_deadline(contract.term.starts_on, Region::of_postcode(&contract.site.postcode)).to_string()
            }
            _ => String::new(),
        },
        Facts::Invoice(invoice) => match token {
            T::Issued => invoice.issued_on.to_string(),
            T::Due => invoice.due_on.to_string(),
            T::Week => format!("{:04}-S{:02}", invoice.week.year, invoice.week.week),
            T::Net => amount(invoice.net),
            T::Gross => amount(invoice.gross),
            T::Reference => invoice.reference.clone().unwrap_or_default(),
            _ => String::new(),
        },
    }
}

fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use coffreo_samples::guide_contracts;
    use jiff::civil::date;

    use crate::view::{ArchiveState, ContractRow, Deadline};

    fn document(state: ArchiveState) -> DocumentView {
        let facts = guide_contracts(date(2026, 11, 24)).remove(0).facts;
        let row = ContractRow {
            id: "1".into(),
            state,
            agency: "LUCAS JOB".into(),
            number: facts.number().into(),
            amendment: 0,
            company: "THE EU".into(),
            department: None,
            employee: String::new(),
            qualification: String::new(),
            justification: String::new(),
            starts_on: String::new(),
            ends_on: None,
            pay_rate: 0,
            bill_rate: 0,
            signed_at: None,
            signed_by: None,
            received_at: 1_795_478_400_000,
            deadline: Deadline { day: String::new(), ends_at: 0 },
            opened: false,
            original_sha256: String::new(),
            snippet: None,
        };
        DocumentView { row: Row::Contract(row), facts, sha256: String::new(), available: true, size: 0 }
    }

    fn named(template: &str, state: ArchiveState) -> String {
        Template::read(Kind::Contract, template).unwrap().stem(&document(state), Words(Language::Fr))
    }

    #[test]
    fn what_is_missing_leaves_no_trace() {
        let number = document(ArchiveState::Pending).facts.number().to_owned();
        assert_eq!(named("{numéro} ({statut})", ArchiveState::Pending), number);
        assert_eq!(named("{numéro} ({statut})", ArchiveState::Archived), format!("{number} (signé)"));
        assert_eq!(named("{Status} - {NUMERO}", ArchiveState::Pending), number);
        assert_eq!(named("{agency}/{number}", ArchiveState::Pending), format!("LUCAS JOB-{number}"));
    }

    #[test]
    fn a_token_that_there_is_not_is_told() {
        assert_eq!(Template::read(Kind::Contract, "{numéro} {ttc} {x}"), Err(vec!["ttc".into(), "x".into()]));
        assert_eq!(Template::read(Kind::Invoice, " "), Err(Vec::new()));
        assert!(Template::read(Kind::Invoice, "{ttc} {reste").is_ok());
        for (kind, language) in
            [Kind::Contract, Kind::Invoice].into_iter().flat_map(|kind| [(kind, Language::Fr), (kind, Language::En)])
        {
            Template::read(kind, by_default(kind, language)).unwrap();
        }
    }
}
