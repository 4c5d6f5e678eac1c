//! What administrators do: agencies and their keys, companies, people and their rights. The command line calls these,
//! and so do tests. Needs no running server, and may be used beside one.

mod backup;
pub mod cli;
mod joining;
mod mails;
mod news;

use coffreo_api::account::Language;
use coffreo_domain::company::is_siret;
use coffreo_domain::{AgencyId, CompanyId, PersonId, Rights, Timestamp};

use crate::edge::{new_id, new_secret, secret_hash};
use crate::events::Notice;
use crate::journal::{By, Entry, RightsChange};
use crate::passwords::{self, NotChecked};
use crate::store::{Agency, Company, DeadLetter, Membership, Outbox, Person, Store, StoreError, Webhook};
use crate::webhooks::{self, Guard, NotRegistered, Registered};

/// Why an administrator's command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// A value cannot be used.
    #[error("{0}")]
    Wrong(String),
    /// What was named is not there.
    #[error("there is no {0}")]
    Missing(&'static str),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] NotChecked),
}

/// Administers one store.
#[derive(Debug, Clone)]
pub struct Admin {
    store: Store,
    now: Timestamp,
}

/// A new key: the only moment at which its secret is known.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What is revoked.
    pub id: String,
    /// What the agency sends.
    pub secret: String,
}

impl Admin {
    /// On this store, at this moment.
    pub fn new(store: Store, now: Timestamp) -> Self {
        Self { store, now }
    }

    /// Adds an agency.
    pub async fn create_agency(&self, name: &str) -> Result<AgencyId, AdminError> {
        let agency = Agency { id: AgencyId(new_id(self.now)), name: named("the agency's name", name)? };
        let mut tx = self.store.begin().await?;
        tx.insert_agency(&agency, self.now).await?;
        tx.commit().await?;
        Ok(agency.id)
    }

    /// Makes a key for an agency, given by name or identifier.
    pub async fn create_agency_key(&self, agency: &str, label: &str) -> Result<NewKey, AdminError> {
        let agency = self.agency(agency).await?;
        let key = NewKey { id: new_id(self.now).to_string(), secret: new_secret("cfk_") };
        let mut tx = self.store.begin().await?;
        tx.insert_agency_key(agency.id, &key.id, label, &secret_hash(&key.secret), self.now).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// Revokes an agency's key by its identifier.
    pub async fn revoke_agency_key(&self, agency: &str, key: &str) -> Result<(), AdminError> {
        let agency = self.agency(agency).await?;
        let mut tx = self.store.begin().await?;
        if !tx.revoke_agency_key(agency.id, key, self.now).await? {
            return Err(AdminError::Missing("such key that still works"));
        }
        Ok(tx.commit().await?)
    }

    /// Registers an address that an agency is told at. `private`: as the server's own setting has it.
    pub async fn create_webhook(&self, agency: &str, url: &str, private: bool) -> Result<Registered, AdminError> {
        let agency = self.agency(agency).await?;
        let made = webhooks::register(&self.store, &Guard { private }, agency.id, url, self.now).await;
        made.map_err(|error| match error {
            NotRegistered::Store(error) => error.into(),
            refused => AdminError::Wrong(format!("the address {refused}")),
        })
    }

    /// The addresses of an agency.
    pub async fn webhooks(&self, agency: &str) -> Result<Vec<Webhook>, AdminError> {
        Ok(self.store.webhooks(self.agency(agency).await?.id).await?)
    }

    /// Removes an address of an agency.
    pub async fn delete_webhook(&self, agency: &str, id: &str) -> Result<(), AdminError> {
        let agency = self.agency(agency).await?;
        let mut tx = self.store.begin().await?;
        if !tx.delete_webhook(agency.id, id).await? {
            return Err(AdminError::Missing("such address of this agency"));
        }
        Ok(tx.commit().await?)
    }

    /// The webhooks that were given up.
    pub async fn dead_letters(&self) -> Result<Vec<DeadLetter>, AdminError> {
        Ok(self.store.dead_letters().await?)
    }

    /// Sends what was given up again: one message, or all. Answers how many.
    pub async fn resend(&self, message: Option<&str>) -> Result<u64, AdminError> {
        let mut tx = self.store.begin().await?;
        let revived = tx.revive_messages(Outbox::Webhooks, message, self.now).await?;
        if revived == 0 && message.is_some() {
            return Err(AdminError::Missing("such message that was given up"));
        }
        tx.commit().await?;
        Ok(revived)
    }

    /// Adds a company.
    pub async fn create_company(&self, name: &str, siret: &str) -> Result<CompanyId, AdminError> {
        let siret: String = siret.chars().filter(|c| !c.is_whitespace()).collect();
        if !is_siret(&siret) {
            return Err(AdminError::Wrong(format!("{siret} is not a SIRET: fourteen digits with check digits")));
        }
        let company = Company { id: CompanyId(new_id(self.now)), siret, name: named("the company's name", name)? };
        let mut tx = self.store.begin().await?;
        tx.insert_company(&company, self.now).await?;
        tx.commit().await?;
        Ok(company.id)
    }

    /// Says where an agency is: shown where rights are given. On one line.
    pub async fn set_agency_address(&self, agency: &str, address: &str) -> Result<(), AdminError> {
        let agency = self.agency(agency).await?;
        let mut tx = self.store.begin().await?;
        tx.set_agency_address(agency.id, &named("the address", address)?).await?;
        Ok(tx.commit().await?)
    }

    /// Says where a company is: shown where relations are confirmed and rights given. On one line.
    pub async fn set_company_address(&self, siret: &str, address: &str) -> Result<(), AdminError> {
        let company = self.company(siret).await?;
        let mut tx = self.store.begin().await?;
        tx.set_company_address(company.id, &named("the address", address)?).await?;
        Ok(tx.commit().await?)
    }

    /// Adds a person.
    pub async fn create_person(&self, name: &str, email: &str, password: &str) -> Result<PersonId, AdminError> {
        let mut person = joining::new_person(self, name, email, Language::Fr)?;
        person.password_hash = Some(hashed(password)?);
        let mut tx = self.store.begin().await?;
        tx.insert_person(&person, self.now).await?;
        tx.commit().await?;
        Ok(person.id)
    }

    /// Gives a person exactly these rights in a company through an agency. `confirmed` also confirms the relation.
    pub async fn grant(
        &self,
        email: &str,
        siret: &str,
        agency: &str,
        rights: Rights,
        confirmed: bool,
    ) -> Result<(), AdminError> {
        let (person, company, agency) = self.relation(email, siret, agency).await?;
        let confirmed_at = confirmed.then_some(self.now);
        let membership = Membership { person: person.id, company: company.id, agency: agency.id, rights, confirmed_at };
        let mut tx = self.store.begin().await?;
        tx.lock_place(company.id, agency.id).await?;
        let before = tx.standing(person.id, company.id, agency.id).await?.map(|standing| standing.member.rights);
        tx.put_membership(&membership, self.now).await?;
        let change = RightsChange { person: person.id, company: company.id, agency: agency.id, before, after: rights };
        let mut entry = Entry::granted(&change, By::Operator);
        entry.facts["confirmed"] = confirmed.into();
        tx.record(self.now, &[entry]).await?;
        tx.announce(Notice::Rights(person.id));
        Ok(tx.commit().await?)
    }

    /// Takes a person's relation to a company through an agency away.
    pub async fn revoke(&self, email: &str, siret: &str, agency: &str) -> Result<(), AdminError> {
        let (person, company, agency) = self.relation(email, siret, agency).await?;
        let mut tx = self.store.begin().await?;
        tx.lock_place(company.id, agency.id).await?;
        let standing = tx.standing(person.id, company.id, agency.id).await?;
        let standing = standing.ok_or(AdminError::Missing("such relation"))?;
        tx.delete_membership(person.id, company.id, agency.id).await?;
        let (before, after) = (Some(standing.member.rights), Rights::NONE);
        let change = RightsChange { person: person.id, company: company.id, agency: agency.id, before, after };
        let entry = Entry::removed(&change, By::Operator);
        tx.record(self.now, &[entry]).await?;
        tx.announce(Notice::Rights(person.id));
        Ok(tx.commit().await?)
    }

    /// Sets a new password and ends every session of the person.
    pub async fn set_password(&self, email: &str, password: &str) -> Result<(), AdminError> {
        let person = self.person(email).await?;
        let hash = hashed(password)?;
        let mut tx = self.store.begin().await?;
        tx.set_password(person.id, &hash).await?;
        tx.end_sessions(person.id, self.now).await?;
        tx.announce(Notice::Rights(person.id));
        Ok(tx.commit().await?)
    }

    async fn relation(&self, email: &str, siret: &str, agency: &str) -> Result<(Person, Company, Agency), AdminError> {
        let person = self.person(email).await?;
        Ok((person, self.company(siret).await?, self.agency(agency).await?))
    }

    async fn company(&self, siret: &str) -> Result<Company, AdminError> {
        let siret: String = siret.chars().filter(|c| !c.is_whitespace()).collect();
        self.store.company_by_siret(&siret).await?.ok_or(AdminError::Missing("company with this SIRET"))
    }

    async fn person(&self, email: &str) -> Result<Person, AdminError> {
        let found = self.store.person_by_email(&email.trim().to_lowercase()).await?;
        found.ok_or(AdminError::Missing("account with this e-mail address"))
    }

    async fn agency(&self, id_or_name: &str) -> Result<Agency, AdminError> {
        self.store.agency_named(id_or_name).await?.ok_or(AdminError::Missing("agency of this name or identifier"))
    }
}

fn hashed(password: &str) -> Result<String, AdminError> {
    // NIST SP 800-63B-4 asks for length, not for kinds of characters; fifteen are recommended.
    if password.chars().count() < 8 || password.len() > 1024 {
        return Err(AdminError::Wrong("the password has fewer than 8 characters or more than 1024 bytes".into()));
    }
    Ok(passwords::hash(password)?)
}

fn named(what: &str, name: &str) -> Result<String, AdminError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(AdminError::Wrong(format!(
            "{what} is empty, longer than 200 characters or holds control characters"
        )));
    }
    Ok(name.to_owned())
}
