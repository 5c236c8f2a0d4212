//! A code that is shown in one home and checked in another, which was only given the trust list: in the real window, from the
//! picture of a screen.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use cds_e2e::{Desktop, FIRST, Keystore, Language, Portal, SECOND, Start, Theme, Window, built};
use serde_json::Value;

const DAY_S: i64 = 24 * 60 * 60;

/// The counter's clock is three minutes ahead of the machine's.
const THREE_MINUTES_S: i64 = 180;

/// How far the holder's clock is behind, less what passes from a code's stamp to its scan: whole minutes are told.
const TEN_MINUTES_S: i64 = 575;

/// A second scan, and a third where the second came before even a code on a screen had to be another: a few seconds more.
const SCANS: u32 = 2;

/// A citizen who shows, and somebody who checks.
struct Scene {
    desktop: Desktop,
    portal: Portal,
    holder: PathBuf,
    checker: PathBuf,
}

impl Scene {
    fn begin() -> Result<Self> {
        let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
        let portal = Portal::start(&desktop.path("portal"))?;
        let (holder, checker) = (desktop.path("holder"), desktop.path("checker"));
        Ok(Self { desktop, portal, holder, checker })
    }

    async fn open(&self, home: &Path, clock_offset_s: i64) -> Result<Window> {
        let start = Start { clock_offset_s, ..Start::default() };
        Window::open(&self.desktop, home, &self.portal, &start).await
    }

    /// The holder's app, with the vault open and the live code on the screen.
    async fn showing(&self, clock_offset_s: i64) -> Result<Window> {
        let window = self.open(&self.holder, clock_offset_s).await?;
        window.come_in().await?;
        window.go("code").await?;
        Ok(window)
    }

    /// The checker's app, at the place where codes are checked, with no account.
    async fn checking(&self, clock_offset_s: i64) -> Result<Window> {
        let window = self.open(&self.checker, clock_offset_s).await?;
        window.click("open-check").await?;
        window.wait("#check-text").await?;
        Ok(window)
    }

    /// Gives the checker what the province hands to those who check, and nothing else.
    fn give_trust(&self) -> Result<()> {
        let file = self.desktop.path("trust.json");
        self.portal.export_trust(&file)?;
        let mut cds = self.desktop.command(built("cds")?);
        let output = cds.arg("--home").arg(&self.checker).args(["trust", "add"]).arg(&file).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// A picture of the holder's screen.
    async fn screen(&self, window: &Window, code: &str, name: &str) -> Result<PathBuf> {
        window.wait_picture(code).await?;
        window
            .ask(&format!("return document.getElementById('{code}').scrollIntoView({{ block: 'center' }}) ?? true"))
            .await?;
        let file = self.desktop.path(name);
        window.screenshot(&file).await?;
        Ok(file)
    }
}

/// What the window answered to one code.
#[derive(Debug, PartialEq, Eq)]
struct Answered {
    result: String,
    reasons: String,
}

/// Gives the window a picture, and waits for its answer.
async fn check(window: &Window, picture: &Path) -> Result<Answered> {
    // The answer before is marked, so that it is not taken for this one.
    window
        .ask("const old = document.getElementById('check-answer'); if (old) old.dataset.old = 'yes'; return true")
        .await?;
    window.choose_file("check-picture", picture).await?;
    window.wait("#check-answer:not([data-old])").await?;
    let shown = window
        .ask("const { result, reasons } = document.getElementById('check-answer').dataset; return [result, reasons]");
    let shown = shown.await?;
    let word =
        |index: usize| shown.get(index).and_then(Value::as_str).map(str::to_owned).context("an answer has words");
    Ok(Answered { result: word(0)?, reasons: word(1)? })
}

fn answered(result: &str, reasons: &str) -> Answered {
    Answered { result: result.to_owned(), reasons: reasons.to_owned() }
}

/// Waits until the window says that it is time for the second scan.
async fn second_scan_is_due(window: &Window) -> Result<()> {
    window.wait("#check-countdown").await?;
    window.wait_text(&Language::Vi.text("check-scan-now")?).await
}

#[tokio::test]
async fn a_code_on_a_screen_is_told_from_its_picture_from_paper_and_from_one_that_was_withdrawn() -> Result<()> {
    let mut scene = Scene::begin()?;
    let holder = scene.open(&scene.holder, 0).await?;
    holder.enter(&scene.portal, &FIRST).await?;
    holder.go("code").await?;
    let live = scene.screen(&holder, "live-code-picture", "live.png").await?;
    let checker = scene.checking(0).await?;
    ensure!(check(&checker, &live).await? == answered("cannot_tell", "no_trust_list"), "nobody's list, no answer");

    scene.give_trust()?;
    let live = scene.screen(&holder, "live-code-picture", "live.png").await?;
    let now = check(&checker, &live).await?;
    ensure!(now == answered("live", ""), "a code that is on a screen is live: {now:?}");
    checker.wait_text(FIRST.name).await?;
    holder.click("open-paper-code").await?;
    let paper = scene.screen(&holder, "code-picture", "paper.png").await?;
    let now = check(&checker, &paper).await?;
    ensure!(
        now == answered("genuine_paper", "holder_not_checked"),
        "a paper code on a screen is one on paper: {now:?}"
    );
    checker.close().await?;
    holder.close().await?;

    // The same picture three minutes later, and again.
    let checker = scene.checking(THREE_MINUTES_S).await?;
    let mut now = check(&checker, &live).await?;
    ensure!(now == answered("cannot_tell", "scan_again"), "one scan cannot tell: {now:?}");
    for _ in 0..SCANS {
        if now == answered("cannot_tell", "scan_again") {
            second_scan_is_due(&checker).await?;
            now = check(&checker, &live).await?;
        }
    }
    ensure!(now == answered("invalid", "picture"), "a picture stands still: {now:?}");

    // A holder whose clock is ten minutes behind the checker's.
    let holder = scene.showing(THREE_MINUTES_S - TEN_MINUTES_S).await?;
    let slow = scene.screen(&holder, "live-code-picture", "slow.png").await?;
    let mut now = check(&checker, &slow).await?;
    ensure!(now == answered("cannot_tell", "scan_again"), "one scan cannot tell a clock from a picture: {now:?}");
    for _ in 0..SCANS {
        if now == answered("cannot_tell", "scan_again") {
            second_scan_is_due(&checker).await?;
            let slow = scene.screen(&holder, "live-code-picture", "slow.png").await?;
            now = check(&checker, &slow).await?;
        }
    }
    ensure!(now == answered("live", "clock_off"), "a code that moves on is live: {now:?}");
    checker.wait("#check-clock").await?;
    let minutes = checker.ask("return document.getElementById('check-clock').innerText.match(/[0-9]+/)[0]").await?;
    ensure!(minutes == "10", "the clock is off by {minutes} minutes");
    checker.close().await?;
    holder.close().await?;

    // Half a year in which neither had a network.
    scene.portal.stop();
    let holder = scene.showing(180 * DAY_S).await?;
    let late = scene.screen(&holder, "live-code-picture", "late.png").await?;
    let checker = scene.checking(180 * DAY_S).await?;
    let now = check(&checker, &late).await?;
    ensure!(now == answered("live_status_old", "status_old"), "the code outlives its list: {now:?}");
    let band = checker.ask("return document.querySelector('.check-band').innerText.includes('180')").await?;
    ensure!(band == true, "the answer tells the age of its list");
    checker.close().await?;
    holder.close().await?;

    // Withdrawn: whoever has heard of it says so.
    scene.portal.start_again()?;
    scene.portal.withdraw_credentials(FIRST.number)?;
    let checker = scene.open(&scene.checker, 0).await?;
    checker.enter(&scene.portal, &SECOND).await?;
    checker.go("code").await?;
    checker.click("open-check").await?;
    let now = check(&checker, &live).await?;
    ensure!(now == answered("invalid", "revoked"), "what was withdrawn does not count: {now:?}");
    checker.close().await?;

    // And its holder is told so, and how to get another.
    let holder = scene.showing(0).await?;
    holder.sync().await?;
    holder.wait_text(&Language::Vi.text("error-code-withdrawn")?).await?;
    holder.wait("#code-sign-in").await?;
    ensure!(!holder.has("#live-code-picture").await?, "it is not shown any more");
    holder.check_page(Language::Vi).await?;
    holder.close().await
}
