//! The few sentences that are shown outside of the window: in the tray and in notifications. French first.

use coffreo_desk::view::{ArrivedDocument, Kind, Language};

/// The language in which the shell speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts(pub Language);

impl Texts {
    /// The title of the dialog that asks where to save.
    pub fn save_as(self) -> &'static str {
        self.choose("Enregistrer sous", "Save as")
    }

    /// The tray's entry that brings the window.
    pub fn open(self) -> &'static str {
        self.choose("Ouvrir Coffreo", "Open Coffreo")
    }

    /// The tray's entry that asks the server now.
    pub fn synchronise(self) -> &'static str {
        self.choose("Synchroniser maintenant", "Synchronise now")
    }

    /// The tray's entry that closes the vault.
    pub fn lock(self) -> &'static str {
        self.choose("Verrouiller", "Lock")
    }

    /// The tray's entry that ends the app.
    pub fn quit(self) -> &'static str {
        self.choose("Quitter", "Quit")
    }

    /// What waits of a kind, for the tray: *À signer : 12*. Without a number while the vault is closed.
    pub fn waiting(self, kind: Kind, pending: Option<i64>) -> String {
        let what = match kind {
            Kind::Contract => self.choose("À signer", "To sign"),
            Kind::Invoice => self.choose("À valider", "To approve"),
        };
        let colon = self.choose("\u{202f}: ", ": ");
        pending.map_or_else(|| what.to_owned(), |pending| format!("{what}{colon}{pending}"))
    }

    /// The label of a notification's action.
    pub fn show(self) -> &'static str {
        self.choose("Ouvrir", "Open")
    }

    /// A notification's title.
    pub fn arrived(self, kind: Kind, count: usize) -> String {
        match (self.0, kind, count) {
            (Language::Fr, Kind::Contract, 1) => "Nouveau contrat à signer".to_owned(),
            (Language::Fr, Kind::Contract, _) => format!("{count} nouveaux contrats à signer"),
            (Language::Fr, Kind::Invoice, 1) => "Nouvelle facture à valider".to_owned(),
            (Language::Fr, Kind::Invoice, _) => format!("{count} nouvelles factures à valider"),
            (Language::En, Kind::Contract, 1) => "New contract to sign".to_owned(),
            (Language::En, Kind::Contract, _) => format!("{count} new contracts to sign"),
            (Language::En, Kind::Invoice, 1) => "New invoice to approve".to_owned(),
            (Language::En, Kind::Invoice, _) => format!("{count} new invoices to approve"),
        }
    }

    /// A notification's text: whom and whence, or, discreetly, nothing but where to look.
    pub fn arrived_from(self, documents: &[ArrivedDocument], discreet: bool) -> String {
        match documents {
            _ if discreet => {
                self.choose("Ouvrez Coffreo pour les détails.", "Open Coffreo for the details.").to_owned()
            }
            [only] => {
                let who = only.employee.as_deref().unwrap_or(&only.number);
                format!("{who}\n{}", only.agency)
            }
            many => {
                let mut agencies: Vec<&str> = many.iter().map(|document| document.agency.as_str()).collect();
                agencies.sort_unstable();
                agencies.dedup();
                agencies.join("\n")
            }
        }
    }

    fn choose(self, fr: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Language::Fr => fr,
            Language::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrived(employee: &str, agency: &str) -> ArrivedDocument {
        ArrivedDocument {
            id: String::new(),
            number: "CMDE-1_00".into(),
            agency: agency.into(),
            company: "THE EU".into(),
            employee: Some(employee.into()),
            deadline: None,
        }
    }

    #[test]
    fn a_discreet_notification_names_nobody() {
        let documents = [arrived("Mme Anaïs ROUSSEAU", "LUCAS JOB")];
        let text = Texts(Language::Fr).arrived_from(&documents, true);
        assert!(!text.contains("ROUSSEAU") && !text.contains("LUCAS"), "{text}");
    }

    #[test]
    fn several_documents_are_one_notification_that_names_each_agency_once() {
        let documents = [arrived("A", "LUCAS JOB"), arrived("B", "BARRE"), arrived("C", "LUCAS JOB")];
        assert_eq!(Texts(Language::Fr).arrived_from(&documents, false), "BARRE\nLUCAS JOB");
        assert_eq!(Texts(Language::Fr).arrived(Kind::Contract, 3), "3 nouveaux contrats à signer");
    }
}
