//! Certificates: reading them, and whether one was issued by another (RFC 5280 § 6, for ECDSA P-256 with SHA-256 only).
//! No revocation: a B-B signature carries none, and nothing here opens a connection.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc4519::COMMON_NAME;
use const_oid::db::rfc5280::{ID_CE_BASIC_CONSTRAINTS, ID_CE_EXT_KEY_USAGE, ID_CE_KEY_USAGE};
use const_oid::db::rfc5912::{ECDSA_WITH_SHA_256, ID_EC_PUBLIC_KEY, SECP_256_R_1};
use der::{Decode, Encode, Tagged};
use x509_cert::Certificate as X509;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};

/// The longest path from a signer to its anchor, both included.
const MAX_PATH: usize = 5;

/// A parsed certificate whose encoding is canonical: parsing and encoding it again gives the same bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    pub(crate) der: Vec<u8>,
    pub(crate) x509: X509,
    body: Vec<u8>,
}

/// Why a certificate cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateRefused {
    /// Not PEM, not DER, or not the canonical encoding.
    #[error("not a certificate")]
    Unreadable,
    /// Another key or signature algorithm than ECDSA P-256 with SHA-256.
    #[error("unsupported algorithm in a certificate")]
    UnsupportedAlgorithm,
    /// No path leads to a pinned anchor.
    #[error("issued by nobody trusted")]
    Untrusted,
    /// The claimed time lies outside the validity of a certificate on the path.
    #[error("outside the certificate's validity")]
    OutsideValidity,
    /// Key usage, basic constraints or a critical extension forbid this use.
    #[error("the certificate may not be used for this")]
    WrongUse,
}

impl Certificate {
    /// Reads all certificates of a PEM text, in order. Text between them is refused.
    ///
    /// # Errors
    /// [`CertificateRefused::Unreadable`] if one cannot be read or there is none.
    pub fn from_pem(pem: &str) -> Result<Vec<Self>, CertificateRefused> {
        let chain = X509::load_pem_chain(pem.as_bytes()).map_err(|_| CertificateRefused::Unreadable)?;
        if chain.is_empty() {
            return Err(CertificateRefused::Unreadable);
        }
        chain.into_iter().map(Self::from_x509).collect()
    }

    /// Reads one certificate.
    ///
    /// # Errors
    /// [`CertificateRefused::Unreadable`] if it is not exactly one canonical certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateRefused> {
        let this = Self::from_x509(X509::from_der(der).map_err(|_| CertificateRefused::Unreadable)?)?;
        if this.der == der { Ok(this) } else { Err(CertificateRefused::Unreadable) }
    }

    pub(crate) fn from_x509(x509: X509) -> Result<Self, CertificateRefused> {
        let der = x509.to_der().map_err(|_| CertificateRefused::Unreadable)?;
        let body = x509.tbs_certificate.to_der().map_err(|_| CertificateRefused::Unreadable)?;
        Ok(Self { der, x509, body })
    }

    /// The whole subject, as RFC 4514 writes it.
    pub fn subject(&self) -> String {
        self.x509.tbs_certificate.subject.to_string()
    }

    /// The subject's common name; empty if it has none.
    pub fn common_name(&self) -> String {
        let names = self.x509.tbs_certificate.subject.0.iter().flat_map(|part| part.0.iter());
        let name = names.filter(|name| name.oid == COMMON_NAME).map(|name| &name.value).next();
        let text = name.filter(|value| value.tag() != der::Tag::BmpString).map(|value| value.value());
        text.map(|text| String::from_utf8_lossy(text).into_owned()).unwrap_or_default()
    }

    pub(crate) fn public_key(&self) -> Result<&[u8], CertificateRefused> {
        let info = &self.x509.tbs_certificate.subject_public_key_info;
        let curve = info.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
        match info.subject_public_key.as_bytes() {
            Some(key) if info.algorithm.oid == ID_EC_PUBLIC_KEY && curve == Some(SECP_256_R_1) => Ok(key),
            _ => Err(CertificateRefused::UnsupportedAlgorithm),
        }
    }

    /// True if this key made the signature (DER, RFC 3279 § 2.2.3) over the message.
    pub(crate) fn signed(&self, message: &[u8], signature: &[u8]) -> Result<bool, CertificateRefused> {
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, self.public_key()?);
        Ok(key.verify(message, signature).is_ok())
    }

    /// Checks that the certificate may sign documents at that time, and that every certificate of `pool` is needed to
    /// reach one of `anchors`.
    pub(crate) fn check_path(&self, pool: &[Self], anchors: &[Self], unix_ms: i64) -> Result<(), CertificateRefused> {
        self.check_signer(unix_ms)?;
        let mut pool: Vec<&Self> = pool.iter().collect();
        let mut current = self;
        for below in 0..MAX_PATH {
            for anchor in anchors {
                if anchor.issued(current)? {
                    anchor.check_issuer(below, unix_ms)?;
                    pool.retain(|spare| spare.der != anchor.der);
                    return if pool.is_empty() { Ok(()) } else { Err(CertificateRefused::Untrusted) };
                }
            }
            let mut issuer = None;
            for (i, candidate) in pool.iter().enumerate() {
                if candidate.issued(current)? {
                    issuer = Some(i);
                    break;
                }
            }
            current = pool.swap_remove(issuer.ok_or(CertificateRefused::Untrusted)?);
            current.check_issuer(below, unix_ms)?;
        }
        Err(CertificateRefused::Untrusted)
    }

    fn issued(&self, other: &Self) -> Result<bool, CertificateRefused> {
        let (own, theirs) = (&self.x509.tbs_certificate, &other.x509.tbs_certificate);
        if own.subject != theirs.issuer {
            return Ok(false);
        }
        let algorithm = &other.x509.signature_algorithm;
        if algorithm != &theirs.signature || algorithm.oid != ECDSA_WITH_SHA_256 || algorithm.parameters.is_some() {
            return Err(CertificateRefused::UnsupportedAlgorithm);
        }
        match other.x509.signature.as_bytes() {
            Some(signature) => self.signed(&other.body, signature),
            None => Ok(false),
        }
    }

    fn check_signer(&self, unix_ms: i64) -> Result<(), CertificateRefused> {
        self.check_validity(unix_ms)?;
        self.check_critical_extensions()?;
        let usage = self.extension::<KeyUsage>()?;
        let authority = self.extension::<BasicConstraints>()?.is_some_and(|basic| basic.ca);
        match usage {
            Some(usage) if !authority && (usage.digital_signature() || usage.non_repudiation()) => Ok(()),
            _ => Err(CertificateRefused::WrongUse),
        }
    }

    /// `below`: how many authorities stand between this one and the signer.
    fn check_issuer(&self, below: usize, unix_ms: i64) -> Result<(), CertificateRefused> {
        self.check_validity(unix_ms)?;
        self.check_critical_extensions()?;
        let basic = self.extension::<BasicConstraints>()?.filter(|basic| basic.ca);
        let depth = basic.and_then(|basic| basic.path_len_constraint.map_or(Some(MAX_PATH), |len| Some(len.into())));
        let signs = self.extension::<KeyUsage>()?.is_some_and(|usage| usage.key_cert_sign());
        if signs && depth.is_some_and(|depth| below <= depth) { Ok(()) } else { Err(CertificateRefused::WrongUse) }
    }

    fn check_validity(&self, unix_ms: i64) -> Result<(), CertificateRefused> {
        let validity = &self.x509.tbs_certificate.validity;
        let seconds = u64::try_from(unix_ms.div_euclid(1000)).map_err(|_| CertificateRefused::OutsideValidity)?;
        let (from, to) = (validity.not_before.to_unix_duration(), validity.not_after.to_unix_duration());
        let inside = from.as_secs() <= seconds && seconds <= to.as_secs();
        if inside { Ok(()) } else { Err(CertificateRefused::OutsideValidity) }
    }

    fn check_critical_extensions(&self) -> Result<(), CertificateRefused> {
        let known = [ID_CE_BASIC_CONSTRAINTS, ID_CE_KEY_USAGE, ID_CE_EXT_KEY_USAGE];
        let extensions = self.x509.tbs_certificate.extensions.iter().flatten();
        let strange = extensions.filter(|one| one.critical).any(|one| !known.contains(&one.extn_id));
        if strange { Err(CertificateRefused::WrongUse) } else { Ok(()) }
    }

    fn extension<'a, T: Decode<'a> + const_oid::AssociatedOid>(&'a self) -> Result<Option<T>, CertificateRefused> {
        let found = self.x509.tbs_certificate.get::<T>().map_err(|_| CertificateRefused::Unreadable)?;
        Ok(found.map(|(_, value)| value))
    }
}
