//! CMS SignedData as PAdES B-B wants it (RFC 5652, RFC 5035, ETSI EN 319 122-1, ETSI EN 319 142-1 § 6): detached,
//! one signer, no signing-time attribute (the claimed time stands in the signature dictionary's /M).

mod build;
mod check;

pub(crate) use build::signed_data;
pub use check::CmsRefused;
pub(crate) use check::check;

use cms::cert::IssuerAndSerialNumber;
use der::Sequence;
use der::asn1::{Any, OctetString};
use x509_cert::ext::pkix::name::GeneralNames;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::certificate::Certificate;

/// SigningCertificateV2 (RFC 5035 § 3).
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
    policies: Option<Any>,
}

/// ESSCertIDv2 (RFC 5035 § 4); an absent algorithm is SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct EssCertIdV2 {
    hash_algorithm: Option<AlgorithmIdentifierOwned>,
    cert_hash: OctetString,
    issuer_serial: Option<IssuerSerial>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct IssuerSerial {
    issuer: GeneralNames,
    serial_number: SerialNumber,
}

fn issuer_and_serial(certificate: &Certificate) -> IssuerAndSerialNumber {
    let body = &certificate.x509.tbs_certificate;
    IssuerAndSerialNumber { issuer: body.issuer.clone(), serial_number: body.serial_number.clone() }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    let mut out = [0; 32];
    out.copy_from_slice(digest.as_ref());
    out
}
