//! The key that seals, and how an installation makes its own authority and signer. Never reads files or the clock.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
};
use time::OffsetDateTime;

use crate::certificate::{Certificate, CertificateRefused};

/// A P-256 private key with its certificates.
pub struct SealingKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
    chain: Vec<Certificate>,
}

/// Why a key or its certificates cannot be used to seal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefused {
    /// Neither PKCS#8 nor SEC 1, or not on P-256.
    #[error("not a P-256 private key in PEM")]
    Key,
    /// A certificate of the chain cannot be used.
    #[error("the certificate chain: {0}")]
    Certificate(#[from] CertificateRefused),
    /// The chain holds the signer only: the anchor that verifiers pin must end it.
    #[error("the certificate chain does not end with an authority")]
    NoAuthority,
    /// The first certificate is not this key's.
    #[error("the first certificate belongs to another key")]
    AnotherKey,
    /// The certificate could not be made.
    #[error("issuing failed: {0}")]
    Issue(String),
}

impl SealingKey {
    /// Reads a private key and its chain: the signer first, the anchor last.
    ///
    /// # Errors
    /// Any [`KeyRefused`] but `Issue`.
    pub fn from_pem(key_pem: &str, chain_pem: &str) -> Result<Self, KeyRefused> {
        let (label, der) = der::pem::decode_vec(key_pem.trim().as_bytes()).map_err(|_| KeyRefused::Key)?;
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pair = match label {
            "PRIVATE KEY" => EcdsaKeyPair::from_pkcs8(algorithm, &der),
            "EC PRIVATE KEY" => EcdsaKeyPair::from_private_key_der(algorithm, &der),
            _ => return Err(KeyRefused::Key),
        };
        let pair = pair.map_err(|_| KeyRefused::Key)?;
        let chain = Certificate::from_pem(chain_pem)?;
        if chain[0].public_key()? != pair.public_key().as_ref() {
            return Err(KeyRefused::AnotherKey);
        }
        if chain.len() < 2 {
            return Err(KeyRefused::NoAuthority);
        }
        Ok(Self { pair, random: SystemRandom::new(), chain })
    }

    /// The signer's own certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.chain[0]
    }

    /// What verifiers pin to trust this key's seals.
    pub fn anchors(&self) -> &[Certificate] {
        &self.chain[self.chain.len() - 1..]
    }

    /// What goes into each seal: everything but the anchor.
    pub(crate) fn embedded(&self) -> &[Certificate] {
        &self.chain[..self.chain.len() - 1]
    }

    /// ECDSA with SHA-256 in DER; `None` if the system has no randomness.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        Some(self.pair.sign(&self.random, message).ok()?.as_ref().to_vec())
    }
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SealingKey({})", self.certificate().subject())
    }
}

/// A new key and certificate, in PEM. The key is a secret: store it readable by its owner only.
pub struct Issued {
    /// PKCS#8.
    pub key_pem: String,
    /// One certificate.
    pub certificate_pem: String,
}

/// Who a certificate names, and from when to when it is valid, in unix milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// `CN`.
    pub common_name: &'a str,
    /// `O`.
    pub organization: &'a str,
    /// `C`, two letters.
    pub country: &'a str,
    /// First moment of validity.
    pub not_before: i64,
    /// Last moment of validity.
    pub not_after: i64,
}

/// Makes a self-signed authority that may issue signers and nothing below them.
///
/// # Errors
/// [`KeyRefused::Issue`] if the subject cannot be encoded.
pub fn issue_authority(subject: &Subject<'_>) -> Result<Issued, KeyRefused> {
    let mut params = params(subject)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = rcgen::KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(refuse)?;
    let certificate = params.self_signed(&key).map_err(refuse)?;
    Ok(Issued { key_pem: key.serialize_pem(), certificate_pem: certificate.pem() })
}

/// Makes a signer below an authority: it may sign documents, nothing else.
/// A [`SealingKey`] is made from the signer's key and the two certificates, this one first.
///
/// # Errors
/// [`KeyRefused::Issue`] if the authority cannot be read or the subject cannot be encoded.
pub fn issue_signer(authority: &Issued, subject: &Subject<'_>) -> Result<Issued, KeyRefused> {
    let authority_key = rcgen::KeyPair::from_pem(&authority.key_pem).map_err(refuse)?;
    let issuer = Issuer::from_ca_cert_pem(&authority.certificate_pem, authority_key).map_err(refuse)?;
    let mut params = params(subject)?;
    params.is_ca = IsCa::ExplicitNoCa;
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
    let key = rcgen::KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(refuse)?;
    let certificate = params.signed_by(&key, &issuer).map_err(refuse)?;
    Ok(Issued { key_pem: key.serialize_pem(), certificate_pem: certificate.pem() })
}

fn params(subject: &Subject<'_>) -> Result<CertificateParams, KeyRefused> {
    let mut params = CertificateParams::default();
    let mut name = DistinguishedName::new();
    let country = subject.country.try_into().map_err(refuse)?; // RFC 5280 annex A: a PrintableString
    name.push(DnType::CountryName, DnValue::PrintableString(country));
    name.push(DnType::OrganizationName, subject.organization);
    name.push(DnType::CommonName, subject.common_name);
    params.distinguished_name = name;
    params.not_before = moment(subject.not_before)?;
    params.not_after = moment(subject.not_after)?;
    Ok(params)
}

fn moment(unix_ms: i64) -> Result<OffsetDateTime, KeyRefused> {
    OffsetDateTime::from_unix_timestamp(unix_ms.div_euclid(1000)).map_err(|_| KeyRefused::Issue("bad time".into()))
}

fn refuse(error: rcgen::Error) -> KeyRefused {
    KeyRefused::Issue(error.to_string())
}
