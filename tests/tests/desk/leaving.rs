//! What leaves the app: how it is named and where it goes is remembered by person.

use anyhow::{Context as _, Result};
use coffreo_desk::DeskError;
use coffreo_desk::view::{ExportField, FileNames, Kind, ListExport, ListFormat, NameTrial};
use coffreo_tests::town::CLARAS_PASSWORD;

use crate::home::{Home, contracts, town};

#[tokio::test(flavor = "multi_thread")]
async fn the_names_and_the_folder_that_a_person_chose_outlive_the_app() -> Result<()> {
    let place = tempfile::tempdir()?;
    let town = town(&place, 2).await?;
    let mut home = Home::new()?;
    home.sign_in(&town.url()?).await?;
    home.until_synced().await?;
    let ids = home.desk.list_ids(contracts()).await?;
    for id in &ids {
        home.until_available(id).await?;
    }

    let names = FileNames { contract: "{nom} {numéro}".into(), invoice: "{numéro}".into() };
    home.desk.save_naming(names.clone()).await?;
    let wrong = FileNames { contract: "{ttc}".into(), ..names.clone() };
    assert_eq!(home.desk.save_naming(wrong).await, Err(DeskError::InvalidSelection));
    let trial = NameTrial { kind: Kind::Contract, template: "{prénom} {x}".into(), id: None };
    assert_eq!(home.desk.name_example(trial).await?.unknown, ["x"]);

    let chosen = tempfile::tempdir()?;
    let list = ListExport { query: contracts(), fields: vec![ExportField::Number], format: ListFormat::Xlsx };
    assert_eq!(home.desk.suggest_for_list(&list).await?.folder, home.folder.path().join("downloads"));
    let saved = home.desk.export_list(list.clone(), chosen.path().join("liste.xlsx"), |_| ()).await?;
    assert_eq!(saved.context("it was not stopped")?.documents, 2);

    home.restart().await?;
    home.desk.unlock(CLARAS_PASSWORD.into()).await?;
    assert_eq!(home.desk.naming().await?.names, names);
    assert_eq!(home.desk.suggest_for_list(&list).await?.folder, chosen.path());
    let suggested = home.desk.suggest_for_documents(&ids[..1]).await?.name;
    let saved = home.desk.save(&ids[..1]).await?;
    assert_eq!(saved.name, suggested);
    let number = home.desk.document(&ids[0]).await?.facts.number().to_owned();
    assert!(saved.name.ends_with(&format!(" {number}.pdf")), "{}", saved.name);
    Ok(())
}
