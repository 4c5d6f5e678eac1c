//! Which new documents are still news.

use super::document::standing;
use super::{Vault, VaultError};

impl Vault {
    /// Those of the documents that still wait for the person and were not opened here, in the order given.
    pub fn unseen(&self, ids: &[String]) -> Result<Vec<String>, VaultError> {
        self.read(|reader| {
            let mut unseen = Vec::new();
            for id in ids {
                if standing(reader, id)?.is_some_and(|standing| standing.is_unseen()) {
                    unseen.push(id.clone());
                }
            }
            Ok(unseen)
        })
    }
}
