//! What a synchronisation changes, as values, and their one way into the database. A batch is one transaction, and the
//! cursors advance in it: after a cut the next synchronisation goes on where this one was committed.

use std::collections::BTreeSet;

use coffreo_api::Facts;
use coffreo_api::agency::DocumentState;
use coffreo_api::changes::{Cursor, DocumentLine, ScopeInfo};
use coffreo_domain::time::end_of_paris_day;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::columns::{Names, Step};
use super::counts::Tally;
use super::document::{self, ScopeRow};
use super::fold::sort_key;
use super::{Vault, VaultError, lost, texts};
use crate::view::{ArrivedDocument, Kind};

/// Operations of a transaction from which on words are indexed later.
const MANY: usize = 500;

/// One change to the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// The person sees this scope, under these names.
    Know(ScopeInfo),
    /// A document as it stands now.
    Put {
        /// Its scope.
        scope: String,
        /// The document.
        line: Box<DocumentLine>,
    },
    /// The agency took the document back.
    Forget {
        /// Its scope.
        scope: String,
        /// Which.
        id: String,
    },
    /// Everything of the scope up to here has been applied.
    Advance {
        /// Which.
        scope: String,
        /// The cursor.
        n: i64,
    },
    /// The scope is the person's no longer.
    Lose {
        /// Which.
        scope: String,
    },
}

/// What a batch did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The kinds whose lists changed.
    pub kinds: BTreeSet<Kind>,
    /// Documents that wait and were not here before, with the moment they were received.
    pub arrived: Vec<(i64, Kind, ArrivedDocument)>,
    /// Whether a scope went with the right to see it.
    pub lost: bool,
}

impl Vault {
    /// How far each scope has been read.
    pub fn cursors(&self) -> Result<Vec<Cursor>, VaultError> {
        self.read(|reader| {
            let mut statement = reader.prepare_cached("SELECT uid, cursor FROM scopes ORDER BY id")?;
            let rows = statement.query_map([], |row| Ok(Cursor { scope: row.get(0)?, n: row.get(1)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Applies the operations, all or none.
    pub fn apply(&self, operations: &[Operation]) -> Result<Applied, VaultError> {
        self.write_and_follow(|writer| {
            let mut batch = Batch {
                writer,
                tally: Tally::default(),
                steps: Vec::with_capacity(operations.len()),
                applied: Applied::default(),
                scope: None,
                bulk: operations.len() >= MANY,
            };
            operations.iter().try_for_each(|operation| batch.apply(operation))?;
            batch.tally.write(writer)?;
            Ok((batch.applied, batch.steps))
        })
    }
}

struct Batch<'a> {
    writer: &'a Connection,
    tally: Tally,
    steps: Vec<Step>,
    applied: Applied,
    /// The scope of the last operation: lines come scope by scope.
    scope: Option<(String, ScopeRow)>,
    /// So many come that their words are indexed afterwards, and the list is complete sooner.
    bulk: bool,
}

impl Batch<'_> {
    fn apply(&mut self, operation: &Operation) -> Result<(), VaultError> {
        match operation {
            Operation::Know(scope) => self.know(scope),
            Operation::Put { scope, line } => self.put(scope, line),
            Operation::Forget { id, .. } => {
                if let Some(standing) = document::standing(self.writer, id)? {
                    document::remove(self.writer, &mut self.tally, &mut self.steps, &standing)?;
                    self.changed(standing.kind);
                }
                Ok(())
            }
            Operation::Advance { scope, n } => {
                self.writer
                    .prepare_cached("UPDATE scopes SET cursor = ?2 WHERE uid = ?1 AND cursor < ?2")?
                    .execute(params![scope, n])?;
                Ok(())
            }
            Operation::Lose { scope } => self.lose(scope),
        }
    }

    fn know(&mut self, scope: &ScopeInfo) -> Result<(), VaultError> {
        let kind = match scope.kind.as_str() {
            "contract" => 0,
            "invoice" => 1,
            _ => return Err(VaultError::Invalid("a scope of unknown kind")),
        };
        let known = self.scope_row(&scope.id)?;
        lost::regain(self.writer, kind, &scope.company, &scope.agency)?;
        self.writer
            .prepare_cached(
                "INSERT INTO scopes (uid, kind, company_id, company, company_siret, agency_id, agency, cursor) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0) ON CONFLICT (uid) DO UPDATE SET company = excluded.company, \
                 company_siret = excluded.company_siret, agency = excluded.agency \
                 WHERE (company, company_siret, agency) \
                 IS NOT (excluded.company, excluded.company_siret, excluded.agency)",
            )?
            .execute(params![
                scope.id,
                kind,
                scope.company_id,
                scope.company,
                scope.company_siret,
                scope.agency_id,
                scope.agency
            ])?;
        self.scope = None;
        let names = Names { agency: sort_key(&scope.agency), company: sort_key(&scope.company) };
        if let Some(row) = self.scope_row(&scope.id)? {
            self.steps.push(Step::Name(row.id, names));
        }
        match known {
            Some(known) if known.agency != scope.agency || known.company != scope.company => self.rename(&known),
            _ => Ok(()),
        }
    }

    /// Finds the scope's documents by its new names.
    fn rename(&mut self, known: &ScopeRow) -> Result<(), VaultError> {
        for key in self.keys(known.id)? {
            let body = texts::compressed(self.writer, key)?;
            texts::reindex(self.writer, key, body.as_deref())?;
        }
        self.applied.kinds.extend([Kind::Contract, Kind::Invoice]);
        Ok(())
    }

    fn put(&mut self, scope: &str, line: &DocumentLine) -> Result<(), VaultError> {
        let row = self.scope_of(scope)?;
        let before = document::put(self.writer, &mut self.tally, &mut self.steps, &row, line, self.bulk)?;
        if before.is_some_and(|before| before.n >= line.n) {
            return Ok(());
        }
        let kind = Kind::from(line.facts.kind());
        self.applied.kinds.insert(kind);
        if before.is_none() && line.state == DocumentState::Pending {
            self.applied.arrived.push((line.received_at, kind, arrived(line, &row)));
        }
        Ok(())
    }

    fn lose(&mut self, scope: &str) -> Result<(), VaultError> {
        let Some(row) = self.scope_row(scope)? else { return Ok(()) };
        let mut ids = self.writer.prepare_cached("SELECT uid FROM documents WHERE scope = ?1")?;
        let ids = ids.query_map([row.id], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        for id in ids {
            if let Some(standing) = document::standing(self.writer, &id)? {
                document::remove(self.writer, &mut self.tally, &mut self.steps, &standing)?;
                self.changed(standing.kind);
            }
        }
        lost::lose(self.writer, row.id)?;
        self.writer.prepare_cached("DELETE FROM scopes WHERE id = ?1")?.execute([row.id])?;
        self.applied.lost = true;
        self.scope = None;
        Ok(())
    }

    fn changed(&mut self, kind: i64) {
        self.applied.kinds.insert(if kind == 0 { Kind::Contract } else { Kind::Invoice });
    }

    fn keys(&self, scope: i64) -> Result<Vec<i64>, VaultError> {
        let mut keys = self.writer.prepare_cached("SELECT key FROM documents WHERE scope = ?1")?;
        Ok(keys.query_map([scope], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn scope_of(&mut self, uid: &str) -> Result<ScopeRow, VaultError> {
        match &self.scope {
            Some((known, row)) if known == uid => Ok(row.clone()),
            _ => {
                let row = self.scope_row(uid)?.ok_or(VaultError::Invalid("a document of an unknown scope"))?;
                self.scope = Some((uid.to_owned(), row.clone()));
                Ok(row)
            }
        }
    }

    fn scope_row(&self, uid: &str) -> Result<Option<ScopeRow>, VaultError> {
        let mut statement = self.writer.prepare_cached("SELECT id, company, agency FROM scopes WHERE uid = ?1")?;
        let row = statement
            .query_row([uid], |row| Ok(ScopeRow { id: row.get(0)?, company: row.get(1)?, agency: row.get(2)? }));
        Ok(row.optional()?)
    }
}

fn arrived(line: &DocumentLine, scope: &ScopeRow) -> ArrivedDocument {
    let (employee, deadline) = match &line.facts {
        Facts::Contract(contract) => (
            Some(format!("{} {}", contract.employee.first_name, contract.employee.last_name)),
            Some(end_of_paris_day(document::deadline(contract)).0),
        ),
        Facts::Invoice(_) => (None, None),
    };
    ArrivedDocument {
        id: line.id.clone(),
        number: line.facts.number().to_owned(),
        agency: scope.agency.clone(),
        company: scope.company.clone(),
        employee,
        deadline,
    }
}
