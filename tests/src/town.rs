//! A server with a company, three agencies and Clara LEGER, who signs: where the stories take place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use coffreo_api::agency::DeliveredPerson;
use coffreo_domain::{Rights, Timestamp};
use coffreo_samples::{AgencyProfile, CompanyProfile, Sample, agencies, the_eu};
use coffreo_server::admin::Admin;
use coffreo_server::store::{StoredDownload, Viewer};
use coffreo_server::{Clock as _, Config, Running, Server, SystemClock, seal};

use crate::office::AgencyDesk;

/// Clara's e-mail address.
pub const CLARA: &str = "clara.leger@the-eu.example";
/// Clara's password.
pub const CLARAS_PASSWORD: &str = "Une montre à remonter chaque lundi";

/// The place.
pub struct Town {
    /// The server's folder.
    pub folder: PathBuf,
    /// The company.
    pub company: CompanyProfile,
    /// The agencies with their keys.
    pub agencies: Vec<(AgencyProfile, String)>,
    config: Config,
    server: Option<Running>,
}

impl Town {
    /// Founds it in an empty folder: three agencies, Clara with the rights A, S and F at each, all relations confirmed.
    pub async fn found(folder: &Path) -> Result<Self> {
        let config = Config::in_folder(folder);
        seal::init(&config.seal, "Coffreo, tests", now())?;
        let server = Server::start(config.clone(), Arc::new(SystemClock)).await?;
        let admin = Admin::new(server.store.clone(), now());
        let company = the_eu();
        admin.create_company(company.name, &company.siret).await?;
        admin.create_person("Clara LEGER", CLARA, CLARAS_PASSWORD).await?;
        let mut with_keys = Vec::new();
        for agency in agencies() {
            admin.create_agency(agency.name).await?;
            let key = admin.create_agency_key(agency.name, "erp").await?;
            admin.grant(CLARA, &company.siret, agency.name, "ASF".parse::<Rights>()?, true).await?;
            with_keys.push((agency, key.secret));
        }
        Ok(Self { folder: folder.to_owned(), company, agencies: with_keys, config, server: Some(server) })
    }

    /// The server's address.
    pub fn url(&self) -> Result<String> {
        Ok(self.server.as_ref().context("the server is away")?.url())
    }

    /// What administrators do, on the running server.
    pub fn admin(&self) -> Result<Admin> {
        let server = self.server.as_ref().context("the server is away")?;
        Ok(Admin::new(server.store.clone(), now()))
    }

    /// Who of the company took a document first, as the server has it.
    pub async fn download_of(&self, id: &str) -> Result<Option<StoredDownload>> {
        let store = &self.server.as_ref().context("the server is away")?.store;
        let clara = store.person_by_email(CLARA).await?.context("Clara")?;
        let found = store.visible_documents(Viewer { person: clara.id, at: now() }, &[id.parse()?]).await?;
        Ok(found.into_iter().next().and_then(|document| document.download))
    }

    /// Delivers a document as its agency would.
    pub async fn deliver(&self, sample: &Sample) -> Result<coffreo_api::agency::DeliveryReceipt> {
        let (_, key) = self.agencies.get(sample.agency_index).context("an agency of the town")?;
        AgencyDesk { server: self.url()?, key: key.clone() }.deliver(sample).await
    }

    /// Delivers a document, and names who of the company has which right.
    pub async fn deliver_to(
        &self,
        sample: &Sample,
        people: Vec<DeliveredPerson>,
    ) -> Result<coffreo_api::agency::DeliveryReceipt> {
        let (_, key) = self.agencies.get(sample.agency_index).context("an agency of the town")?;
        AgencyDesk { server: self.url()?, key: key.clone() }.deliver_to(sample, people).await
    }

    /// The folder into which the server writes its mails.
    pub fn mails(&self) -> PathBuf {
        self.folder.join("mail")
    }

    /// The server goes away.
    pub async fn cut(&mut self) {
        if let Some(server) = self.server.take() {
            self.config.listen = server.addr;
            server.stop().await;
        }
    }

    /// The server comes back, at the same address.
    pub async fn mend(&mut self) -> Result<()> {
        if self.server.is_none() {
            self.server = Some(Server::start(self.config.clone(), Arc::new(SystemClock)).await?);
        }
        Ok(())
    }

    /// The PEM file of the seal's certificates: the signer's first, the anchor last.
    pub fn seal_chain(&self) -> &Path {
        &self.config.seal.chain
    }
}

/// Now: the stories run on the real clock, because the window does.
pub fn now() -> Timestamp {
    SystemClock.now()
}
