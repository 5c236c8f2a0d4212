//! The lock in the real window: too many wrong PINs, a forgotten one, an emptied keystore, and beginning anew.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use cds_e2e::{Desktop, FIRST, Keystore, Language, PIN, Portal, SECOND, Start, Theme, Window, built};

const WRONG: &str = "097531";
const NEW_PIN: &str = "975310";
const DAY_S: i64 = 24 * 60 * 60;
const DRAFT: &str = "Cấp hộ chiếu phổ thông ở trong nước (thực hiện tại cấp tỉnh)";
const WAITS: &str = "Khai báo tạm vắng";

/// The names of the files of the one account.
fn files(home: &Path) -> Result<BTreeSet<String>> {
    let account = std::fs::read_dir(home.join("accounts"))?.next().context("there is an account")??;
    let names = std::fs::read_dir(account.path())?.map(|file| Ok(file?.file_name().to_string_lossy().into_owned()));
    names.collect()
}

/// A citizen whose dossier was confirmed without a network and waits in the vault, which is shut.
async fn unsent(desktop: &Desktop, portal: &mut Portal, home: &Path) -> Result<()> {
    let window = Window::open(desktop, home, portal, &Start::default()).await?;
    window.enter(portal, &FIRST).await?;
    portal.stop();
    window.file(WAITS, "Tạm trú một năm").await?;
    window.close().await?;
    portal.start_again()
}

#[tokio::test]
async fn after_five_wrong_pins_neither_a_kill_nor_the_wall_clock_shortens_the_wait_and_nothing_is_deleted() -> Result<()>
{
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.enter(&portal, &FIRST).await?;
    window.begin_form(DRAFT).await?;
    window.ask_for("Khai sinh cho con gái").await?;
    window.click("lock").await?;
    window.wait("#secret").await?;
    for _ in 0..5 {
        window.unlock_wrongly(WRONG).await?;
    }
    let before = window.seconds_to_wait().await?;
    ensure!((1..=60).contains(&before), "the first wait is a minute, not {before} s");
    let had = files(&home)?;
    window.kill().await?;

    let tomorrow = Start { clock_offset_s: DAY_S, ..Start::default() };
    let window = Window::open(&desktop, &home, &portal, &tomorrow).await?;
    let left = window.seconds_to_wait().await?;
    ensure!((1..=before).contains(&left), "a day on the wall is no time to wait: {left} of {before} s");
    window.unlock(PIN).await?;
    window.wait_text(&Language::Vi.text("error-unlock-waiting")?).await?;
    ensure!(!window.has("#tab-home").await?, "the right PIN waits, too");
    let have = files(&home)?;
    ensure!(had.is_subset(&have), "deleted: {:?}", had.difference(&have));

    // The minute passes, and everything is there.
    window.wait_text(&Language::Vi.text("unlock-try-now")?).await?;
    window.come_in().await?;
    window.go_on_with(DRAFT).await?;
    ensure!(window.value("field-noi_dung").await? == "Khai sinh cho con gái", "the draft is there");
    window.close().await
}

#[tokio::test]
async fn who_forgot_the_pin_waits_or_sees_an_officer_and_what_was_unsent_arrives_once() -> Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let mut portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    unsent(&desktop, &mut portal, &home).await?;

    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.forgotten().await?;
    window.recover(&portal, &FIRST, None, "123456").await?;
    window.wait_text(&Language::Vi.text("error-pin-is-run")?).await?;
    window.type_into("secret", NEW_PIN).await?;
    window.type_into("secret-again", NEW_PIN).await?;
    window.click("continue").await?;
    window.wait("#recovery-waiting").await?;
    window.shows_none_of(&[FIRST.number, FIRST.phone, NEW_PIN]).await?;
    window.close().await?;
    desktop.nothing_readable(&[FIRST.number, FIRST.phone, FIRST.name, NEW_PIN])?;
    ensure!(!portal.dossiers()?.iter().any(|dossier| dossier.procedure == WAITS), "nothing was sent yet");

    // Whoever comes back sees that it was asked for, here and where it goes on.
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.wait("#recovery-asked").await?;
    portal.release_recovery(FIRST.number)?;
    window.click("forgotten").await?;
    window.wait("#recovery-waiting").await?;
    window.click("continue").await?;
    window.recover(&portal, &FIRST, None, NEW_PIN).await?;
    window.wait("#tab-home").await?;
    portal.filed(WAITS).await?;
    window.open_dossier(WAITS).await?;
    window.wait("#receipt").await?;

    // The new PIN counts, and is changed in the app by who knows it.
    window.go("personal").await?;
    window.click("open-change-secret").await?;
    window.type_into("secret-old", PIN).await?;
    window.type_into("secret", PIN).await?;
    window.type_into("secret-again", PIN).await?;
    window.click("change-secret").await?;
    window.wait_text(&Language::Vi.text("error-wrong-secret")?).await?;
    window.type_into("secret-old", NEW_PIN).await?;
    window.click("change-secret").await?;
    window.wait("#secret-changed").await?;
    window.click("lock").await?;
    window.wait("#secret").await?;
    window.unlock_wrongly(NEW_PIN).await?;
    window.come_in().await?;
    portal.filed(WAITS).await?;

    // Another device of the same citizen is lost, and ended from here.
    let lost = |arguments: &[&str]| -> Result<Option<i32>> {
        let mut cds = desktop.command(built("cds")?);
        cds.arg("--home").arg(desktop.path("lost")).args(["--portal", &portal.url(), "--pin-file"]);
        Ok(cds.arg(desktop.path("pin")).args(arguments).output()?.status.code())
    };
    std::fs::write(desktop.path("pin"), PIN)?;
    let outbox = desktop.path("portal/otp-outbox.jsonl");
    let outbox = outbox.to_string_lossy();
    let who = ["--id", FIRST.number, "--phone", FIRST.phone, "--issued", "2021-05-20", "--otp-file", &outbox];
    ensure!(lost(&[&["login"][..], &who].concat())? == Some(0) && lost(&["sync"])? == Some(0), "it is signed in");
    window.sync().await?;
    window.go("personal").await?;
    window.click("open-devices").await?;
    window.click("revoke-1").await?;
    window.click("revoke-1-yes").await?;
    window.wait("#device-revoked").await?;
    window.wait_gone("#revoke-1").await?;
    ensure!(lost(&["sync"])? == Some(5), "it is told to sign in anew");
    window.close().await
}

#[tokio::test]
async fn whose_keystore_was_emptied_comes_in_with_the_old_pin_or_begins_anew_and_is_told_what_is_lost() -> Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    // The same files on a desktop whose keystore knows nothing, as after its login password was reset.
    let emptied = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let mut portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    unsent(&desktop, &mut portal, &home).await?;

    let window = Window::open(&emptied, &home, &portal, &Start::default()).await?;
    window.unlock(PIN).await?;
    window.wait("[data-code=KeystoreEmptied]").await?;
    portal.release_recovery(FIRST.number)?;
    window.forgotten().await?;
    window.recover(&portal, &FIRST, Some(WRONG), NEW_PIN).await?;
    window.wait_text(&Language::Vi.text("error-wrong-secret")?).await?;
    window.type_into("old-pin", PIN).await?;
    window.click("continue").await?;
    window.wait("#tab-home").await?;
    portal.filed(WAITS).await?;
    portal.stop();
    window.begin_form(DRAFT).await?;
    window.ask_for("Khai sinh cho con gái").await?;
    window.close().await?;
    portal.start_again()?;

    // It is emptied again, and this time nobody knows the PIN. A neighbour does not set the vault aside; its citizen does.
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.click("forgotten").await?;
    window.click("open-start-over").await?;
    window.wait("#start-over-lost").await?;
    window.click("start-over").await?;
    window.click("start-over-yes").await?;
    window.sign_in(&portal, &SECOND).await?;
    window.wait("[data-code=AnotherCitizen]").await?;
    window.click("back").await?;
    window.wait("#personal-number").await?;
    window.sign_in(&portal, &FIRST).await?;
    window.choose_secret(PIN).await?;
    window.wait("#home-lost").await?;
    window.wait_text(&Language::Vi.text("lost-intro-set-aside")?).await?;
    window.see_dossiers(&FIRST).await?;
    window.row("dossier", WAITS).await?;
    window.go("personal").await?;
    window.click("open-storage").await?;
    window.click("set-aside-0").await?;
    window.click("set-aside-0-yes").await?;
    window.wait_gone("#set-aside").await?;
    window.close().await?;
    let left = std::fs::read_dir(home.join("accounts"))?.count();
    ensure!(left == 1, "of what was set aside nothing is left: {left} folders");
    portal.filed(WAITS).await.map(drop)
}
