//! What stands in exported files beside the documents' own words, in both languages of the screens. The words are those
//! of the list.

use coffreo_api::answers::AnswerStatus;

use crate::view::{ArchiveState, ExportField, Kind, Language, Row};

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub Language);

impl Words {
    /// Of two.
    fn of(self, fr: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Language::Fr => fr,
            Language::En => en,
        }
    }

    /// The title of a column.
    pub fn title(self, kind: Kind, field: ExportField) -> &'static str {
        use ExportField as F;
        match (field, kind) {
            (F::Received, _) => self.of("Reçu le", "Received on"),
            (F::Agency, _) => self.of("Agence", "Agency"),
            (F::Number, Kind::Contract) => self.of("N° de contrat", "Contract no."),
            (F::Number, Kind::Invoice) => self.of("N° facture", "Invoice no."),
            (F::Company, Kind::Contract) => self.of("Client", "Client"),
            (F::Company, Kind::Invoice) => self.of("Entreprise utilisatrice", "Client company"),
            (F::Department, _) => self.of("Département", "Department"),
            (F::Employee, _) => self.of("Salarié", "Worker"),
            (F::Qualification, _) => self.of("Qualification", "Qualification"),
            (F::Justification, _) => self.of("Justification du recours", "Legal ground"),
            (F::StartsOn, _) => self.of("Début", "Start"),
            (F::EndsOn, _) => self.of("Fin", "End"),
            (F::PayRate, _) => self.of("Payé", "Paid"),
            (F::BillRate, _) => self.of("Facturé", "Billed"),
            (F::State, _) => self.of("Statut", "Status"),
            (F::SignedAt, Kind::Contract) => self.of("Signé le", "Signed on"),
            (F::SignedAt, Kind::Invoice) => self.of("Validé le", "Validated on"),
            (F::SignedBy, _) => self.of("Par", "By"),
            (F::Deadline, _) => self.of("Échéance", "Deadline"),
            (F::IssuedOn, _) => self.of("Facturé le", "Billed on"),
            (F::DueOn, _) => self.of("Échéance", "Due on"),
            (F::Week, _) => self.of("Année/semaine", "Year/week"),
            (F::Net, _) => self.of("H.T.", "Net"),
            (F::Vat, _) => self.of("T.V.A.", "VAT"),
            (F::Gross, _) => self.of("T.T.C.", "Gross"),
            (F::Reference, _) => self.of("Référence", "Reference"),
            (F::DownloadedAt, _) => self.of("Téléchargé le", "Downloaded on"),
            (F::DownloadedBy, _) => self.of("Téléchargé par", "Downloaded by"),
        }
    }

    /// What the list says of a document's state.
    pub fn state(self, row: &Row) -> &'static str {
        match row {
            Row::Contract(row) => match row.state {
                ArchiveState::Pending => self.of("À signer", "To sign"),
                ArchiveState::Archived => self.of("Signé", "Signed"),
            },
            Row::Invoice(row) => match (row.answer.as_ref().map(|answer| answer.status), row.state) {
                (Some(AnswerStatus::Disputed), _) => self.of("Contestée", "Disputed"),
                (Some(AnswerStatus::Suspended), _) => self.of("Suspendue", "Suspended"),
                (Some(AnswerStatus::Refused), _) => self.of("Refusée", "Refused"),
                (_, ArchiveState::Pending) => self.of("À valider", "To validate"),
                (_, ArchiveState::Archived) => self.of("Validé", "Validated"),
            },
        }
    }

    /// What a file's name says of the state: nothing of what waits.
    pub fn state_in_name(self, row: &Row) -> &'static str {
        match row {
            Row::Contract(row) => match row.state {
                ArchiveState::Pending => "",
                ArchiveState::Archived => self.of("signé", "signed"),
            },
            Row::Invoice(row) => match (row.answer.as_ref().map(|answer| answer.status), row.state) {
                (Some(AnswerStatus::Disputed), _) => self.of("contestée", "disputed"),
                (Some(AnswerStatus::Suspended), _) => self.of("suspendue", "suspended"),
                (Some(AnswerStatus::Refused), _) => self.of("refusée", "refused"),
                (_, ArchiveState::Pending) => "",
                (_, ArchiveState::Archived) => self.of("validée", "validated"),
            },
        }
    }

    /// Documents of a kind, as a sheet and a file are named by them.
    pub fn kind(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Contract => self.of("Contrats", "Contracts"),
            Kind::Invoice => self.of("Factures", "Invoices"),
        }
    }

    /// The column with the names of files.
    pub fn file(self) -> &'static str {
        self.of("Fichier", "File")
    }

    /// The name of a zip's list of contents.
    pub fn summary(self) -> &'static str {
        self.of("Sommaire.xlsx", "Contents.xlsx")
    }
}
