//! The person's choice of how files are named, as the vault keeps it.

use super::template::{Template, by_default, tokens};
use crate::DeskError;
use crate::desk::{Desk, lock};
use crate::exports::Words;
use crate::vault::{Meta, Vault, VaultError};
use crate::view::{DocumentView, FileNames, Kind, Language, ListQuery, NameExample, NameTrial, NamingView, Period};
use crate::view::{Row, Sort, SortColumn};

/// How documents are named now.
pub struct Naming {
    contract: Template,
    invoice: Template,
    words: Words,
}

impl Naming {
    /// As the person chose it.
    pub fn of(vault: &Vault, language: Language) -> Result<Self, VaultError> {
        let names = kept(vault, language)?;
        // What another version kept and this one does not understand counts as not chosen.
        let read = |kind, text: &str| {
            Template::read(kind, text)
                .or_else(|_| Template::read(kind, by_default(kind, language)))
                .map_err(|_| VaultError::Invalid("a template that is not valid"))
        };
        Ok(Self {
            contract: read(Kind::Contract, &names.contract)?,
            invoice: read(Kind::Invoice, &names.invoice)?,
            words: Words(language),
        })
    }

    /// `2026-10-20 CMDE-BT1-001 ROUSSEAU Anaïs (signé).pdf`.
    pub fn name(&self, document: &DocumentView) -> String {
        let template = match document.row {
            Row::Contract(_) => &self.contract,
            Row::Invoice(_) => &self.invoice,
        };
        template.stem(document, self.words) + ".pdf"
    }
}

fn kept(vault: &Vault, language: Language) -> Result<FileNames, VaultError> {
    let kept = vault.meta(Meta::FileNames)?.and_then(|json| serde_json::from_str(&json).ok());
    Ok(kept.unwrap_or_else(|| defaults(language)))
}

fn defaults(language: Language) -> FileNames {
    let of = |kind| by_default(kind, language).to_owned();
    FileNames { contract: of(Kind::Contract), invoice: of(Kind::Invoice) }
}

impl Desk {
    /// How saved documents are named.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn naming(&self) -> Result<NamingView, DeskError> {
        let language = self.language();
        let names = self.core.ask(move |vault| kept(vault, language)).await?;
        Ok(NamingView {
            names,
            defaults: defaults(language),
            contract_tokens: tokens(Kind::Contract, language),
            invoice_tokens: tokens(Kind::Invoice, language),
        })
    }

    /// Keeps how saved documents are named from now on.
    ///
    /// # Errors
    /// [`DeskError::InvalidSelection`] for a template that is not valid; [`DeskError::Locked`].
    pub async fn save_naming(&self, names: FileNames) -> Result<(), DeskError> {
        for (kind, text) in [(Kind::Contract, &names.contract), (Kind::Invoice, &names.invoice)] {
            Template::read(kind, text).map_err(|_| DeskError::InvalidSelection)?;
        }
        let json = serde_json::to_string(&names).map_err(|error| DeskError::Internal(error.to_string()))?;
        self.core.ask(move |vault| vault.set_meta(&[(Meta::FileNames, Some(&json))])).await
    }

    /// What a template makes of a document.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn name_example(&self, trial: NameTrial) -> Result<NameExample, DeskError> {
        let template = match Template::read(trial.kind, &trial.template) {
            Ok(template) => template,
            Err(unknown) => return Ok(NameExample { name: None, unknown }),
        };
        let (words, today) = (Words(self.language()), self.today());
        let name = self.core.ask(move |vault| {
            let id = match trial.id {
                Some(id) => Some(id),
                None => vault.list_ids(&newest(trial.kind), today, 1)?.pop(),
            };
            let document = id.map(|id| vault.document(&id)).transpose()?.flatten();
            Ok(document.map(|document| template.stem(&document, words) + ".pdf"))
        });
        Ok(NameExample { name: name.await?, unknown: Vec::new() })
    }

    pub(crate) fn language(&self) -> Language {
        lock(&self.core.accounts).settings.language
    }
}

fn newest(kind: Kind) -> ListQuery {
    ListQuery {
        kind,
        pending: true,
        archived: true,
        period: Period::All,
        criteria: Vec::new(),
        search: String::new(),
        sort: Sort { column: SortColumn::Received, descending: true },
        after: None,
        limit: 1,
    }
}
