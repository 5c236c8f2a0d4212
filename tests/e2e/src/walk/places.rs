//! What is read: the first screen, services, papers, the code, and the citizen's own place.

use anyhow::Result;

use super::{PROCEDURE, Screen, Walk};
use crate::{FIRST, Shown, Window};

impl<V> Walk<V>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    pub(super) async fn first_places(&mut self, window: &Window) -> Result<()> {
        self.at(window, "home-first", "#continue", Shown::Words("Sườn đồi có vết nứt")).await?;
        window.click("continue").await?;
        window.wait_gone("#continue").await?;
        self.at(window, "home", "#todo-0", Shown::Words("Sườn đồi có vết nứt")).await?;
        window.click("all-alerts").await?;
        self.at(window, "alerts", "h1", Shown::Words("Cắt điện từ 7 giờ 30")).await?;
        window.go("home").await?;
        window.click("all-services").await?;
        self.at(window, "services", "#hit-0", Shown::Words("Cấp đổi thẻ căn cước")).await?;
        window.type_into("search-text", "dang ky khai sinh").await?;
        window.click("search-go").await?;
        window.row("hit", PROCEDURE).await?;
        self.at(window, "services-found", "#hit-0", Shown::Words(PROCEDURE)).await?;
        window.go("home").await?;
        window.click_row("event", "Có con nhỏ").await?;
        self.at(window, "life-event", "#hit-0", Shown::Words(PROCEDURE)).await?;
        window.click_row("hit", PROCEDURE).await?;
        self.at(window, "procedure", "#file", Shown::Words("Công chức hộ tịch ghi sổ")).await?;
        window.click("share-procedure").await?;
        self.at(window, "procedure-text", "#copy-procedure", Shown::Words("Mã thủ tục: 1.001193")).await?;
        window.go("dossiers").await?;
        self.at(window, "dossiers", "#dossier-2", Shown::Words("Cấp lại giấy phép lái xe")).await?;
        window.click_row("dossier", "Đăng ký khai sinh").await?;
        self.at(window, "dossier-your-turn", "#standing", Shown::Words("Xin chụp lại rõ cả bốn góc")).await?;
        window.click("add-papers").await?;
        self.at(window, "supplement", "#field-ghi_chu", Shown::Message("supplement-title")).await?;
        window.open_dossier("Đăng ký thường trú").await?;
        window.click("withdraw").await?;
        self.at(window, "dossier-withdraw", "#withdraw-reason", Shown::Message("withdraw-ask")).await?;
        window.open_dossier("Cấp lại giấy phép lái xe").await?;
        self.at(window, "dossier-ready", "#standing", Shown::Words("Giấy khám sức khỏe đã hết hiệu lực")).await?;
        window.go("code").await?;
        window.wait_picture("live-code-picture").await?;
        self.at(window, "code", "#live-code-picture", Shown::Words(FIRST.name)).await?;
        window.click("open-showings").await?;
        self.at(window, "code-showings", "#showing-0", Shown::Message("showings-strange")).await?;
        window.go("code").await?;
        window.click("open-paper-code").await?;
        window.wait_picture("code-picture").await?;
        self.at(window, "paper-code", "#save-paper-page", Shown::Words(FIRST.name)).await?;
        self.checks(window).await
    }

    pub(super) async fn papers(&mut self, window: &Window) -> Result<()> {
        window.go("papers").await?;
        self.at(window, "papers", "#paper-3", Shown::Words("Thẻ bảo hiểm y tế")).await?;
        window.open_paper("Thẻ căn cước").await?;
        self.at(window, "paper-picture", "#page-picture", Shown::Words("Thẻ căn cước")).await?;
        window.click("delete-paper").await?;
        self.at(window, "paper-delete", "#paper-ask-yes", Shown::Message("paper-delete-ask")).await?;
        window.open_paper("Xác nhận thông tin về cư trú").await?;
        window.turn_page().await?;
        self.at(window, "paper-pdf", "#page-previous", Shown::Words("Xác nhận thông tin về cư trú")).await?;
        window.go("papers").await?;
        window.click("add-paper").await?;
        self.at(window, "add-paper", "#paper-file", Shown::Message("add-paper-title")).await
    }

    pub(super) async fn personal(&mut self, window: &Window) -> Result<()> {
        window.go("personal").await?;
        self.at(window, "personal", "#open-display", Shown::Words("Xã Quảng Uyên")).await?;
        for (place, element, title) in [
            ("display", "#theme-dark", "display-title"),
            ("change-secret", "#secret-old", "change-pin-title"),
            ("family", "#family-add-go", "family-consent-hint"),
            ("devices", "h1", "device-this"),
            ("storage", "#forget-downloads", "storage-title"),
            ("sign-out", "#sign-out-now", "sign-out-title"),
        ] {
            window.go("personal").await?;
            window.click(&format!("open-{place}")).await?;
            self.at(window, place, element, Shown::Message(title)).await?;
        }
        // Something is unsent: a draft at least.
        window.click("sign-out-now").await?;
        self.at(window, "sign-out-unsent", "#sign-out-keep", Shown::Message("sign-out-keep-hint")).await?;
        window.click("sign-out-discard").await?;
        self.at(window, "sign-out-discard", "#sign-out-discard-yes", Shown::Message("sign-out-discard-sure")).await
    }
}
