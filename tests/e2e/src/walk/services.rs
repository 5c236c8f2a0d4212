//! What the office does with a dossier and the citizen about it: a fee, a result, a rating; and a petition, a page that is
//! cut out, somebody of the family.

use anyhow::{Context, Result};

use super::{Screen, Walk};
use crate::{Shown, Window};

/// One that asks for no papers.
const HANDLED: &str = "Thay đổi chủ thể hợp đồng mua bán điện";
const FEE: &str = "Chi phí treo công tơ";
const RESULT: &str = "Hợp đồng mua bán điện";
const PETITION: &str = "Rác đổ ven sông, đề nghị dọn";
const CHILD: &str = "Lý Thị Mai";

impl<V> Walk<V>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    pub(super) async fn served(&mut self, window: &Window) -> Result<()> {
        window.file(HANDLED, "Xin sang tên hợp đồng cho con").await?;
        window.sync().await?;
        let code = self.portal.filed(HANDLED).await?;
        let fee = self.portal.ask_for_fee(&code, 15_000, FEE)?;
        window.sync().await?;
        window.open_dossier(HANDLED).await?;
        self.at(window, "dossier-fee", "[data-fee=Unpaid]", Shown::Words(FEE)).await?;
        window.click(&format!("pay-{fee}")).await?;
        window.wait_picture("fee-picture").await?;
        self.at(window, "dossier-fee-code", "#fee-picture", Shown::Message("fee-how")).await?;
        let text = window.ask("return document.querySelector('.fee-text').textContent").await?;
        window.sync().await?;
        window.wait("[data-fee=Pending]").await?;
        self.portal.pay_late(text.as_str().context("the code's text")?)?;
        self.portal.settle()?;
        window.sync().await?;
        self.at(window, "dossier-fee-paid", "[data-fee=Paid]", Shown::Message("fee-receipt")).await?;
        let [photo, _] = &self.files;
        self.portal.deliver(&code, photo, RESULT)?;
        window.sync().await?;
        self.at(window, "dossier-result", "#rate", Shown::Words(RESULT)).await
    }

    pub(super) async fn petition(&mut self, window: &Window) -> Result<()> {
        window.go("home").await?;
        window.click("send-petition").await?;
        self.at(window, "petition-form", "#field-dia_diem", Shown::Words("113")).await?;
        window.choose("field-linh_vuc", "environment").await?;
        window.type_into("field-dia_diem", "Cầu Bằng Giang").await?;
        window.type_into("field-noi_dung", PETITION).await?;
        window.saved().await?;
        window.click("review").await?;
        self.at(window, "petition-review", "#confirm", Shown::Message("petition-review-title")).await?;
        window.click("confirm").await?;
        window.wait_gone("#confirm").await?;
        self.at(window, "petition", "#standing", Shown::Words(PETITION)).await
    }

    pub(super) async fn page_cut_out(&mut self, window: &Window) -> Result<()> {
        window.go("papers").await?;
        window.click("add-paper").await?;
        let [photo, _] = &self.files;
        window.choose_file("paper-photo", photo).await?;
        self.at(window, "add-paper-crop", "#crop-cut", Shown::Message("crop-hint")).await?;
        window.click("crop-whole").await?;
        window.wait_gone("#crop").await?;
        window.wait("#staged-0 img").await?;
        self.at(window, "add-paper-page", "#staged-cut-0", Shown::Message("add-paper-title")).await?;
        window.click("staged-remove-0").await?;
        window.wait_gone("#staged-0").await
    }

    pub(super) async fn family(&mut self, window: &Window) -> Result<()> {
        window.go("personal").await?;
        window.click("open-family").await?;
        window.type_into("family-name", CHILD).await?;
        window.type_into("family-birth", "20/10/2026").await?;
        window.click("family-consent").await?;
        window.click("family-add-go").await?;
        self.at(window, "family-member", "#dependant-0", Shown::Words(CHILD)).await?;
        window.click("remove-0").await?;
        self.at(window, "family-remove", "#remove-0-yes", Shown::Words(CHILD)).await?;
        window.click("remove-0-no").await
    }
}
