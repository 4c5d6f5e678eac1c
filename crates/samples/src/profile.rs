//! Who sends and who receives: the guide's own company and agencies, and identifiers that are valid but nobody's.
//!
//! SIREN numbers begin with 9990, which INSEE has not given out; bank codes are 99999.

use coffreo_api::facts::Address;

use crate::page::Ink;
use crate::page::typeface::Family;

/// The company that uses temp workers (*entreprise utilisatrice*).
#[derive(Debug, Clone)]
pub struct CompanyProfile {
    /// Name.
    pub name: &'static str,
    /// Fourteen digits with a valid check digit.
    pub siret: String,
    /// Where it sits.
    pub street: &'static str,
    /// Five digits.
    pub postcode: &'static str,
    /// Town.
    pub city: &'static str,
    /// Who signs for it.
    pub signer: &'static str,
}

/// The branch that sends documents.
#[derive(Debug, Clone)]
pub struct AgencyProfile {
    /// Full name, with the town and the network's code.
    pub name: &'static str,
    /// Short name, as on the letterhead.
    pub brand: &'static str,
    /// Fourteen digits with a valid check digit.
    pub siret: String,
    /// Where it sits.
    pub street: &'static str,
    /// Five digits.
    pub postcode: &'static str,
    /// Town.
    pub city: &'static str,
    /// Telephone, from the numbers reserved for fiction (ARCEP: 01 99 00, 02 61 91, 03 53 01).
    pub phone: &'static str,
    /// E-mail, in a domain that cannot exist (RFC 2606).
    pub email: &'static str,
    /// Its site in the contract numbers: `BT1-001-001`.
    pub site_code: &'static str,
    /// Its first contract number of the endless stream.
    pub first_number: u32,
    /// Who guarantees its obligations, and where.
    pub guarantor: (&'static str, &'static str),
    /// Bank and account.
    pub bank: &'static str,
    /// Account, ISO 13616 with valid check digits.
    pub iban: String,
    /// The program that its documents claim to come from.
    pub erp: &'static str,
    /// How its paper looks.
    pub look: Look,
}

/// How an agency's paper looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Typefaces.
    pub family: Family,
    /// Its colour.
    pub accent: Ink,
    /// The same, very light.
    pub tint: Ink,
    /// How things are set apart.
    pub frames: Frames,
}

/// How things are set apart on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frames {
    /// Boxes everywhere, as from an old mainframe program.
    Boxed,
    /// Rules above and below, centred titles.
    Ruled,
    /// Coloured bands and white space.
    Airy,
}

/// THE EU, of the guide.
pub fn the_eu() -> CompanyProfile {
    CompanyProfile {
        name: "THE EU",
        siret: siret(99_900_140, 1),
        street: "140 route du Goulet",
        postcode: "56580",
        city: "CREDIN",
        signer: "Clara LEGER",
    }
}

/// Another company, to which nothing of the first may show.
pub fn another_company() -> CompanyProfile {
    CompanyProfile {
        name: "EUFONTAINE FISCHER SA",
        siret: siret(99_900_212, 1),
        street: "8 quai des Tanneurs",
        postcode: "67000",
        city: "STRASBOURG",
        signer: "Martine FLEURY",
    }
}

/// The three agencies of the guide.
pub fn agencies() -> [AgencyProfile; 3] {
    [barre(), lucas(), moreau()]
}

fn barre() -> AgencyProfile {
    AgencyProfile {
        name: "BARRE TRAVAIL TEMPORAIRE MAGNY LORMES (SHTECO)",
        brand: "BARRE TRAVAIL TEMPORAIRE",
        siret: siret(99_900_230, 1),
        street: "230 boulevard Saint-Nicolas",
        postcode: "58800",
        city: "MAGNY LORMES",
        phone: "03 53 01 42 30",
        email: "magny-lormes@barre-travail.example",
        site_code: "BT1-001-001",
        first_number: 225_400,
        guarantor: ("CAUTION MUTUELLE DU NIVERNAIS", "12 place de la République, 58000 NEVERS"),
        bank: "Banque Fictive du Morvan",
        iban: iban("99999", "00230", "00000212984"),
        erp: "GesTT 7.4",
        look: Look { family: Family::Arimo, accent: Ink(30, 64, 120), tint: Ink(226, 231, 239), frames: Frames::Boxed },
    }
}

fn lucas() -> AgencyProfile {
    AgencyProfile {
        name: "LUCAS JOB CROIX FONSOMME (TEMP)",
        brand: "Lucas Job",
        siret: siret(99_900_117, 2),
        street: "117 place des 4 Saisons",
        postcode: "02110",
        city: "CROIX FONSOMME",
        phone: "03 53 01 11 70",
        email: "croix-fonsomme@lucas-job.example",
        site_code: "LJ4-002-001",
        first_number: 159_400,
        guarantor: ("SOCIÉTÉ PICARDE DE GARANTIE", "4 rue des Jacobins, 80000 AMIENS"),
        bank: "Crédit Imaginaire de Thiérache",
        iban: iban("99999", "00117", "00000159232"),
        erp: "Tempora Édition 12",
        look: Look {
            family: Family::Gelasio,
            accent: Ink(122, 40, 48),
            tint: Ink(245, 238, 232),
            frames: Frames::Ruled,
        },
    }
}

fn moreau() -> AgencyProfile {
    AgencyProfile {
        name: "MOREAU TALENT JOUAVILLE (PERM)",
        brand: "Moreau Talent",
        siret: siret(99_900_125, 3),
        street: "125 rue Clément Veau",
        postcode: "54800",
        city: "JOUAVILLE",
        phone: "03 53 01 12 50",
        email: "jouaville@moreau-talent.example",
        site_code: "MT2-001-003",
        first_number: 318_200,
        guarantor: ("GARANTIE LORRAINE DE L’EMPLOI", "27 rue Serpenoise, 57000 METZ"),
        bank: "Banque Inventée de l’Est",
        iban: iban("99999", "00125", "00000318200"),
        erp: "Staffly Cloud 2026.9",
        look: Look { family: Family::Inter, accent: Ink(0, 110, 96), tint: Ink(229, 244, 241), frames: Frames::Airy },
    }
}

impl CompanyProfile {
    /// Its address as a work site.
    pub fn address(&self) -> Address {
        address(self.street, self.postcode, self.city)
    }

    /// `FR`, key, SIREN.
    pub fn vat_id(&self) -> String {
        vat_id(&self.siret)
    }
}

impl AgencyProfile {
    /// Its address.
    pub fn address(&self) -> Address {
        address(self.street, self.postcode, self.city)
    }

    /// `FR`, key, SIREN.
    pub fn vat_id(&self) -> String {
        vat_id(&self.siret)
    }

    /// A contract number with its amendment.
    pub fn contract_number(&self, running: u32, amendment: u32) -> String {
        format!("CMDE-{}-{running}_{amendment:02}", self.site_code)
    }
}

fn address(street: &str, postcode: &str, city: &str) -> Address {
    Address { street: street.into(), postcode: postcode.into(), city: city.into(), country: "FR".into() }
}

/// A SIRET from eight digits and an establishment's number below 1000, with both check digits (Luhn).
pub fn siret(stem: u32, establishment: u32) -> String {
    let siren = with_luhn(&format!("{stem:08}"));
    with_luhn(&format!("{siren}{establishment:04}"))
}

fn with_luhn(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(i, digit)| if i % 2 == 0 { if digit > 4 { 2 * digit - 9 } else { 2 * digit } } else { digit })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// The French VAT identifier: the key is (12 + 3 × (SIREN mod 97)) mod 97 (CGI, annexe 3, article 286 ter).
fn vat_id(siret: &str) -> String {
    let siren: u64 = siret[..9].parse().unwrap_or(0);
    format!("FR{:02}{}", (12 + 3 * (siren % 97)) % 97, &siret[..9])
}

/// A French IBAN from bank, branch and an account of eleven digits, with the RIB key and the check digits of ISO 13616.
fn iban(bank: &str, branch: &str, account: &str) -> String {
    let rib = format!("{bank}{branch}{account}00");
    let key = 97 - modulo_97(&rib);
    let bban = format!("{bank}{branch}{account}{key:02}");
    // FR00 moved to the end, F = 15 and R = 27.
    let check = 98 - modulo_97(&format!("{bban}152700"));
    format!("FR{check:02}{bban}")
}

fn modulo_97(digits: &str) -> u64 {
    digits.bytes().fold(0, |rest, byte| (rest * 10 + u64::from(byte - b'0')) % 97)
}

#[cfg(test)]
mod tests {
    use super::*;
    use coffreo_domain::company::is_siret;

    #[test]
    fn every_siret_is_valid_and_nobodys() {
        let sirets = agencies().map(|agency| agency.siret);
        for siret in sirets.iter().chain([&the_eu().siret, &another_company().siret]) {
            assert!(is_siret(siret) && siret.starts_with("9990"), "{siret}");
        }
    }

    #[test]
    fn identifiers_carry_the_check_digits_of_their_standards() {
        assert_eq!(vat_id("73282932000074"), "FR44732829320");
        assert_eq!(iban("30006", "00001", "12345678901"), "FR7630006000011234567890189");
    }
}
