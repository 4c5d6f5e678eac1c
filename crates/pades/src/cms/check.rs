//! Checks the SignedData of a signature: every byte of it must be accounted for, so that no byte of it can be changed.

use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA, ID_SIGNING_TIME,
};
use const_oid::db::rfc5912::{ECDSA_WITH_SHA_256, ID_SHA_256};
use der::asn1::{Null, OctetString};
use der::{Decode, DecodeValue, Encode, FixedTag, Reader, SliceReader};
use x509_cert::attr::Attributes;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::{SigningCertificateV2, issuer_and_serial, sha256};
use crate::certificate::{Certificate, CertificateRefused};

/// Why the CMS part of a signature is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CmsRefused {
    /// Not DER, or not the one canonical encoding, or followed by anything but zeros.
    #[error("the signature is not canonical DER")]
    Encoding,
    /// Not a SignedData of version 1 with exactly one signer.
    #[error("the signature is no SignedData with one signer")]
    Structure,
    /// It carries content of its own, so it says nothing about the document.
    #[error("the signature carries its own content")]
    EmbeddedContent,
    /// Another algorithm than ECDSA P-256 with SHA-256.
    #[error("unsupported signature algorithm")]
    UnsupportedAlgorithm,
    /// Signed attributes are missing, doubled, or say another content type.
    #[error("the signed attributes are missing or wrong")]
    SignedAttributes,
    /// PAdES baseline forbids the signing-time attribute (EN 319 142-1 § 6.3).
    #[error("the signature has a signing-time attribute")]
    SigningTimeAttribute,
    /// Unsigned attributes, revocation lists or certificates that nothing vouches for.
    #[error("the signature carries parts that nobody signed")]
    UnsignedParts,
    /// The signer's certificate is missing or not the one the signed attributes name (RFC 5035).
    #[error("the signing certificate is not the one that was signed")]
    SigningCertificate,
    /// The document's bytes are not those that were signed.
    #[error("the document was changed")]
    Digest,
    /// The signature was not made by the certificate's key.
    #[error("the signature is wrong")]
    Signature,
    /// The certificate or its path is refused.
    #[error("{0}")]
    Certificate(#[from] CertificateRefused),
}

/// Checks the decoded `/Contents`, padding included, against the document's SHA-256. Returns the signer's certificate.
pub(crate) fn check(
    contents: &[u8],
    digest: &[u8],
    anchors: &[Certificate],
    claimed_at: i64,
) -> Result<Certificate, CmsRefused> {
    let signed = decode(contents)?;
    let [SignerInfo { version: CmsVersion::V1, .. }] = signed.signer_infos.0.as_slice() else {
        return Err(CmsRefused::Structure);
    };
    let signer = &signed.signer_infos.0.as_slice()[0];
    if signed.version != CmsVersion::V1 || signed.encap_content_info.econtent_type != ID_DATA {
        return Err(CmsRefused::Structure);
    }
    if signed.encap_content_info.econtent.is_some() {
        return Err(CmsRefused::EmbeddedContent);
    }
    if signed.crls.is_some() || signer.unsigned_attrs.is_some() {
        return Err(CmsRefused::UnsignedParts);
    }
    let digests = signed.digest_algorithms.as_slice();
    let ecdsa = signer.signature_algorithm.oid == ECDSA_WITH_SHA_256;
    if !ecdsa || !no_parameters(&signer.signature_algorithm) || digests.len() != 1 {
        return Err(CmsRefused::UnsupportedAlgorithm);
    }
    if digests[0] != signer.digest_alg || !is_sha256(&signer.digest_alg) {
        return Err(CmsRefused::UnsupportedAlgorithm);
    }
    let (certificate, others) = certificates(&signed, &signer.sid)?;
    let attributes = signer.signed_attrs.as_ref().ok_or(CmsRefused::SignedAttributes)?;
    check_attributes(attributes, digest, &certificate)?;
    let message = attributes.to_der().map_err(|_| CmsRefused::Encoding)?;
    if !certificate.signed(&message, signer.signature.as_bytes())? {
        return Err(CmsRefused::Signature);
    }
    certificate.check_path(&others, anchors, claimed_at)?;
    Ok(certificate)
}

fn decode(contents: &[u8]) -> Result<SignedData, CmsRefused> {
    let bad = |_| CmsRefused::Encoding;
    let mut reader = SliceReader::new(contents).map_err(bad)?;
    let info = ContentInfo::decode(&mut reader).map_err(bad)?;
    let end = usize::try_from(reader.position()).map_err(|_| CmsRefused::Encoding)?;
    let (encoded, padding) = contents.split_at_checked(end).ok_or(CmsRefused::Encoding)?;
    if info.content_type != ID_SIGNED_DATA {
        return Err(CmsRefused::Structure);
    }
    let signed: SignedData = info.content.decode_as().map_err(bad)?;
    let again = signed.to_der().map_err(bad)?;
    let canonical = info.to_der().map_err(bad)? == encoded && info.content.to_der().map_err(bad)? == again;
    if canonical && padding.iter().all(|byte| *byte == 0) { Ok(signed) } else { Err(CmsRefused::Encoding) }
}

/// The signer's certificate and the others.
fn certificates(signed: &SignedData, sid: &SignerIdentifier) -> Result<(Certificate, Vec<Certificate>), CmsRefused> {
    let SignerIdentifier::IssuerAndSerialNumber(wanted) = sid else { return Err(CmsRefused::Structure) };
    let (mut signer, mut others) = (None, Vec::new());
    for choice in signed.certificates.iter().flat_map(|set| set.0.iter()) {
        let CertificateChoices::Certificate(x509) = choice else { return Err(CmsRefused::UnsignedParts) };
        let certificate = Certificate::from_x509(x509.clone())?;
        if signer.is_none() && issuer_and_serial(&certificate) == *wanted {
            signer = Some(certificate);
        } else {
            others.push(certificate);
        }
    }
    Ok((signer.ok_or(CmsRefused::SigningCertificate)?, others))
}

fn check_attributes(attributes: &Attributes, digest: &[u8], certificate: &Certificate) -> Result<(), CmsRefused> {
    if attributes.iter().any(|one| one.oid == ID_SIGNING_TIME) {
        return Err(CmsRefused::SigningTimeAttribute);
    }
    let content_type: ObjectIdentifier = single(attributes, ID_CONTENT_TYPE)?;
    let message_digest: OctetString = single(attributes, ID_MESSAGE_DIGEST)?;
    if content_type != ID_DATA {
        return Err(CmsRefused::SignedAttributes);
    }
    if message_digest.as_bytes() != digest {
        return Err(CmsRefused::Digest);
    }
    let ess: SigningCertificateV2 = single(attributes, ID_AA_SIGNING_CERTIFICATE_V_2)?;
    let Some(id) = ess.certs.first() else { return Err(CmsRefused::SigningCertificate) };
    let serial = &certificate.x509.tbs_certificate.serial_number;
    let same = id.hash_algorithm.as_ref().is_none_or(is_sha256)
        && id.cert_hash.as_bytes() == sha256(&certificate.der)
        && id.issuer_serial.as_ref().is_none_or(|issuer| issuer.serial_number == *serial);
    if same { Ok(()) } else { Err(CmsRefused::SigningCertificate) }
}

/// The value of an attribute that must stand once, with one value.
fn single<T: for<'a> DecodeValue<'a> + FixedTag>(
    attributes: &Attributes,
    oid: ObjectIdentifier,
) -> Result<T, CmsRefused> {
    let mut found = attributes.iter().filter(|one| one.oid == oid);
    match (found.next().map(|one| one.values.as_slice()), found.next()) {
        (Some([value]), None) => value.decode_as().map_err(|_| CmsRefused::SignedAttributes),
        _ => Err(CmsRefused::SignedAttributes),
    }
}

fn is_sha256(algorithm: &AlgorithmIdentifierOwned) -> bool {
    algorithm.oid == ID_SHA_256 && no_parameters(algorithm)
}

/// Absent, or the NULL that older encoders write (RFC 5754 § 2).
fn no_parameters(algorithm: &AlgorithmIdentifierOwned) -> bool {
    algorithm.parameters.as_ref().is_none_or(|parameters| *parameters == Null.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cms::signed_data;
    use crate::identity::{SealingKey, Subject, issue_authority, issue_signer};
    use cms::signed_data::SignerInfos;
    use const_oid::db::rfc5912::ID_SHA_384;
    use der::asn1::{Any, SetOfVec};
    use x509_cert::attr::Attribute;

    const NOW: i64 = 1_795_510_931_000;

    fn key() -> SealingKey {
        let subject = |common_name| Subject {
            common_name,
            organization: "Coffreo",
            country: "FR",
            not_before: NOW - 1000,
            not_after: NOW + 1000,
        };
        let authority = issue_authority(&subject("authority")).unwrap();
        let signer = issue_signer(&authority, &subject("seal")).unwrap();
        SealingKey::from_pem(&signer.key_pem, &format!("{}{}", signer.certificate_pem, authority.certificate_pem))
            .unwrap()
    }

    /// What the check says of a good signature that was changed and encoded again.
    fn after(change: impl FnOnce(&mut SignedData, &mut SignerInfo)) -> Result<Certificate, CmsRefused> {
        let key = key();
        let digest = sha256(b"document");
        let mut info = ContentInfo::from_der(&signed_data(&key, &digest).unwrap()).unwrap();
        let mut signed: SignedData = info.content.decode_as().unwrap();
        let mut signer = signed.signer_infos.0.as_slice()[0].clone();
        change(&mut signed, &mut signer);
        signed.signer_infos = SignerInfos(SetOfVec::try_from(vec![signer]).unwrap());
        info.content = Any::encode_from(&signed).unwrap();
        check(&info.to_der().unwrap(), &digest, key.anchors(), NOW)
    }

    #[test]
    fn an_unchanged_signature_passes() {
        assert_eq!(after(|_, _| {}).unwrap().common_name(), "seal");
    }

    #[test]
    fn a_signature_with_content_of_its_own_is_refused() {
        let content = Any::encode_from(&OctetString::new(*b"document").unwrap()).unwrap();
        let verdict = after(|signed, _| signed.encap_content_info.econtent = Some(content));
        assert_eq!(verdict, Err(CmsRefused::EmbeddedContent));
    }

    #[test]
    fn a_signature_without_signed_attributes_is_refused() {
        assert_eq!(after(|_, signer| signer.signed_attrs = None), Err(CmsRefused::SignedAttributes));
    }

    #[test]
    fn parts_that_nobody_signed_are_refused() {
        let attribute = Attribute { oid: ID_DATA, values: SetOfVec::try_from(vec![Any::from(Null)]).unwrap() };
        let unsigned = SetOfVec::try_from(vec![attribute]).unwrap();
        assert_eq!(after(|_, signer| signer.unsigned_attrs = Some(unsigned)), Err(CmsRefused::UnsignedParts));
        let stray = CertificateChoices::Certificate(key().certificate().x509.clone());
        let verdict = after(|signed, _| {
            let mut all: Vec<_> = signed.certificates.take().unwrap().0.into_vec();
            all.push(stray);
            signed.certificates = Some(SetOfVec::try_from(all).unwrap().into());
        });
        assert_eq!(verdict, Err(CmsRefused::Certificate(CertificateRefused::Untrusted)));
    }

    #[test]
    fn a_certificate_other_than_the_signed_one_is_refused() {
        let other = key();
        let verdict = after(|signed, signer| {
            let choice = CertificateChoices::Certificate(other.certificate().x509.clone());
            signed.certificates = Some(SetOfVec::try_from(vec![choice]).unwrap().into());
            signer.sid = SignerIdentifier::IssuerAndSerialNumber(issuer_and_serial(other.certificate()));
        });
        assert_eq!(verdict, Err(CmsRefused::SigningCertificate));
        let none = after(|signed, _| signed.certificates = None);
        assert_eq!(none, Err(CmsRefused::SigningCertificate));
    }

    #[test]
    fn another_algorithm_is_refused() {
        let verdict = after(|_, signer| signer.digest_alg.oid = ID_SHA_384);
        assert_eq!(verdict, Err(CmsRefused::UnsupportedAlgorithm));
        let verdict = after(|_, signer| signer.signature_algorithm.oid = ID_DATA);
        assert_eq!(verdict, Err(CmsRefused::UnsupportedAlgorithm));
    }

    #[test]
    fn a_changed_digest_or_attribute_is_refused() {
        let verdict = after(|_, signer| {
            let mut all: Vec<_> = signer.signed_attrs.take().unwrap().into_vec();
            all.retain(|one| one.oid != ID_CONTENT_TYPE);
            signer.signed_attrs = Some(SetOfVec::try_from(all).unwrap());
        });
        assert_eq!(verdict, Err(CmsRefused::SignedAttributes));
        let key = key();
        let signed = signed_data(&key, &sha256(b"document")).unwrap();
        assert_eq!(check(&signed, &sha256(b"another"), key.anchors(), NOW), Err(CmsRefused::Digest));
    }
}
