//! The main path by keys alone: whoever cannot use a mouse files a dossier like everyone else.

use cds_e2e::{Desktop, FIRST, Keystore, Language, PIN, Portal, Start, Theme, Window};

const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";
const DOWN: &str = "\u{e015}";
const PROCEDURE: &str = "Khai báo tạm vắng";

#[tokio::test]
async fn the_keyboard_alone_signs_in_and_files_a_dossier() -> anyhow::Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let window = Window::open(&desktop, &desktop.path("app"), &portal, &Start::default()).await?;

    for _ in 0..3 {
        window.reach_and_press("intro-next").await?;
    }
    window.reach_and_type("personal-number", FIRST.number).await?;
    window.reach_and_type("phone", FIRST.phone).await?;
    window.reach_and_type("issued", "20/05/2021").await?;
    window.press(&[ENTER]).await?;
    window.reach("otp").await?;
    window.press(&[&portal.last_otp(FIRST.phone)?, ENTER]).await?;
    window.wait("#secret-again").await?;
    let focused = window.ask("return document.activeElement.tagName").await?;
    anyhow::ensure!(focused == "H1", "a new screen's heading takes the focus, not {focused}");
    window.reach_and_type("secret", PIN).await?;
    window.reach_and_type("secret-again", PIN).await?;
    window.press(&[ENTER]).await?;

    // A paper is opened, so that this device has it.
    window.reach_and_press("tab-papers").await?;
    let card = window.row("paper", "Thẻ căn cước").await?;
    window.reach_and_press(&card).await?;
    window.wait_picture("page-picture").await?;

    window.reach_and_press("tab-home").await?;
    window.reach_and_type("home-search", "tạm vắng").await?;
    window.press(&[ENTER]).await?;
    let hit = window.row("hit", PROCEDURE).await?;
    window.reach_and_press(&hit).await?;
    window.reach("file").await?;
    window.press(&[SPACE]).await?;
    window.reach_and_type("field-noi_dung", "Xin tạm vắng một tháng").await?;
    window.saved().await?;
    window.reach_and_press("attach-paper-0").await?;
    let chosen = window.row("choose", "Thẻ căn cước").await?;
    window.reach_and_press(&chosen).await?;
    window.reach("detach-0").await?;
    window.reach_and_press("review").await?;
    window.wait_text("Xin tạm vắng một tháng").await?;
    window.reach_and_press("confirm").await?;
    window.wait_gone("#confirm").await?;
    window.wait_text(PROCEDURE).await?;
    portal.filed(PROCEDURE).await?;

    // Choices answer to the arrow keys.
    window.reach_and_press("tab-personal").await?;
    window.reach_and_press("open-display").await?;
    window.reach("language-vi").await?;
    window.press(&[DOWN]).await?;
    window.wait("html[lang=en]").await?;
    window.wait_text(&Language::En.text("display-title")?).await?;
    window.close().await
}
