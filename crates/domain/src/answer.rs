//! What a company answers to an invoice: those statuses of the French e-invoice's life cycle that a buyer sets, with
//! the reasons that each allows (XP Z12-012). Lists are closed: the agency's ERP matches codes, never text.

use crate::digest::Sha256;
use crate::document::{Document, DocumentState};
use crate::ids::PersonId;
use crate::signing::SigningRefused;
use crate::time::Timestamp;

/// The longest comment: characters.
pub const LONGEST_COMMENT: usize = 1000;

/// What is said of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerStatus {
    /// 205, *approuvée*: what the screens call *valider*. For good.
    Validated,
    /// 207, *en litige*: it waits on. It may be validated, refused or replaced later.
    Disputed,
    /// 208, *suspendue*: something is missing. It waits on, as a disputed one.
    Suspended,
    /// 210, *refusée*. For good: a corrected invoice is another one.
    Refused,
}

impl AnswerStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Validated, Self::Disputed, Self::Suspended, Self::Refused];

    /// The life cycle's number: 205, 207, 208 or 210.
    pub fn number(self) -> u16 {
        match self {
            Self::Validated => 205,
            Self::Disputed => 207,
            Self::Suspended => 208,
            Self::Refused => 210,
        }
    }

    /// The stable word: `validated`, `disputed`, `suspended` or `refused`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Validated => "validated",
            Self::Disputed => "disputed",
            Self::Suspended => "suspended",
            Self::Refused => "refused",
        }
    }

    /// The reasons that may be given with it, in the order in which they are offered. None for a validation.
    pub fn reasons(self) -> &'static [Reason] {
        match self {
            Self::Validated => &[],
            Self::Disputed => &DISPUTE,
            Self::Suspended => &SUSPENSION,
            Self::Refused => &REFUSAL,
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        /// Why an invoice is disputed, suspended or refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$doc])* $name,)* }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code of XP Z12-012.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The reason with this code.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.code() == code)
            }
        }
    };
}

reasons! {
    /// The hours or quantities are wrong. A dispute, never a refusal.
    WrongQuantity = "QTE_ERR";
    /// The rate or unit price is wrong. A dispute, never a refusal.
    WrongPrice = "PU_ERR";
    /// A discount is wrong or missing.
    WrongDiscount = "REM_ERR";
    /// An item is billed that was not ordered.
    WrongItem = "ART_ERR";
    /// What was delivered is incomplete.
    IncompleteDelivery = "LIVR_INCOMP";
    /// The work or goods are not of the agreed quality.
    PoorQuality = "QUALITE_ERR";
    /// The VAT rate is wrong.
    WrongVatRate = "TX_TVA_ERR";
    /// A total is wrong.
    WrongTotal = "MONTANTTOTAL_ERR";
    /// The arithmetic is wrong.
    WrongCalculation = "CALCUL_ERR";
    /// A legal mention is missing or the form is not the required one.
    NotCompliant = "NON_CONFORME";
    /// The same invoice was sent before.
    Duplicate = "DOUBLON";
    /// The same work was billed before, on another invoice.
    BilledTwice = "DOUBLE_FACT";
    /// It is for somebody else.
    WrongRecipient = "DEST_ERR";
    /// The recipient is not known here.
    UnknownRecipient = "DEST_INC";
    /// The transaction is not known.
    UnknownTransaction = "TRANSAC_INC";
    /// The sender is not known.
    UnknownSender = "EMMET_INC";
    /// The contract had ended.
    ContractEnded = "CONTRAT_TERM";
    /// The order number is wrong or missing.
    WrongOrder = "CMD_ERR";
    /// The invoicing address is wrong.
    WrongAddress = "ADR_ERR";
    /// The contract's number is missing.
    NoContractNumber = "REF_CT_ABSENT";
    /// Another reference is wrong.
    WrongReference = "REF_ERR";
    /// The SIRET is wrong.
    WrongSiret = "SIRET_ERR";
    /// The routing code is wrong.
    WrongRoutingCode = "CODE_ROUTAGE_ERR";
    /// The bank details are wrong.
    WrongBankDetails = "COORD_BANC_ERR";
    /// The way of payment is wrong.
    WrongPaymentMeans = "MODPAI_ERR";
    /// A supporting document is missing.
    NoSupportingDocument = "JUSTIF_ABS";
    /// Another reason, which the comment tells.
    Other = "AUTRE";
}

const REFUSAL: [Reason; 13] = [
    Reason::WrongVatRate,
    Reason::WrongTotal,
    Reason::WrongCalculation,
    Reason::NotCompliant,
    Reason::Duplicate,
    Reason::WrongRecipient,
    Reason::UnknownTransaction,
    Reason::UnknownSender,
    Reason::ContractEnded,
    Reason::BilledTwice,
    Reason::WrongOrder,
    Reason::WrongAddress,
    Reason::NoContractNumber,
];

const DISPUTE: [Reason; 26] = [
    Reason::WrongQuantity,
    Reason::WrongPrice,
    Reason::WrongDiscount,
    Reason::WrongItem,
    Reason::IncompleteDelivery,
    Reason::PoorQuality,
    Reason::WrongVatRate,
    Reason::WrongTotal,
    Reason::WrongCalculation,
    Reason::NotCompliant,
    Reason::Duplicate,
    Reason::BilledTwice,
    Reason::ContractEnded,
    Reason::NoContractNumber,
    Reason::WrongOrder,
    Reason::WrongReference,
    Reason::WrongSiret,
    Reason::WrongRoutingCode,
    Reason::WrongAddress,
    Reason::WrongBankDetails,
    Reason::WrongPaymentMeans,
    Reason::WrongRecipient,
    Reason::UnknownRecipient,
    Reason::UnknownTransaction,
    Reason::UnknownSender,
    Reason::Other,
];

const SUSPENSION: [Reason; 7] = [
    Reason::NoSupportingDocument,
    Reason::NoContractNumber,
    Reason::WrongOrder,
    Reason::WrongReference,
    Reason::WrongSiret,
    Reason::WrongRoutingCode,
    Reason::WrongBankDetails,
];

/// What is answered. Made by [`Answer::new`] only, so it keeps the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    status: AnswerStatus,
    reasons: Vec<Reason>,
    comment: Option<String>,
}

/// Why an answer cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefused {
    /// Everything but a validation needs a reason.
    #[error("a reason is needed")]
    NoReason,
    /// The reason does not go with the status: wrong hours or rates are a dispute, never a refusal.
    #[error("the reason {} does not go with this status", .0.code())]
    NotAReasonFor(Reason),
    /// The same reason twice.
    #[error("the reason {} is given twice", .0.code())]
    Twice(Reason),
    /// *Another reason* must be told.
    #[error("the reason AUTRE needs a comment")]
    NoComment,
    /// Longer than [`LONGEST_COMMENT`], or with control characters other than line ends.
    #[error("the comment is longer than {LONGEST_COMMENT} characters or holds control characters")]
    BadComment,
}

impl Answer {
    /// Checks what is to be answered. An empty comment is none.
    ///
    /// # Errors
    /// [`AnswerRefused`]
    pub fn new(status: AnswerStatus, reasons: Vec<Reason>, comment: Option<String>) -> Result<Self, AnswerRefused> {
        let comment = comment.map(|comment| comment.trim().to_owned()).filter(|comment| !comment.is_empty());
        let odd = |c: char| c.is_control() && c != '\n';
        if comment.as_ref().is_some_and(|text| text.chars().count() > LONGEST_COMMENT || text.contains(odd)) {
            return Err(AnswerRefused::BadComment);
        }
        if reasons.is_empty() && status != AnswerStatus::Validated {
            return Err(AnswerRefused::NoReason);
        }
        for (i, reason) in reasons.iter().enumerate() {
            if !status.reasons().contains(reason) {
                return Err(AnswerRefused::NotAReasonFor(*reason));
            }
            if reasons[..i].contains(reason) {
                return Err(AnswerRefused::Twice(*reason));
            }
        }
        if reasons.contains(&Reason::Other) && comment.is_none() {
            return Err(AnswerRefused::NoComment);
        }
        Ok(Self { status, reasons, comment })
    }

    /// What is said.
    pub fn status(&self) -> AnswerStatus {
        self.status
    }

    /// Why, in the order given.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// What the person adds.
    pub fn comment(&self) -> Option<&str> {
        self.comment.as_deref()
    }
}

impl Document {
    /// Answers an invoice that was shown as `shown`. A dispute or a suspension leaves it waiting; whether the document
    /// is an invoice is the caller's to know.
    ///
    /// # Errors
    /// [`SigningRefused`]
    pub fn answer(
        &mut self,
        shown: Sha256,
        status: AnswerStatus,
        by: PersonId,
        at: Timestamp,
    ) -> Result<(), SigningRefused> {
        self.may_be_signed(shown)?;
        match status {
            AnswerStatus::Validated => self.state = DocumentState::Validated { by, at },
            AnswerStatus::Refused => self.state = DocumentState::Refused { by, at },
            AnswerStatus::Disputed | AnswerStatus::Suspended => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ChangeRefused;
    use crate::ids::DocumentId;

    const SHOWN: Sha256 = Sha256([1; 32]);
    const NOON: Timestamp = Timestamp(43_200_000);

    fn answer(status: AnswerStatus, reasons: &[Reason], comment: &str) -> Result<Answer, AnswerRefused> {
        Answer::new(status, reasons.to_vec(), Some(comment.to_owned()))
    }

    #[test]
    fn wrong_hours_or_rates_are_a_dispute_and_never_a_refusal() {
        for reason in [Reason::WrongQuantity, Reason::WrongPrice] {
            assert!(answer(AnswerStatus::Disputed, &[reason], "").is_ok());
            let refused = answer(AnswerStatus::Refused, &[reason], "");
            assert_eq!(refused, Err(AnswerRefused::NotAReasonFor(reason)));
        }
        assert!(REFUSAL.iter().all(|reason| DISPUTE.contains(reason)), "what may be refused may be disputed");
    }

    #[test]
    fn a_reason_is_needed_but_for_a_validation() {
        for status in AnswerStatus::ALL {
            let without = answer(status, &[], "");
            assert_eq!(without.is_ok(), status == AnswerStatus::Validated, "{status:?}");
            for reason in status.reasons() {
                assert!(answer(status, &[*reason], "parce que").is_ok());
                assert_eq!(Reason::of_code(reason.code()), Some(*reason));
            }
        }
        let given = answer(AnswerStatus::Validated, &[Reason::Duplicate], "");
        assert_eq!(given, Err(AnswerRefused::NotAReasonFor(Reason::Duplicate)));
        let twice = answer(AnswerStatus::Refused, &[Reason::Duplicate, Reason::Duplicate], "");
        assert_eq!(twice, Err(AnswerRefused::Twice(Reason::Duplicate)));
    }

    #[test]
    fn another_reason_is_told_in_the_comment() {
        assert_eq!(answer(AnswerStatus::Disputed, &[Reason::Other], "  "), Err(AnswerRefused::NoComment));
        assert_eq!(answer(AnswerStatus::Validated, &[], &"x".repeat(1001)), Err(AnswerRefused::BadComment));
        assert_eq!(answer(AnswerStatus::Validated, &[], "a\u{7}b"), Err(AnswerRefused::BadComment));
        let told = answer(AnswerStatus::Disputed, &[Reason::Other], " Semaine 42\nfériée ").unwrap();
        assert_eq!(told.comment(), Some("Semaine 42\nfériée"));
    }

    #[test]
    fn a_disputed_invoice_waits_on_and_a_refused_one_is_done() {
        let id = DocumentId(uuid::Uuid::from_u128(1));
        let somebody = PersonId(uuid::Uuid::from_u128(2));
        let mut document = Document { id, original: SHOWN, version: 1, state: DocumentState::Pending };
        document.answer(SHOWN, AnswerStatus::Disputed, somebody, NOON).unwrap();
        assert_eq!(document.state, DocumentState::Pending);
        let other = document.answer(Sha256([9; 32]), AnswerStatus::Validated, somebody, NOON);
        assert_eq!(other, Err(SigningRefused::Changed));
        document.answer(SHOWN, AnswerStatus::Refused, somebody, NOON).unwrap();
        let late = document.answer(SHOWN, AnswerStatus::Validated, somebody, NOON);
        assert_eq!(late, Err(SigningRefused::AlreadyRefused));
        assert_eq!(document.replace(SHOWN), Err(ChangeRefused::AlreadyRefused));
        assert_eq!(document.withdraw(NOON), Err(ChangeRefused::AlreadyRefused));
    }

    #[test]
    fn a_validated_invoice_keeps_its_pdf_and_stays() {
        let id = DocumentId(uuid::Uuid::from_u128(1));
        let somebody = PersonId(uuid::Uuid::from_u128(2));
        let mut document = Document { id, original: SHOWN, version: 1, state: DocumentState::Pending };
        document.answer(SHOWN, AnswerStatus::Validated, somebody, NOON).unwrap();
        assert_eq!(document.current(), SHOWN);
        let late = document.answer(SHOWN, AnswerStatus::Disputed, somebody, NOON);
        assert_eq!(late, Err(SigningRefused::AlreadySigned));
        assert_eq!(document.replace(SHOWN), Err(ChangeRefused::AlreadySigned));
    }
}
