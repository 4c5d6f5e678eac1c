//! What else is known around a contract: its earlier versions, the same worker's previous contract, and other contracts on
//! posts of the same name. Each is a range of an index.

use coffreo_api::{ContractFacts, Facts};
use jiff::ToSpan as _;
use rusqlite::{Connection, ToSql};

use super::document::{KEY_BITS, Standing, day, standing};
use super::{Vault, VaultError, facts};

/// Other contracts that are looked at, the last to end first.
const MOST_OTHERS: i64 = 500;
/// The longest waiting period is a third of 36 months: this many calendar days cover it.
const DAYS_BEFORE: i32 = 550;

/// Around one contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// When the contract was received: ms.
    pub received_at: i64,
    /// When it was signed: ms.
    pub signed_at: Option<i64>,
    /// Its facts.
    pub contract: ContractFacts,
    /// The versions before this amendment, oldest first.
    pub before: Vec<ContractFacts>,
    /// The same worker's contract before this one, in the same company.
    pub previous: Option<ContractFacts>,
    /// Contracts of the same company and qualification that ended before this one starts.
    pub others: Vec<ContractFacts>,
}

impl Vault {
    /// The history of a contract; none when it is not here or no contract.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn history(&self, id: &str) -> Result<Option<History>, VaultError> {
        self.read(|reader| {
            let Some(standing) = standing(reader, id)? else { return Ok(None) };
            let Some(contract) = contracts(reader, "d.key = ?1", &[&standing.key])?.pop() else { return Ok(None) };
            let signed_at = reader
                .prepare_cached("SELECT signed_at FROM documents WHERE key = ?1")?
                .query_row([standing.key], |row| row.get::<_, i64>(0))?;
            Ok(Some(History {
                received_at: standing.key >> KEY_BITS,
                signed_at: (signed_at > 0).then_some(signed_at),
                before: before(reader, &standing, &contract)?,
                previous: previous(reader, &standing, &contract)?,
                others: others(reader, &standing, &contract)?,
                contract,
            }))
        })
    }
}

/// The number without the suffix of its amendment; none when it has none.
fn stem(number: &str) -> Option<&str> {
    let (stem, suffix) = number.rsplit_once('_')?;
    (suffix.len() == 2 && suffix.bytes().all(|byte| byte.is_ascii_digit())).then_some(stem)
}

fn before(
    reader: &Connection,
    standing: &Standing,
    contract: &ContractFacts,
) -> Result<Vec<ContractFacts>, VaultError> {
    let Some(stem) = stem(&contract.number) else { return Ok(Vec::new()) };
    let first = super::fold::sort_key(&format!("{stem}_00"));
    let this = super::fold::sort_key(&contract.number);
    let such = "d.kind = 0 AND d.employee = (SELECT employee FROM documents WHERE key = ?3) \
                AND d.number >= ?1 AND d.number < ?2 AND d.scope = (SELECT scope FROM documents WHERE key = ?3) \
                ORDER BY d.number LIMIT 100";
    let mut found = contracts(reader, such, &[&first, &this, &standing.key])?;
    found.retain(|one| self::stem(&one.number) == Some(stem));
    Ok(found)
}

fn previous(
    reader: &Connection,
    standing: &Standing,
    contract: &ContractFacts,
) -> Result<Option<ContractFacts>, VaultError> {
    let such = "d.kind = 0 AND d.employee = (SELECT employee FROM documents WHERE key = ?1) \
                AND d.starts_on <= ?2 AND d.key <> ?1 AND s.company_id = (SELECT company_id FROM scopes \
                JOIN documents own ON own.scope = scopes.id WHERE own.key = ?1) \
                ORDER BY d.starts_on DESC, d.number DESC LIMIT 100";
    let found = contracts(reader, such, &[&standing.key, &day(contract.term.starts_on)])?;
    let own = stem(&contract.number);
    Ok(found
        .into_iter()
        .find(|one| (own.is_none() || stem(&one.number) != own) && one.term.starts_on < contract.term.starts_on))
}

fn others(
    reader: &Connection,
    standing: &Standing,
    contract: &ContractFacts,
) -> Result<Vec<ContractFacts>, VaultError> {
    let starts_on = contract.term.starts_on;
    let such = "d.kind = 0 AND d.qualification = (SELECT qualification FROM documents WHERE key = ?1) \
                AND d.ends_on >= ?2 AND d.ends_on < ?3 AND s.company_id = (SELECT company_id FROM scopes \
                JOIN documents own ON own.scope = scopes.id WHERE own.key = ?1) \
                ORDER BY d.ends_on DESC LIMIT ?4";
    let from = day(starts_on.saturating_sub(DAYS_BEFORE.days()));
    let mut found = contracts(reader, such, &[&standing.key, &from, &day(starts_on), &MOST_OTHERS])?;
    let own = stem(&contract.number);
    found.retain(|one| own.is_none() || stem(&one.number) != own);
    Ok(found)
}

fn contracts(reader: &Connection, such: &str, values: &[&dyn ToSql]) -> Result<Vec<ContractFacts>, VaultError> {
    let mut statement = reader.prepare_cached(&format!(
        "SELECT d.kind, f.facts FROM documents d JOIN facts f ON f.key = d.key JOIN scopes s ON s.id = d.scope WHERE {such}"
    ))?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if let Facts::Contract(contract) = facts::read(row.get(0)?, &row.get::<_, String>(1)?)? {
            found.push(contract);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_suffix_of_two_digits_is_taken_off() {
        assert_eq!(stem("CMDE-BT1-001_01"), Some("CMDE-BT1-001"));
        assert_eq!(stem("CMDE_1"), None);
        assert_eq!(stem("CMDE-7"), None);
    }
}
