//! Finds the structured invoice (Factur-X, ZUGFeRD: a Cross Industry Invoice) that a PDF carries, and reads it. The XML is
//! an outsider's: it is read here, in the confined worker, and only plain values leave. It must not judge them.

use en16931::{Invoice, InvoiceLine};
use pdfium_render::prelude::PdfDocument;

use crate::viewer::invoice::{Carried, InvoiceData, LineData, VatData};

/// A number of the model, scaled: its type is another crate's, and only its digits are needed.
macro_rules! decimal {
    ($number:expr, $decimals:literal) => {{
        let decimal = $number.into_decimal();
        scaled(decimal.mantissa(), decimal.scale(), $decimals)
    }};
}

/// The names that the specifications give the attachment: Factur-X and ZUGFeRD 2.1, ZUGFeRD 2.0, XRechnung, ZUGFeRD 1.
const NAMES: &[&str] = &["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"];
/// Longest XML that is read, in bytes.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Attachments that are looked at.
const MOST_ATTACHMENTS: u16 = 100;
/// Lines that are handed over.
const MOST_LINES: usize = 5_000;

/// The invoice, none, or the reason why it cannot be read.
pub fn find(document: &PdfDocument<'_>) -> Carried {
    let attachments = document.attachments();
    let mut carried =
        attachments.as_range().take(usize::from(MOST_ATTACHMENTS)).filter_map(|at| attachments.get(at).ok());
    let named = |name: String| NAMES.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    let Some(attachment) = carried.find(|one| named(one.name())) else { return Carried::None };
    if attachment.len() > MOST_BYTES {
        return Carried::Unreadable;
    }
    attachment.save_to_bytes().map_or(Carried::Unreadable, |bytes| read(&bytes))
}

/// The invoice of an XML, or that it cannot be read.
pub fn read(xml: &[u8]) -> Carried {
    match en16931_formats::read(xml) {
        // Every profile has a number (BT-1): without one, something else was read.
        Ok(read) if read.invoice.number.is_some() => Carried::Invoice(Box::new(data(&read.invoice))),
        Ok(_) | Err(_) => Carried::Unreadable,
    }
}

fn data(invoice: &Invoice) -> InvoiceData {
    let totals = &invoice.totals;
    InvoiceData {
        number: invoice.number.clone(),
        issued_on: invoice.issue_date.map(|day| day.to_string()),
        due_on: invoice.due_date.map(|day| day.to_string()),
        currency: invoice.currency.as_ref().map(|code| code.as_str().to_owned()),
        contract: invoice.contract_reference.as_ref().map(ToString::to_string),
        order: invoice.purchase_order_reference.as_ref().map(ToString::to_string),
        lines: invoice.lines.iter().take(MOST_LINES).map(line).collect(),
        vat: invoice
            .vat_breakdown
            .iter()
            .map(|share| VatData {
                rate: share.rate.and_then(|rate| decimal!(rate, 2)),
                base: share.taxable_amount.to_minor_units(),
                vat: share.tax_amount.to_minor_units(),
            })
            .collect(),
        line_total: totals.line_total.to_minor_units(),
        allowances: totals.allowance_total.map_or(0, |amount| amount.to_minor_units()),
        charges: totals.charge_total.map_or(0, |amount| amount.to_minor_units()),
        net: totals.taxable_total.to_minor_units(),
        vat_total: totals.vat_total.map_or(0, |amount| amount.to_minor_units()),
        gross: totals.gross_total.to_minor_units(),
    }
}

fn line(line: &InvoiceLine) -> LineData {
    let charges: i64 = line.charges.iter().map(|one| one.amount.to_minor_units()).fold(0, i64::saturating_add);
    let allowances: i64 = line.allowances.iter().map(|one| one.amount.to_minor_units()).fold(0, i64::saturating_add);
    LineData {
        id: line.id.clone(),
        item: line.item.name.clone(),
        note: line.note.clone(),
        quantity: decimal!(line.quantity, 4).unwrap_or(0),
        unit: line.unit_code.as_str().to_owned(),
        price: decimal!(line.price.net_price, 4).unwrap_or(0),
        price_for: line.price.base_quantity.map_or(Some(10_000), |per| decimal!(per, 4)).unwrap_or(0),
        extra: charges.saturating_sub(allowances),
        amount: line.net_amount.to_minor_units(),
    }
}

/// The number with so many decimals, half away from zero, as an integer; none when it does not fit. Takes the number as
/// its digits and how many of them are decimals.
fn scaled(digits: i128, scale: u32, decimals: u32) -> Option<i64> {
    let scaled = if scale <= decimals {
        digits.checked_mul(10_i128.checked_pow(decimals - scale)?)?
    } else {
        let too_fine = 10_i128.checked_pow(scale - decimals)?;
        digits.checked_add(digits.signum() * too_fine / 2)? / too_fine
    };
    i64::try_from(scaled).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_rounded_to_what_is_kept() {
        assert_eq!(scaled(200, 1, 2), Some(2000));
        assert_eq!(scaled(123_455, 3, 2), Some(12_346));
        assert_eq!(scaled(-123_455, 3, 2), Some(-12_346));
        assert_eq!(scaled(i128::MAX, 0, 4), None);
    }
}
