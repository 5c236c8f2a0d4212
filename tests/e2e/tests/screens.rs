//! Every screen of the app holds what every screen must hold, on a phone no wider than 320 px.

use cds_e2e::{Language, Screen, Theme, Window, extremes, walk};

/// How many there are on the way: a walk that leaves some out is noticed.
const SCREENS: usize = 100;

async fn every_screen_holds(theme: Theme, language: Language) -> anyhow::Result<()> {
    // All of them are walked through, so that one run tells everything that is wrong.
    let (mut screens, mut wrong) = (Vec::new(), Vec::new());
    let walked = walk(theme, language, async |window: &Window, screen: &Screen, _: &str| {
        window.resize(320, 640).await?;
        if let Err(error) = window.check_page(language).await {
            wrong.push(format!("{}: {error:#}", screen.name));
        }
        screens.push(screen.name);
        Ok(())
    });
    let walked = walked.await;
    anyhow::ensure!(wrong.is_empty(), "{}\nthe walk: {walked:?}", wrong.join("\n"));
    walked?;
    anyhow::ensure!(screens.len() == SCREENS, "{}: {screens:?}", screens.len());
    Ok(())
}

#[tokio::test]
async fn every_screen_holds_in_vietnamese_on_light() -> anyhow::Result<()> {
    every_screen_holds(Theme::Light, Language::Vi).await
}

#[tokio::test]
async fn every_screen_holds_in_english_on_dark() -> anyhow::Result<()> {
    every_screen_holds(Theme::Dark, Language::En).await
}

/// Names of 1,192 characters, 224 papers, steps of 22,855 characters, and what else the national catalogue has most of.
#[tokio::test]
async fn the_ten_most_extreme_procedures_hold() -> anyhow::Result<()> {
    let mut pages = Vec::new();
    extremes(Theme::Light, Language::Vi, async |window: &Window, screen: &Screen, code: &str| {
        window.resize(320, 640).await?;
        window.check_page(Language::Vi).await.map_err(|error| error.context(screen.name))?;
        pages.push(code.to_owned());
        Ok(())
    })
    .await?;
    pages.sort();
    pages.dedup();
    anyhow::ensure!(pages.len() == 10, "{pages:?}");
    Ok(())
}
