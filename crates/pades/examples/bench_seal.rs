//! Prints milliseconds a seal and a verification, over 100 and 1000 documents of 100 KB, and the hashing alone beside
//! them as yardstick: `cargo run --release -p coffreo-pades --example bench_seal`

use std::time::Instant;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};
use coffreo_pades::identity::{Subject, issue_authority, issue_signer};
use coffreo_pades::{Appearance, SealRequest, SealingKey, inspect, seal, verify};

/// 24 November 2026, 09:02:11 UTC.
const SIGNED_AT: i64 = 1_795_510_931_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let key = key()?;
    let documents: Vec<Vec<u8>> = (0..1000).map(|seed| contract(seed, 100 * 1024)).collect();
    println!("{} documents of {} bytes", documents.len(), documents[0].len());
    println!("yardstick: one ECDSA P-256 verification {:.3} ms", verification()?);
    for count in [100, 1000] {
        let some = &documents[..count];
        let hash = measure(count, || some.iter().for_each(|pdf| assert_eq!(digest(&SHA256, pdf).as_ref().len(), 32)));
        let gate = measure(count, || some.iter().for_each(|pdf| assert!(inspect(pdf).is_ok())));
        let mut sealed = Vec::new();
        let seals = measure(count, || sealed = some.iter().filter_map(|pdf| seal(&key, &request(pdf)).ok()).collect());
        assert_eq!(sealed.len(), count);
        let checks = measure(count, || sealed.iter().for_each(|pdf| assert!(verify(pdf, key.anchors()).is_ok())));
        println!(
            "{count:5}: sha256 {hash:.3} ms, inspect {gate:.3} ms, seal {seals:.3} ms, verify {checks:.3} ms each"
        );
        if count == 1000 {
            let (name, ratio) = ("verify 1000 signed contracts", checks / 2.0);
            println!(
                r#"{{"name":"{name}","figure":{checks},"unit":"s","yardstick":"2 s","yardstick_figure":2.0,"ratio":{ratio},"budget":1.0,"met":{}}}"#,
                ratio <= 1.0
            );
        }
    }
    Ok(())
}

/// What the cryptography alone costs: a seal makes one signature and checks two, a verification checks two.
fn verification() -> Result<f64, aws_lc_rs::error::Unspecified> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)?;
    let signature = pair.sign(&SystemRandom::new(), b"message")?;
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, pair.public_key().as_ref());
    Ok(measure(1000, || (0..1000).for_each(|_| assert!(key.verify(b"message", signature.as_ref()).is_ok()))))
}

/// Milliseconds for each of `count`.
fn measure(count: usize, work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1000.0 / count as f64
}

fn key() -> Result<SealingKey, coffreo_pades::KeyRefused> {
    let subject = |common_name| Subject {
        common_name,
        organization: "Coffreo",
        country: "FR",
        not_before: SIGNED_AT - 86_400_000,
        not_after: SIGNED_AT + 365 * 86_400_000,
    };
    let authority = issue_authority(&subject("Coffreo bench authority"))?;
    let signer = issue_signer(&authority, &subject("Coffreo bench seal"))?;
    SealingKey::from_pem(&signer.key_pem, &format!("{}{}", signer.certificate_pem, authority.certificate_pem))
}

fn request(pdf: &[u8]) -> SealRequest<'_> {
    let lines = &["pour THE EU", "le 24-11-2026 à 10:02:11 (heure de Paris)"];
    let appearance = Appearance { title: "Signé électroniquement par Clara LEGER", lines };
    SealRequest { pdf, signed_at: SIGNED_AT, name: "Clara LEGER", reason: None, location: None, appearance }
}

/// Four pages of text, fifty small objects, and an image that fills it up to `len` bytes.
fn contract(seed: u64, len: usize) -> Vec<u8> {
    let mut bodies = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R 6 0 R]/Count 4/MediaBox[0 0 595 842]>>".to_vec(),
    ];
    for page in 0..4 {
        bodies.push(
            format!(
                "<</Type/Page/Parent 2 0 R/Contents {} 0 R/Resources<</Font<</F1 11 0 R>>/XObject<</I 12 0 R>>>>>>",
                7 + page
            )
            .into_bytes(),
        );
    }
    for page in 0..4 {
        let text: String =
            (0..50).map(|i| format!("BT /F1 9 Tf 60 {} Td (Article {i}.{page}) Tj ET\n", 800 - i * 14)).collect();
        bodies.push(stream("", text.as_bytes()));
    }
    bodies.push(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec());
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let noise = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    });
    let used: usize = bodies.iter().map(|body| body.len() + 40).sum();
    let pixels: Vec<u8> = noise.take(len - used - 5000).collect();
    let image = "/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8";
    bodies.push(stream(image, &pixels));
    bodies.extend((0..50).map(|i| format!("<</Type/ExtGState/CA 0.{i}/ca 0.{i}/LW 1>>").into_bytes()));

    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", bodies.len() + 1);
    for (i, body) in bodies.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        out.extend_from_slice(format!("{} 0 obj\n", i + 1).as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendobj\n");
    }
    let at = out.len();
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(
        format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n", bodies.len() + 1).as_bytes(),
    );
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dict}/Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}
