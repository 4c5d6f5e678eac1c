//! People: joining by a link, relations, rights that come and go, and a message to the support.

use anyhow::{Context as _, Result};
use coffreo_api::agency::{DeliveredPerson, DeliveredRight};
use coffreo_api::relations::RelationState;
use coffreo_api::rights::{NewPerson, NewPlace, PutRights};
use coffreo_desk::DeskError;
use coffreo_desk::view::{LinkKind, LinkState, Phase, SupportMessage, SupportOutcome};
use coffreo_tests::mails::{mail, token};
use coffreo_tests::town::{CLARA, Town};

use crate::home::{Home, contract, contracts, town};

const JEAN: &str = "jean.dupont@the-eu.example";
const JEANS_PASSWORD: &str = "Trois chaises autour du poêle";

fn jean(right: DeliveredRight) -> DeliveredPerson {
    DeliveredPerson { right, name: "Jean DUPONT".into(), email: JEAN.into(), phone: None }
}

/// Opens the link of Jean's invitation in his app.
async fn open_invitation(town: &Town, home: &Home) -> Result<()> {
    let invitation = mail(&town.mails(), JEAN, "/join/").await?;
    assert!(home.desk.open_link(LinkKind::Invitation, &town.url()?, &token(&invitation, "join")?));
    Ok(())
}

async fn join(town: &Town, home: &Home) -> Result<()> {
    open_invitation(town, home).await?;
    let page = home.desk.look_at_link().await?;
    let terms = page.terms.context("terms to accept")?;
    home.desk.join(JEANS_PASSWORD.into(), &terms.version, false).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_joins_by_the_link_sees_documents_once_the_relation_is_confirmed() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 0).await?;
    town.deliver_to(&contract(0), vec![jean(DeliveredRight::S)]).await?;
    let home = Home::new()?;
    open_invitation(&town, &home).await?;
    let shown = home.desk.status().link.context("the link's page")?;
    assert_eq!(shown.kind, LinkKind::Invitation);
    let page = home.desk.look_at_link().await?;
    assert_eq!((page.email.as_str(), page.state, page.assigned.len()), (JEAN, LinkState::Usable, 1));
    let terms = page.terms.context("terms to accept")?;
    let short = home.desk.join("court".into(), &terms.version, false).await;
    assert_eq!(short, Err(DeskError::PasswordTooShort));
    let old = home.desk.join(JEANS_PASSWORD.into(), "1999", false).await;
    assert_eq!(old, Err(DeskError::TermsChanged));

    let joined = home.desk.join(JEANS_PASSWORD.into(), &terms.version, false).await?;
    assert_eq!((joined.phase, joined.link), (Phase::Open, None));
    home.until("a relation waits", |status| status.relations_waiting == 1).await?;
    home.until_synced().await?;
    assert_eq!(home.desk.list(contracts()).await?.total.count, 0, "nothing before it is confirmed");
    let relation = home.desk.relations()?.pop().context("a relation")?;
    assert_eq!((relation.state, relation.rights.as_str()), (RelationState::Waiting, "S"));

    home.desk.confirm_relation(relation.company_id, relation.agency_id).await?;
    home.until_counts(1, 0).await?;
    assert_eq!(home.desk.status().relations_waiting, 0);

    open_invitation(&town, &home).await?;
    assert_eq!(home.desk.look_at_link().await?.state, LinkState::Used, "once");
    assert_eq!(home.desk.close_link().link, None);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_right_takes_the_documents_from_the_cache_and_the_search_and_is_told() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 2).await?;
    let mut home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until_counts(2, 0).await?;
    let ids = home.desk.list_ids(contracts()).await?;
    for id in &ids {
        home.until_available(id).await?;
    }
    let agency = town.agencies[0].0.name;
    let theirs = home.found(agency).await?;
    assert!(!theirs.is_empty(), "the search finds the agency");

    town.admin()?.revoke(CLARA, &town.company.siret, agency).await?;
    home.desk.sync_now();
    home.until_found(agency, 0).await?;
    for id in theirs {
        assert_eq!(home.desk.document(&id).await, Err(DeskError::NotFound));
    }
    let lost = home.desk.lost_access().await?;
    assert!(lost.iter().any(|lost| lost.agency == agency && lost.company == town.company.name), "{lost:?}");
    home.restart().await?;
    home.desk.unlock(coffreo_tests::town::CLARAS_PASSWORD.into()).await?;
    assert_eq!(home.desk.lost_access().await?, lost, "told until it was read");
    home.desk.forget_lost_access().await?;
    assert!(home.desk.lost_access().await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_adds_somebody_gives_and_takes_rights_and_the_last_one_stays() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 1).await?;
    let home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until("Clara administers", |status| status.administers).await?;
    let places = home.desk.rights().await?;
    assert_eq!(places.len(), town.agencies.len());
    let (company_id, agency_id) = (places[0].company_id.clone(), places[0].agency_id.clone());
    let clara = places[0].people.iter().find(|person| person.email == CLARA).context("Clara")?;
    assert!(clara.last_admin);
    let put = |person_id: &str, rights: &str| PutRights {
        company_id: company_id.clone(),
        agency_id: agency_id.clone(),
        person_id: person_id.to_owned(),
        rights: rights.to_owned(),
    };
    let taken = home.desk.set_rights(put(&clara.person_id, "SF")).await;
    assert_eq!(taken, Err(DeskError::LastAdministrator));

    let place = NewPlace { company_id: company_id.clone(), agency_id: agency_id.clone(), rights: "S".into() };
    let new = NewPerson {
        name: "Jean DUPONT".into(),
        email: JEAN.into(),
        phone: Some("+33612345678".into()),
        language: Default::default(),
        places: vec![place],
    };
    let added = home.desk.add_person(new).await?;
    assert!(!added.joined);
    let his = Home::new()?;
    join(&town, &his).await?;
    his.until("a relation waits", |status| status.relations_waiting == 1).await?;

    assert_eq!(home.desk.remove_person(&added.id, company_id.clone()).await, Err(DeskError::StillHasRights));
    home.desk.set_rights(put(&added.id, "")).await?;
    home.desk.remove_person(&added.id, company_id.clone()).await?;
    let people = home.desk.rights().await?.remove(0).people;
    assert!(people.iter().all(|person| person.email != JEAN), "removed");
    let history = home.desk.rights_history(&company_id, None).await?;
    assert!(history.lines.iter().any(|line| line.person == "Jean DUPONT"));

    town.deliver_to(&contract(3), vec![jean(DeliveredRight::S)]).await?;
    let back = home.desk.rights().await?.into_iter().flat_map(|place| place.people);
    let back = back.into_iter().find(|person| person.email == JEAN).context("he is back")?;
    assert_eq!(back.imposed, "S");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_the_support_is_kept_offline_and_arrives_once() -> Result<()> {
    let place = tempfile::tempdir()?;
    let mut town = town(&place, 0).await?;
    let home = Home::new()?;
    let url = town.url()?;
    home.sign_in(&url).await?;
    home.until_synced().await?;
    town.cut().await;
    let message = SupportMessage {
        request_id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
        server: url,
        email: String::new(),
        message: "Le bouton ne répond pas.".into(),
        context: Some(home.desk.support_context(&["INFO offline".to_owned()])),
    };
    assert_eq!(home.desk.contact_support(message.clone()).await?, SupportOutcome::Kept);
    town.mend().await?;
    home.desk.sync_now();
    mail(&town.mails(), CLARA, "Le bouton ne répond pas").await.context("the server confirms it by mail")?;
    assert_eq!(home.desk.contact_support(message).await?, SupportOutcome::Sent, "the same again is the same");
    Ok(())
}
