//! A document ready to be delivered, and where such documents come from.

use coffreo_api::agency::Delivery;
use coffreo_api::{ContractFacts, Facts};
use jiff::civil::Date;

use crate::bill::{self, Bill};
use crate::page::pdf::{self, Attachment, Head};
use crate::page::{Page, scan};
use crate::profile::{AgencyProfile, CompanyProfile, agencies, the_eu};
use crate::random::Dice;
use crate::{contract_facts, facturx, print, words};

/// A document with all that its delivery takes.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Who sends it.
    pub agency: AgencyProfile,
    /// Its place in [`agencies`].
    pub agency_index: usize,
    /// Who receives it.
    pub company: CompanyProfile,
    /// The agency's key for it.
    pub reference: String,
    /// What is said beside the PDF.
    pub facts: Facts,
    /// The file.
    pub pdf: Vec<u8>,
    /// The lines, of an invoice.
    pub bill: Option<Bill>,
    hidden: Option<(String, String)>,
}

impl Sample {
    /// A sentence that stands inside a contract's PDF, after the first page, and in no fact. A scanned contract
    /// and an invoice have none that could be found.
    pub fn hidden_sentence(&self) -> Option<&str> {
        self.hidden.as_ref().map(|(sentence, _)| sentence.as_str())
    }

    /// The one word of [`Self::hidden_sentence`] that stands in no other sample of the same generator.
    pub fn hidden_word(&self) -> Option<&str> {
        self.hidden.as_ref().map(|(_, word)| word.as_str())
    }

    /// The JSON part of the delivery.
    pub fn delivery(&self) -> Delivery {
        Delivery { company_siret: self.company.siret.clone(), document: self.facts.clone(), people: Vec::new() }
    }
}

/// The four contracts of the guide, all from the first agency, with dates around `today`.
pub fn guide_contracts(today: Date) -> Vec<Sample> {
    let (agency, company) = (&agencies()[0], the_eu());
    let facts = contract_facts::of_the_guide(agency, &company.address(), today);
    facts.into_iter().enumerate().map(|(i, facts)| contract(0, &company, facts, i as u64, today, false)).collect()
}

/// The seven invoices of the guide, from the first two agencies, with dates around `today`.
pub fn guide_invoices(today: Date) -> Vec<Sample> {
    let company = the_eu();
    let of =
        |place: usize| bill::of_the_guide(place, &agencies()[place], today).into_iter().map(move |bill| (place, bill));
    of(0).chain(of(1)).map(|(place, bill)| invoice(place, &company, bill)).collect()
}

/// The PDF of any contract's facts on an agency's paper. `number` chooses the hidden word.
pub fn print_contract(
    agency_index: usize,
    company: &CompanyProfile,
    facts: ContractFacts,
    number: u64,
    today: Date,
) -> Sample {
    contract(agency_index % 3, company, facts, number, today, false)
}

/// An endless stream of documents: `i` alone decides, so any of them can be made again.
#[derive(Debug, Clone)]
pub struct Generator {
    seed: u64,
    today: Date,
    company: CompanyProfile,
}

impl Generator {
    /// Documents for THE EU with dates around `today`.
    pub fn new(seed: u64, today: Date) -> Self {
        Self { seed, today, company: the_eu() }
    }

    /// The same for another company.
    #[must_use]
    pub fn for_company(self, company: CompanyProfile) -> Self {
        Self { company, ..self }
    }

    /// Contract `i`: the three agencies take turns; one in seventeen is [`Self::scanned`].
    pub fn contract(&self, i: u64) -> Sample {
        self.make(i, i % 17 == 11)
    }

    /// Contract `i` as pictures of its pages, without any text.
    pub fn scanned(&self, i: u64) -> Sample {
        self.make(i, true)
    }

    /// The facts of contract `i`, without the cost of its PDF.
    pub fn contract_facts(&self, i: u64) -> Facts {
        Facts::Contract(self.facts(i))
    }

    /// Invoice `i`: the three agencies take turns.
    pub fn invoice(&self, i: u64) -> Sample {
        let place = (i % 3) as usize;
        invoice(place, &self.company, bill::of_the_stream(&agencies()[place], self.seed, i, self.today))
    }

    fn make(&self, i: u64, scanned: bool) -> Sample {
        // The guide's contracts have the first words.
        contract((i % 3) as usize, &self.company, self.facts(i), i + 16, self.today, scanned)
    }

    fn facts(&self, i: u64) -> ContractFacts {
        contract_facts::of_the_stream(&agencies()[(i % 3) as usize], self.seed, i, self.today)
    }
}

fn contract(
    place: usize,
    company: &CompanyProfile,
    facts: ContractFacts,
    number: u64,
    today: Date,
    scanned: bool,
) -> Sample {
    let agency = &agencies()[place];
    let word = words::coined_name(number);
    let badge = 1000 + (number * 37) % 9000;
    let sentence = format!(
        "Le badge d’accès n° {badge} est à retirer à la loge du portail {word} auprès du gardien, avant la première prise de poste."
    );
    let dice = Dice::new(number, &facts.number);
    let extra =
        print::contract::Extra { issued_on: facts.term.starts_on.min(today), sentence: &sentence, dice: dice.clone() };
    let pages = print::contract::sheets(agency, company, &facts, extra);
    let title = format!("Contrat de mise à disposition {}", facts.number);
    let head = head(agency, &title, today, &facts.number);
    let pdf = if scanned {
        pdf::write_pictures(&head, &scan::scan(&pages, &mut dice.clone()))
    } else {
        pdf::write(&head, &pages, None)
    };
    Sample {
        agency: agency.clone(),
        agency_index: place,
        company: company.clone(),
        reference: facts.number.clone(),
        facts: Facts::Contract(facts),
        pdf,
        bill: None,
        hidden: (!scanned).then_some((sentence, word)),
    }
}

fn invoice(place: usize, company: &CompanyProfile, bill: Bill) -> Sample {
    let agency = &agencies()[place];
    let facts = bill.facts.clone();
    let pages: Vec<Page> = print::invoice::sheets(agency, company, &bill);
    let title = format!("Facture {}", facts.number);
    let xml = facturx::xml(agency, company, &bill);
    let attachment = Attachment {
        name: facturx::FILE_NAME,
        description: "Facture électronique Factur-X, profil EN 16931",
        xmp: facturx::xmp(&title, agency.name, agency.erp, facts.issued_on),
        bytes: xml.as_bytes(),
    };
    let pdf = pdf::write(&head(agency, &title, facts.issued_on, &facts.number), &pages, Some(&attachment));
    Sample {
        agency: agency.clone(),
        agency_index: place,
        company: company.clone(),
        reference: facts.number.clone(),
        facts: Facts::Invoice(facts),
        pdf,
        bill: Some(bill),
        hidden: None,
    }
}

fn head<'a>(agency: &AgencyProfile, title: &'a str, day: Date, number: &str) -> Head<'a> {
    let mut id = [0; 16];
    Dice::new(0, number).fill(&mut id);
    Head { title, author: agency.name, creator: agency.erp, day, id }
}
