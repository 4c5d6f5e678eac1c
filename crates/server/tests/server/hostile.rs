//! Uploads that nobody should send.

use bytes::Bytes;
use coffreo_server::{Clock, Config, seal};
use reqwest::multipart::{Form, Part};
use reqwest::{Body, Method};
use serde_json::json;

use crate::world::{SIRET, World, contract, invoice, pdf, pdf_with, problem};

#[tokio::test]
async fn what_is_not_a_harmless_pdf_is_refused_with_the_reason() {
    let world = World::start().await;
    let script = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>";
    let field = "/AcroForm<</Fields[]/XFA(form)>>";
    let mut cut = pdf("cut");
    cut.truncate(200);
    let cases = [
        (Vec::new(), "pdf_unreadable"),
        (b"<html>not a pdf</html>".to_vec(), "pdf_unreadable"),
        (cut, "pdf_unreadable"),
        (pdf_with("script", script), "pdf_active_content"),
        (pdf_with("field", field), "pdf_form"),
    ];
    for (bytes, code) in cases {
        assert_eq!(problem(world.deliver("R1", contract("C_00"), bytes).await).await, (422, code.into()));
    }
    assert_eq!(world.deliver("R1", contract("C_00"), pdf("good")).await.status(), 201, "the server goes on");
}

#[tokio::test]
async fn a_contract_that_could_not_be_sealed_is_refused_at_delivery() {
    let world = World::start().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let other = Config::in_folder(elsewhere.path()).seal;
    let now = world.clock.now();
    seal::init(&other, "Somebody else", now).unwrap();
    let signer = seal::Signer { name: "Jean DUMONT".into(), company: "ELSEWHERE".into(), at: now };
    let foreign = seal::apply(&seal::read_key(&other).unwrap(), &pdf("signed elsewhere"), &signer).unwrap();
    let own = seal::apply(&world.sealing_key(), &pdf("signed here"), &signer).unwrap();
    let mut broken = own.clone();
    let at = broken.windows(11).position(|text| text == b"signed here").unwrap();
    broken[at] = b'S';
    let certified = pdf_with("certified", "/Perms<</DocMDP 4 0 R>>");
    let cases = [(foreign.clone(), "pdf_signed"), (broken, "pdf_signed"), (certified, "pdf_certified")];
    for (bytes, code) in cases {
        let answer = world.deliver("R1", contract("C_00"), bytes).await;
        let answer: serde_json::Value = answer.json().await.unwrap();
        assert_eq!((&answer["code"], &answer["field"]), (&json!(code), &json!("pdf")));
    }
    assert_eq!(world.deliver("R1", contract("C_00"), own).await.status(), 201, "our own seal takes another");
    assert_eq!(world.deliver("I1", invoice("F1"), foreign).await.status(), 201, "an invoice is not sealed");
}

#[tokio::test]
async fn two_hundred_megabytes_are_refused_without_being_kept() {
    let world = World::start().await;
    let chunk = Bytes::from(vec![b'x'; 1 << 20]);
    let delivery = json!({"company_siret": SIRET, "document": contract("C_00")}).to_string();
    for announced in [true, false] {
        let chunks = futures_util::stream::iter((0..200).map({
            let chunk = chunk.clone();
            move |_| Ok::<_, std::io::Error>(chunk.clone())
        }));
        let body = Body::wrap_stream(chunks);
        let part = if announced { Part::stream_with_length(body, 200 << 20) } else { Part::stream(body) };
        let form = Form::new().part("delivery", Part::text(delivery.clone())).part("pdf", part);
        let call = world.call(Method::PUT, "/agency/v1/documents/R1").bearer_auth(&world.key).multipart(form);
        assert_eq!(problem(call.send().await.unwrap()).await, (413, "too_large".into()));
    }
    assert_eq!(world.deliver("R1", contract("C_00"), pdf("good")).await.status(), 201, "the server goes on");
}

#[tokio::test]
async fn a_form_that_is_not_as_documented_is_told() {
    let world = World::start().await;
    let send = |form| world.call(Method::PUT, "/agency/v1/documents/R1").bearer_auth(&world.key).multipart(form).send();
    let missing = send(Form::new().part("pdf", Part::bytes(pdf("x")))).await.unwrap();
    assert_eq!(problem(missing).await, (400, "invalid_request".into()));
    let odd = send(Form::new().part("odd", Part::text("x"))).await.unwrap();
    assert_eq!(problem(odd).await, (400, "invalid_request".into()));
    let json =
        world.call(Method::PUT, "/agency/v1/documents/R1").bearer_auth(&world.key).json(&1).send().await.unwrap();
    assert_eq!(problem(json).await, (415, "unsupported_media_type".into()));
}
