//! With the portal gone: everything is read, a form is filled in, the app is killed, and nothing is lost.

use anyhow::{Result, ensure};
use cds_e2e::{Desk, FIRST, Language, Window};

use super::{BIRTH, CANARY, FILED, NEVER_OPENED, OPENED, nothing_can_be_read};

/// What an error is shown in; the connection bar knows a code as well, and is calm about it.
const ERROR: &str = "[data-code]:not(#connection)";

/// All five places, with no portal.
pub(crate) async fn read_everything(window: &Window) -> Result<()> {
    window.go("home").await?;
    window.wait_text(&Language::Vi.text("connection-offline")?).await?;
    ensure!(!window.has(ERROR).await?, "to be offline is no error");
    for text in ["Sườn đồi có vết nứt", "Cắt điện từ 7 giờ 30", "Đăng ký khai sinh"] {
        window.wait_text(text).await?;
    }

    window.go("dossiers").await?;
    for title in ["Đăng ký khai sinh", "Đăng ký thường trú", "Cấp lại giấy phép lái xe"] {
        window.row("dossier", title).await?;
    }
    window.click_row("dossier", "Đăng ký khai sinh").await?;
    for step in ["H14.40.02-261102-0011", "Chưa có giấy chứng sinh.", "Xin chụp lại rõ cả bốn góc"] {
        window.wait_text(step).await?;
    }

    window.go("code").await?;
    window.wait_picture("live-code-picture").await?;
    window.wait_text(FIRST.name).await?;
    window.click("open-paper-code").await?;
    window.wait_picture("code-picture").await?;

    window.open_paper(OPENED).await?;
    window.go("papers").await?;
    window.click_row("paper", NEVER_OPENED).await?;
    window.wait_text(&Language::Vi.text("paper-not-here")?).await?;
    ensure!(!window.has(ERROR).await?, "a paper that was never opened is no error");
    ensure!(!window.has("#page-picture").await?, "there is nothing to show of it");

    window.go("personal").await?;
    window.wait_text(FIRST.name).await?;
    window.find_procedure(BIRTH).await?;
    window.wait_text("Công chức hộ tịch ghi sổ").await
}

/// Gives what was certainly saved when the app was killed.
pub(crate) async fn is_killed_while_typing(story: &Desk, window: Window) -> Result<String> {
    window.begin_form(FILED).await?;
    ensure!(window.value("field-ho_ten").await? == FIRST.name, "the form knows the citizen");
    let typed = format!("Khai sinh cho con gái {CANARY}");
    window.ask_for(&typed).await?;
    nothing_can_be_read(story)?;
    window.type_on("field-noi_dung", " và xin ba bản sao").await?;
    window.kill().await?;
    Ok(typed)
}

/// The first screen offers the draft, with what was typed.
pub(crate) async fn finds_the_draft_again(window: &Window, typed: &str) -> Result<()> {
    window.go_on_with(FILED).await?;
    let found = window.value("field-noi_dung").await?;
    let all = format!("{typed} và xin ba bản sao");
    ensure!(found.starts_with(typed) && all.starts_with(&found), "typed were {all:?}, found is {found:?}");
    ensure!(window.value("field-ho_ten").await? == FIRST.name, "the other fields are there, too");
    window.ask_for(&all).await
}

/// A paper of the citizen's own, whose title and bytes hold the canary.
pub(crate) async fn keeps_a_paper(window: &Window) -> Result<()> {
    let title = format!("Giấy khai sinh của con {CANARY}");
    window.go("papers").await?;
    window.click("add-paper").await?;
    window.type_into("paper-title", &title).await?;
    window.click("paper-file").await?;
    window.wait("#staged-0").await?;
    window.click("keep-paper").await?;
    window.wait("#page-picture").await?;
    window.open_paper(&title).await?;
    window.turn_page().await
}

/// A kept paper, a new photo and a file go with it, and it is filed.
pub(crate) async fn attaches_and_confirms(story: &Desk, window: &Window) -> Result<()> {
    window.go_on_with(FILED).await?;
    window.attach_kept(0, OPENED).await?;
    window.choose_file("attach-photo-1", &story.photo).await?;
    window.wait("#detach-1").await?;
    window.click("attach-file-2").await?;
    window.wait("#detach-2").await?;
    // One too many: it is taken off again.
    window.attach_kept(3, OPENED).await?;
    window.click("detach-3").await?;
    window.wait_gone("#detach-3").await?;
    nothing_can_be_read(story)?;
    window.click("review").await?;
    window.wait("#confirm").await?;
    window.wait_text(CANARY).await?;
    window.click("edit").await?;
    window.confirm().await?;
    window.wait("#cancel").await?;
    window.wait_text(&Language::Vi.text("state-waiting")?).await
}
