//! The citizen's whole path, by hand in the real window: what `tests/path.sh` does with two programs alone.
#![cfg(unix)]

#[path = "story/offline.rs"]
mod offline;
#[path = "story/returns.rs"]
mod returns;

use anyhow::{Result, ensure};
use cds_e2e::{Desk, FIRST, Language, PIN};

/// In a field, in a paper's title, and in the bytes of a photo and of a file.
const CANARY: &str = "CANARY7f3a91c6e2";
/// The procedure of the story, which is filed by the form that every procedure without its own has.
const FILED: &str = "Cấp hộ chiếu phổ thông ở trong nước (thực hiện tại cấp tỉnh)";
/// One that is read.
const BIRTH: &str = "Thủ tục đăng ký khai sinh";
/// A paper that is opened while there is a network, and one that never is.
const OPENED: &str = "Thẻ căn cước";
const NEVER_OPENED: &str = "Thẻ bảo hiểm y tế";
const NOTE: &str = "Thiếu giấy chứng sinh";

/// Nothing of the citizen can be read where app, webview, keystore and logs write, at this moment.
fn nothing_can_be_read(desk: &Desk) -> Result<()> {
    let own = ["Xin chụp lại rõ cả bốn góc", "H14.40.02", "Giấy khai sinh của con", "cho con gái"];
    desk.desktop.nothing_readable(&[&own[..], &[CANARY, FIRST.name, FIRST.number, FIRST.phone, PIN]].concat())
}

#[tokio::test]
async fn the_whole_path_holds_in_the_real_window() -> Result<()> {
    let mut story = Desk::begin(CANARY)?;
    let window = story.open().await?;
    window.enter(&story.portal, &FIRST).await?;
    window.go("home").await?;
    window.row("todo", "Đăng ký khai sinh").await?;
    window.open_paper(OPENED).await?;

    story.portal.stop();
    window.sync().await?;
    offline::read_everything(&window).await?;
    nothing_can_be_read(&story)?;

    let typed = offline::is_killed_while_typing(&story, window).await?;
    nothing_can_be_read(&story)?;
    let window = story.open().await?;
    window.come_in().await?;
    offline::finds_the_draft_again(&window, &typed).await?;
    offline::keeps_a_paper(&window).await?;
    offline::attaches_and_confirms(&story, &window).await?;
    nothing_can_be_read(&story)?;
    window.kill().await?;
    nothing_can_be_read(&story)?;

    // Nothing but unlocking is needed: it is sent, and received once, with a receipt.
    story.portal.start_again()?;
    let window = story.open().await?;
    window.come_in().await?;
    let code = story.portal.filed(FILED).await?;
    window.open_dossier(FILED).await?;
    window.wait("#receipt").await?;
    window.wait_text(&Language::Vi.text("receipt-verified")?).await?;
    window.wait_text(&code).await?;
    let accepted = Language::Vi.text("status-accepted")?;
    ensure!(!window.text().await?.contains(&accepted), "the office has not looked at it yet");
    story.portal.advance(&code, 2, None)?;
    window.sync().await?;
    window.wait_text(&accepted).await?;

    returns::cancels_while_it_waits(&mut story, &window).await?;
    returns::is_returned_as_a_draft(&mut story, &window).await?;
    returns::files_again_what_was_refused(&story, &window, &code).await?;
    nothing_can_be_read(&story)?;
    window.close().await?;
    nothing_can_be_read(&story)?;
    ensure!(std::fs::metadata(story.desktop.path("app.log"))?.len() > 0, "there is a log to look through");
    // The canary is what was filed: where it may be read, the scan reads it.
    ensure!(story.desktop.is_readable_in("portal", CANARY)?, "the office has what was filed");
    Ok(())
}
