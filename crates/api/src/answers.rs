//! `/v1/answers`: what a company says of invoices: validated, disputed, suspended or refused, and why.

use coffreo_domain::answer;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::signatures::{RefusalReason, ToSign};

/// Answers invoices. The answer is a stream of [`AnswerOutcome`] lines, in the order of the request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerRequest {
    /// Made by the app, a UUID. The same request sent again answers as the first time and changes nothing twice.
    #[schema(format = Uuid)]
    pub request_id: String,
    /// The account's password, again. Checked before the first document. Never logged.
    pub password: String,
    /// The version of the sentence the person agreed to.
    pub consent_version: String,
    /// What is said of all of them.
    pub status: AnswerStatus,
    /// Why: at least one, but for a validation, which has none. The status says which are allowed.
    #[serde(default)]
    pub reasons: Vec<AnswerReason>,
    /// At most 1000 characters; needed with `AUTRE`.
    #[serde(default)]
    pub comment: Option<String>,
    /// 1 to 100 invoices, as they were shown.
    pub documents: Vec<ToSign>,
}

impl std::fmt::Debug for AnswerRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerRequest")
            .field("request_id", &self.request_id)
            .field("status", &self.status)
            .field("documents", &self.documents)
            .finish_non_exhaustive()
    }
}

/// What became of one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum AnswerOutcome {
    /// The answer stands, and the agency is told.
    Answered {
        /// Which.
        #[schema(format = Uuid)]
        id: String,
        /// When: ms.
        answered_at: i64,
    },
    /// Nothing changed.
    Refused {
        /// Which.
        #[schema(format = Uuid)]
        id: String,
        /// Why.
        reason: RefusalReason,
    },
}

/// An invoice's newest answer, as the company and the agency see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct AnswerLine {
    /// What was said.
    pub status: AnswerStatus,
    /// The number of the status in the e-invoice's life cycle: 205, 207, 208 or 210 (XP Z12-012).
    #[schema(example = 207)]
    pub code: u16,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<AnswerReason>,
    /// What the person added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Full name of who answered.
    pub answered_by: String,
    /// When: ms.
    #[ts(type = "number")]
    pub answered_at: i64,
}

macro_rules! mirrored {
    ($(#[$doc:meta])* $name:ident of $domain:path { $($variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
        #[allow(missing_docs, reason = "each is the domain's of the same name")]
        pub enum $name { $(#[serde(rename = $word)] $variant,)* }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                use $domain as Domain;
                match value { $(Domain::$variant => Self::$variant,)* }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => Self::$variant,)* }
            }
        }
    };
}

mirrored! {
    /// What is said of an invoice.
    AnswerStatus of answer::AnswerStatus {
        Validated = "validated",
        Disputed = "disputed",
        Suspended = "suspended",
        Refused = "refused",
    }
}

mirrored! {
    /// Why an invoice is disputed, suspended or refused: the codes of XP Z12-012.
    AnswerReason of answer::Reason {
        WrongQuantity = "QTE_ERR",
        WrongPrice = "PU_ERR",
        WrongDiscount = "REM_ERR",
        WrongItem = "ART_ERR",
        IncompleteDelivery = "LIVR_INCOMP",
        PoorQuality = "QUALITE_ERR",
        WrongVatRate = "TX_TVA_ERR",
        WrongTotal = "MONTANTTOTAL_ERR",
        WrongCalculation = "CALCUL_ERR",
        NotCompliant = "NON_CONFORME",
        Duplicate = "DOUBLON",
        BilledTwice = "DOUBLE_FACT",
        WrongRecipient = "DEST_ERR",
        UnknownRecipient = "DEST_INC",
        UnknownTransaction = "TRANSAC_INC",
        UnknownSender = "EMMET_INC",
        ContractEnded = "CONTRAT_TERM",
        WrongOrder = "CMD_ERR",
        WrongAddress = "ADR_ERR",
        NoContractNumber = "REF_CT_ABSENT",
        WrongReference = "REF_ERR",
        WrongSiret = "SIRET_ERR",
        WrongRoutingCode = "CODE_ROUTAGE_ERR",
        WrongBankDetails = "COORD_BANC_ERR",
        WrongPaymentMeans = "MODPAI_ERR",
        NoSupportingDocument = "JUSTIF_ABS",
        Other = "AUTRE",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_and_reason_travels_under_the_domains_code() {
        for status in answer::AnswerStatus::ALL {
            assert_eq!(serde_json::to_value(AnswerStatus::from(status)).unwrap(), status.code());
        }
        for reason in answer::Reason::ALL {
            assert_eq!(serde_json::to_value(AnswerReason::from(*reason)).unwrap(), reason.code());
        }
    }
}
