//! Every screen in both languages, both themes and all sizes.

use anyhow::{Context as _, Result};
use coffreo_tests::album::Album;
use coffreo_tests::desktop::{Session, Window};

use crate::{AT_THE_WINDOW, choose, enter, pictures, set_stage};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_overflows_in_any_language_theme_or_size() -> Result<()> {
    let _alone = AT_THE_WINDOW.lock().await;
    let folder = tempfile::tempdir()?;
    let (_town, stage) = set_stage(folder.path()).await?;
    let album = Album::new(pictures("screens"))?;
    let (session, window) = enter(&stage).await?;
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

async fn picture(session: &Session, window: &Window, album: &Album, name: &str) -> Result<()> {
    album.take(session, window, name).await?;
    let wider = "return document.documentElement.scrollWidth - window.innerWidth";
    let by = window.script(wider).await?.as_i64().context("a number of pixels")?;
    assert!(by <= 0, "{name} is {by} px wider than the window");
    Ok(())
}
