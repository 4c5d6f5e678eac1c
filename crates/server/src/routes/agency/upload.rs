//! Reads a delivery's form, and stops reading what is too large.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request, multipart::Field};
use axum::http::header;
use bytes::BytesMut;
use coffreo_api::agency::Delivery;
use coffreo_api::{Problem, ProblemCode};

use crate::routes::body::parse;

/// The largest JSON part: bytes.
const MAX_JSON: usize = 1024 * 1024;
/// What the form adds around its parts, at most: bytes.
const AROUND: usize = 64 * 1024;
/// How long a refused upload is read on, so that the sender hears the answer in place of a broken connection.
const LINGER: Duration = Duration::from_secs(10);

/// The facts and the PDF. The order of the parts does not matter.
pub(super) async fn read(request: Request, most: usize) -> Result<(Delivery, Bytes), Problem> {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > most + MAX_JSON + AROUND) {
        linger(request.into_body());
        return Err(too_large(most));
    }
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| {
        Problem::new(ProblemCode::UnsupportedMediaType).because("send multipart/form-data with a boundary")
    })?;
    match read_parts(&mut form, most).await {
        Ok(parts) => Ok(parts),
        Err(problem) => {
            tokio::spawn(tokio::time::timeout(LINGER, async move {
                while let Ok(Some(mut field)) = form.next_field().await {
                    while let Ok(Some(_)) = field.chunk().await {}
                }
            }));
            Err(problem)
        }
    }
}

async fn read_parts(form: &mut Multipart, most: usize) -> Result<(Delivery, Bytes), Problem> {
    let (mut delivery, mut pdf) = (None, None);
    while let Some(mut field) = form.next_field().await.map_err(|_| cut())? {
        match field.name() {
            Some("delivery") if delivery.is_none() => {
                let json = read_part(&mut field, MAX_JSON).await?;
                let parsed: Delivery = parse("delivery", &json)?;
                delivery = Some(parsed);
            }
            Some("pdf") if pdf.is_none() => pdf = Some(read_part(&mut field, most).await?),
            _ => return Err(wrong("", "the parts are `delivery` and `pdf`, each once")),
        }
    }
    let delivery = delivery.ok_or_else(|| wrong("delivery", "the part is missing"))?;
    Ok((delivery, pdf.ok_or_else(|| wrong("pdf", "the part is missing"))?))
}

async fn read_part(field: &mut Field<'_>, most: usize) -> Result<Bytes, Problem> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| cut())? {
        if bytes.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn linger(body: Body) {
    use futures_util::StreamExt;
    let mut stream = body.into_data_stream();
    tokio::spawn(tokio::time::timeout(LINGER, async move { while let Some(Ok(_)) = stream.next().await {} }));
}

fn too_large(most: usize) -> Problem {
    Problem::new(ProblemCode::TooLarge).at("pdf", format!("is larger than {most} bytes"))
}

fn wrong(field: &str, why: &str) -> Problem {
    match field {
        "" => Problem::new(ProblemCode::InvalidRequest).because(why),
        field => Problem::new(ProblemCode::InvalidRequest).at(field, why),
    }
}

fn cut() -> Problem {
    Problem::new(ProblemCode::InvalidRequest).because("the form is malformed or was cut")
}
