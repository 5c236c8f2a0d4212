//! What happens when nobody touches the window for a while.

use cds_e2e::{Desktop, FIRST, Keystore, Language, Portal, Start, Theme, Window};

const DRAFT: &str = "Cấp hộ chiếu phổ thông ở trong nước (thực hiện tại cấp tỉnh)";
const WAITS: &str = "Khai báo tạm vắng";

#[tokio::test]
async fn the_screens_warn_and_lock_while_drafts_survive_and_what_waits_is_sent() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let mut portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let window = Window::open(&desktop, &home, &portal, &Start::default()).await?;
    window.enter(&portal, &FIRST).await?;
    window.begin_form(DRAFT).await?;
    window.ask_for("Khai sinh cho con gái").await?;
    portal.stop();
    window.file(WAITS, "Tạm trú một năm").await?;
    window.close().await?;

    let start = Start { idle: Some([3, 8, 60]), ..Start::default() };
    let window = Window::open(&desktop, &home, &portal, &start).await?;
    window.come_in().await?;
    window.go_on_with(DRAFT).await?;
    window.type_on("field-noi_dung", " và con trai").await?;
    window.saved().await?;

    // Who is still there says so, and nothing is lost of the screen.
    window.wait("#idle-warning").await?;
    window.click("stay").await?;
    window.wait_gone("#idle-warning").await?;
    anyhow::ensure!(window.value("field-noi_dung").await? == "Khai sinh cho con gái và con trai", "the form stays");

    // Who has gone finds it locked. It says that something waits, and nothing of what that is.
    window.wait("#idle-warning").await?;
    window.wait("#secret").await?;
    window.wait("#still-sending").await?;
    window.shows_none_of(&[WAITS, DRAFT, FIRST.name, "con gái"]).await?;
    anyhow::ensure!(!portal.dossiers()?.iter().any(|dossier| dossier.procedure == WAITS), "nothing was sent yet");

    // The portal is there again: it is sent behind the lock screen.
    portal.start_again()?;
    portal.filed(WAITS).await?;
    anyhow::ensure!(window.has("#secret").await?, "sending opens nothing");

    window.come_in().await?;
    window.open_dossier(WAITS).await?;
    window.wait("#receipt").await?;
    window.wait_text(&Language::Vi.text("receipt-verified")?).await?;
    window.go_on_with(DRAFT).await?;
    anyhow::ensure!(window.value("field-noi_dung").await? == "Khai sinh cho con gái và con trai", "the draft survives");
    window.close().await
}

#[tokio::test]
async fn what_still_waits_when_the_time_is_over_waits_for_the_next_unlocking() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let mut portal = Portal::start(&desktop.path("portal"))?;
    let home = desktop.path("app");
    let start = Start { idle: Some([10, 20, 1]), ..Start::default() };
    let window = Window::open(&desktop, &home, &portal, &start).await?;
    window.enter(&portal, &FIRST).await?;
    portal.stop();
    window.file(WAITS, "Tạm trú một năm").await?;
    window.wait("#secret").await?;
    // The key has left the memory: no more is sent, so the lock screen no longer says that something is on its way.
    window.wait_gone("#still-sending").await?;
    portal.start_again()?;
    window.come_in().await?;
    portal.filed(WAITS).await?;
    window.close().await
}
