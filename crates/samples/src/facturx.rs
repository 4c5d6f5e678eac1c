//! The structured half of an invoice: Factur-X 1.0, profile EN 16931, UN/CEFACT Cross Industry Invoice D16B/D22B.
//!
//! Sources: EN 16931-1 for the business terms (BT-…), FNFE-MPE's Factur-X specification for file name and XMP.

use std::fmt::Write;

use jiff::civil::Date;

use crate::bill::{Bill, Line, Unit, VAT_PERCENT};
use crate::page::pdf::PRODUCER;
use crate::profile::{AgencyProfile, CompanyProfile};

/// The attachment's name that the specification fixes.
pub const FILE_NAME: &str = "factur-x.xml";

/// The XML of an invoice.
pub fn xml(agency: &AgencyProfile, company: &CompanyProfile, bill: &Bill) -> String {
    let facts = &bill.facts;
    let mut out = String::with_capacity(16 * 1024);
    let lines: String = bill.lines.iter().enumerate().map(|(i, each)| line(bill, i + 1, each)).collect();
    let seller = party(agency.name, &agency.siret, (agency.street, agency.postcode, agency.city), &agency.vat_id());
    let buyer =
        party(company.name, &company.siret, (company.street, company.postcode, company.city), &company.vat_id());
    let order = facts.reference.as_ref().map_or_else(String::new, |order| {
        format!("<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>{}</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>", text(order))
    });
    // BT-12 takes one contract; each line names its own.
    let contract = facts.contracts.first().map_or_else(String::new, |number| {
        format!("<ram:ContractReferencedDocument><ram:IssuerAssignedID>{}</ram:IssuerAssignedID></ram:ContractReferencedDocument>", text(number))
    });
    let (net, vat, gross) = (sum(facts.net), sum(facts.vat), sum(facts.gross));
    let notes = [
        ("PMT", "Indemnité forfaitaire pour frais de recouvrement : 40 euros."),
        ("PMD", "Pénalités de retard : trois fois le taux de l'intérêt légal."),
        ("AAB", "Pas d'escompte pour paiement anticipé."),
    ]
    .map(|(code, note)| format!("<ram:IncludedNote><ram:Content>{note}</ram:Content><ram:SubjectCode>{code}</ram:SubjectCode></ram:IncludedNote>"))
    .concat();
    let _ = write!(
        out,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100" xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>S1</ram:ID></ram:BusinessProcessSpecifiedDocumentContextParameter><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>{issued}</ram:IssueDateTime>{notes}</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
{lines}<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty>{seller}</ram:SellerTradeParty><ram:BuyerTradeParty>{buyer}</ram:BuyerTradeParty>{order}{contract}</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>{until}</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement><ram:PaymentReference>{number}</ram:PaymentReference><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans><ram:ApplicableTradeTax><ram:CalculatedAmount>{vat}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{net}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>{VAT_PERCENT}.00</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:BillingSpecifiedPeriod><ram:StartDateTime>{from}</ram:StartDateTime><ram:EndDateTime>{until}</ram:EndDateTime></ram:BillingSpecifiedPeriod><ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>{due}</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>{net}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">{vat}</ram:TaxTotalAmount><ram:GrandTotalAmount>{gross}</ram:GrandTotalAmount><ram:DuePayableAmount>{gross}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"#,
        number = text(&facts.number),
        issued = day(facts.issued_on),
        due = day(facts.due_on),
        from = day(bill.from),
        until = day(bill.until),
        iban = agency.iban,
    );
    out
}

/// BG-25: BT-127 the worker, BT-153 the item, BT-129 and BT-130 the quantity, BT-146 the price, BT-131 the amount,
/// BT-134 and BT-135 the week.
fn line(bill: &Bill, number: usize, line: &Line) -> String {
    let unit = match line.unit {
        Unit::Hours => "HUR",
        Unit::Pieces => "C62",
    };
    format!(
        r#"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID><ram:IncludedNote><ram:Content>{worker} – contrat {contract}</ram:Content></ram:IncludedNote></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>{item}</ram:Name></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{price}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="{unit}">{quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>{VAT_PERCENT}.00</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:BillingSpecifiedPeriod><ram:StartDateTime>{from}</ram:StartDateTime><ram:EndDateTime>{until}</ram:EndDateTime></ram:BillingSpecifiedPeriod><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{amount}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
"#,
        worker = text(&line.worker),
        contract = text(&line.contract),
        item = text(line.item),
        price = sum(line.price),
        quantity = sum(line.quantity),
        amount = sum(line.amount),
        from = day(bill.from),
        until = day(bill.until),
    )
}

/// Scheme 0002 is the SIREN, 0009 the SIRET (ISO 6523).
fn party(name: &str, siret: &str, (street, postcode, city): (&str, &str, &str), vat_id: &str) -> String {
    format!(
        r#"<ram:GlobalID schemeID="0009">{siret}</ram:GlobalID><ram:Name>{}</ram:Name><ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{}</ram:ID></ram:SpecifiedLegalOrganization><ram:PostalTradeAddress><ram:PostcodeCode>{postcode}</ram:PostcodeCode><ram:LineOne>{}</ram:LineOne><ram:CityName>{}</ram:CityName><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress><ram:URIUniversalCommunication><ram:URIID schemeID="0009">{siret}</ram:URIID></ram:URIUniversalCommunication><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{vat_id}</ram:ID></ram:SpecifiedTaxRegistration>"#,
        text(name),
        &siret[..9],
        text(street),
        text(city),
    )
}

fn day(day: Date) -> String {
    format!(r#"<udt:DateTimeString format="102">{}</udt:DateTimeString>"#, day.strftime("%Y%m%d"))
}

fn sum(cents: i64) -> String {
    coffreo_domain::Cents(cents).to_string()
}

fn text(raw: &str) -> String {
    raw.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The XMP packet: PDF/A-3B, and the extension schema that declares the attachment.
pub fn xmp(title: &str, author: &str, creator: &str, made: Date) -> String {
    let property = |name: &str, what: &str| {
        format!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>{what}</pdfaProperty:description></rdf:li>"
        )
    };
    let properties = [
        property("DocumentFileName", "name of the embedded XML invoice file"),
        property("DocumentType", "INVOICE"),
        property("Version", "version of the schema of the XML invoice"),
        property("ConformanceLevel", "conformance level of the XML invoice"),
    ]
    .concat();
    let made = format!("{made}T08:00:00Z");
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{PRODUCER}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{creator}</xmp:CreatorTool><xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"><fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>{FILE_NAME}</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{feff}',
        title = text(title),
        author = text(author),
        creator = text(creator),
    )
}
