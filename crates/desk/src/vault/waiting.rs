//! What waits, by kind and agency: for the home page. Read from one index that holds only what waits, so that the archive
//! costs nothing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::params;

use super::document::day;
use super::{Vault, VaultError};
use crate::view::{Kind, Waiting};

impl Vault {
    /// What waits, contracts first, then by agency; late at `now` (ms), on the day `today`.
    pub fn waiting(&self, now: i64, today: Date) -> Result<Vec<Waiting>, VaultError> {
        let today = day(today);
        self.read(|reader| {
            let mut statement = reader.prepare_cached(
                "SELECT w.kind, s.agency, w.documents, w.late, w.gross, w.late_gross, w.next \
                 FROM (SELECT kind, scope, count(*) AS documents, sum(gross) AS gross, \
                   sum(CASE kind WHEN 0 THEN deadline <= ?1 ELSE due_on < ?2 END) AS late, \
                   sum(CASE WHEN kind = 1 AND due_on < ?2 THEN gross ELSE 0 END) AS late_gross, \
                   min(CASE WHEN deadline > ?1 THEN deadline END) AS next \
                   FROM documents INDEXED BY documents_waiting WHERE state = 0 GROUP BY kind, scope) w \
                 JOIN scopes s ON s.id = w.scope",
            )?;
            let mut rows = statement.query(params![now, today])?;
            let mut found: BTreeMap<(i64, String), Waiting> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let (number, agency): (i64, String) = (row.get(0)?, row.get(1)?);
                let kind = if number == 0 { Kind::Contract } else { Kind::Invoice };
                let next: Option<i64> = row.get::<_, Option<i64>>(6)?.filter(|_| kind == Kind::Contract);
                let one = found.entry((number, agency.clone())).or_insert_with(|| Waiting {
                    kind,
                    agency,
                    documents: 0,
                    late: 0,
                    gross: 0,
                    late_gross: 0,
                    next_deadline: None,
                });
                one.documents += row.get::<_, i64>(2)?;
                one.late += row.get::<_, i64>(3)?;
                one.gross += row.get::<_, i64>(4)?;
                one.late_gross += row.get::<_, i64>(5)?;
                one.next_deadline = one.next_deadline.into_iter().chain(next).min();
            }
            Ok(found.into_values().collect())
        })
    }
}
