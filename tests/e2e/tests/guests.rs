//! Guests at a shared desktop: nothing of one citizen is left for the next.

use std::path::Path;

use cds_e2e::{Citizen, Desktop, FIRST, Keystore, Language, Portal, SECOND, Start, Theme, Window};

const CANARY: &str = "CANARY2b81d0e57f";
const PROCEDURE: &str = "Cấp hộ chiếu phổ thông ở trong nước (thực hiện tại cấp tỉnh)";

/// Fails where a folder of an account is left.
fn no_account_is_left(home: &Path) -> anyhow::Result<()> {
    let accounts = home.join("accounts");
    if accounts.exists() {
        let left: Vec<_> = std::fs::read_dir(&accounts)?.collect::<Result<_, _>>()?;
        anyhow::ensure!(left.is_empty(), "left of a guest: {left:?}");
    }
    Ok(())
}

/// What is a citizen's own, and the codes of their dossiers.
fn own_words(citizen: &Citizen, code: &'static str) -> [&'static str; 4] {
    [citizen.number, citizen.phone, citizen.name, code]
}

#[tokio::test]
async fn of_two_citizens_after_one_another_nothing_is_left() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let first = [&own_words(&FIRST, "H14.40.02-261102-0011")[..], &[CANARY]].concat();
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.skip_intro().await?;

    window.enter_as_guest(&portal, &FIRST).await?;
    window.wait_text("H14.40.02-261102-0011").await?;
    window.begin_form(PROCEDURE).await?;
    anyhow::ensure!(window.value("field-ho_ten").await? == FIRST.name, "the form knows the guest");
    window.ask_for(&format!("Khai sinh cho con {CANARY}")).await?;
    anyhow::ensure!(window.shows_none_of(&[CANARY]).await.is_err(), "the page would be found to show the canary");
    let accounts = std::fs::read_dir(home.join("accounts"))?.count();
    anyhow::ensure!(accounts == 1, "a guest's session has a folder while it lasts, not {accounts}");
    // While the session lasts, too: its key is in memory alone.
    desktop.nothing_readable(&first)?;
    window.end_guest().await?;
    no_account_is_left(&home)?;
    window.shows_none_of(&first).await?;

    window.enter_as_guest(&portal, &SECOND).await?;
    window.shows_none_of(&first).await?;
    window.go("home").await?;
    window.wait_text(&Language::Vi.text("guest-session")?).await?;
    window.shows_none_of(&first).await?;
    window.go("papers").await?;
    window.row("paper", "Giấy xác nhận tình trạng hôn nhân").await?;
    window.shows_none_of(&first).await?;
    // The first one is not to be found with the back button, either.
    for _ in 0..4 {
        window.ask("history.back()").await?;
        window.wait("h1").await?;
        window.shows_none_of(&first).await?;
    }
    window.end_guest().await?;
    no_account_is_left(&home)?;
    window.close().await?;

    desktop.nothing_readable(&first)?;
    desktop.nothing_readable(&own_words(&SECOND, "H14.40.17-261119-0002"))
}

#[tokio::test]
async fn a_guest_who_walks_away_is_signed_out() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let start = Start { idle: Some([5, 10, 30]), ..Start::default() };
    let window = Window::open(&desktop, &home, &portal, &start).await?;
    window.skip_intro().await?;
    window.enter_as_guest(&portal, &FIRST).await?;
    window.wait("#idle-warning").await?;
    window.wait_gone("#end-guest").await?;
    window.wait("#personal-number, #intro-skip").await?;
    window.shows_none_of(&own_words(&FIRST, "H14.40.02-261102-0011")).await?;
    no_account_is_left(&home)?;
    window.close().await?;
    desktop.nothing_readable(&own_words(&FIRST, "H14.40.02-261102-0011"))
}

#[cfg(unix)]
#[tokio::test]
async fn a_guest_whose_computer_loses_its_power_leaves_nothing_at_the_next_start() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.skip_intro().await?;
    window.enter_as_guest(&portal, &FIRST).await?;
    window.kill().await?;
    anyhow::ensure!(no_account_is_left(&home).is_err(), "a power cut leaves the folder");
    desktop.nothing_readable(&own_words(&FIRST, "H14.40.02-261102-0011"))?;

    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.wait("#personal-number, #intro-skip").await?;
    no_account_is_left(&home)?;
    window.close().await
}
