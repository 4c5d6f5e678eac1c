//! The reasons of XP Z12-012 in words, as the screens say them.

use coffreo_api::account::Language;

/// `Heures ou quantités erronées (QTE_ERR)`; a code that is not known stands alone.
pub(super) fn in_words(code: &str, language: Language) -> String {
    let (french, english) = match code {
        "QTE_ERR" => ("Heures ou quantités erronées", "Wrong hours or quantities"),
        "PU_ERR" => ("Taux ou prix unitaire erroné", "Wrong rate or unit price"),
        "REM_ERR" => ("Remise erronée ou absente", "Wrong or missing discount"),
        "ART_ERR" => ("Prestation non commandée", "Not ordered"),
        "LIVR_INCOMP" => ("Prestation incomplète", "Incomplete"),
        "QUALITE_ERR" => ("Qualité insuffisante", "Poor quality"),
        "TX_TVA_ERR" => ("Taux de T.V.A. erroné", "Wrong VAT rate"),
        "MONTANTTOTAL_ERR" => ("Montant total erroné", "Wrong total"),
        "CALCUL_ERR" => ("Erreur de calcul", "Wrong arithmetic"),
        "NON_CONFORME" => {
            ("Mention légale absente ou forme non conforme", "Legal mention missing, or not in the required form")
        }
        "DOUBLON" => ("Facture déjà reçue", "Invoice received before"),
        "DOUBLE_FACT" => ("Prestation déjà facturée", "Work billed before"),
        "DEST_ERR" => ("Destinataire erroné", "Wrong recipient"),
        "DEST_INC" => ("Destinataire inconnu", "Unknown recipient"),
        "TRANSAC_INC" => ("Prestation inconnue", "Unknown transaction"),
        "EMMET_INC" => ("Émetteur inconnu", "Unknown sender"),
        "CONTRAT_TERM" => ("Contrat terminé", "Contract had ended"),
        "CMD_ERR" => ("Numéro de commande erroné ou absent", "Wrong or missing order number"),
        "ADR_ERR" => ("Adresse de facturation erronée", "Wrong invoicing address"),
        "REF_CT_ABSENT" => ("Numéro de contrat absent", "Contract number missing"),
        "REF_ERR" => ("Référence erronée", "Wrong reference"),
        "SIRET_ERR" => ("SIRET erroné", "Wrong SIRET"),
        "CODE_ROUTAGE_ERR" => ("Code de routage erroné", "Wrong routing code"),
        "COORD_BANC_ERR" => ("Coordonnées bancaires erronées", "Wrong bank details"),
        "MODPAI_ERR" => ("Mode de paiement erroné", "Wrong means of payment"),
        "JUSTIF_ABS" => ("Justificatif absent", "Supporting document missing"),
        "AUTRE" => ("Autre motif", "Another reason"),
        _ => return code.to_owned(),
    };
    match language {
        Language::Fr => format!("{french} ({code})"),
        Language::En => format!("{english} ({code})"),
    }
}

#[cfg(test)]
mod tests {
    use coffreo_domain::answer::Reason;

    use super::*;

    #[test]
    fn every_reason_has_words_in_both_languages() {
        for reason in Reason::ALL {
            for language in [Language::Fr, Language::En] {
                assert!(in_words(reason.code(), language).ends_with(&format!(" ({})", reason.code())), "{reason:?}");
            }
        }
    }
}
