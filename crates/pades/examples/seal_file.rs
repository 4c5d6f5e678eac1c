//! Seals a file with a key made on the spot, to look at the result with other programs:
//! `cargo run -p coffreo-pades --example seal_file -- in.pdf out.pdf anchor.pem`

use coffreo_pades::identity::{Subject, issue_authority, issue_signer};
use coffreo_pades::{Appearance, SealRequest, SealingKey, seal};

/// 24 November 2026, 09:02:11 UTC.
const SIGNED_AT: i64 = 1_795_510_931_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, input, output, anchor] = args.as_slice() else { return Err("in.pdf out.pdf anchor.pem".into()) };
    let subject = |common_name| Subject {
        common_name,
        organization: "Coffreo",
        country: "FR",
        not_before: SIGNED_AT - 86_400_000,
        not_after: SIGNED_AT + 365 * 86_400_000,
    };
    let authority = issue_authority(&subject("Coffreo example authority"))?;
    let signer = issue_signer(&authority, &subject("Coffreo example seal"))?;
    let chain = format!("{}{}", signer.certificate_pem, authority.certificate_pem);
    let key = SealingKey::from_pem(&signer.key_pem, &chain)?;
    let pdf = std::fs::read(input)?;
    let appearance = Appearance {
        title: "Signé électroniquement par Clara LEGER",
        lines: &["pour THE EU", "le 24-11-2026 à 10:02:11 (heure de Paris)"],
    };
    let request =
        SealRequest { pdf: &pdf, signed_at: SIGNED_AT, name: "Clara LEGER", reason: None, location: None, appearance };
    std::fs::write(output, seal(&key, &request)?)?;
    std::fs::write(anchor, authority.certificate_pem)?;
    Ok(())
}
