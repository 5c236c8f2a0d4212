//! The citizen's whole path, by hand in the real window: what `tests/path.sh` does with two programs alone.
#![cfg(unix)]

#[path = "story/offline.rs"]
mod offline;
#[path = "story/returns.rs"]
mod returns;

use std::path::PathBuf;

use anyhow::{Result, ensure};
use cds_e2e::{Desktop, FIRST, Keystore, Language, PIN, Portal, Start, Theme, Window, paper_pdf, photo};

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

/// A citizen at a desktop, with files to choose.
struct Story {
    desktop: Desktop,
    portal: Portal,
    home: PathBuf,
    photo: PathBuf,
    paper: PathBuf,
}

impl Story {
    fn begin() -> Result<Self> {
        let desktop = Desktop::start(Keystore::Unlocked, Theme::Light)?;
        let portal = Portal::start(&desktop.path("portal"))?;
        let out = desktop.path("out");
        std::fs::create_dir_all(&out)?;
        let (picture, paper) = (out.join("photo.jpg"), out.join("paper.pdf"));
        photo(&picture, CANARY)?;
        paper_pdf(&paper, CANARY)?;
        Ok(Self { home: desktop.path("app"), desktop, portal, photo: picture, paper })
    }

    /// Opens the app; whenever it lets a file be chosen, the paper with the canary is.
    async fn open(&self) -> Result<Window> {
        let pick = [self.paper.as_path(), self.paper.as_path(), self.paper.as_path()];
        Window::open(&self.desktop, &self.home, &self.portal, &Start { pick: &pick, ..Start::default() }).await
    }

    /// Nothing of the citizen can be read where app, webview, keystore and logs write, at this moment.
    fn nothing_can_be_read(&self) -> Result<()> {
        let own = ["Xin chụp lại rõ cả bốn góc", "H14.40.02", "Giấy khai sinh của con", "cho con gái"];
        self.desktop.nothing_readable(&[&own[..], &[CANARY, FIRST.name, FIRST.number, FIRST.phone, PIN]].concat())
    }
}

#[tokio::test]
async fn the_whole_path_holds_in_the_real_window() -> Result<()> {
    let mut story = Story::begin()?;
    let window = story.open().await?;
    window.enter(&story.portal, &FIRST).await?;
    window.go("home").await?;
    window.row("todo", "Đăng ký khai sinh").await?;
    window.open_paper(OPENED).await?;

    story.portal.stop();
    window.sync().await?;
    offline::read_everything(&window).await?;
    story.nothing_can_be_read()?;

    let typed = offline::is_killed_while_typing(&story, window).await?;
    story.nothing_can_be_read()?;
    let window = story.open().await?;
    window.come_in().await?;
    offline::finds_the_draft_again(&window, &typed).await?;
    offline::keeps_a_paper(&window).await?;
    offline::attaches_and_confirms(&story, &window).await?;
    story.nothing_can_be_read()?;
    window.kill().await?;
    story.nothing_can_be_read()?;

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
    story.nothing_can_be_read()?;
    window.close().await?;
    story.nothing_can_be_read()?;
    ensure!(std::fs::metadata(story.desktop.path("app.log"))?.len() > 0, "there is a log to look through");
    // The canary is what was filed: where it may be read, the scan reads it.
    ensure!(story.desktop.is_readable_in("portal", CANARY)?, "the office has what was filed");
    Ok(())
}
