//! The real window: the main job from the delivery to the archive without a network, and every screen in both
//! languages, both themes and all sizes.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use coffreo_samples::{Generator, guide_contracts, guide_invoices};
use coffreo_tests::album::Album;
use coffreo_tests::desktop::{Home, Session, Window, program};
use coffreo_tests::town::{CLARA, CLARAS_PASSWORD, Town, now};
use coffreo_tests::walk::{Stage, main_job};
use tokio::sync::Mutex;

/// A person looks at one window at a time, and so do two cores.
static AT_THE_WINDOW: Mutex<()> = Mutex::const_new(());

/// Where the pictures of the last run are kept.
fn pictures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots").join(name)
}

/// A town with the guide's documents, and Clara before her desktop.
async fn set_stage(folder: &Path) -> Result<(Town, Stage)> {
    let town = Town::found(&folder.join("server")).await?;
    let today = now().paris_day();
    for sample in guide_contracts(today).iter().chain(&guide_invoices(today)) {
        town.deliver(sample).await?;
    }
    let stage = Stage {
        home: Home::new(folder.join("home"))?,
        program: program("coffreo")?,
        server: town.url()?,
        email: CLARA.to_owned(),
        password: CLARAS_PASSWORD.to_owned(),
        size: (1280, 800),
    };
    Ok((town, stage))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_is_notified_read_signed_and_found_offline() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (town, stage) = set_stage(folder.path()).await?;
    let anchor = town.seal_chain().with_file_name("anchor.pem");
    let town = Mutex::new(town);
    let contract = Generator::new(7, now().paris_day()).contract(0);
    let album = Album::new(pictures("main-job"))?;
    let deliver = async |sample: &_| town.lock().await.deliver(sample).await.map(drop);
    let cut = async || {
        town.lock().await.cut().await;
        Ok(())
    };
    let kept = main_job(&stage, &album, &contract, deliver, cut).await?;

    let mut zip = zip::ZipArchive::new(std::fs::File::open(&kept.zip)?)?;
    let names: BTreeSet<String> = zip.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<_>>()?;
    assert_eq!(names.len(), 5, "the four contracts of the guide and the signed one: {names:?}");
    let signed = names.iter().find(|name| name.contains(contract.facts.number())).context("the signed contract")?;
    let mut bytes = Vec::new();
    std::io::copy(&mut zip.by_name(signed)?, &mut bytes)?;
    assert!(bytes.starts_with(&contract.pdf), "what was delivered is a prefix of what was signed");
    strangers_agree(&bytes, &anchor, folder.path())
}

/// Other people's programs find the signature valid and nothing outside of it.
fn strangers_agree(signed: &[u8], anchor: &Path, folder: &Path) -> Result<()> {
    let file = folder.join("signed.pdf");
    std::fs::File::create(&file)?.write_all(signed)?;
    let said = said_by(Command::new("pdfsig").arg(&file))?;
    assert!(said.contains("Total document signed"), "{said}");
    let said = said_by(Command::new("qpdf").arg("--check").arg(&file))?;
    assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    let Some(pyhanko) = std::env::var_os("COFFREO_PYHANKO") else {
        println!("skipped: pyHanko; `cargo xtask test` installs it and says where it is");
        return Ok(());
    };
    let validate = ["sign", "validate", "--pretty-print", "--no-revocation-check", "--trust"];
    let said = said_by(Command::new(pyhanko).args(validate).arg(anchor).arg(&file))?;
    assert!(said.contains("The signature is judged VALID"), "{said}");
    Ok(())
}

fn said_by(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?} could not be started"))?;
    let both = [output.stdout, output.stderr].concat();
    Ok(String::from_utf8_lossy(&both).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_with_a_link_opens_the_document_in_the_running_app() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (town, stage) = set_stage(folder.path()).await?;
    let contract = Generator::new(7, now().paris_day()).contract(0);
    let number = contract.facts.number();
    let receipt = town.deliver(&contract).await?;
    let (session, window) = stage.open().await?;
    window.fill("Mot de passe", &stage.password).await?;
    window.click("button", "Se connecter").await?;
    window.find("row", number).await?;

    let mut second = Command::new(&stage.program);
    second.arg(format!("coffreo://document/{}", receipt.document.id)).envs(session.variables());
    let ended = tokio::task::spawn_blocking(move || second.output()).await??;
    assert!(ended.status.success(), "{ended:?}");
    window.find("region", number).await?;
    window.find("img", "Page 1").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_overflows_in_any_language_theme_or_size() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (_town, stage) = set_stage(folder.path()).await?;
    let album = Album::new(pictures("screens"))?;
    let (session, window) = stage.open().await?;
    window.fill("Mot de passe", &stage.password).await?;
    window.click("button", "Se connecter").await?;
    window.find("row", "CMDE-").await?;
    let walked = every_screen(&session, &window, &album).await;
    album.on_failure(&session, &window, walked).await?;
    window.close().await
}

async fn every_screen(session: &Session, window: &Window, album: &Album) -> Result<()> {
    // 640 × 400 is what 1280 × 800 leaves at 200 %.
    for (language, theme, size) in [
        ("fr", "light", (1280, 800)),
        ("fr", "dark", (1024, 640)),
        ("fr", "light", (640, 400)),
        ("en", "dark", (1280, 800)),
        ("en", "light", (1024, 640)),
        ("en", "dark", (640, 400)),
    ] {
        let english = language == "en";
        let words = |fr: &'static str, en: &'static str| if english { en } else { fr };
        choose(window, language, theme).await?;
        window.resize(size.0, size.1).await?;
        let name = |screen: &str| format!("{language}-{theme}-{}x{}-{screen}", size.0, size.1);
        picture(session, window, album, &name("list")).await?;
        window.click("button", words("Ouvrir CMDE-", "Open CMDE-")).await?;
        window.find("img", "Page 1").await?;
        picture(session, window, album, &name("viewer")).await?;
        window.click("button", words("Fermer le document", "Close the document")).await?;
        window.click("checkbox", words("Sélectionner la page", "Select the page")).await?;
        window.click("button", words("Signer ces", "Sign these")).await?;
        window.find("dialog", words("Signature de", "Signature of")).await?;
        picture(session, window, album, &name("review")).await?;
        window.click("button", words("Fermer", "Close")).await?;
        window.click("checkbox", words("Sélectionner la page", "Select the page")).await?;
    }
    Ok(())
}

/// Sets language and theme as the settings do, without walking there for each picture.
async fn choose(window: &Window, language: &str, theme: &str) -> Result<()> {
    let settings = serde_json::json!({ "settings": {
        "language": language, "theme": theme, "notifications": true, "discreet_notifications": false,
        "keep_unlocked": false, "single_keys": true, "quiet_hours": false, "quiet_from": 0, "quiet_until": 0,
        "start_with_session": false,
    }});
    window.script(&format!("window.__TAURI_INTERNALS__.invoke('save_settings', {settings})")).await?;
    let title = if language == "en" { "Search" } else { "Rechercher" };
    window.find("textbox", title).await.map(drop)
}

async fn picture(session: &Session, window: &Window, album: &Album, name: &str) -> Result<()> {
    album.take(session, window, name).await?;
    let wider = "return document.documentElement.scrollWidth - window.innerWidth";
    let by = window.script(wider).await?.as_i64().context("a number of pixels")?;
    assert!(by <= 0, "{name} is {by} px wider than the window");
    Ok(())
}
