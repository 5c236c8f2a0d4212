//! The ways in for who cannot open the vault with the PIN.

use anyhow::Result;

use super::{Screen, Walk};
use crate::{Desktop, FIRST, Keystore, PIN, Shown, Start, Window};

/// The new PIN that is never used.
const NEW_PIN: &str = "975310";

impl<V> Walk<V>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    /// The PIN is forgotten: the portal is asked for its help, and lets wait.
    pub(super) async fn recovery(&mut self) -> Result<()> {
        let window = self.open(None).await?;
        window.click("forgotten").await?;
        self.at(&window, "recovery", "#recovery-explained", Shown::Message("recovery-waits")).await?;
        window.click("continue").await?;
        window.wait("#personal-number").await?;
        window.say_who(&self.portal, &FIRST).await?;
        self.at(&window, "recovery-proof", "#secret-again", Shown::Message("recovery-prove-title")).await?;
        window.type_into("secret", NEW_PIN).await?;
        window.type_into("secret-again", NEW_PIN).await?;
        window.click("continue").await?;
        self.at(&window, "recovery-waiting", "#recovery-waiting", Shown::Message("recovery-waiting-title")).await?;
        window.click("back").await?;
        self.at(&window, "lock-screen-asked", "#recovery-asked", Shown::Message("recovery-go-on")).await?;
        window.close().await
    }

    /// The keystore is emptied, and the old PIN forgotten, too: the vault is set aside.
    pub(super) async fn anew(&mut self) -> Result<()> {
        // The same files on a desktop that has no keystore now, and on one whose keystore knows nothing.
        let without = Desktop::start(Keystore::None, self.theme)?;
        let window = Window::open(&without, &self.home, &self.portal, &Start::default()).await?;
        window.click("forgotten").await?;
        let unavailable = Shown::Message("error-keystore-unavailable");
        self.at(&window, "recovery-no-keystore", "#try-again", unavailable).await?;
        window.close().await?;
        let emptied = Desktop::start(Keystore::Unlocked, self.theme)?;
        let window = Window::open(&emptied, &self.home, &self.portal, &Start::default()).await?;
        window.unlock(PIN).await?;
        self.at(&window, "lock-screen-emptied", "[data-code]", Shown::Message("error-keystore-emptied")).await?;
        window.click("forgotten").await?;
        window.click("continue").await?;
        window.say_who(&self.portal, &FIRST).await?;
        self.at(&window, "recovery-old-pin", "#old-pin", Shown::Message("recovery-old-pin-hint")).await?;
        window.click("back").await?;
        window.wait("#personal-number").await?;
        window.click("back").await?;
        window.click("open-start-over").await?;
        self.at(&window, "start-over", "#start-over-lost", Shown::Message("start-over-pin")).await?;
        window.click("start-over").await?;
        self.at(&window, "start-over-ask", "#start-over-yes", Shown::Message("start-over-ask")).await?;
        window.click("start-over-yes").await?;
        window.sign_in(&self.portal, &FIRST).await?;
        window.choose_secret(PIN).await?;
        self.at(&window, "home-set-aside", "#home-lost", Shown::Message("lost-intro-set-aside")).await?;
        window.go("personal").await?;
        window.click("open-storage").await?;
        window.click("set-aside-0").await?;
        self.at(&window, "storage-set-aside", "#set-aside-0-yes", Shown::Message("set-aside-drop-ask")).await?;
        window.go("personal").await?;
        window.click("open-devices").await?;
        // The one that was set aside is still signed in.
        window.click_row("revoke", "Linux").await?;
        self.at(&window, "devices-revoke", "[id^=revoke-][id$=-yes]", Shown::Message("revoke-device-yes")).await?;
        window.close().await
    }
}
