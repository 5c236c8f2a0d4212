//! Filing: the form from empty to confirmed, what waits with no portal, and what comes back.

use anyhow::Result;

use super::{GENERIC, RETURNED, Screen, WAITS, Walk};
use crate::{Shown, Window};

/// What is asked for: the citizen's own words.
const CONTENT: &str = "Xin đăng ký khai sinh cho con gái Lý Thị Mai";

impl<V> Walk<V>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    pub(super) async fn form(&mut self, window: &Window) -> Result<()> {
        window.begin_form(GENERIC).await?;
        self.at(window, "form", "#attach-file-0", Shown::Words(GENERIC)).await?;
        window.click("card-scan").await?;
        window.choose_file("card-picture", &self.desktop.path("out").join("card.png")).await?;
        window.wait("#field-dia_chi-mark").await?;
        self.at(window, "form-card", "#card-read", Shown::Message("form-source-card")).await?;
        window.ask_for(CONTENT).await?;
        window.click("attach-paper-0").await?;
        self.at(window, "form-choose-paper", "#choose-cancel", Shown::Words("Thẻ căn cước")).await?;
        window.click_row("choose", "Thẻ căn cước").await?;
        window.wait("#detach-0").await?;
        let [photo, _] = &self.files;
        window.choose_file("attach-photo-1", photo).await?;
        window.wait("#detach-1").await?;
        window.click("attach-file-2").await?;
        window.wait("#detach-2").await?;
        self.at(window, "form-filled", "#detach-2", Shown::Words(GENERIC)).await?;
        window.click("delete-draft").await?;
        self.at(window, "form-delete", "#delete-draft-yes", Shown::Message("form-delete-ask")).await?;
        window.click("delete-draft-no").await?;
        window.click("review").await?;
        self.at(window, "review", "#confirm", Shown::Words(CONTENT)).await?;
        window.click("edit").await?;
        window.wait("#field-noi_dung").await?;
        window.go("home").await?;
        window.row("todo", GENERIC).await?;
        self.at(window, "home-draft", "#todo-0", Shown::Words(GENERIC)).await?;
        window.open_dossier(GENERIC).await?;
        self.at(window, "dossier-draft", "#go-on", Shown::Message("state-saved")).await
    }

    pub(super) async fn without_portal(&mut self, window: &Window) -> Result<()> {
        self.portal.stop();
        window.sync().await?;
        window.go("home").await?;
        self.at(window, "home-offline", "#sync", Shown::Message("connection-offline")).await?;
        window.go("papers").await?;
        window.click_row("paper", "Thẻ bảo hiểm y tế").await?;
        self.at(window, "paper-offline", "#page-again", Shown::Message("paper-not-here")).await?;
        window.begin_form(WAITS).await?;
        self.at(window, "form-groups", "#section-giay_to_can_co details", Shown::Message("procedure-cases")).await?;
        window.ask_for(CONTENT).await?;
        window.confirm().await?;
        self.at(window, "dossier-waiting", "#cancel", Shown::Message("state-waiting")).await?;
        window.click("cancel").await?;
        self.at(window, "dossier-cancel", "#cancel-no", Shown::Words(WAITS)).await?;
        window.click("cancel-no").await?;
        window.file(RETURNED.0, CONTENT).await?;
        window.go("dossiers").await?;
        window.click("open-outbox").await?;
        self.at(window, "outbox", "#cancel-1", Shown::Words(WAITS)).await
    }

    pub(super) async fn with_portal_again(&mut self, window: &Window) -> Result<()> {
        self.portal.close_procedure(RETURNED.1)?;
        self.portal.start_again()?;
        window.sync().await?;
        let waiting = self.portal.filed(WAITS).await?;
        window.go("home").await?;
        window.row("todo", RETURNED.0).await?;
        window.open_dossier(RETURNED.0).await?;
        self.at(window, "dossier-returned", "#go-on", Shown::Message("state-returned")).await?;
        window.click("go-on").await?;
        self.at(window, "form-returned", "#field-noi_dung", Shown::Words(RETURNED.0)).await?;
        window.open_dossier(WAITS).await?;
        self.at(window, "dossier-received", "#receipt", Shown::Message("receipt-verified")).await?;
        self.portal.advance(&waiting, 3, Some("Xã khác mới là nơi tạm trú."))?;
        window.sync().await?;
        self.at(window, "dossier-refused", "#file-again", Shown::Words("Xã khác mới là nơi tạm trú.")).await
    }
}
