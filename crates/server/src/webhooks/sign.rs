//! The signature of a message: HMAC-SHA256 over its identifier, its moment and its body (Standard Webhooks 1.0).

use aws_lc_rs::hmac;

/// What starts every secret.
const PREFIX: &str = "whsec_";

/// A secret in its usual form: `whsec_` and the bytes in Base64.
pub fn new_secret(bytes: &[u8; 32]) -> String {
    format!("{PREFIX}{}", encode(bytes))
}

/// The value of `webhook-signature`: `v1,` and the Base64 of the HMAC. `timestamp`: seconds since 1970.
/// `None` when the secret is not of the usual form.
pub fn signature(secret: &str, id: &str, timestamp: i64, body: &str) -> Option<String> {
    let key = decode(secret.strip_prefix(PREFIX)?)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let tag = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
    Some(format!("v1,{}", encode(tag.as_ref())))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 (RFC 4648 § 4) with padding.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().enumerate().fold(0_u32, |group, (i, byte)| group | u32::from(*byte) << (16 - 8 * i));
        for i in 0..4 {
            let letter = ALPHABET[(group >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for chunk in text.trim_end_matches('=').as_bytes().chunks(4) {
        let mut group = 0_u32;
        for (i, letter) in chunk.iter().enumerate() {
            group |= (ALPHABET.iter().position(|known| known == letter)? as u32) << (18 - 6 * i);
        }
        bytes.extend((1..chunk.len()).map(|i| (group >> (24 - 8 * i)) as u8));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_standards_example() {
        // From the specification's own test vectors.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let body = r#"{"test": 2432232314}"#;
        let signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(signature("cfk_x", "id", 0, body), None);
    }

    #[test]
    fn a_secret_reads_back() {
        let bytes = std::array::from_fn(|i| (i * 37) as u8);
        let secret = new_secret(&bytes);
        assert_eq!(decode(secret.strip_prefix(PREFIX).unwrap()), Some(bytes.to_vec()));
    }
}
