//! The company, the agencies and the people of the demo, made with the server's own administration commands.

use anyhow::{Context as _, Result};
use coffreo_samples::{agencies, the_eu};

use crate::folder::{Folder, Memory};
use crate::server::administer;

/// An account of the demo.
pub struct Person {
    /// Full name.
    pub name: &'static str,
    /// Signs in with it.
    pub email: &'static str,
    /// Of the demo only, and printed.
    pub password: &'static str,
    /// What the rights are for.
    pub what: &'static str,
    rights: &'static str,
    /// At how many of the agencies.
    agencies: usize,
}

/// The one who signs comes first.
pub const PEOPLE: [Person; 2] = [
    Person {
        name: "Clara LEGER",
        email: "clara.leger@the-eu.example",
        password: "la-pendule-avance-de-3-minutes",
        what: "signs, sees invoices, administers",
        rights: "ASF",
        agencies: 3,
    },
    Person {
        name: "Jean DUMONT",
        email: "jean.dumont@the-eu.example",
        password: "le-fromage-est-au-2e-etage",
        what: "invoices and time sheets of the first agency",
        rights: "FR",
        agencies: 1,
    },
];

/// Founds it in an empty folder.
pub fn found(folder: &Folder) -> Result<Memory> {
    println!("Founding a demo in {} …", folder.path.display());
    std::fs::create_dir_all(folder.server())?;
    let company = the_eu();
    administer(folder, &["seal", "init", "--organization", "Coffreo, démonstration"], "")?;
    administer(folder, &["company", "create", company.name, "--siret", &company.siret], "")?;
    for person in &PEOPLE {
        administer(
            folder,
            &["person", "create", person.email, "--name", person.name, "--password-stdin"],
            person.password,
        )?;
    }
    let mut keys = Vec::new();
    for (place, agency) in agencies().iter().enumerate() {
        administer(folder, &["agency", "create", agency.name], "")?;
        let key = administer(folder, &["agency", "key", "create", agency.name, "--label", agency.erp], "")?;
        keys.push(key["key"].as_str().context("the server showed no key")?.to_owned());
        for person in PEOPLE.iter().filter(|person| place < person.agencies) {
            let relation = [person.email, "--company", &company.siret, "--agency", agency.name];
            let grant = [&["person", "grant"], &relation[..], &["--rights", person.rights, "--confirmed"]].concat();
            administer(folder, &grant, "")?;
        }
    }
    invite(folder, &company.siret)?;
    let memory = Memory { port: free_port()?, keys, guide: false, delivered: 0, seed: 20_251_020 };
    folder.remember(&memory)?;
    Ok(memory)
}

/// Somebody who has not joined: the server's first mail goes to her.
fn invite(folder: &Folder, siret: &str) -> Result<()> {
    const LOUISE: &str = "louise.martin@the-eu.example";
    let agencies = agencies();
    let agency = agencies.first().context("no agency")?.name;
    administer(folder, &["person", "create", LOUISE, "--name", "Louise MARTIN", "--without-password"], "")?;
    let grant = ["person", "grant", LOUISE, "--company", siret, "--agency", agency, "--rights", "S"];
    administer(folder, &grant, "")?;
    administer(folder, &["person", "invite", LOUISE], "")?;
    Ok(())
}

/// A port that is free now, and kept for later starts.
fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
