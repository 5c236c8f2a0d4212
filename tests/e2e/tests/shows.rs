//! The citizen's own codes in the real window: the live one is renewed, its showings are remembered, the paper one is saved
//! as a page and read back; months later, and once it has expired, the screen says so.

use anyhow::{Result, ensure};
use cds_e2e::{Desktop, FIRST, Keystore, Language, Portal, Start, Theme, Window};

const DAY_S: i64 = 24 * 3_600;

#[tokio::test]
async fn the_live_code_is_renewed_and_the_page_with_the_paper_code_is_read_back() -> Result<()> {
    let desktop = Desktop::start(Keystore::Unlocked, Theme::Dark)?;
    let portal = Portal::start(&desktop.path("portal"))?;
    let (home, out) = (desktop.path("app"), desktop.path("out"));
    std::fs::create_dir_all(&out)?;
    let page = out.join("page.pdf");
    let start = Start { pick: &[page.as_path()], save: Some(&page), ..Start::default() };
    let window = Window::open(&desktop, &home, &portal, &start).await?;
    window.enter(&portal, &FIRST).await?;

    window.go("code").await?;
    window.wait_picture("live-code-picture").await?;
    let first = window.picture("live-code-picture").await?;
    window.wait_other_picture("live-code-picture", &first).await?;
    window.click("open-showings").await?;
    window.wait("#showing-0").await?;
    ensure!(!window.has("#showing-1").await?, "one showing is one line, however often the code was renewed");

    window.go("code").await?;
    window.click("open-paper-code").await?;
    window.wait_picture("code-picture").await?;
    window.click("save-paper-page").await?;
    window.wait("#paper-page-saved").await?;
    // Read back by the app itself: kept as a paper, drawn, and its code read from that.
    window.go("papers").await?;
    window.click("add-paper").await?;
    window.type_into("paper-title", "Trang A6").await?;
    window.click("paper-file").await?;
    window.wait("#staged-0").await?;
    window.click("keep-paper").await?;
    window.wait("#page-picture").await?;
    window.open_paper("Trang A6").await?;
    let drawn = window.picture("page-picture").await?;
    let (jpeg, shown) = (out.join("page.jpg"), out.join("shown.png"));
    std::fs::write(&jpeg, drawn)?;
    window.go("code").await?;
    window.click("open-paper-code").await?;
    window.wait_picture("code-picture").await?;
    std::fs::write(&shown, window.picture("code-picture").await?)?;
    let code = desktop.code_in(&jpeg)?;
    ensure!(code.starts_with("CDS1:") && code == desktop.code_in(&shown)?, "the page has another code: {code}");
    window.close().await?;

    // Half a year without a signal, and after the code's 400 days.
    let start = |days: i64| Start { clock_offset_s: days * DAY_S, ..Start::default() };
    let mut portal = portal;
    portal.stop();
    let window = Window::open(&desktop, &home, &portal, &start(180)).await?;
    window.come_in().await?;
    window.go("code").await?;
    window.wait_picture("live-code-picture").await?;
    window.wait("#code-long-ago").await?;
    window.click("lock").await?;
    window.wait("#secret").await?;
    ensure!(!window.has("#live-code-picture").await?, "a locked screen shows a code");
    window.close().await?;
    let window = Window::open(&desktop, &home, &portal, &start(401)).await?;
    window.come_in().await?;
    window.go("code").await?;
    window.wait_text(&Language::Vi.text("code-expired")?).await?;
    ensure!(!window.has("#live-code-picture").await?, "a code that has expired is shown");
    window.close().await
}
