//! From the stream of changes to operations on the vault. Pure: what may follow what is checked here, before anything
//! is written.

use coffreo_api::agency::DocumentState;
use coffreo_api::changes::Change;

use crate::vault::Operation;

/// The stream is not in the documented order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the changes are out of order: {0}")]
pub struct OutOfOrder(&'static str);

/// Where the stream is.
#[derive(Debug, Default)]
pub struct Plan {
    /// The scope that the lines are of, and the last number seen.
    scope: Option<(String, Option<i64>)>,
    /// Whether the stream has said that it is complete.
    pub ended: bool,
}

impl Plan {
    /// What one line means for the vault.
    pub fn step(&mut self, change: Change) -> Result<Option<Operation>, OutOfOrder> {
        if self.ended {
            return Err(OutOfOrder("something follows the end"));
        }
        match change {
            Change::Scope(scope) => {
                if self.scope.is_some() {
                    return Err(OutOfOrder("a scope begins within another"));
                }
                self.scope = Some((scope.id.clone(), None));
                Ok(Some(Operation::Know(scope)))
            }
            Change::Document(line) => {
                if line.state == DocumentState::Withdrawn {
                    return Err(OutOfOrder("a withdrawn document is shown"));
                }
                let scope = self.rise(line.n)?;
                Ok(Some(Operation::Put { scope, line }))
            }
            Change::Withdrawn { id, n } => {
                let scope = self.rise(n)?;
                Ok(Some(Operation::Forget { scope, id }))
            }
            Change::Reached { scope, n } => match self.scope.take() {
                Some((open, last)) if open == scope && last.is_none_or(|last| last <= n) => {
                    Ok(Some(Operation::Advance { scope, n }))
                }
                _ => Err(OutOfOrder("an end of another scope")),
            },
            Change::Lost { scope } => Ok(Some(Operation::Lose { scope })),
            Change::End { .. } => {
                if self.scope.is_some() {
                    return Err(OutOfOrder("the end comes within a scope"));
                }
                self.ended = true;
                Ok(None)
            }
        }
    }

    /// How far the open scope has come: committed with the lines before, so that a cut loses nothing of them.
    pub fn checkpoint(&self) -> Option<Operation> {
        let (scope, last) = self.scope.as_ref()?;
        last.map(|n| Operation::Advance { scope: scope.clone(), n })
    }

    fn rise(&mut self, n: i64) -> Result<String, OutOfOrder> {
        let Some((scope, last)) = &mut self.scope else { return Err(OutOfOrder("a document of no scope")) };
        if last.is_some_and(|last| n <= last) || n < 0 {
            return Err(OutOfOrder("numbers do not rise"));
        }
        *last = Some(n);
        Ok(scope.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(lines: &[&str]) -> Result<Vec<Operation>, OutOfOrder> {
        let mut plan = Plan::default();
        let mut operations = Vec::new();
        for line in lines {
            operations.extend(plan.step(serde_json::from_str(line).unwrap())?);
        }
        operations.extend(plan.checkpoint());
        Ok(operations)
    }

    const SCOPE: &str = r#"{"change":"scope","id":"s","company_id":"c","company":"C","company_siret":"1",
        "agency_id":"a","agency":"A","kind":"contract"}"#;
    const GONE_3: &str = r#"{"change":"withdrawn","id":"d","n":3}"#;
    const GONE_4: &str = r#"{"change":"withdrawn","id":"e","n":4}"#;

    #[test]
    fn a_cut_stream_advances_to_its_last_line() {
        let last = steps(&[SCOPE, GONE_3, GONE_4]).unwrap().pop().unwrap();
        assert_eq!(last, Operation::Advance { scope: "s".into(), n: 4 });
    }

    #[test]
    fn a_stream_out_of_order_is_refused() {
        for lines in [
            &[GONE_3][..],
            &[SCOPE, GONE_4, GONE_3],
            &[SCOPE, SCOPE],
            &[SCOPE, r#"{"change":"reached","scope":"t","n":9}"#],
            &[SCOPE, GONE_4, r#"{"change":"reached","scope":"s","n":3}"#],
            &[SCOPE, r#"{"change":"end","server_time":1}"#],
            &[r#"{"change":"end","server_time":1}"#, r#"{"change":"lost","scope":"s"}"#],
        ] {
            assert!(steps(lines).is_err(), "{lines:?}");
        }
    }
}
