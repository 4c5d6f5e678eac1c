//! Small documents built by hand, and a key to seal them. No reading of PDF here: what is tested must not test itself.
#![allow(dead_code)] // each test file uses its own part
#![allow(clippy::unwrap_used)] // helpers of tests

use coffreo_pades::identity::{Subject, issue_authority, issue_signer};
use coffreo_pades::{Appearance, SealError, SealRequest, SealingKey, seal};

/// 24 November 2026, 09:02:11 UTC.
pub const NOW: i64 = 1_795_510_931_000;
const DAY: i64 = 86_400_000;

/// A key, and its authority's certificate in PEM.
pub fn key() -> (SealingKey, String) {
    let subject = |common_name| Subject {
        common_name,
        organization: "Coffreo",
        country: "FR",
        not_before: NOW - DAY,
        not_after: NOW + 365 * DAY,
    };
    let authority = issue_authority(&subject("Coffreo test authority")).unwrap();
    let signer = issue_signer(&authority, &subject("Coffreo test seal")).unwrap();
    let chain = format!("{}{}", signer.certificate_pem, authority.certificate_pem);
    (SealingKey::from_pem(&signer.key_pem, &chain).unwrap(), authority.certificate_pem)
}

pub fn request(pdf: &[u8]) -> SealRequest<'_> {
    SealRequest {
        pdf,
        signed_at: NOW,
        name: "Clara LÉGER",
        reason: Some("Lu et approuvé"),
        location: None,
        appearance: Appearance {
            title: "Signé électroniquement par Clara LÉGER",
            lines: &["pour THE EU", "le 24-11-2026 à 10:02:11 (heure de Paris)"],
        },
    }
}

pub fn sealed(key: &SealingKey, pdf: &[u8]) -> Vec<u8> {
    seal(key, &request(pdf)).unwrap()
}

pub fn refused(key: &SealingKey, pdf: &[u8]) -> SealError {
    seal(key, &request(pdf)).unwrap_err()
}

/// The numbered objects of a document. Object 1 is the catalog.
#[derive(Clone)]
pub struct Objects(pub Vec<(u32, Vec<u8>)>);

impl Objects {
    pub fn set(mut self, number: u32, body: &str) -> Self {
        self.0.retain(|(other, _)| *other != number);
        self.0.push((number, body.as_bytes().to_vec()));
        self.0.sort_by_key(|(number, _)| *number);
        self
    }

    pub fn stream(mut self, number: u32, dict: &str, data: &[u8]) -> Self {
        let mut body = format!("<<{dict}/Length {}>>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.0.retain(|(other, _)| *other != number);
        self.0.push((number, body));
        self.0.sort_by_key(|(number, _)| *number);
        self
    }

    /// With a cross-reference table.
    pub fn classic(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let offsets = self.write(&mut out, |_| true);
        append_table(
            &mut out,
            &offsets,
            "/Root 1 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]",
        );
        out
    }

    /// With a cross-reference stream; everything that is no stream goes into one object stream.
    pub fn packed(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let is_stream = |body: &[u8]| body.ends_with(b"endstream");
        let mut offsets = self.write(&mut out, is_stream);
        let (mut header, mut bodies) = (String::new(), Vec::new());
        let inside: Vec<_> = self.0.iter().filter(|(_, body)| !is_stream(body)).collect();
        for (number, body) in &inside {
            header.push_str(&format!("{number} {} ", bodies.len()));
            bodies.extend_from_slice(body);
            bodies.push(b'\n');
        }
        let pack = self.size();
        let plain = [header.as_bytes(), &bodies].concat();
        let dict = format!("/Type/ObjStm/N {}/First {}/Filter/FlateDecode", inside.len(), header.len());
        let packed = Objects(Vec::new()).stream(pack, &dict, &deflate(&plain));
        offsets.extend(packed.write(&mut out, |_| true));
        let at = out.len();
        let mut rows = vec![(0u32, [0u8; 7])];
        rows.extend(offsets.iter().map(|(number, offset)| (*number, row(1, *offset as u32, 0))));
        rows.extend(inside.iter().enumerate().map(|(i, (number, _))| (*number, row(2, pack, i as u16))));
        rows.push((pack + 1, row(1, at as u32, 0)));
        rows.sort_unstable();
        let index: String = rows.iter().map(|(number, _)| format!("{number} 1 ")).collect();
        let data: Vec<u8> = rows.iter().flat_map(|(_, row)| *row).collect();
        let dict = format!(
            "/Type/XRef/Size {}/Root 1 0 R/W[1 4 2]/Index[{index}]/Filter/FlateDecode\
             /DecodeParms<</Predictor 12/Columns 7>>",
            pack + 2
        );
        let up = predict_up(&data, 7);
        Objects(Vec::new()).stream(pack + 1, &dict, &deflate(&up)).write(&mut out, |_| true);
        out.extend_from_slice(format!("startxref\n{at}\n%%EOF\n").as_bytes());
        out
    }

    fn size(&self) -> u32 {
        self.0.last().map_or(0, |(number, _)| number + 1)
    }

    fn write(&self, out: &mut Vec<u8>, wanted: impl Fn(&[u8]) -> bool) -> Vec<(u32, usize)> {
        let mut offsets = Vec::new();
        for (number, body) in self.0.iter().filter(|(_, body)| wanted(body)) {
            offsets.push((*number, out.len()));
            out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        offsets
    }
}

/// Appends objects and a table as an attacker or another program would; `extra` goes into the trailer.
pub fn update(pdf: &[u8], objects: &Objects, extra: &str) -> Vec<u8> {
    let mut out = pdf.to_vec();
    let offsets = objects.write(&mut out, |_| true);
    append_table(&mut out, &offsets, &format!("/Root 1 0 R/Prev {}{extra}", last_section(pdf)));
    out
}

/// Where the last cross-reference section of a document stands.
pub fn last_section(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(&pdf[pdf.len() - 40..]).into_owned();
    let number = text.rsplit_once("startxref").unwrap().1.split_whitespace().next().unwrap().to_owned();
    number.parse().unwrap()
}

/// Where some bytes first stand.
pub fn find(haystack: &[u8], needle: &[u8]) -> usize {
    haystack.windows(needle.len()).position(|window| window == needle).expect("not found")
}

fn append_table(out: &mut Vec<u8>, offsets: &[(u32, usize)], trailer: &str) {
    let at = out.len();
    out.extend_from_slice(b"xref\n0 1\n0000000000 65535 f\r\n");
    for (number, offset) in offsets {
        out.extend_from_slice(format!("{number} 1\n{offset:010} 00000 n\r\n").as_bytes());
    }
    let size = offsets.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
    out.extend_from_slice(format!("trailer\n<</Size {size}{trailer}>>\nstartxref\n{at}\n%%EOF\n").as_bytes());
}

fn row(kind: u8, second: u32, third: u16) -> [u8; 7] {
    let ([a, b, c, d], [e, f]) = (second.to_be_bytes(), third.to_be_bytes());
    [kind, a, b, c, d, e, f]
}

fn predict_up(data: &[u8], width: usize) -> Vec<u8> {
    let mut above = vec![0; width];
    let mut out = Vec::new();
    for row in data.chunks(width) {
        out.push(2);
        out.extend(row.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
        above = row.to_vec();
    }
    out
}

pub fn deflate(data: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Two pages with a sentence each.
pub fn contract() -> Objects {
    let page = |text: &str| format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
    Objects(Vec::new())
        .set(1, "<</Type/Catalog/Pages 2 0 R>>")
        .set(2, "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]/Resources<</Font<</F1 7 0 R>>>>>>")
        .set(3, "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>")
        .set(4, "<</Type/Page/Parent 2 0 R/Contents 6 0 R>>")
        .stream(5, "", page("Contrat de mission, page 1").as_bytes())
        .stream(6, "", page("Contrat de mission, page 2").as_bytes())
        .set(7, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
}

/// The contract with an attached invoice, as Factur-X does it.
pub fn invoice() -> Objects {
    let xml = deflate(b"<?xml version='1.0' encoding='UTF-8'?>\n<rsm:CrossIndustryInvoice xmlns:rsm='urn:x'/>\n");
    contract()
        .set(1, "<</Type/Catalog/Pages 2 0 R/AF[8 0 R]/Names<</EmbeddedFiles<</Names[(factur-x.xml)8 0 R]>>>>>>")
        .set(
            8,
            "<</Type/Filespec/F(factur-x.xml)/UF(factur-x.xml)/AFRelationship/Alternative/EF<</F 9 0 R/UF 9 0 R>>>>",
        )
        .stream(9, "/Type/EmbeddedFile/Subtype/text#2Fxml/Filter/FlateDecode", &xml)
}
