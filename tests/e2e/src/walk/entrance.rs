//! The first run: three screens that introduce the app, signing in, and what locks the vault.

use anyhow::Result;

use super::{Screen, Walk};
use crate::{FIRST, Language, PIN, Shown, Window};

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
}
