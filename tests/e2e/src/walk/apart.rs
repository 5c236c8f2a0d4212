//! What needs a start of its own: damage that is found at opening, the lock screen, the warning before it, and a guest's
//! session.

use std::path::Path;

use anyhow::{Context, Result};

use super::{Screen, Walk};
use crate::{FIRST, Language, PIN, Shown, Start, Window};

/// Warns at once and then waits long enough for every look at the warning.
const WARNED: [u32; 3] = [1, 3600, 1];

impl<V> Walk<V>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    /// The device's memory has lost pieces of what the vault holds, among them of a photo that goes with the draft.
    pub(super) async fn damaged(&mut self) -> Result<()> {
        damage(&self.home)?;
        let window = self.open(None).await?;
        window.come_in().await?;
        self.at(&window, "home-lost", "#put-away-lost", Shown::Message("lost-title")).await?;
        window.click("put-away-lost").await?;
        window.wait_gone("#home-lost").await?;
        window.close().await
    }

    pub(super) async fn lock_screen(&mut self) -> Result<()> {
        let window = self.open(None).await?;
        self.at(&window, "lock-screen", "#secret", Shown::Message("unlock-title")).await?;
        window.click("open-check").await?;
        self.at(&window, "check-alone", "#check-text", Shown::Message("check-title")).await?;
        window.click("back").await?;
        window.wait("#secret").await?;
        window.unlock("097531").await?;
        self.at(&window, "lock-screen-wrong", "#secret", Shown::Message("error-wrong-secret")).await?;
        window.close().await
    }

    pub(super) async fn idle(&mut self) -> Result<()> {
        let window = self.open(Some(WARNED)).await?;
        window.unlock(PIN).await?;
        self.at(&window, "idle-warning", "#idle-warning #stay", Shown::Message("stay")).await?;
        window.close().await
    }

    /// Too many wrong tries: for a minute nothing opens here by the PIN. What follows asks for none, or has another keystore.
    pub(super) async fn waiting(&mut self) -> Result<()> {
        let window = self.open(None).await?;
        for _ in 0..6 {
            window.unlock_wrongly("097531").await?;
        }
        self.at(&window, "lock-screen-waiting", "#unlock-tries", Shown::Message("error-unlock-waiting")).await?;
        window.close().await
    }

    pub(super) async fn guest(&mut self) -> Result<()> {
        let home = self.desktop.path("shared");
        let window = Window::open(&self.desktop, &home, &self.portal, &Start::default()).await?;
        window.wait("#intro-skip").await?;
        if self.language == Language::En {
            window.click("language").await?;
            window.wait("html[lang=en]").await?;
        }
        window.skip_intro().await?;
        window.enter_as_guest(&self.portal, &FIRST).await?;
        window.go("home").await?;
        self.at(&window, "guest-home", "#end-guest", Shown::Message("guest-session")).await?;
        window.end_guest().await?;
        window.close().await
    }
}

/// Bytes of a page of the vault.
const PAGE: usize = 4096;

/// Turns the bits of one byte of each page in the later two thirds of the account's vault, where photos fill the pages: the
/// account itself stands in the first.
fn damage(home: &Path) -> Result<()> {
    let account = std::fs::read_dir(home.join("accounts"))?.next().context("there is an account")??;
    let path = account.path().join("vault.db");
    let mut vault = std::fs::read(&path)?;
    let pages = vault.len() / PAGE;
    for page in vault.chunks_mut(PAGE).skip(pages / 3) {
        if let Some(byte) = page.get_mut(PAGE / 2) {
            *byte = !*byte;
        }
    }
    Ok(std::fs::write(path, vault)?)
}
