//! What comes back to the citizen: cancelled, returned by the portal, refused by the office. Nothing of it is lost.

use anyhow::{Result, ensure};
use cds_e2e::{Desk, Language, Window};

use super::NOTE;

const CANCELLED: &str = "Khai báo tạm vắng";
/// The procedure that the office ends while a dossier waits, and its code.
const CLOSED: (&str, &str) = ("Thủ tục đăng ký kết hôn", "1.000894");

/// What waits is taken back and is a draft again.
pub(crate) async fn cancels_while_it_waits(story: &mut Desk, window: &Window) -> Result<()> {
    story.portal.stop();
    window.file(CANCELLED, "Tạm trú cho con gái").await?;
    window.click("cancel").await?;
    window.click("cancel-yes").await?;
    window.wait("#go-on").await?;
    window.wait_text(&Language::Vi.text("state-saved")?).await?;
    window.go_on_with(CANCELLED).await?;
    ensure!(window.value("field-noi_dung").await? == "Tạm trú cho con gái", "the draft has what was filed");
    Ok(())
}

/// The procedure ends while the dossier waits: it comes back as a draft that says why.
pub(crate) async fn is_returned_as_a_draft(story: &mut Desk, window: &Window) -> Result<()> {
    window.file(CLOSED.0, "Kết hôn vào tháng sau").await?;
    story.portal.close_procedure(CLOSED.1)?;
    story.portal.start_again()?;
    window.sync().await?;
    // The citizen is still looking at it.
    window.wait_text(&Language::Vi.text("next-returned")?).await?;
    let reason = Language::Vi.text("reason-procedure-unknown")?;
    window.wait_text(&reason).await?;
    window.go("home").await?;
    let todo = window.row_text("todo", CLOSED.0).await?;
    ensure!(todo.contains(&reason), "the first screen says why: {todo:?}");
    window.go_on_with(CLOSED.0).await?;
    window.wait_text(&reason).await?;
    ensure!(window.value("field-noi_dung").await? == "Kết hôn vào tháng sau", "the draft has what was filed");
    let office = story.portal.dossiers()?;
    ensure!(!office.iter().any(|dossier| dossier.procedure == CLOSED.0), "the office has nothing of it");
    ensure!(!office.iter().any(|dossier| dossier.procedure == CANCELLED), "nor of what was cancelled");
    Ok(())
}

/// The office refuses it: the dossier says why, and a new form begins with what was filed.
pub(crate) async fn files_again_what_was_refused(story: &Desk, window: &Window, code: &str) -> Result<()> {
    story.portal.advance(code, 3, Some(NOTE))?;
    window.sync().await?;
    window.open_dossier(code).await?;
    window.wait_text(NOTE).await?;
    window.click("file-again").await?;
    window.wait("#field-noi_dung").await?;
    let content = window.value("field-noi_dung").await?;
    ensure!(content.contains("cho con gái") && content.contains(super::CANARY), "what was filed is there: {content:?}");
    window.wait("#detach-0").await
}
