//! Places and their people, as administrators see them. Who asks administers: that is in every WHERE.

use coffreo_domain::rights::RelationState;
use coffreo_domain::{AgencyId, CompanyId, PersonId, Rights, Timestamp};
use serde_json::Value;
use sqlx::any::AnyRow;

use super::memberships::state;
use super::rows::Columns;
use super::{Store, StoreError, Tx};

/// A person in a place that is administered, with the names to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPlacePerson {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// Its SIRET.
    pub siret: String,
    /// Its postal address.
    pub company_address: Option<String>,
    /// The agency.
    pub agency: AgencyId,
    /// Its name.
    pub agency_name: String,
    /// Its postal address.
    pub agency_address: Option<String>,
    /// The person.
    pub person: PersonId,
    /// Their full name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they have joined.
    pub joined: bool,
    /// What they may do.
    pub rights: Rights,
    /// Those of the rights that the agency's deliveries give.
    pub imposed: Rights,
    /// Where their relation stands.
    pub state: RelationState,
}

/// An entry of the journal about a place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceEntry {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub what: String,
    /// To whom.
    pub person: PersonId,
    /// Through which agency.
    pub agency: AgencyId,
    /// Its name.
    pub agency_name: String,
    /// What is kept of it.
    pub facts: Value,
}

macro_rules! select_people {
    ($tail:literal) => {
        concat!(
            "SELECT m.company_id, c.name AS company, c.siret, c.address AS company_address, m.agency_id,
                    a.name AS agency, a.address AS agency_address, m.person_id, p.name, p.email,
                    CAST(CASE WHEN p.password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS joined,
                    m.rights, m.imposed, m.confirmed_at, m.declined_at
             FROM administers v
             JOIN memberships m ON m.company_id = v.company_id AND m.agency_id = v.agency_id
             JOIN companies c ON c.id = m.company_id JOIN agencies a ON a.id = m.agency_id
             JOIN people p ON p.id = m.person_id
             WHERE v.person_id = $1 ",
            $tail,
            " ORDER BY c.name, c.id, a.name, a.id, p.name, p.id"
        )
    };
}

impl Store {
    /// Everybody in the places that a person administers, place by place.
    pub async fn administered(&self, admin: PersonId) -> Result<Vec<StoredPlacePerson>, StoreError> {
        let found = sqlx::query(select_people!("")).bind(admin.to_string());
        found.fetch_all(&self.read).await?.iter().map(place_person).collect()
    }

    /// The places of a person, as far as the administrator administers them.
    pub async fn administered_person(
        &self,
        admin: PersonId,
        person: PersonId,
    ) -> Result<Vec<StoredPlacePerson>, StoreError> {
        let found = sqlx::query(select_people!("AND m.person_id = $2")).bind(admin.to_string());
        found.bind(person.to_string()).fetch_all(&self.read).await?.iter().map(place_person).collect()
    }

    /// What the journal tells of rights in a company, newest first, in the places that the person administers.
    pub async fn rights_history(
        &self,
        admin: PersonId,
        company: CompanyId,
        before: i64,
        most: i64,
    ) -> Result<Vec<PlaceEntry>, StoreError> {
        let found = sqlx::query(
            "SELECT j.seq, j.at, j.what, j.subject, j.body, l.agency_id, a.name AS agency
             FROM journal_places l
             JOIN administers v ON v.company_id = l.company_id AND v.agency_id = l.agency_id
             JOIN journal j ON j.seq = l.seq JOIN agencies a ON a.id = l.agency_id
             WHERE v.person_id = $1 AND l.company_id = $2 AND l.seq < $3 ORDER BY l.seq DESC LIMIT $4",
        );
        let found = found.bind(admin.to_string()).bind(company.to_string()).bind(before).bind(most);
        let entry = |row: &AnyRow| {
            let mut body: Value =
                serde_json::from_str(&row.text("body")?).map_err(|_| StoreError::Damaged("journal"))?;
            Ok(PlaceEntry {
                seq: row.number("seq")?,
                at: row.moment("at")?,
                what: row.text("what")?,
                person: row.parsed("subject")?,
                agency: row.parsed("agency_id")?,
                agency_name: row.text("agency")?,
                facts: body["facts"].take(),
            })
        };
        found.fetch_all(&self.read).await?.iter().map(entry).collect()
    }
}

impl Tx {
    /// The places of a company that a person administers, in the order in which they are locked.
    pub async fn administered_agencies(
        &mut self,
        admin: PersonId,
        company: CompanyId,
    ) -> Result<Vec<AgencyId>, StoreError> {
        let found = sqlx::query(
            "SELECT agency_id FROM administers WHERE person_id = $1 AND company_id = $2 ORDER BY agency_id",
        );
        let rows = found.bind(admin.to_string()).bind(company.to_string()).fetch_all(&mut *self.inner).await?;
        rows.iter().map(|row| row.parsed("agency_id")).collect()
    }
}

fn place_person(row: &AnyRow) -> Result<StoredPlacePerson, StoreError> {
    Ok(StoredPlacePerson {
        company: row.parsed("company_id")?,
        company_name: row.text("company")?,
        siret: row.text("siret")?,
        company_address: row.maybe_text("company_address")?,
        agency: row.parsed("agency_id")?,
        agency_name: row.text("agency")?,
        agency_address: row.maybe_text("agency_address")?,
        person: row.parsed("person_id")?,
        name: row.text("name")?,
        email: row.text("email")?,
        joined: row.number("joined")? == 1,
        rights: row.parsed("rights")?,
        imposed: row.parsed("imposed")?,
        state: state(row)?,
    })
}
