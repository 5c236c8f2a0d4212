//! The first run: three screens that introduce the app, signing in, and what locks the vault.

use anyhow::{Result, ensure};

use super::{CARD, PROCEDURE, Screen, Walk};
use crate::{FIRST, Language, PIN, Shown, Window, code_picture};

impl<V> Walk<V>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    pub(super) async fn entrance(&mut self, window: &Window) -> Result<()> {
        window.wait("#intro-next").await?;
        if self.language == Language::En {
            window.click("language").await?;
            window.wait("html[lang=en]").await?;
        }
        self.at(window, "intro-1", "#intro-next", Shown::Message("intro-what-title")).await?;
        window.click("intro-next").await?;
        self.at(window, "intro-2", "#intro-next", Shown::Message("intro-offline-title")).await?;
        window.click("intro-next").await?;
        self.at(window, "intro-3", "#intro-next", Shown::Message("intro-locked-title")).await?;
        window.click("intro-next").await?;

        self.at(window, "sign-in", "#personal-number", Shown::Message("sign-in-title")).await?;
        self.without_account(window).await?;
        self.card(window).await?;
        window.type_into("personal-number", "00409").await?;
        window.type_into("phone", FIRST.phone).await?;
        window.type_into("issued", "20/05/2021").await?;
        window.click("continue").await?;
        self.at(window, "sign-in-wrong", "#personal-number", Shown::Message("error-personal-number-invalid")).await?;
        window.type_into("personal-number", FIRST.number).await?;
        window.click("continue").await?;
        self.at(window, "otp", "#otp", Shown::Message("otp-title")).await?;
        window.type_into("otp", &self.portal.last_otp(FIRST.phone)?).await?;
        window.click("continue").await?;
        self.at(window, "choose-pin", "#secret-again", Shown::Message("choose-pin-title")).await?;
        window.choose_secret(PIN).await?;
        window.wait("#tab-home").await
    }

    /// Who does not want to sign in yet reads the essential services, and comes back to signing in.
    async fn without_account(&mut self, window: &Window) -> Result<()> {
        window.click("read-services").await?;
        window.wait("#built-in").await?;
        self.at(window, "services-outside", "#hit-0", Shown::Words("Cấp đổi thẻ căn cước")).await?;
        window.click_row("hit", PROCEDURE).await?;
        self.at(window, "procedure-outside", "#built-in", Shown::Message("procedure-sign-in-to-file")).await?;
        window.click("back").await?;
        window.wait("#search-text").await?;
        window.click("back").await?;
        window.wait_gone("#search-text").await
    }

    /// The card's code fills in number and date, marked as nobody's word until they are changed; another code fills in
    /// nothing.
    async fn card(&mut self, window: &Window) -> Result<()> {
        let [other, card] = ["other.png", "card.png"].map(|name| self.desktop.path("out").join(name));
        code_picture(&other, "https://example.vn")?;
        code_picture(&card, CARD)?;
        window.click("card-scan").await?;
        window.choose_file("card-picture", &other).await?;
        self.at(window, "sign-in-scan", "#card-not", Shown::Message("card-not")).await?;
        ensure!(window.value("personal-number").await?.is_empty(), "nothing is filled in");
        window.choose_file("card-picture", &card).await?;
        self.at(window, "sign-in-card", "#card-read", Shown::Message("card-mark")).await?;
        let filled = [window.value("personal-number").await?, window.value("issued").await?];
        ensure!(filled == [FIRST.number, "20/05/2021"], "filled in: {filled:?}");
        ensure!(window.has("#issued-mark").await?, "the date is marked");
        window.type_into("personal-number", "00409").await?;
        window.wait_gone("#personal-number-mark").await
    }
}
