//! Which documents a question is about.

use jiff::civil::Date;

use super::criteria::Criteria;
use super::document::kind_number;
use super::snippet::{Term, expression, terms};
use super::{VaultError, period, texts};
use crate::view::{Kind, ListQuery};

/// The filter of a question, as the vault looks for it.
pub struct Filter {
    pub kind: Kind,
    /// 0: waits, 1: archived.
    pub states: Vec<i64>,
    /// Half open.
    pub keys: (i64, i64),
    pub terms: Vec<Term>,
    pub criteria: Criteria,
}

impl Filter {
    /// # Errors
    /// [`VaultError::Invalid`] for a criterion that documents of the kind do not have.
    pub fn of(query: &ListQuery, today: Date) -> Result<Self, VaultError> {
        let states = [(query.pending, 0), (query.archived, 1)];
        Ok(Self {
            kind: query.kind,
            states: states.into_iter().filter(|(wanted, _)| *wanted).map(|(_, state)| state).collect(),
            keys: period::keys(query.period, today),
            terms: terms(&query.search),
            criteria: Criteria::of(query.kind, &query.criteria)?,
        })
    }

    pub fn number(&self) -> i64 {
        kind_number(self.kind)
    }

    /// The question for the words, in these states.
    pub fn expression(&self) -> String {
        let state = self.states.first().copied().unwrap_or(0);
        let tags = texts::tags(self.number(), state);
        expression(tags[usize::from(self.states.len() == 1)], &self.terms)
    }
}
