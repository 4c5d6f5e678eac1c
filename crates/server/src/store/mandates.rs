//! Mandates: whose right to sign is a colleague's for some days.

use coffreo_domain::mandate::Period;
use coffreo_domain::{AgencyId, CompanyId, MandateId, PersonId, Timestamp};
use sqlx::any::AnyRow;

use super::rows::Columns;
use super::{Store, StoreError, Tx, Viewer};

/// A mandate to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMandate {
    /// Identifier.
    pub id: MandateId,
    /// Whose right it is.
    pub giver: PersonId,
    /// Who signs in their place.
    pub holder: PersonId,
    /// Of which company.
    pub company: CompanyId,
    /// With which agency.
    pub agency: AgencyId,
    /// When.
    pub period: Period,
}

/// A mandate with the names to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMandate {
    /// Identifier.
    pub id: MandateId,
    /// Whose right it is.
    pub giver: MandateSide,
    /// Who signs in their place.
    pub holder: MandateSide,
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// The agency.
    pub agency: AgencyId,
    /// Its name.
    pub agency_name: String,
    /// The first day: `2026-11-24`.
    pub from: String,
    /// The last day.
    pub until: String,
    /// The first moment at which it counts.
    pub opens_at: Timestamp,
    /// The first moment at which it does not count any longer.
    pub closes_at: Timestamp,
    /// When it was given.
    pub given_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// One side of a mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateSide {
    /// Who.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// A mandate that counts now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveMandate {
    /// Identifier.
    pub id: MandateId,
    /// Of which company.
    pub company: CompanyId,
    /// With which agency.
    pub agency: AgencyId,
    /// Whose right it is.
    pub giver: PersonId,
    /// Their full name.
    pub giver_name: String,
}

macro_rules! select_mandates {
    ($tail:literal) => {
        concat!(
            "SELECT d.id, d.company_id, c.name AS company, d.agency_id, a.name AS agency, d.from_day, d.until_day,
                    d.opens_at, d.closes_at, d.given_at, d.revoked_at,
                    d.giver_id, g.name AS giver, g.email AS giver_email,
                    d.holder_id, h.name AS holder, h.email AS holder_email
             FROM mandates d JOIN companies c ON c.id = d.company_id JOIN agencies a ON a.id = d.agency_id
             JOIN people g ON g.id = d.giver_id JOIN people h ON h.id = d.holder_id
             WHERE (d.giver_id = $1 OR d.holder_id = $1) ",
            $tail
        )
    };
}

impl Store {
    /// The mandates that a person gave or was given and that closed after a moment, newest first.
    pub async fn mandates(&self, person: PersonId, closed_after: Timestamp) -> Result<Vec<StoredMandate>, StoreError> {
        let found =
            sqlx::query(select_mandates!("AND d.closes_at > $2 ORDER BY d.given_at DESC, d.id DESC LIMIT 1000"));
        let found = found.bind(person.to_string()).bind(closed_after.0);
        found.fetch_all(&self.read).await?.iter().map(mandate).collect()
    }

    /// The mandates by which somebody sees more at a moment.
    pub async fn active_mandates(&self, viewer: Viewer) -> Result<Vec<ActiveMandate>, StoreError> {
        let found = sqlx::query(
            "SELECT o.mandate_id, o.company_id, o.agency_id, d.giver_id, g.name AS giver
             FROM opens o JOIN mandates d ON d.id = o.mandate_id JOIN people g ON g.id = d.giver_id
             WHERE o.person_id = $1 AND o.opens_at <= $2 AND o.closes_at > $2 AND o.mandate_id <> ''
             ORDER BY d.given_at, d.id",
        );
        let active = |row: &AnyRow| {
            Ok(ActiveMandate {
                id: row.parsed("mandate_id")?,
                company: row.parsed("company_id")?,
                agency: row.parsed("agency_id")?,
                giver: row.parsed("giver_id")?,
                giver_name: row.text("giver")?,
            })
        };
        let found = found.bind(viewer.person.to_string()).bind(viewer.at.0);
        found.fetch_all(&self.read).await?.iter().map(active).collect()
    }
}

impl Tx {
    /// A mandate that the person gave or was given.
    pub async fn mandate(&mut self, person: PersonId, id: MandateId) -> Result<Option<StoredMandate>, StoreError> {
        let found = sqlx::query(select_mandates!("AND d.id = $2")).bind(person.to_string()).bind(id.to_string());
        found.fetch_optional(&mut *self.inner).await?.as_ref().map(mandate).transpose()
    }

    /// Keeps a mandate.
    pub async fn insert_mandate(&mut self, new: &NewMandate, now: Timestamp) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO mandates (id, giver_id, holder_id, company_id, agency_id, from_day, until_day, opens_at,
                                   closes_at, given_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        );
        let insert = insert.bind(new.id.to_string()).bind(new.giver.to_string()).bind(new.holder.to_string());
        let insert = insert.bind(new.company.to_string()).bind(new.agency.to_string());
        let insert = insert.bind(new.period.from().to_string()).bind(new.period.until().to_string());
        let insert = insert.bind(new.period.opens_at().0).bind(new.period.closes_at().0).bind(now.0);
        insert.execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Takes a mandate that is not over back. `false` when it is, or was taken back before.
    pub async fn revoke_mandate(
        &mut self,
        person: PersonId,
        id: MandateId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(
            "UPDATE mandates SET revoked_at = $3
             WHERE id = $2 AND (giver_id = $1 OR holder_id = $1) AND revoked_at IS NULL AND closes_at > $3",
        );
        let update = update.bind(person.to_string()).bind(id.to_string()).bind(now.0);
        Ok(update.execute(&mut *self.inner).await?.rows_affected() == 1)
    }

    /// The mandates of a company that a person holds or gave and that are not over: what ends when they leave it.
    pub async fn open_mandates(
        &mut self,
        person: PersonId,
        company: CompanyId,
        now: Timestamp,
    ) -> Result<Vec<StoredMandate>, StoreError> {
        let found = sqlx::query(select_mandates!(
            "AND d.company_id = $2 AND d.revoked_at IS NULL AND d.closes_at > $3 ORDER BY d.id"
        ));
        let found = found.bind(person.to_string()).bind(company.to_string()).bind(now.0);
        found.fetch_all(&mut *self.inner).await?.iter().map(mandate).collect()
    }

    /// A colleague by address or identifier: somebody who has joined and confirmed a relation of the company.
    pub async fn colleague(
        &mut self,
        company: CompanyId,
        email_or_id: &str,
    ) -> Result<Option<MandateSide>, StoreError> {
        let found = sqlx::query(
            "SELECT id, name, email FROM people WHERE (email = $2 OR id = $2) AND password_hash IS NOT NULL
             AND id IN (SELECT person_id FROM memberships WHERE company_id = $1 AND confirmed_at IS NOT NULL)",
        );
        let found = found.bind(company.to_string()).bind(email_or_id).fetch_optional(&mut *self.inner).await?;
        let side =
            |row: AnyRow| Ok(MandateSide { id: row.parsed("id")?, name: row.text("name")?, email: row.text("email")? });
        found.map(side).transpose()
    }
}

fn mandate(row: &AnyRow) -> Result<StoredMandate, StoreError> {
    Ok(StoredMandate {
        id: row.parsed("id")?,
        giver: MandateSide { id: row.parsed("giver_id")?, name: row.text("giver")?, email: row.text("giver_email")? },
        holder: MandateSide {
            id: row.parsed("holder_id")?,
            name: row.text("holder")?,
            email: row.text("holder_email")?,
        },
        company: row.parsed("company_id")?,
        company_name: row.text("company")?,
        agency: row.parsed("agency_id")?,
        agency_name: row.text("agency")?,
        from: row.text("from_day")?,
        until: row.text("until_day")?,
        opens_at: row.moment("opens_at")?,
        closes_at: row.moment("closes_at")?,
        given_at: row.moment("given_at")?,
        revoked_at: row.maybe_number("revoked_at")?.map(Timestamp),
    })
}
