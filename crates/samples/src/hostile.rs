//! Files that nobody should have sent, for the tests of whoever must survive them.

use crate::fake::{assemble, fake_pdf};

/// Nothing at all.
pub fn zero_byte() -> Vec<u8> {
    Vec::new()
}

/// Begins as a PDF and is not one.
pub fn not_a_pdf() -> Vec<u8> {
    b"%PDF-1.7\nVeuillez trouver ci-joint le contrat.\n".to_vec()
}

/// A PDF that was cut in the middle: its cross-reference table is lost.
pub fn broken() -> Vec<u8> {
    let mut pdf = fake_pdf(20_000, 1);
    pdf.truncate(9_000);
    pdf
}

/// Runs a script when it is opened.
pub fn javascript() -> Vec<u8> {
    with_catalog("/OpenAction<</S/JavaScript/JS(app.alert\\('bonjour'\\);)>>")
}

/// Starts a program when it is opened.
pub fn launch() -> Vec<u8> {
    with_catalog("/OpenAction<</S/Launch/F(calc.exe)>>")
}

/// Asks to be filled in: a form field that is no signature.
pub fn form_field() -> Vec<u8> {
    with_catalog("/AcroForm<</Fields[<</FT/Tx/T(Taux)/V(12)/Subtype/Widget/Rect[50 50 150 70]>>]>>")
}

/// Carries a program as an attachment.
pub fn embedded_program() -> Vec<u8> {
    with_catalog(
        "/Names<</EmbeddedFiles<</Names[(facture.exe) <</Type/Filespec/F(facture.exe)/UF(facture.exe)/EF<</F 5 0 R>>>>]>>>>",
    )
}

/// Can only be read with the password `secret` (AES-256).
pub fn encrypted() -> Vec<u8> {
    include_bytes!("../hostile/encrypted.pdf").to_vec()
}

/// Clean and larger than anybody should accept: `size` bytes.
pub fn huge(size: usize) -> Vec<u8> {
    fake_pdf(size, 200)
}

/// Clean in structure, with a page that takes a renderer a very long time at little memory: each pixel's colour is
/// computed by a PostScript function of 60,000 steps (ISO 32000-1, 8.7.4.5.2).
pub fn runaway() -> Vec<u8> {
    let mut function = String::from("{ ");
    for _ in 0..30_000 {
        function.push_str("sin 2 mul ");
    }
    function.push_str("exch pop dup dup }");
    let content = "/Slow sh\n";
    let shading = "<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 1 0 1]/Matrix[595 0 0 842 0 0]/Function 5 0 R>>";
    one_page(
        "",
        &format!("/Resources<</Shading<</Slow {shading}>>>>"),
        content,
        &format!(
            "<</FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]/Length {}>>\nstream\n{function}\nendstream",
            function.len()
        ),
    )
}

fn with_catalog(extra: &str) -> Vec<u8> {
    one_page(extra, "/Resources<<>>", "", "<</Type/EmbeddedFile/Length 4>>\nstream\nMZ\u{1}\u{2}\nendstream")
}

fn one_page(catalog: &str, page: &str, content: &str, fifth: &str) -> Vec<u8> {
    let objects = [
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{page}>>"),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        fifth.to_owned(),
    ];
    assemble(&objects, b"-", 100_000)
}
