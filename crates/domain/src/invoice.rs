//! The facts of an invoice (*facture*).

use jiff::civil::Date;

use crate::money::Cents;

/// What an agency says of an invoice beside its PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// As the agency numbers it: `FAC-212984`.
    pub number: String,
    /// *Facturé le*.
    pub issued_on: Date,
    /// *Échéance*.
    pub due_on: Date,
    /// The week that is billed.
    pub week: Week,
    /// *H.T.*
    pub net: Cents,
    /// *T.V.A.*
    pub vat: Cents,
    /// *T.T.C.*
    pub gross: Cents,
    /// The company's own reference or order number.
    pub reference: Option<String>,
    /// Numbers of the contracts that are billed.
    pub contracts: Vec<String>,
}

/// An ISO 8601 week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Week {
    /// The ISO week-numbering year.
    pub year: i16,
    /// 1 to 53.
    pub week: i8,
}

/// Why the facts of an invoice are refused at delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvoiceRefused {
    /// Net and VAT do not add up to gross.
    #[error("net and VAT do not add up to gross")]
    TotalsDisagree,
    /// The year has no such week.
    #[error("no such ISO week")]
    NoSuchWeek,
}

impl Invoice {
    /// Refuses facts that cannot be true.
    pub fn check(&self) -> Result<(), InvoiceRefused> {
        if self.net.checked_add(self.vat) != Some(self.gross) {
            return Err(InvoiceRefused::TotalsDisagree);
        }
        jiff::civil::ISOWeekDate::new(self.week.year, self.week.week, jiff::civil::Weekday::Monday)
            .map(|_| ())
            .map_err(|_| InvoiceRefused::NoSuchWeek)
    }
}
